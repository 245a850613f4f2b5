/** What a program does with its board: starts it anew, runs files of it, and what it finds there. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../host/boards/board.ts';
import { runProgram } from '../../host/program/run.ts';
import type { RunResult } from '../../host/program/types.ts';

const run = (program: string, board = 'puckjs', forMilliseconds = 5000): RunResult =>
  runProgram(board, program, { forMilliseconds }).result;
const said = ({ output }: RunResult): string[] => output.map(({ text }) => text);

test('load() starts the board anew: the program runs again, nothing is left but files, and the clock goes on', () => {
  const result = run(`var s = require("Storage"), n = (s.readJSON("n") || 0) + 1;
s.erase("n"); s.writeJSON("n", n);
print(n, typeof before, getTime() > n - 1 - 0.1);
var before = 1;
setInterval(function () { print("tick"); load(); print("still here"); }, 1000);`);
  expect([result.didRun, result.problems]).toEqual([true, []]);
  const each = (n: number): string[] => [`${n} undefined true`, 'tick', 'still here'];
  expect(said(result)).toEqual([...[1, 2, 3, 4].flatMap(each), '5 undefined true']);
  expect(result.milliseconds).toBeGreaterThanOrEqual(5000);
  expect(result.samples).toHaveLength(11);
});

test('load of a file runs that in place of the program; reset() runs nothing', () => {
  const files = `require("Storage").write("next.js", "print(typeof x, require('ckremm').fault()); setTimeout(reset, 500);");`;
  const result = run(
    `${files} var x = 1; setInterval(function () { print("tick"); }, 400); setTimeout(load, 1000, "next.js");`,
  );
  expect([result.problems, said(result)]).toEqual([[], ['tick', 'tick', 'undefined 0']]);
});

test.each([
  ['error', 'setTimeout(load, 10, "none.js");', 'load("none.js"): Storage has no such file'],
  [
    'error',
    'require("Storage").write("a.js", "\\nvar a = 2 ** 3;"); load("a.js");',
    'Espruino has no the operator **: a.js line 2',
  ],
  [
    'error',
    'require("Storage").write("m", "exports.a = (...b) => b;"); require("m");',
    'SyntaxError: Espruino has no rest parameters: m line 1',
  ],
  ['endless loop', 'load();', 'the board starts anew 20 times, right after it started'],
])('%s: %s', (kind, program, message) => {
  const { didRun, problems } = run(program);
  expect([didRun, problems[0]]).toEqual([
    false,
    expect.objectContaining({ kind, message: expect.stringContaining(message) }),
  ]);
});

test('a heap that was made before counts no more, and the memory is that of the board', () => {
  const program = `var ckremm = require("ckremm");
if (!require("Storage").read("seen")) { require("Storage").write("seen", "1"); var heap = ckremm.devices.heap(); setTimeout(load, 100); }`;
  const { samples } = run(program);
  expect(samples[0]!.heapBytes).toBe(12288);
  expect(samples[10]!.heapBytes).toBe(0);
  expect(samples[10]!.freeVariables!).toBeGreaterThan(samples[0]!.freeVariables! + 900);
});

test('what Espruino has beside: texts as code, promises, modules, what the board says of itself', () => {
  const result = run(`setTimeout("print('text')", 10);
Promise.resolve(3).then(print);
Modules.addCached("twice", "exports.twice = function (x) { return 2 * x; };");
print(require("twice").twice(21), Modules.getCached());
print(LED1, [D1.read()], process.env.BOARD, process.version, E.clip(9, 0, 5));
setTime(1e9); print(Math.round(getTime() / 1e9), Math.round(Date.now() / 1e12), new Date(0).toISOString().slice(0, 4));
Serial1.setup(9600, { tx: D6 }); Serial1.print("out"); print(SPI1.send([1, 2]).length, I2C1.readFrom(8, 3).length);
NRF.setAdvertising({}); NRF.findDevices(function (found) { print("found", found.length); }, 1000);`);
  expect([result.problems, said(result)]).toEqual([
    [],
    ['42 ["twice"]', 'D5 [false] PUCKJS 2v29 5', '1 1 1970', '2 3', '3', 'text', 'found 0'],
  ]);
});

test('what Kaluma has beside: modules of its pins, promises, delays that take their time', () => {
  const result = run(
    `const { EventEmitter } = require('events');
class Door extends EventEmitter { open() { this.emit('open', 7); } }
const door = new Door();
door.on('open', async (n) => { await null; console.log('opened', n); setTimeout(async () => { await 1; console.log(millis() >= 150); }, 10); });
door.open();
const { GPIO } = require('gpio');
new GPIO(5, OUTPUT).high();
delay(150);
console.log(digitalRead(5), board.name, board.LED);`,
    'kaluma-pico',
    1000,
  );
  expect([result.problems, said(result)]).toEqual([[], ['1 pico 25', 'opened 7', 'true']]);
  expect(result.turns.worstMilliseconds).toBeGreaterThan(150);
});

test('a promise of Kaluma that is refused while nobody listens does not end the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const file = join(folder, 'app.js');
    writeFileSync(file, "Promise.reject(new Error('nobody hears of it')); console.log('on');");
    const words = [join(projectFolder, 'host', 'run.mjs'), 'run', '--board', 'kaluma-pico', '--for', '1s', file];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('app.js ran on kaluma-pico')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
