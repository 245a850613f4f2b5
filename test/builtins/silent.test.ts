/**
 * No call of a simulated Espruino does nothing in silence: each function that its engine has does what the board does, which a program shows, or says by
 * name that it stands in for hardware, or throws an error with its name.
 */
import { ownersOf } from '../../host/builtins/names.ts';
import { builtinsOf } from '../../host/builtins/recorded.ts';
import { type Emulated, boardNames, readBoard } from '../../host/emulator/index.ts';
import { Machine } from '../../host/program/machine.ts';
import { runProgram } from '../../host/program/run.ts';
import { BOARD_PROOFS, LANGUAGE, PROOFS, type Proof } from './proven.ts';

const boards = boardNames().filter((name) => readBoard(name).engine.name === 'espruino');
const pathsOf = ({ calls }: Proof): string[] =>
  calls.split(' ').map((call) => (call.includes('.') ? call : `globals.${call}`));
const proven = new Set([...PROOFS, ...BOARD_PROOFS].flatMap(pathsOf));
/** The loader of native code asks for it, and goes on without. */
const ABSENT = 'E.nativeCall';

function booted(board: string): Emulated {
  const machine = new Machine(board, 1000);
  machine.start(Buffer.from(';'), '', 'app.js');
  expect(machine.problems.list).toEqual([]);
  return machine.emulated;
}

/** What an owner is in the realm; undefined where all of it throws. */
function holderOf({ realm, run }: Emulated, owner: string): any {
  const [name, part] = owner.split('#');
  if (owner === 'globals') return realm;
  if (name === 'ArrayBufferView')
    return run(`Object.getPrototypeOf(Uint8Array${part === undefined ? '' : '.prototype'})`);
  const module = /^require\((.*)\)$/.exec(name!);
  if (module) return part === undefined ? realm.require(module[1]) : undefined;
  const value = Object.getOwnPropertyDescriptor(realm, name!)?.value;
  return part === undefined ? value : value?.prototype;
}

function functionOf(holder: object, name: string): unknown {
  for (let object = holder; object; object = Object.getPrototypeOf(object)) {
    const found = Object.getOwnPropertyDescriptor(object, name);
    // A value that throws when it is read.
    if (found) return 'value' in found ? found.value : undefined;
  }
  return undefined;
}

const isOfLanguage = (f: object): boolean => /\[native code\]/.test(Function.prototype.toString.call(f));

/** Calls that throw an error with their name. */
function isRefused(f: (...values: unknown[]) => unknown): boolean {
  // Others would do what they do.
  if (!/fail\(path\)/.test(Function.prototype.toString.call(f))) return false;
  expect(f).toThrow(/has .*, but the simulation does not$/);
  return true;
}

test.each(boards)('%s: nothing is silent', (board) => {
  const emulated = booted(board);
  const silent: string[] = [];
  for (const { owner, members } of ownersOf(builtinsOf(readBoard(board))!.names)) {
    const holder = owner === 'pins' || owner === 'modules' ? undefined : holderOf(emulated, owner);
    if (!holder) continue;
    for (const { name, isFunction } of members) {
      const f = isFunction && name !== 'new' && functionOf(holder as object, name);
      const path = `${owner}.${name}`;
      if (typeof f !== 'function' || emulated.standIns.functions.has(f) || isOfLanguage(f)) continue;
      if (path !== ABSENT && !LANGUAGE.test(path) && !proven.has(path) && !isRefused(f as () => void))
        silent.push(path);
    }
  }
  expect(silent).toEqual([]);
});

test.each([...PROOFS.map((one) => ({ board: 'puckjs', ...one })), ...BOARD_PROOFS])(
  '$calls',
  ({ board, program, said }) => {
    const { result } = runProgram(board, program, { forMilliseconds: 500, stallMilliseconds: 1e9 });
    expect([result.problems, result.output.map(({ text }) => text).join('|')]).toEqual([[], said]);
  },
);

test('what stands in for hardware is told by name, once', () => {
  const program = `NRF.setAdvertising({}); NRF.setAdvertising({}); Serial1.print('x'); E.getTemperature(); analogRead(D1); shiftOut(D1, {}, 1);
Serial1.on('data', print); NRF.on('connect', print); E.on('kill', print); var o = {}; o.on('mine', print); D1.set(); NRF.getBattery();`;
  const { result } = runProgram('puckjs', program, { forMilliseconds: 10 });
  expect(result.standIns.map(({ call, kind }) => `${kind} ${call}`)).toEqual([
    'nowhere NRF.setAdvertising',
    'nowhere Serial.print',
    'invented E.getTemperature',
    'invented analogRead',
    'nowhere shiftOut',
    'silent Serial1.on("data")',
    'silent NRF.on("connect")',
    'invented NRF.getBattery',
  ]);
  expect(runProgram('puckjs', 'D1.set();', { forMilliseconds: 10 }).result.standIns).toEqual([]);
});

test('the engine tells of itself: init, kill, and exceptions that nobody caught', () => {
  const program = `E.on('init', function () { print('init'); }); E.on('kill', function () { print('kill'); });
process.on('uncaughtException', function (e) { print('heard ' + e.message); });
setTimeout(function () { throw new Error('lost'); }, 5); setTimeout(reset, 10); print('program');`;
  const { result } = runProgram('puckjs', program, { forMilliseconds: 50 });
  expect([result.problems, result.output.map(({ text }) => text)]).toEqual([
    [],
    ['program', 'init', 'heard lost', 'kill'],
  ]);
});
