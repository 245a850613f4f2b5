/** End to end: build, upload with the real uploader, reboot, autorun, and a heap that outlives power in Storage. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BoardStorage, SimulatedBoard } from '../../host/sim/index.ts';
import { projectFolder } from '../../host/emulator/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const flash = (args: string[], environment: NodeJS.ProcessEnv): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(projectFolder, 'host', 'run.mjs'), 'flash', ...args], {
      cwd: projectFolder,
      env: { ...process.env, FLASH_SIM: folder, ...environment },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
    child.on('close', (code) => resolve(`${code}: ${said.trim()}`));
  });

/** The same board, its power off and on again: only Storage is left. */
function powerUp(): { board: SimulatedBoard; said: string[] } {
  const said: string[] = [];
  const board = new SimulatedBoard('banglejs2', new BoardStorage(4 << 20, join(folder, 'banglejs2.json')), (line) =>
    said.push(line),
  );
  return { board, said };
}

test('flash.sh sends examples/sleep, and its pools are there, whole, each time power comes back', async () => {
  const modules = 'headers,records,paging.hibernate,paging.resume,stores.storage';
  const said = await flash(['sim:banglejs2', 'examples/sleep/app.js', '--boot'], { MODULES: modules });
  expect(said).toMatch(
    /^0: out.flash.banglejs2.ckremm\.storage\.js: [\d,]+ bytes, headers, paging, records, stores; idle, it takes \d+ of 12,000 variables in ES5, fewer as machine code\n/,
  );
  expect(said).toMatch(/the board said:\n +new heap: boot 1; saved\n *\(simulated: .*\)$/);

  const second = powerUp();
  expect(second.said).toEqual(['heap is back: boot 1, boot 2; saved']);
  second.board.run('note("never saved")');
  const address = second.board.run('ckremm.records.get(diary, 1, "at")') as number;
  second.board.close();
  await new Promise((resolve) => setImmediate(resolve));

  const third = powerUp();
  expect(third.said).toEqual(['heap is back: boot 1, boot 2, boot 3; saved']);
  expect(third.board.run('ckremm.records.get(diary, 1, "at")')).toBe(address);
  expect(third.board.run(`ckremm.headers.dealloc(texts, ${address})`)).toBe(true);
  expect(third.board.run('note("in its place") && notes()[3]')).toBe('in its place');
  third.board.close();
}, 120000);

test('a program that uses what the bundle does not have is refused before anything is sent, with what to do', async () => {
  expect(await flash(['sim:puckjs', 'examples/sleep/app.js'], {})).toMatch(
    /^2: ckremm: examples\/sleep\/app\.js uses ckremm\.stores\.storage, ckremm\.paging\.resume, .*ckremm\.paging\.hibernate and ckremm\.records\.count, which are not in the bundle \(headers\); add them with --modules=headers,stores,paging,records$/,
  );
}, 60000);
