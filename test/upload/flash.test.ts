/** flash.sh with the real uploader and simulated boards: what arrives, and one line for whatever goes wrong. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flashEspruino } from '../../host/upload/espruino.ts';
import { isFirmwareOf } from '../../host/upload/firmware.ts';
import { boardNames, projectFolder, readBoard } from '../../host/emulator/index.ts';
import { BoardStorage, SimulatedBoard, serve } from '../../host/sim/index.ts';

const board = readBoard('puckjs');
const bundle = readFileSync(join(projectFolder, 'dist', 'puckjs', 'ckremm.storage.js'), 'utf8');
const app = `var ckremm = require("ckremm"), heap = ckremm.devices.heap(), H = ckremm.headers;
var pool = H.create(heap, 2048);
print("booted: " + (H.alloc(pool, 20) > 0) + ", \\"quoted\\"");
`;
const files = { '.bootcde': app, ckremm: bundle };
const quiet = (): void => {};

async function onBoard(name: string, storage: BoardStorage, work: (port: string, simulated: SimulatedBoard) => Promise<void>): Promise<void> {
  const simulated = new SimulatedBoard(name, storage);
  const server = await serve(simulated);
  try {
    await work(server.port, simulated);
  } finally {
    await server.close();
  }
}

const text = (storage: BoardStorage, name: string): string | undefined => {
  const bytes = storage.read(name);
  return bytes && Buffer.from(bytes).toString('latin1');
};

test('build, upload, reboot: the boot code runs by itself, again after power off, and nothing else is left', async () => {
  const storage = new BoardStorage(40960);
  await onBoard('puckjs', storage, async (port) => {
    const { log, before, freeJsvarsAfter } = await flashEspruino(port, board, files, quiet);
    expect(log).toContain('booted: true, "quoted"');
    expect(before.board).toBe('PUCKJS');
    expect(before.freeJsvars - freeJsvarsAfter).toBeGreaterThan(board.heapBytes / 13 - 1);
  });
  expect(storage.list().sort()).toEqual(['.bootcde', 'ckremm']);
  expect(text(storage, 'ckremm')).toBe(bundle);
  expect(text(storage, '.bootcde')).toBe(app);
  const lines: string[] = [];
  new SimulatedBoard('puckjs', storage, (line) => lines.push(line)).close();
  expect(lines).toEqual(['booted: true, "quoted"']);
}, 60000);

/** Flash memory with a bad byte: what is read is not what was written. */
class DamagedStorage extends BoardStorage {
  override read(name: string): Uint8Array | undefined {
    const bytes = super.read(name);
    if (!bytes || !name.endsWith('ckremm.new')) return bytes;
    const wrong = Uint8Array.from(bytes);
    wrong[1000]! ^= 1;
    return wrong;
  }
}

test('a file that arrives damaged never takes the place of what was there', async () => {
  const storage = new DamagedStorage(40960);
  storage.write('ckremm', Buffer.from('exports.fault=1'));
  storage.write('.bootcde', Buffer.from('print("old")'));
  await onBoard('puckjs', storage, async (port) => {
    await expect(flashEspruino(port, board, files, quiet)).rejects.toThrow('ckremm did not arrive as sent; what the board had is still there: try again');
  });
  expect(storage.list().sort()).toEqual(['.bootcde', 'ckremm']);
  expect(text(storage, '.bootcde')).toBe('print("old")');
}, 60000);

/** A port that closes once so many bytes have come. */
async function breakingPort(target: SimulatedBoard, afterBytes: number, work: (port: string) => Promise<void>): Promise<void> {
  const { BoardConsole } = await import('../../host/sim/index.ts');
  let bytes = 0;
  const server = createServer((socket) => {
    const console = new BoardConsole(target, (out) => void (socket.destroyed || socket.write(out, 'latin1')));
    socket.setEncoding('latin1');
    socket.on('error', quiet);
    socket.on('data', (piece) => {
      bytes += piece.length;
      if (bytes > afterBytes) socket.destroy();
      else console.receive(String(piece));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    await work(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    target.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('a cable that comes off half-way leaves what was there', async () => {
  const storage = new BoardStorage(40960);
  storage.write('ckremm', Buffer.from('exports.fault=1'));
  const simulated = new SimulatedBoard('puckjs', storage);
  await breakingPort(simulated, 4000, async (port) => {
    await expect(flashEspruino(port, board, files, quiet)).rejects.toThrow('stopped answering while files were sent; what it had is still there');
  });
  expect(text(storage, 'ckremm')).toBe('exports.fault=1');
  expect(storage.read('.bootcde')).toBe(undefined);
}, 60000);

test('another board is refused before anything is sent', async () => {
  const storage = new BoardStorage(40960);
  await onBoard('esp32', storage, async (port) => {
    await expect(flashEspruino(port, board, files, quiet)).rejects.toThrow(`${port} is a ESP32, not a puckjs; nothing was sent`);
  });
  expect(storage.list()).toEqual([]);
}, 60000);

test('a board without room is refused before anything is sent', async () => {
  const storage = new BoardStorage(10000);
  await onBoard('puckjs', storage, async (port) => {
    await expect(flashEspruino(port, board, files, quiet)).rejects.toThrow(/has 10000 bytes free in Storage and \d+ are needed/);
  });
  expect(storage.list()).toEqual([]);
}, 60000);

test('what is behind the port does not answer, or is not there', async () => {
  const server = createServer((socket) => void socket.on('error', quiet).resume());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const port = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(flashEspruino(port, board, files, quiet)).rejects.toThrow(`the board at ${port} does not answer`);
  await new Promise((resolve) => server.close(resolve));
  await expect(flashEspruino(port, board, files, quiet)).rejects.toThrow(`cannot open the port ${port}`);
}, 60000);

describe('flash.sh', () => {
  const flash = (args: string[], cwd = projectFolder, environment = {}): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(join(projectFolder, 'flash.sh'), args, { cwd, env: { ...process.env, ...environment } });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)));
      child.on('close', (code) => resolve(`${code}: ${said.trim()}`));
    });

  test.each([
    [[], /^2: ckremm: which board\? usage: .*; boards are .*puckjs$/],
    [['toaster'], /^2: ckremm: no board "toaster"; boards are .*puckjs$/],
    [['sim:toaster'], /^2: ckremm: no board "toaster"/],
    [['host', '/dev/null'], /^2: ckremm: no board "host"/],
    [['puckjs'], /^2: ckremm: no port given for puckjs; .*sim:puckjs/],
    [['puckjs', '/dev/no-such-port'], /^2: ckremm: there is no port \/dev\/no-such-port; /],
    [['puckjs', '/dev/null', 'no-such-app.js'], /^2: ckremm: there is no file no-such-app\.js$/],
    [['puckjs', '/dev/null', 'a.js', 'b.js'], /^2: flash\.sh: too much: a\.js b\.js; usage/],
    [['sim:kaluma-pico'], /^2: ckremm: only Espruino boards are simulated/],
    [['--list'], /^0: boards are banglejs2 .*puckjs\n(ports are|no board)/],
  ])('%j: one line', async (args, line) => {
    expect(await flash(args)).toMatch(line);
  });

  test('finds the program beside who calls, and says what it would send', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
    writeFileSync(join(folder, 'app.js'), app);
    const said = await flash(['puckjs', '/dev/null', 'app.js'], folder, { FLASH_DRY_RUN: '1' });
    expect(said).toMatch(new RegExp(`would write \\.bootcde, ${app.length} bytes, to /dev/null\nwould write ckremm, [\\d,]+ bytes`));
    expect(await flash(['kaluma-pico', '/dev/null', 'app.js'], folder, { FLASH_DRY_RUN: '1' })).toMatch(/npx --yes @kaluma\/cli@1\.0\.0 write \S*program\.js --port \/dev\/null$/);
    rmSync(folder, { recursive: true });
  });
});

test('each Espruino board knows the name of its firmware, and no other', () => {
  const espruino = boardNames().filter((name) => readBoard(name).engine.name === 'espruino');
  const simulated = espruino.map((name) => new SimulatedBoard(name, new BoardStorage(1000)).run('process.env.BOARD') as string);
  for (const name of espruino)
    expect(espruino.filter((_, i) => isFirmwareOf(name, simulated[i]!))).toEqual([name]);
  expect(isFirmwareOf('puckjs', 'PUCKJS_LITE')).toBe(true);
  expect(isFirmwareOf('puckjs', 'LINUX')).toBe(false);
});
