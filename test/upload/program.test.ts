/** Programs, words and ports: what is sent is a program, what is none is refused in one line. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOf } from '../../host/commands/flash-words.ts';
import { readBoard } from '../../host/emulator/index.ts';
import { type Bundle, bundleFor } from '../../host/upload/bundle.ts';
import { checkPort } from '../../host/upload/ports.ts';
import { readProgram } from '../../host/upload/program.ts';
import { planFor, takenBy } from '../../host/upload/room.ts';
import { targetOf } from '../../host/upload/target.ts';
import { checkUses, usesOf } from '../../host/support/uses.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string, bytes: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};

test('a byte order mark is no part of a program; all else is, byte for byte', () => {
  const text = 'print("•\u010a\ud83d\ude00");\r\n// é';
  const program = readProgram(fileOf('mark.js', `\ufeff${text}`), false);
  expect([Buffer.from(program.bytes).toString(), program.text]).toEqual([text, text]);
});

test.each<[string, string | Uint8Array, RegExp]>([
  [
    'latin1.js',
    Buffer.from('var a;\nprint("é\xb0");', 'latin1'),
    /latin1\.js is not UTF-8: a byte 0xe9 at line 2, character 8; save it as UTF-8$/,
  ],
  [
    'cut.js',
    Buffer.from([...Buffer.from('// ü\nx = "'), 0xe2, 0x80]),
    /cut\.js is not UTF-8: a byte 0xe2 at line 2, character 6/,
  ],
  [
    'surrogate.js',
    Buffer.from([0x2f, 0x2f, 0xed, 0xa0, 0x80]),
    /surrogate\.js is not UTF-8: a byte 0xed at line 1, character 3/,
  ],
  ['utf16.js', Buffer.from('\ufeffprint(1)', 'utf16le'), /utf16\.js is not UTF-8 but UTF-16; save it as UTF-8$/],
  [
    'unmarked.js',
    Buffer.from('print(1)', 'utf16le'),
    /unmarked\.js is not UTF-8 but UTF-16, or not text: a zero byte at line 1, character 2/,
  ],
  ['empty.js', '', /empty\.js is empty: there is nothing to send$/],
  ['blank.js', '\ufeff \n\t', /blank\.js is empty/],
  ['broken.js', 'var a = 1;\nif (a {\n', /broken\.js line 2 cannot be parsed: /],
  ['module.js', 'import x from "x";', /module\.js line 1 cannot be parsed: Cannot use import statement/],
  [
    'app.mjs',
    'print(1)',
    /app\.mjs is not a program for a board: its name must end in \.js \(boards have no ES modules/,
  ],
  ['app.ts', 'print(1)', /app\.ts is not a program .* \(compile it first\)$/],
  ['app.txt', 'print(1)', /app\.txt is not a program for a board: its name must end in \.js$/],
])('%s is refused: one line', (name, bytes, line) => {
  const file = fileOf(name, bytes);
  expect(() => readProgram(file, false)).toThrow(line);
  expect(() => readProgram(file, false)).not.toThrow(/\n/);
});

test('what is not there, a folder, and what only strict code refuses', () => {
  expect(() => readProgram(join(folder, 'none.mjs'), false)).toThrow(/^there is no file .*none\.mjs$/);
  mkdirSync(join(folder, 'dir.js'));
  expect(() => readProgram(join(folder, 'dir.js'), false)).toThrow(/dir\.js is a folder/);
  const octal = fileOf('octal.js', 'var a = 010;');
  expect(readProgram(octal, false).text).toBe('var a = 010;');
  expect(() => readProgram(octal, true)).toThrow(/octal\.js line 1 cannot be parsed/);
});

const uses = (text: string): string[][] => [usesOf(text).modules, usesOf(text).parts.filter(Boolean)];

test('uses are those of the code: not of texts and comments, through names, each once', () => {
  expect(uses('var c = require("ckremm"), H = c.headers; H.alloc(p, 1); H.alloc(p, 2); c.fault();')).toEqual([
    ['ckremm'],
    ['headers', 'headers.alloc', 'fault'],
  ]);
  expect(
    uses('var u = "http://x"; require("one"); // require("two") ckremm.gc\nf("require(\'three\') ckremm.gc");'),
  ).toEqual([['one'], []]);
  expect(
    uses('require(name); x.require("no");\nfunction f(H) { return H.none; }\nvar H = ckremm.headers; H.alloc(p, 1);'),
  ).toEqual([[], ['headers']]);
});

test.each(['esp32', 'puckjs', 'kaluma-pico'])(
  '%s: a program may ask whether machine code runs, with or without it',
  async (board) => {
    const bundle = await bundleFor(readBoard(board), undefined, false);
    for (const text of [
      'if (ckremm.devices.native) print(ckremm.devices.native());',
      'var d = ckremm.devices; print(d.native());',
    ])
      expect(() => checkUses('app.js', usesOf(text), bundle)).not.toThrow();
    expect(bundle.ckremm.devices.native()).toBe('this board has no native code');
  },
);

test('all that the bundle misses is named at once', () => {
  const bundle: Bundle = {
    file: '',
    bytes: new Uint8Array(0),
    modules: ['headers'],
    ckremm: { headers: { alloc: () => 0 }, heap: {}, fault: () => 0 },
  };
  const check = (text: string): void => checkUses('app.js', usesOf(text), bundle);
  expect(() => check('ckremm.headers.alloc(p, 1); ckremm.heap; ckremm.fault();')).not.toThrow();
  expect(() => check('ckremm.tables.create(h, 1); var q = ckremm.queue; q.push(1); ckremm.headers.stats(p);')).toThrow(
    'app.js uses ckremm.tables.create, ckremm.queue, ckremm.queue.push and ckremm.headers.stats, which are not in the bundle (headers); ' +
      'add them with --modules=headers,tables,queue',
  );
});

test.each([
  [
    ['puckjs', '/dev/ttyACM0', 'app.js'],
    ['puckjs', '/dev/ttyACM0', 'app.js'],
  ],
  [
    ['puckjs', 'app.js'],
    ['puckjs', undefined, 'app.js'],
  ],
  [
    ['puckjs', 'x.mjs'],
    ['puckjs', undefined, 'x.mjs'],
  ],
  [
    ['puckjs', 'COM3'],
    ['puckjs', 'COM3', undefined],
  ],
  [
    ['puckjs', 'tcp://10.0.0.1'],
    ['puckjs', 'tcp://10.0.0.1', undefined],
  ],
  [
    ['puckjs', 'Puck.js 1a2b', 'my app.js'],
    ['puckjs', 'Puck.js 1a2b', 'my app.js'],
  ],
  [
    ['sim:puckjs', 'app.txt'],
    ['puckjs', undefined, 'app.txt'],
  ],
])('%j are board, port and program', (given, [board, port, app]) => {
  const [operand, operand2, operand3] = given;
  expect(wordsOf({ operand, operand2, operand3 })).toMatchObject({
    board,
    port,
    app,
    isSimulated: operand!.startsWith('sim:'),
  });
});

test('too many words', () => {
  expect(() => wordsOf({ operand: 'sim:puckjs', operand2: 'COM3', operand3: 'app.js' })).toThrow(
    /^too much: COM3; usage: ckremm flash sim:BOARD \[APP\.js\]$/,
  );
});

const port = (board: string, name?: string): Promise<unknown> =>
  checkPort(readBoard(board), name).then(
    ({ baud }) => baud,
    (error: Error) => error.message,
  );

test('the profile tells how a port is opened, and which kind a board has', async () => {
  const serial = process.platform === 'win32' ? 'COM3' : '/dev/null';
  for (const [board, baud] of [
    ['esp32', 115200],
    ['esp32c3', 115200],
    ['esp8266', 115200],
    ['kaluma-pico', 115200],
    ['puckjs', 9600],
    ['microbit2', 9600],
  ] as const)
    expect(await port(board, serial)).toBe(baud);
  for (const name of ['c6:a8:1b:2f:00:11', 'Puck.js 1a2b']) expect(await port('puckjs', name)).toBe(0);
  expect(await port('banglejs2', serial)).toMatch(
    /^Bangle\.js 2, nRF52840 has no serial port, over USB or otherwise; name its Bluetooth address, or its name \("Bangle\.js 1a2b"\)\. Nothing was sent$/,
  );
  expect(await port('pico', 'c6:a8:1b:2f:00:11')).toMatch(/cannot be programmed over Bluetooth; name a serial port$/);
  expect(await port('pico', 'nonsense')).toMatch(/^nonsense is not a port; name a serial port/);
  expect(await port('kaluma-pico', 'tcp://10.0.0.1')).toMatch(/has no network port/);
  expect(await port('puckjs')).toMatch(
    /^no port given for puckjs: a serial port, or its Bluetooth address, .*sim:puckjs simulates one/,
  );
  if (process.platform !== 'win32')
    expect(await port('esp32', '/dev/no-such-port')).toMatch(/^there is no port \/dev\/no-such-port; /);
});

test("an app's name fits Storage, whose names have 28 characters", () => {
  const named = (file: string, name?: string): string | undefined =>
    targetOf(
      readBoard('banglejs2'),
      { bytes: new Uint8Array(1) } as Bundle,
      { file, bytes: new Uint8Array(1), text: 'x' },
      { isBoot: false, name },
    ).start;
  expect([named('a/My App.js'), named('x.app.js'), named('app.js', 'other')]).toEqual([
    'myapp.app.js',
    'x.app.js',
    'other.app.js',
  ]);
  expect(() => named('a-very-long-name-of-an-app.js')).toThrow(
    /at most 17 characters, and "a-very-long-name-of-an-app" has 26; give it a name: --name myapp$/,
  );
  expect(() => named('..js')).toThrow(/needs letters or digits/);
});

test('room: beside the old ones where that fits, else in their place, else not', () => {
  const [a, b] = [takenBy(1000), takenBy(400)];
  expect(planFor([1000, 400], [undefined, undefined], 2 * (a + b)).way).toBe('beside');
  expect(planFor([1000, 400], [1000, 400], a + b).way).toBe('beside');
  expect(planFor([1000, 1000], [1500, 400], 2 * a).way).toBe('beside'); // what the first gives back serves the second
  expect(planFor([1000, 400], [1000, 400], a + b - 4).way).toBe('instead');
  expect(planFor([1000], [undefined], 2 * a - 4).way).toBe('instead');
  expect(planFor([1000], [400], a - b)).toEqual({ way: 'instead', neededBytes: a - b });
  expect(planFor([1000], [400], a - b - 1).way).toBe('none');
});
