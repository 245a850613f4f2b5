/** Espruino boards, simulated, in this process: what arrives, what is sent at all, and one line for whatever goes wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, projectFolder, readBoard } from '../../host/emulator/index.ts';
import { BoardStorage, SimulatedBoard, linkToSimulated } from '../../host/sim/index.ts';
import type { Bundle } from '../../host/upload/bundle.ts';
import { type Flashed, flashEspruino } from '../../host/upload/espruino.ts';
import { isFirmwareOf } from '../../host/boards/board.ts';
import type { Opener } from '../../host/upload/link.ts';
import type { Program } from '../../host/upload/program.ts';
import { takenBy } from '../../host/upload/room.ts';
import { targetOf } from '../../host/upload/target.ts';

const espruino = boardNames().filter((name) => readBoard(name).engine.name === 'espruino');
const bundleOf = (name: string): Bundle => ({
  file: '',
  modules: [],
  ckremm: {},
  bytes: readFileSync(join(projectFolder, 'dist', name, 'ckremm.storage.js')),
});
const programOf = (text: string): Program => ({ file: 'app.js', bytes: Buffer.from(text), text });
const APP = `var ckremm = require("ckremm"), heap = ckremm.devices.heap(), H = ckremm.headers;
var pool = H.create(heap, 2048);
print("booted: " + (H.alloc(pool, 20) > 0) + ", \\"quoted\\"");
`;
const OLD = 'print("old")';
const textOf = (storage: BoardStorage, name: string): string | undefined => {
  const bytes = storage.read(name);
  return bytes && Buffer.from(bytes).toString();
};

interface Upload {
  app?: string;
  modules?: string[];
  isBoot?: boolean;
  open?: Opener;
  /** What the board really is. */
  real?: string;
  mostMilliseconds?: number;
}

/** Flashes a simulated board; what was said, and what came out, or the one line of why not. */
async function flash(
  name: string,
  storage: BoardStorage,
  upload: Upload = {},
): Promise<{ said: string[]; done?: Flashed; refused?: string }> {
  const { app = APP, modules = [], isBoot = false, real = name, mostMilliseconds } = upload;
  const board = readBoard(name);
  const said: string[] = [];
  const target = targetOf(board, bundleOf(name), programOf(app), { isBoot });
  const open =
    upload.open ?? linkToSimulated(new SimulatedBoard(real, storage, undefined, { isHeld: true, mostMilliseconds }));
  try {
    const done = await flashEspruino({
      port: 'PORT',
      open,
      board,
      target,
      modules,
      say: (line) => said.push(line),
      silenceMilliseconds: 300,
    });
    return { said, done };
  } catch (error) {
    return { said, refused: (error as Error).message };
  }
}

/** Room in Storage for these files and no more. */
const roomFor = (files: Uint8Array[]): number => files.reduce((sum, bytes) => sum + takenBy(bytes.length), 0);

/** What a Puck.js needs in Storage for the library and this program. */
const neededFor = (app: string): number =>
  roomFor(Object.values(targetOf(readBoard('puckjs'), bundleOf('puckjs'), programOf(app), { isBoot: false }).files));

describe.each(espruino)('%s', (name) => {
  const board = readBoard(name);
  const files = Object.values(targetOf(board, bundleOf(name), programOf(APP), { isBoot: false }).files);

  test('takes a program, the same again, and another, in a Storage that holds it and no more; each starts', async () => {
    const storage = new BoardStorage(roomFor(files) + 40);
    const first = await flash(name, storage);
    expect(first.refused).toBe(undefined);
    expect(first.done!.log).toBe('booted: true, "quoted"');
    expect(first.done!.freeJsvarsBefore - first.done!.freeJsvarsAfter).toBeGreaterThan(
      board.heapBytes / board.engine.jsvarBytes! - 1,
    );
    const again = await flash(name, storage);
    expect([again.done!.sent, again.done!.log]).toEqual([[], 'booted: true, "quoted"']);
    const other = await flash(name, storage, { app: APP.replace('booted', 'BOOTED') });
    expect(other.refused).toBe(undefined);
    expect(other.done!.sent).toHaveLength(1);
    expect(other.done!.log).toBe('BOOTED: true, "quoted"');
    const { start } = targetOf(board, bundleOf(name), programOf(APP), { isBoot: false });
    expect(storage.list().sort()).toEqual(start ? ['app.app.js', 'app.info', 'ckremm'] : ['.bootcde', 'ckremm']);
    expect(storage.read('ckremm')).toEqual(Uint8Array.from(bundleOf(name).bytes));
  });

  test('keeps what was there, until all is there, where there is room for both', async () => {
    const storage = new BoardStorage(board.link!.storageBytes);
    await flash(name, storage, { app: OLD });
    const { said } = await flash(name, storage);
    expect(said.join()).not.toContain('one by one');
  });
});

test('the program runs by itself when power comes back, and its bytes are those of the file, whatever they are', async () => {
  const app = 'print("• 360° €, \ud83d\ude00"); // Ċ print("no")\r\nprint("two");\n';
  const storage = new BoardStorage(40960);
  const { done } = await flash('puckjs', storage, { app });
  expect(Buffer.from(storage.read('.bootcde')!)).toEqual(Buffer.from(app));
  expect(done!.log).toBe('• 360° €, \ud83d\ude00\ntwo');
  const lines: string[] = [];
  new SimulatedBoard('puckjs', storage, (line) => lines.push(line)).close();
  expect(lines).toHaveLength(2);
});

test('a watch keeps its own boot code: a program is an app for its launcher, unless the boot code is asked for', async () => {
  const storage = new BoardStorage(1 << 20);
  storage.write('.bootcde', Buffer.from(OLD));
  const { done } = await flash('banglejs2', storage);
  expect(done!.log).toBe('booted: true, "quoted"');
  expect(textOf(storage, '.bootcde')).toBe(OLD);
  expect(textOf(storage, 'app.app.js')).toBe(APP);
  expect(JSON.parse(textOf(storage, 'app.info')!)).toMatchObject({
    id: 'app',
    name: 'app',
    src: 'app.app.js',
    files: 'app.info,app.app.js',
  });
  await flash('banglejs2', storage, { isBoot: true });
  expect(textOf(storage, '.bootcde')).toBe(APP);
  expect(targetOf(readBoard('banglejs2'), bundleOf('banglejs2'), programOf(APP), { isBoot: true }).notes[0]).toMatch(
    /replaces the boot code/,
  );
});

test("somebody else's app of that name is not taken", async () => {
  const storage = new BoardStorage(1 << 20);
  storage.write('app.info', Buffer.from('{"id":"app","name":"Theirs"}'));
  const { refused } = await flash('banglejs2', storage);
  expect(refused).toMatch(/there is already an app "app" .*--name myapp\. Nothing was sent$/);
  expect(storage.list()).toEqual(['app.info']);
});

/** Flash memory with a bad byte: what is read is not what was written; blank it is. */
class DamagedStorage extends BoardStorage {
  override read(name: string): Uint8Array | undefined {
    const bytes = super.read(name);
    if (!bytes || !/^ckremm(\.new)?$/.test(name) || bytes.length < 1001) return bytes;
    const wrong = Uint8Array.from(bytes);
    if (wrong[1000] !== 255) wrong[1000]! ^= 1;
    return wrong;
  }
}

test('a file that arrives damaged never takes the place of what was there, nor stays where nothing was', async () => {
  const storage = new DamagedStorage(40960);
  storage.write('ckremm', Buffer.from('exports.fault=1'));
  storage.write('.bootcde', Buffer.from(OLD));
  expect((await flash('puckjs', storage)).refused).toBe(
    'ckremm did not arrive as sent; what it had is still there: try again',
  );
  expect(storage.list().sort()).toEqual(['.bootcde', 'ckremm']);
  expect(textOf(storage, '.bootcde')).toBe(OLD);
  const tight = new DamagedStorage(neededFor(APP) + 600);
  expect((await flash('puckjs', tight)).refused).toMatch(
    /^ckremm did not arrive as sent; it has no ckremm and \.bootcde now: try again$/,
  );
  expect(tight.list()).not.toContain('ckremm');
});

/** A link that is cut once so many characters have gone through it. */
const cutAfter =
  (open: Opener, characters: number): Opener =>
  async (receiver) => {
    const link = await open(receiver);
    let left = characters;
    return {
      ...link,
      write(text) {
        if (left <= 0) return;
        link.write(text.slice(0, left));
        left -= text.length;
        if (left <= 0) receiver.closed('unplugged');
      },
    };
  };

test('a cable that comes off half-way leaves what was there, and the next upload what it needs', async () => {
  for (const characters of [30, 1200, 2600, 7000, 9000]) {
    const storage = new BoardStorage(2 * neededFor(APP) + 600);
    storage.write('ckremm', Buffer.from('exports.fault=1'));
    storage.write('.bootcde', Buffer.from(OLD));
    const board = new SimulatedBoard('puckjs', storage, undefined, { isHeld: true });
    const { refused } = await flash('puckjs', storage, { open: cutAfter(linkToSimulated(board), characters) });
    expect(refused).toMatch(
      /does not answer|stopped answering while files were (sent|compared); what it had is still there: try again$/,
    );
    expect([textOf(storage, 'ckremm'), textOf(storage, '.bootcde')]).toEqual(['exports.fault=1', OLD]);
    const { done, said } = await flash('puckjs', storage);
    expect([done?.log, said.join().includes('one by one')]).toEqual(['booted: true, "quoted"', false]);
    expect(storage.list().sort()).toEqual(['.bootcde', 'ckremm']);
  }
});

test('a Storage too full to keep the old files meanwhile: they are replaced one by one, which is said', async () => {
  const app = `${APP}//${'y'.repeat(1600)}`;
  const storage = new BoardStorage(neededFor(app) + 200);
  await flash('puckjs', storage, { app: `${OLD}//${'x'.repeat(1500)}` });
  const { done, said } = await flash('puckjs', storage, { app });
  expect(said[0]).toMatch(
    /^Storage has \d+ bytes free, too few to keep the old files .*: they are replaced one by one$/,
  );
  expect(done!.log).toBe('booted: true, "quoted"');
});

test('a board without room is refused before anything is sent, with what takes the room', async () => {
  const storage = new BoardStorage(10000);
  storage.write('photo', new Uint8Array(5000).fill(7));
  const { refused } = await flash('puckjs', storage);
  expect(refused).toMatch(
    /^PORT has \d+ bytes free in Storage and \d+ are needed; erase what is not needed with require\("Storage"\)\.erase\("NAME"\) at its prompt \("photo" 5000 bytes\), or name fewer modules/,
  );
  expect(storage.list()).toEqual(['photo']);
});

test('another board, and modules that are not there, all at once, are refused before anything is sent', async () => {
  const storage = new BoardStorage(40960);
  expect((await flash('puckjs', storage, { real: 'esp32' })).refused).toBe(
    'PORT is a ESP32_IDF4, not a puckjs; nothing was sent (FLASH_ANY_BOARD=1 sends all the same)',
  );
  expect((await flash('puckjs', storage, { modules: ['Storage', 'one', 'two'] })).refused).toMatch(
    /^the program requires one and two, which the board does not have/,
  );
  storage.write('one', Buffer.from('exports.a=1'));
  expect((await flash('puckjs', storage, { modules: ['one', 'two'] })).refused).toMatch(/requires two, which/);
  expect(storage.list()).toEqual(['one']);
});

test('what answers nothing, and what is no Espruino', async () => {
  const silent: Opener = () =>
    Promise.resolve({ write: () => {}, close: () => Promise.resolve(), restMilliseconds: 1 });
  expect((await flash('puckjs', new BoardStorage(40960), { open: silent })).refused).toMatch(
    /^the board at PORT does not answer; is it Espruino, and is this the right port\?/,
  );
  const other: Opener = (receiver) =>
    Promise.resolve({
      write: () => receiver.text("ReferenceError: Can't find variable: print\r\n> "),
      close: () => Promise.resolve(),
      restMilliseconds: 1,
    });
  expect((await flash('puckjs', new BoardStorage(40960), { open: other })).refused).toMatch(
    /^PORT has a firmware that is not Espruino; Puck\.js 2, nRF52832 needs espruino 2v29$/,
  );
});

/** A board that answers each question only after a while, however long the whole takes. */
const slowed =
  (open: Opener, milliseconds: number): Opener =>
  (receiver) =>
    open({ ...receiver, text: (text) => void setTimeout(() => receiver.text(text), milliseconds) });

test('a slow board is waited for as long as it goes on: limits are of silence, not of the whole', async () => {
  const board = new SimulatedBoard('puckjs', new BoardStorage(40960), undefined, { isHeld: true });
  const started = Date.now();
  const { done } = await flash('puckjs', board.storage, { open: slowed(linkToSimulated(board), 40) });
  expect(done!.log).toBe('booted: true, "quoted"');
  expect(Date.now() - started).toBeGreaterThan(300); // longer in all than it may be silent: what is tested was tested
});

test('a program that fails is told, and one that never ends is interrupted', async () => {
  const storage = new BoardStorage(40960);
  expect((await flash('puckjs', storage, { app: 'print("a");\nfoo();' })).done!.log).toBe(
    'a\nUncaught ReferenceError: foo is not defined',
  );
  expect((await flash('puckjs', storage, { app: 'setTimeout(function () { foo(); }, 1);' })).done!.log).toContain(
    'Uncaught ReferenceError',
  );
  expect((await flash('puckjs', storage, { app: 'print("b");\nwhile (1);', mostMilliseconds: 100 })).done!.log).toBe(
    'b\nExecution Interrupted',
  );
  expect(
    (await flash('puckjs', storage, { app: 'setTimeout(function () { while (1); }, 1);', mostMilliseconds: 100 })).done!
      .log,
  ).toBe('Execution Interrupted');
  expect((await flash('puckjs', storage)).done!.log).toBe('booted: true, "quoted"');
});

test('each Espruino board knows the name of its firmware, and no other', () => {
  for (const name of espruino)
    expect(espruino.filter((other) => isFirmwareOf(readBoard(other), readBoard(name).link!.firmware![0]!))).toEqual([
      name,
    ]);
  expect(isFirmwareOf(readBoard('puckjs'), 'PUCKJS_LITE')).toBe(true);
  expect(isFirmwareOf(readBoard('puckjs'), 'LINUX')).toBe(false);
  expect(isFirmwareOf(readBoard('pico'), 'ESPR_RP2040_PICO')).toBe(true);
});
