/** Native code onto simulated boards: where it lies, what is never erased, and what runs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, readBoard } from '../../host/emulator/index.ts';
import { BoardStorage, SimulatedBoard, linkToSimulated } from '../../host/sim/index.ts';
import { type Bundle, bundleFor } from '../../host/upload/bundle.ts';
import { flashEspruino } from '../../host/upload/espruino.ts';
import { LIBRARY_FILES } from '../../host/upload/native.ts';
import { targetOf } from '../../host/upload/target.ts';
import { uninstall } from '../../host/upload/uninstall.ts';

const APP = `var ckremm = require("ckremm"), H = ckremm.headers, pool = H.create(ckremm.devices.heap(), 2048);
print(ckremm.devices.native() + "|" + typeof pool + (H.alloc(pool, 20) > 0));`;

const folder = (board: string): string => join(projectFolder, 'dist', board);
const nativeOf = (board: string): Record<string, Uint8Array> =>
  Object.fromEntries(LIBRARY_FILES.map((name) => [name, readFileSync(join(folder(board), 'native', name))]));

function requestFor(name: string, storage: BoardStorage, native: Record<string, Uint8Array> | undefined): any {
  const board = readBoard(name);
  const bytes = readFileSync(join(folder(name), 'ckremm.storage.js'));
  const bundle = { file: '', modules: [], ckremm: {}, bytes, ...(native ? { native } : {}) } as Bundle;
  const program = { file: 'app.js', bytes: Buffer.from(APP), text: APP };
  const said: string[] = [];
  return {
    port: 'PORT',
    open: linkToSimulated(new SimulatedBoard(name, storage, undefined, { isHeld: true })),
    board,
    target: targetOf(board, bundle, program, { isBoot: true }),
    modules: [],
    said,
    say: (line: string) => said.push(line),
    silenceMilliseconds: 300,
  };
}

/** What was said, what was sent and what the program said. */
async function flash(
  name: string,
  storage: BoardStorage,
  native?: Record<string, Uint8Array>,
): Promise<{ said: string; sent: string[]; log: string }> {
  const request = requestFor(name, storage, native);
  const { sent, log } = await flashEspruino(request);
  return { said: request.said.join('\n'), sent, log };
}

/** Another version of the code, with its loader as it was. */
function otherCode(native: Record<string, Uint8Array>): Record<string, Uint8Array> {
  const code = Uint8Array.from(native['ckremm.bin']!);
  code[99]! ^= 255;
  return { ...native, 'ckremm.bin': code };
}

const native = existsSync(join(folder('puckjs'), 'native')) ? nativeOf('puckjs') : {};

test("a board's bundle has the files of native code with it, unless ES5 is asked for", async () => {
  expect(Object.keys((await bundleFor(readBoard('puckjs'), undefined)).native ?? {})).toEqual(LIBRARY_FILES);
  expect((await bundleFor(readBoard('puckjs'), 'headers,tables')).native?.['ckremm.bin']?.length).toBeGreaterThan(
    12000,
  );
  expect((await bundleFor(readBoard('puckjs'), undefined, false)).native).toBeUndefined();
  expect((await bundleFor(readBoard('esp32'), undefined)).native).toBeUndefined();
});

test('in an empty Storage the code comes to lie first, and runs; sent again it stays', async () => {
  const storage = new BoardStorage(40960);
  expect((await flash('puckjs', storage, native)).log).toBe('|numbertrue');
  expect([storage.list()[0], storage.placeOf('ckremm.bin')]).toEqual(['ckremm.bin', 32]);
  expect((await flash('puckjs', storage, native)).sent).toEqual([]);
});

test('over the library in ES5 and its program, and over old code, all is sent anew, the code first', async () => {
  const storage = new BoardStorage(40960);
  expect((await flash('puckjs', storage)).log).toBe('this board has no native code|objecttrue');
  const { said, log } = await flash('puckjs', storage, otherCode(native));
  expect([log, said]).toEqual([
    'ckremm.bin is torn, or of another version|objecttrue',
    expect.stringContaining('are sent again'),
  ]);
  expect((await flash('puckjs', storage, native)).log).toBe('|numbertrue');
  expect(storage.placeOf('ckremm.bin')).toBe(32);
});

test("somebody's file is never erased: the library is ES5, and old code that nothing needs goes", async () => {
  const storage = new BoardStorage(40960);
  await flash('puckjs', storage, otherCode(native));
  storage.write('photo', Buffer.from('mine'));
  const { said, log } = await flash('puckjs', storage, native);
  expect([log, said]).toEqual([
    'this board has no native code|objecttrue',
    expect.stringContaining('which has "photo": the library runs in ES5'),
  ]);
  expect(storage.list().sort()).toEqual(['.bootcde', 'ckremm', 'photo']);
});

test('a Storage that is too full for native code takes ES5', async () => {
  const bytes = readFileSync(join(folder('puckjs'), 'ckremm.storage.js')).length;
  const storage = new BoardStorage(bytes + APP.length + 400);
  const { said, log } = await flash('puckjs', storage, native);
  expect([log, said]).toEqual([
    'this board has no native code|objecttrue',
    expect.stringContaining('and native code would need'),
  ]);
});

test('where Storage is not mapped the code runs from RAM, wherever it lies', async () => {
  const storage = new BoardStorage(1 << 20);
  storage.write('photo', Buffer.from('mine'));
  const { said, log } = await flash('banglejs2', storage, nativeOf('banglejs2'));
  expect([log, said]).toEqual(['|numbertrue', expect.stringContaining('the code runs from RAM')]);
});

test('a write that compacts while it runs leaves the first file where it is', async () => {
  const storage = new BoardStorage(60000);
  await flash('puckjs', storage, native);
  storage.write('a', Buffer.alloc(9000, 1));
  storage.write('a', Buffer.alloc(9000, 2));
  storage.write('b', Buffer.alloc(9000, 3));
  expect([storage.placeOf('ckremm.bin'), (await flash('puckjs', storage, native)).log]).toEqual([32, '|numbertrue']);
});

test('uninstall takes the library and the program as it was sent, and nothing else', async () => {
  const storage = new BoardStorage(60000);
  await flash('puckjs', storage, native);
  storage.write('photo', Buffer.from('mine'));
  expect((await uninstall(requestFor('puckjs', storage, native))).sort()).toEqual(
    ['.bootcde', ...LIBRARY_FILES].sort(),
  );
  expect(storage.list()).toEqual(['photo']);
  await flash('puckjs', storage);
  storage.write('.bootcde', Buffer.from('require("ckremm")'));
  const request = requestFor('puckjs', storage, native);
  expect([await uninstall(request), request.said.join()]).toEqual([
    ['ckremm'],
    expect.stringContaining('.bootcde stays'),
  ]);
});
