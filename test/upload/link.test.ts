/** The process that holds a port: speed, bytes, reasons in words, and that nothing of it is left. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { projectFolder, readBoard } from '../../host/emulator/index.ts';
import { BoardStorage, SimulatedBoard, serve } from '../../host/sim/index.ts';
import { flashEspruino } from '../../host/upload/espruino.ts';
import { type Receiver, linkTo } from '../../host/upload/link.ts';

/** What a link says, and how it ended. */
function listener(): Receiver & { all: string; heard(part: string): Promise<void> } {
  const self = {
    all: '',
    wake: (): void => {},
    text(text: string) {
      self.all += text;
      self.wake();
    },
    closed(why: string) {
      self.all += `[closed: ${why}]`;
      self.wake();
    },
    async heard(part: string) {
      while (!self.all.includes(part)) await new Promise<void>((resolve) => void (self.wake = resolve));
    },
  };
  return self;
}

const fake = `--require ${JSON.stringify(join(projectFolder, 'test', 'upload', 'fake-serialport.cjs'))}`;
afterEach(() => {
  delete process.env.NODE_OPTIONS;
  delete process.env.FAKE_REFUSAL;
});

test('a serial port is opened at the speed of the profile; bytes go both ways, less XON and XOFF', async () => {
  process.env.NODE_OPTIONS = fake;
  const heard = listener();
  const link = await linkTo('/dev/ttyUSB0', readBoard('esp32').link!.baud!)(heard);
  await heard.heard('\n');
  link.write('\x00\xff\x03');
  await heard.heard('got');
  await link.close();
  expect(heard.all).toBe('opened /dev/ttyUSB0 at 115200\ngot \x00\xff\x03\n[closed: open]');
});

test.each([
  [
    'Error: Permission denied, cannot open /dev/ttyUSB0',
    /^no permission to open the port \/dev\/ttyUSB0: on Linux .*; nothing was sent$/,
  ],
  [
    'Error Resource temporarily unavailable Cannot lock port',
    /^another program has the port \/dev\/ttyUSB0 open; close it first; nothing was sent$/,
  ],
  ['Opening COM3: File not found', /^cannot open the port \/dev\/ttyUSB0; is the board plugged in/],
  ['Opening COM3: Access denied', /^another program has the port/],
  ['something else', /^cannot open the port \/dev\/ttyUSB0 \(something else\); nothing was sent$/],
])('"%s": one line', async (refusal, line) => {
  process.env.NODE_OPTIONS = fake;
  process.env.FAKE_REFUSAL = refusal;
  await expect(linkTo('/dev/ttyUSB0', 9600)(listener())).rejects.toThrow(line);
});

const loopback = async (server: ReturnType<typeof createServer>): Promise<string> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test('a port of the network: nobody there, and one that hangs up', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}).end('bye'));
  const port = await loopback(server);
  const heard = listener();
  const link = await linkTo(port, 0)(heard);
  await heard.heard('[closed');
  expect(heard.all).toBe('bye[closed: closed]');
  await link.close();
  await new Promise((resolve) => server.close(resolve));
  await expect(linkTo(port, 0)(listener())).rejects.toThrow(
    `cannot open the port ${port}; is the board on, and does it listen there?; nothing was sent`,
  );
  await expect(linkTo('tcp://', 0)(listener())).rejects.toThrow(
    'the port tcp:// is not an address; one looks like tcp://192.168.1.5:23',
  );
});

/** Resolves when the other end of the only connection is gone. */
const hungUp = (server: ReturnType<typeof createServer>): Promise<void> =>
  new Promise(
    (resolve) =>
      void server.once(
        'connection',
        (socket) =>
          void socket
            .on('error', () => {})
            .on('close', () => resolve())
            .resume(),
      ),
  );

test('whoever ends, the port is free: on close, and when the process at its other end is killed', async () => {
  const server = createServer();
  const port = await loopback(server);
  let isFree = hungUp(server);
  await (await linkTo(port, 0)(listener())).close();
  await isFree;
  isFree = hungUp(server);
  const tool = spawn(process.execPath, [join(projectFolder, 'host', 'run.mjs'), 'flash', 'puckjs', port], {
    stdio: 'ignore',
  });
  await new Promise((resolve) => void server.once('connection', resolve));
  tool.kill('SIGKILL');
  await isFree;
  await new Promise((resolve) => server.close(resolve));
});

test('a board behind a port is flashed as one in this process is', async () => {
  const board = readBoard('puckjs');
  const simulated = new SimulatedBoard('puckjs', new BoardStorage(40960), undefined, { isHeld: true });
  const server = await serve(simulated);
  try {
    const files = {
      ckremm: readFileSync(join(projectFolder, 'dist', 'puckjs', 'ckremm.storage.js')),
      '.bootcde': Buffer.from('print("•")'),
    };
    const { log, sent } = await flashEspruino({
      port: server.port,
      open: linkTo(server.port, 0),
      board,
      target: { files, notes: [] },
      modules: [],
      say: () => {},
    });
    expect([log, sent]).toEqual(['•', ['ckremm', '.bootcde']]);
    expect(Buffer.from(simulated.storage.read('.bootcde')!)).toEqual(files['.bootcde']);
  } finally {
    await server.close();
  }
});
