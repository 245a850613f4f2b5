/** Misuse, in words: within a program it is what the program ends of. */
import { fault, forgetFault } from '../../src/core/faults.ts';
import { headers, heap, processes } from '../../src/index.ts';
import type { Sys } from '../../src/processes/index.ts';

const image = heap.format(new Uint8Array(4096))!;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));
const ended: unknown[] = [];

test('before it began', () => {
  expect(() => processes.spawn(() => {})).toThrow(
    'processes.spawn(program): bad argument: call init first, with a heap if programs are to have bytes of their own',
  );
});

test('to begin', () => {
  expect(() => processes.init(new Uint8Array(24))).toThrow(/processes\.init.*an array that is no heap/);
  expect(() => processes.init(null, { spare: -1 })).toThrow(/spare is a whole number/);
  expect(processes.init(image, { ended: (_pid, _name, reason) => void ended.push(reason) })).toBe(true);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'no function',
    () => processes.spawn(7 as any),
    /processes\.spawn\(7\): bad argument: a program is a function of sys/,
  ],
  ['an option', () => processes.spawn(() => {}, { restarts: -1 }), /\(-1\): bad argument: restarts must be a number/],
  ['kill', () => processes.kill(99), /processes\.kill\(99\): there is no such program: pass the pid/],
  ['send', () => processes.send(99, 1), /processes\.send\(99\): there is no such program/],
])('%s', (_name, call, message) => expect(call).toThrow(message));

test.each<[string, (sys: Sys) => unknown, RegExp]>([
  ['setTimeout', (sys) => sys.setTimeout(5 as any, 5), /sys\.setTimeout\(5\): bad argument: f must be a function/],
  [
    'setInterval',
    (sys) => sys.setInterval(() => {}, NaN),
    /sys\.setInterval\(NaN\): bad argument: ms must be a number/,
  ],
  ['watch', (sys) => sys.watch(null as any, 1), /sys\.watch\(null\): bad argument: f must be/],
  [
    'on',
    (sys) => sys.on({} as any, 'x', () => {}),
    /sys\.on\(.*\): bad argument: emitter must have on and removeListener/,
  ],
  [
    'on, event',
    (sys) => sys.on(process as any, 5 as any, () => {}),
    /sys\.on\(5\): bad argument: event must be a string/,
  ],
  ['claim', (sys) => sys.claim(undefined), /sys\.claim\(undefined\): bad argument: claim a pin/],
  ['defer', (sys) => sys.defer(undefined as any), /sys\.defer\(undefined\)/],
  ['receive', (sys) => sys.receive(undefined as any), /sys\.receive\(undefined\)/],
  ['bind', (sys) => sys.bind(undefined as any), /sys\.bind\(undefined\)/],
])('within a program: %s', async (_name, call, message) => {
  const pid = processes.spawn((sys) => void call(sys));
  await turn();
  expect(String(ended.at(-1))).toMatch(message);
  expect(processes.state(pid)).toBe(0);
});

test('what is right passes, and what is no misuse is a value', async () => {
  const log: unknown[] = [];
  let handed: Sys | undefined;
  const pid = processes.spawn(
    (sys) => {
      handed = sys;
      sys.receive((message, from) => log.push([message, from]));
      const key = sys.setTimeout((value) => log.push(value), 1, 'late');
      const interval = sys.setInterval(() => log.push('tick') && sys.clear(interval), 1);
      log.push(key > 0, sys.claim('bus') > 0, sys.clear(77), sys.pool !== undefined);
    },
    { bytes: 300, mail: 1, name: 'all' },
  );
  await turn();
  const other = processes.spawn((sys) => void log.push(sys.claim('bus'), fault(), sys.owner));
  await turn();
  log.push(
    processes.send(pid, 'm', 5),
    processes.send(pid, 'm'),
    fault(),
    processes.list().length,
    processes.state(other),
  );
  await turn();
  await turn();
  expect(log.filter((entry) => !['tick', 'late'].includes(entry as string))).toEqual([
    ...[true, true, false, true],
    ...[0, 7, 'all'],
    ...[true, false, 1, 2, 1],
    ['m', 5],
  ]);
  expect(log).toContain('tick');
  expect(log).toContain('late');
  expect(() => processes.init(null)).toThrow(/there are programs: kill them/);
  processes.recover();
  expect(processes.kill(pid) && processes.kill(other)).toBe(true);
  expect(() => handed!.setTimeout(() => {}, 1)).toThrow(/sys\.setTimeout: the program has ended: everything it held/);
  expect(() => handed!.exit()).toThrow(/the program has ended/);
  forgetFault();
  expect(headers.create(image, heap.freeBytes(image))).not.toBeNull();
});
