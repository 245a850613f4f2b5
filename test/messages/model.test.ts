/** A ring of messages beside an array of them: sequences of calls that fast-check makes, and shortens when one of them fails. */
import fc from 'fast-check';
import { Fault, fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import * as lean from '../../src/messages/index.ts';
import * as inspect from '../../src/messages/inspect.ts';
import { seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { messagesIn } from './oracle.ts';

/** What an array knows of the ring. */
interface Model {
  messages: string[];
  overwrites: boolean;
  /** What happened, of all sequences. */
  seen: Set<string>;
  pushed: number;
}

/** Two objects of one ring: they are interchangeable. */
type Rings = { pools: [lean.Pool, lean.Pool]; u8: Uint8Array; from: number; to: number };
type Call = fc.Command<Model, Rings>;

const call = (name: string, run: (model: Model, rings: Rings) => void): Call => ({
  check: () => true,
  run,
  toString: () => name,
});

function requireThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

const latin = (bytes: Uint8Array | null): string | null => bytes && Buffer.from(bytes).toString('latin1');

function pushOne(model: Model, { pools, u8, from, to }: Rings, nth: number, bytes: number, asText: boolean): void {
  const pool = pools[nth]!;
  const { messages, overwrites, seen } = model;
  const message = `${model.pushed++}`.padEnd(bytes, 'abc\xff\0').slice(0, bytes);
  const { longestBytes, bytes: ringBytes } = inspect.stats(pool);
  const before = u8.slice(from, to);
  const isPushed = lean.push(pool, asText ? message : Uint8Array.from(Buffer.from(message, 'latin1')));
  if (bytes <= longestBytes) {
    requireThat(isPushed, `push of ${bytes} refused, ${longestBytes} should find room`);
    messages.push(message);
    seen.add('push');
  } else if (bytes + 2 > ringBytes) {
    requireThat(!isPushed && fault() === Fault.BadArgument, `push of ${bytes} into a ring of ${ringBytes}`);
    seen.add('longer than the ring');
  } else if (!overwrites) {
    requireThat(!isPushed && fault() === Fault.NoSpace, `push of ${bytes} when ${longestBytes} find room`);
    requireThat(Buffer.from(before).equals(u8.slice(from, to)), 'a refused push changed the ring');
    seen.add('no room');
  } else {
    requireThat(isPushed, `push of ${bytes} does not overwrite: fault ${fault()}`);
    const left = messagesIn(u8, from, to)!;
    requireThat(left.pop() === message, 'the message is not the last one');
    requireThat(left.length < messages.length, 'nothing was given up');
    messages.splice(0, messages.length - left.length);
    requireThat(left.join('|') === messages.join('|'), 'others than the oldest were given up');
    messages.push(message);
    seen.add('overwrite');
  }
}

function shiftOne({ messages, seen }: Model, { pools }: Rings, nth: number): void {
  const pool = pools[nth]!;
  const wanted = messages[0] ?? null;
  requireThat(latin(lean.peek(pool)) === wanted, `peek gives ${latin(lean.peek(pool))}, not ${wanted}`);
  requireThat(lean.text(pool) === wanted, `text gives ${lean.text(pool)}`);
  requireThat(latin(lean.shift(pool)) === wanted, 'shift gives another message than peek');
  seen.add(wanted === null ? 'shift when empty' : 'shift');
  messages.shift();
}

function verifyAll({ messages }: Model, { pools, u8, from, to }: Rings): void {
  const [pool] = pools;
  const walked: string[] = [];
  inspect.walk(pool, (address, bytes) => void walked.push(latin(u8.subarray(address, address + bytes))!));
  requireThat(walked.join('|') === messages.join('|'), `walk gives ${walked.join('|')}`);
  requireThat(messagesIn(u8, from, to)?.join('|') === messages.join('|'), 'the oracle finds other messages');
  requireThat(inspect.check(pool) === '', inspect.check(pool));
  const { bytes, usedBytes, freeBytes, messages: count } = inspect.stats(pool);
  requireThat(count === messages.length && lean.count(pool) === count, `count ${lean.count(pool)}`);
  requireThat(usedBytes + freeBytes === bytes, 'used and free bytes do not add up');
  requireThat(usedBytes >= messages.reduce((sum, { length }) => sum + length + 2, 0), 'too few bytes are used');
}

const which = fc.nat(1);
const calls = (most: number): fc.Arbitrary<Call>[] => [
  fc.tuple(which, fc.nat(12), fc.nat(most), fc.boolean()).map(([nth, times, bytes, asText]) =>
    call(`push x ${times}, ${bytes} bytes${asText ? ' of text' : ''}`, (model, rings) => {
      for (let i = 0; i < times; i++) pushOne(model, rings, nth, Math.max(bytes - i, 0), asText);
    }),
  ),
  fc.tuple(which, fc.nat(12)).map(([nth, times]) =>
    call(`shift x ${times}`, (model, rings) => {
      for (let i = 0; i < times; i++) shiftOne(model, rings, nth);
    }),
  ),
  fc.constant(call('verify', verifyAll)),
  fc.constant(
    call('attach', (_model, rings) => {
      rings.pools[1] = lean.attach(rings.u8, rings.from)!;
      requireThat(!!rings.pools[1], `attach: fault ${fault()}`);
    }),
  ),
  fc.constant(
    call('clear', (model, { pools }) => {
      requireThat(lean.clear(pools[0]), 'clear refused');
      model.messages.length = 0;
    }),
  ),
];

test.each<[number, number, boolean]>([
  [24, 5, false],
  [24, 5, true],
  [60, 20, true],
  [120, 50, false],
  [121, 110, true],
  [400, 90, true],
])('a ring of %i bytes, messages up to %i, overwrites: %p', (bytes, most, overwrites) => {
  const seen = new Set<string>();
  const begin = (): { model: Model; real: Rings } => {
    const u8 = heap.format(new Uint8Array(1024).fill(0xa5))!;
    const pool = lean.create(u8, bytes, overwrites)!;
    const from = heap.find(u8, Kind.Messages, 0);
    return {
      model: { messages: [], overwrites, seen, pushed: 0 },
      real: { pools: [pool, lean.attach(u8, from)!], u8, from, to: from + ((bytes + 3) & -4) - 8 },
    };
  };
  const sequences = fc.commands(calls(most), { maxCommands: 60, size: 'max' });
  // Its message has the shortest sequence that fails, and the seed.
  fc.assert(
    fc.property(sequences, (commands) => fc.modelRun(begin, commands)),
    { seed: seedOf(bytes + 40), numRuns: lengthOf(40, 2000) },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining(['push', 'shift', 'shift when empty', overwrites ? 'overwrite' : 'no room']),
  );
});
