/** A queue beside an array of its rows: sequences of calls that fast-check makes, and shortens when one of them fails. */
import fc from 'fast-check';
import { fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as lean from '../../src/queue/index.ts';
import * as inspect from '../../src/queue/inspect.ts';
import * as records from '../../src/records/index.ts';
import { anyValue, type Shape, shapeOf, wrapped } from '../records/support.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';

const queue = { ...lean, ...inspect };

/** What an array knows of the queue: its rows, the oldest first, and their values as text. */
interface Model {
  rows: { row: number; values: string }[];
  mostRows: number;
  isRing: boolean;
  shape: Shape[];
  /** What happened, of all sequences. */
  seen: Set<string>;
}

/** Two objects of one queue: they are interchangeable. */
type Queues = [lean.Pool, lean.Pool];
type Call = fc.Command<Model, Queues>;

const call = (name: string, run: (model: Model, queues: Queues) => void): Call => ({
  check: () => true,
  run,
  toString: () => name,
});

function requireThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

/** All values of a row, each field by number or by name. */
const valuesOf = (q: lean.Pool, { shape }: Model, row: number, byName: boolean): string =>
  shape
    .map((field, at) => {
      const value = queue.get(q, row, byName ? field.name : at + 1);
      return typeof value === 'number' ? value : (value as Uint8Array).join();
    })
    .join('|');

function pushOne(model: Model, q: lean.Pool, seed: number): void {
  const { rows, mostRows, isRing, shape, seen } = model;
  const isFull = rows.length === mostRows;
  const row = queue.push(q);
  requireThat(isFull && !isRing ? row === 0 && fault() === 1 : row > 0, `push gave ${row} with ${rows.length} rows`);
  seen.add(isFull ? 'push when full' : 'push');
  if (!row) return;
  if (isFull) requireThat(rows.shift()!.row === row, 'a ring gave up another row than its oldest');
  const random = randomFrom(seed);
  const values = shape.map((field, at) => {
    const value = anyValue(field, random);
    requireThat(queue.set(q, row, at + 1, value), 'set refused');
    return typeof value === 'number' ? wrapped(field.type, value) : value.join();
  });
  rows.push({ row, values: values.join('|') });
}

function shiftOne(model: Model, q: lean.Pool, byName: boolean): void {
  const { rows, seen } = model;
  const row = queue.peek(q);
  requireThat(row === (rows[0]?.row ?? 0), `peek gave ${row}`);
  if (row)
    requireThat(
      valuesOf(q, model, row, byName) === rows[0]!.values,
      `row ${row} is ${valuesOf(q, model, row, byName)}, not ${rows[0]!.values}`,
    );
  requireThat(queue.shift(q) === row, 'shift gave another row than peek');
  seen.add(row ? 'shift' : 'shift when empty');
  if (row) requireThat(queue.get(q, row, 1) === null && !queue.set(q, row, 1, 1), 'a shifted row can be read');
  rows.shift();
}

/** The whole queue; records takes none of its rows. */
function verifyAll(model: Model, q: lean.Pool): void {
  const rows: number[] = [];
  queue.walk(q, (row) => rows.push(row));
  requireThat(rows.join() === model.rows.map(({ row }) => row).join(), `rows ${rows}`);
  requireThat(queue.count(q) === model.rows.length, `count is ${queue.count(q)}`);
  requireThat(queue.check(q) === '', queue.check(q));
  for (const { row, values } of model.rows)
    requireThat(valuesOf(q, model, row, false) === values, `row ${row} is not ${values}`);
  requireThat(records.dealloc(q, rows[0] ?? 1) === false && records.alloc(q) === 0, 'records took a row of a queue');
}

const which = fc.constantFrom(0 as const, 1 as const);
const calls = (mostRows: number): fc.Arbitrary<Call>[] => [
  fc.tuple(which, fc.nat(mostRows + 2), fc.nat(65535)).map(([nth, times, seed]) =>
    call(`push x ${times}, values ${seed}`, (model, queues) => {
      for (let i = 0; i < times; i++) pushOne(model, queues[nth], seed + i);
    }),
  ),
  fc.tuple(which, fc.nat(mostRows + 2), fc.boolean()).map(([nth, times, byName]) =>
    call(`shift x ${times}${byName ? ', by name' : ''}`, (model, queues) => {
      for (let i = 0; i < times; i++) shiftOne(model, queues[nth], byName);
    }),
  ),
  which.map((nth) => call('verify', (model, queues) => verifyAll(model, queues[nth]))),
  fc.constant(
    call('attach', (_model, queues) => {
      queues[1] = queue.attach(queues[0].u8, queues[0].base)!;
    }),
  ),
  fc.constant(
    call('clear', (model, queues) => {
      requireThat(queue.clear(queues[0]), 'clear refused');
      model.rows.length = 0;
    }),
  ),
];

describe('any sequence of calls keeps the order and the values', () => {
  test.each<[string, string, number, boolean]>([
    ['FIFO', 't:u32 v:i16', 1, false],
    ['FIFO', 't:u32 v:i16', 10, false],
    ['FIFO of bytes', 'data:bytes:20', 32, false],
    ['ring', 't:u32 v:i16', 1, true],
    ['ring', 't:u8 v:f32', 31, true],
    ['ring of bytes', 'data:bytes:3', 33, true],
  ])('%s of %s, %i rows', (_kind, fields, mostRows, isRing) => {
    const seen = new Set<string>();
    const begin = (): { model: Model; real: Queues } => {
      const q = queue.create(heap.format(new Uint8Array(2048))!, fields, mostRows, isRing)!;
      return {
        model: { rows: [], mostRows, isRing, shape: shapeOf(fields), seen },
        real: [q, queue.attach(q.u8, q.base)!],
      };
    };
    const sequences = fc.commands(calls(mostRows), { maxCommands: 60, size: 'max' });
    // Its message has the shortest sequence that fails, and the seed.
    fc.assert(
      fc.property(sequences, (commands) => fc.modelRun(begin, commands)),
      { seed: seedOf(mostRows + 40), numRuns: lengthOf(40, 2000) },
    );
    expect([...seen].sort()).toEqual(['push', 'push when full', 'shift', 'shift when empty']);
  });
});
