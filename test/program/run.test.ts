/** Programs on emulated boards: what they are told, what they took, and every way in which they do not run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../../host/console/session.ts';
import { CountingBoard } from '../../host/cost/count.ts';
import { modelOf } from '../../host/cost/model.ts';
import { readBoard } from '../../host/emulator/index.ts';
import { runProgram } from '../../host/program/run.ts';
import type { RunOptions, RunResult } from '../../host/program/types.ts';
import { ckremm } from '../host/command-line.ts';

/** In ES5, where calls take long enough to be told; what native code takes is in test/host/native-cost.test.ts. */
const run = (program: string, options: RunOptions = {}, board = 'puckjs'): RunResult =>
  runProgram(board, program, { es5: true, ...options }).result;
const START =
  'var ckremm = require("ckremm"), heap = ckremm.devices.heap(), H = ckremm.headers, pool = H.create(heap, 4000);\n';

describe('a program that runs', () => {
  const result = (): RunResult =>
    run(
      `${START}var kept = 0;
setInterval(function () { if (H.alloc(pool, 100)) kept++; print(kept, getTime().toFixed(1)); }, 1000);
setWatch(function () {}, BTN); digitalWrite(LED1, 1); print(LED1.read(), require("Storage").list().join());`,
      { forMilliseconds: 10000 },
    );

  test('has its console, with the times of the board', () => {
    const { didRun, problems, output, milliseconds } = result();
    expect([didRun, problems]).toEqual([true, []]);
    expect(output.map(({ text }) => text).slice(0, 3)).toEqual(['true ckremm', '1 1.1', '2 2.1']);
    expect(output[2]!.atMilliseconds).toBeGreaterThan(2000);
    expect(output[2]!.atMilliseconds).toBeLessThan(2200);
    expect(milliseconds).toBeGreaterThanOrEqual(10000);
  });

  test('has its memory told over time, its calls, and what each module took', () => {
    const { samples, calls, modules, turns } = result();
    expect(samples).toHaveLength(11);
    expect(samples[0]).toMatchObject({ heapBytes: 12288, usedBytes: 0 });
    expect(samples[0]!.freeVariables).toBeLessThan(1500);
    // Nine or ten blocks of 102 bytes, which is what 100 are rounded to.
    expect([918, 1020]).toContain(samples[10]!.usedBytes);
    const alloc = calls.find(({ call }) => call === 'headers.alloc')!;
    expect([9, 10]).toContain(alloc.times);
    expect(alloc.worstMilliseconds).toBeGreaterThan(alloc.milliseconds / alloc.times - 0.001);
    expect(calls[0]!.call).toBe('headers.create');
    expect(turns.times).toBeGreaterThan(alloc.times);
    expect(modules.map(({ module }) => module)).toEqual(['headers', 'devices']);
    expect(modules[0]).toMatchObject({ times: alloc.times + 1, usedBytes: samples[10]!.usedBytes });
    expect(modules[0]!.heapBytes).toBeGreaterThan(3900);
  });

  test('takes the time that its text and the natives it calls are counted at, whoever counts', () => {
    const text =
      'var i, s = 0, u = new Uint8Array(64), w = new Uint16Array(8);\n' +
      'for (i = 0; i < 500; i++) { s += i & 7 && i % 3 ? u[i & 63] : w.length; u[i & 63] = s; if (i % 50 === 0) u.set(u.subarray(0, 32), 16); u.set(w); }';
    const counting = new CountingBoard('puckjs');
    counting.reset();
    counting.run(text);
    const milliseconds = modelOf(readBoard('puckjs'))!.microseconds(counting.read()) / 1000;
    expect(run(text).turns.milliseconds).toBeCloseTo(milliseconds, 2);
    expect(milliseconds).toBeGreaterThan(100);
  });

  test('is late where it takes longer than its interval, and the next one is in time again', () => {
    const { milliseconds, turns } = run('setInterval(function () { for (var i = 0; i < 2000; i++); }, 10);', {
      forMilliseconds: 5000,
    });
    expect(milliseconds).toBeLessThan(6000);
    expect(turns.times).toBeLessThan(500);
    expect(turns.milliseconds).toBeGreaterThan(4900);
  });

  test('loads the library in the time that its text takes to be read: cold calls are made when they are called', () => {
    const { output } = run(`var S = require("Storage");
S.write("twin", "function f(){" + S.read("ckremm") + "}exports.f=f;");
var start = getTime(); require("twin"); var read = getTime() - start; start += read; require("ckremm"); print((getTime() - start) / read);`);
    expect(Number(output[0]!.text)).toBeLessThan(1.5);
  });

  test('a timer of Espruino begins when it is set, one of Kaluma with the turn that sets it', () => {
    const late = (now: string): string =>
      `for (var i = 0; i < 5000; i++); var set = ${now}; setTimeout(function () { console.log(${now} - set >= 49); }, 50);`;
    expect(run(late('getTime() * 1000')).output[0]!.text).toBe('true');
    expect(run(late('millis()'), {}, 'kaluma-pico').output[0]!.text).toBe('false');
  });

  test('on Kaluma a boot takes as long as the text is, too', () => {
    const bootOf = (text: string): number => run(text, {}, 'kaluma-pico').output[0]!.atMilliseconds;
    const [short, long] = [bootOf('console.log(1);'), bootOf(`/*${' '.repeat(2000)}*/console.log(1);`)];
    expect(long - short).toBeCloseTo((2004 * 1.15 * 10.2) / 1000, 1);
  });

  test('on Kaluma has the library as a global, and is strict code', () => {
    const program =
      'var heap = ckremm.devices.heap(), p = ckremm.tables.create(heap, 4000), h = ckremm.tables.alloc(p, 10);\n' +
      'pinMode(25, OUTPUT); setInterval(function () { digitalToggle(25); console.log(millis(), digitalRead(25)); }, 500);';
    const { didRun, output, modules } = run(program, { forMilliseconds: 1200 }, 'kaluma-pico');
    expect([didRun, output.map(({ text }) => text.replace(/\d\d /, 'xx '))]).toEqual([true, ['5xx 1', '10xx 0']]);
    expect(modules[0]!.module).toBe('tables');
    expect(run('none = 1;', {}, 'kaluma-pico').problems[0]!.message).toMatch(/none is not defined/);
  });
});

test.each<[kind: string, program: string, message: RegExp, options?: RunOptions, board?: string]>([
  ['error', 'function f() {\n  throw new Error("boo");\n}\nsetTimeout(f, 50);', /^Error: boo, app.js line 2$/],
  ['error', 'require("http");', /Module http not found, app.js line 1/],
  ['error', 'WiFi.connect();', /^ReferenceError: WiFi is not defined, app.js line 1; puckjs has nothing of that name$/],
  [
    'error',
    '\nNRF.requestDevice();',
    /^Error: puckjs has NRF.requestDevice, but the simulation does not, app.js line 2$/,
  ],
  [
    'error',
    'Graphics.createArrayBuffer(8, 8, 1);',
    /^Error: puckjs has Graphics.createArrayBuffer, but the simulation/,
  ],
  ['error', 'require("crypto").SHA1("a");', /^Error: puckjs has require\("crypto"\).SHA1, but the simulation does not/],
  [
    'error',
    'var { GPIO } = require("gpio"), s = new (require("net").Socket)();',
    /kaluma-pico has require\("net"\).Socket,/,
    {},
    'kaluma-pico',
  ],
  ['error', 'print(1);\nvar big = 10n;', /^Espruino has no BigInt: app.js line 2$/],
  ['error', 'a?.b;', /^Kaluma has no optional chaining: app.js line 1$/, {}, 'kaluma-pico'],
  ['error', 'digitalWrite(D40, 1);', /^ReferenceError: D40 is not defined/],
  ['error', 'digitalWrite("D40", 1);', /^Error: Invalid pin, app.js line 1$/],
  [
    'error',
    `${START}H.dealloc(pool, 3);`,
    /no block starts at that address.*app.js line 2/,
    { checked: true },
    'esp32',
  ],
  ['no room in Storage', 'print(1);', /^the library of 4\d{4} bytes/, { checked: true }],
  [
    'out of memory',
    'var a = []; setInterval(function () { a.push(new Uint8Array(3000)); }, 100);',
    /no room for an array of 3000 bytes, app.js line 1/,
  ],
  [
    'error',
    `${START}var log = ckremm.queue.create(heap, "t:u32", 10);`,
    /^TypeError: .*, app.js line 2; app.js uses ckremm.queue.create, which is not in the bundle \(headers\); add it with --modules=headers,queue$/,
  ],
  ['error', `${START}undefined.queue.create();`, /^TypeError: .*, app.js line 2$/],
  ['no pool', `${START}H.create(heap, 100000);`, /^headers.create\(heap, 100000\) gave null: no space/],
  ['no pool', 'require("ckremm").devices.heap(0, 30000);', /^devices.heap\(0, 30000\) gave null: no memory/],
  [
    'stall',
    'setTimeout(function () { for (var i = 0; i < 9000; i++); }, 10);',
    /^a turn took 1\d\d\d ms, more than 1000$/,
  ],
  ['stall', 'for (var i = 0; i < 45000; i++);', /^the boot took [56]\d\d\d ms, more than 5000$/],
  [
    'stall',
    'for (var i = 0; i < 9000; i++);',
    /^the boot took 1\d\d\d ms, more than 1000$/,
    { stallMilliseconds: 1000 },
  ],
  [
    'stall',
    `${START}for (var i = 0; i < 20; i++) H.alloc(pool, 20);\nsetTimeout(function () { H.reorder(pool); }, 10);`,
    /^headers.create took \d+ ms, more than 30$/,
    { stallMilliseconds: 30 },
  ],
  ['endless loop', 'setTimeout(function () { for (;;) { try { for (;;); } catch (e) {} } }, 10);', /does not end/],
  ['endless loop', 'for (;;);', /does not end: it ran for 20 s$/],
  ['endless loop', 'for (;;);', /does not end: it ran for 40 s$/, { stallMilliseconds: 10000 }],
  ['stall', 'for (var i = 0; i < 9000; i++);', /^the boot took 1\d\d\d ms, more than 5$/, { stallMilliseconds: 5 }],
])('%s: %s', (kind, program, message, options = {}, board = 'puckjs') => {
  const { didRun, problems } = run(program, options, board);
  expect(didRun).toBe(false);
  expect(problems[0]).toMatchObject({ kind, message: expect.stringMatching(message) });
});

test('a call that keeps the board busy is told in the words of the prompt, once, and is no problem; one that belongs to the boot is not', () => {
  const prompt = new Session('banglejs2', undefined, true);
  const setUp =
    'T = ckremm.tables, t = T.create(heap, 20000), h = [], i; while ((i = T.alloc(t, 40))) h.push(i); for (i = 0; i < h.length; i += 2) T.dealloc(t, h[i]);';
  prompt.take(`var ${setUp}`);
  const [, said] = prompt.take('T.alloc(t, 2000)')!;
  const program = `var ckremm = require("ckremm"), heap = ckremm.devices.heap(), ${setUp}
setTimeout(function () { T.alloc(t, 2000); T.alloc(t, 8); }, 10); setTimeout(function () { T.attach(heap, 24); }, 5000);`;
  const { didRun, warnings } = run(program, { forMilliseconds: 30000, stallMilliseconds: 60000 }, 'banglejs2');
  expect(didRun).toBe(true);
  expect(warnings).toHaveLength(2);
  const words = (warning: string): string => warning.replace(/[\d,]+ ms/, 'ms');
  expect(warnings.map(words)).toContain(words(said!));
  expect(warnings.find((warning) => warning.includes('tables.attach'))).toMatch(/call it at boot/);
  const atBoot = program.replace(/setTimeout.*/, 'T.attach(heap, 24);');
  expect(run(atBoot, { stallMilliseconds: 60000 }, 'banglejs2').warnings).toEqual([]);
});

test('a boot of a second is no stall: nobody waits for it', () => {
  expect(run('for (var i = 0; i < 9000; i++);').problems).toEqual([]);
});

test('what ends a program ends its time, and is told once', () => {
  const { problems, milliseconds, output } = run('setInterval(function () { print(1); undefined.x; }, 100);');
  expect([problems.length, output.length]).toEqual([1, 1]);
  expect(milliseconds).toBeLessThan(110);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const app = (text: string): string => {
    const file = join(folder, `app${files++}.js`);
    writeFileSync(file, text);
    return file;
  };

  test('tells all of it, writes a page, and exits with 0', async () => {
    const report = join(folder, 'report.html');
    const { code, out } = await ckremm(
      'run',
      '--board',
      'PUCKJS',
      '--for',
      '2s',
      '--report',
      report,
      app(`${START}print("here");`),
    );
    expect(code).toBe(0);
    expect(out).toMatch(
      /0\.\d+ s {2}here\n[^]*free variables[^]*headers.create +\d+[^]*devices[^]*ran on puckjs, 2 s of its time/,
    );
    const page = readFileSync(report, 'utf8');
    expect(page).toMatch(/It ran\.[^]*free variables[^]*headers.create[^]*here[^]*the heap, as it was left/);
    expect(() => new Function(page.match(/<script>\n([^]*)<\/script>/)![1]!)).not.toThrow();
  });

  test('exits with 1 where it did not run, and with 2 where it was not asked well', async () => {
    const failed = await ckremm('run', '--board', 'puckjs', '--json', app('undefined.x;'));
    expect([failed.code, JSON.parse(failed.out)]).toEqual([
      1,
      expect.objectContaining({ didRun: false, board: 'puckjs' }),
    ]);
    for (const words of [
      ['--board', 'puckjs', '--for', '10x', app('1;')],
      ['--board', 'puckjs', app('var = 1;')],
      ['--board', 'puckjs'],
      ['--board', 'host', app('1;')],
      ['--board', 'puckjs', '--board', 'pico', app('1;')],
      ['--bord', 'puckjs', app('1;')],
    ]) {
      const { code, complaint } = await ckremm('run', ...words);
      expect([words, code, complaint]).toEqual([words, 2, expect.stringMatching(/^ckremm: [^\n]+\n$/)]);
    }
    expect((await ckremm('run', '--bord', 'puckjs')).complaint).toContain(
      'unknown option --bord (did you mean --board?)',
    );
  });
});
