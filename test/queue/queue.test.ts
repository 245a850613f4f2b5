import { fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as lean from '../../src/queue/index.ts';
import * as inspect from '../../src/queue/inspect.ts';
import * as records from '../../src/records/index.ts';
import { anyValue, shapeOf, wrapped } from '../records/support.ts';
import { randomFrom, seedOf } from '../support/random.ts';

const queue = { ...lean, ...inspect };

function queueOf(fields: string, rows: number, isRing: boolean): lean.Pool {
  return queue.create(heap.format(new Uint8Array(65536))!, fields, rows, isRing)!;
}

/** An array of arrays, and the same calls. */
function drive(q: lean.Pool, fields: string, isRing: boolean, operations: number, seed: number): Record<string, number> {
  const random = randomFrom(seed);
  const shape = shapeOf(fields);
  const both = [q, queue.attach(q.u8, q.base)!];
  const model: { row: number; values: string }[] = [];
  const counts: Record<string, number> = {};
  const demand = (isSo: boolean, what: string): void => {
    if (!isSo) throw new Error(`${what}; repeat with CKREMM_SEED=${seed}`);
  };
  const read = (row: number): string => shape.map((field, at) => {
    const value = queue.get(q, row, random.oneIn(2) ? at + 1 : field.name);
    return typeof value === 'number' ? value : (value as Uint8Array).join();
  }).join('|');
  for (let operation = 0; operation < operations; operation++) {
    const any = both[random.below(2)]!;
    // Phases of filling and of draining, or a queue would never be full.
    const isFilling = operation % 200 < 100;
    if (random.below(10) < (isFilling ? 6 : 3)) {
      const row = queue.push(any);
      const isFull = model.length === q.end;
      demand(isFull && !isRing ? row === 0 && fault() === 1 : row > 0, `push gave ${row} with ${model.length} rows`);
      counts[isFull ? 'push when full' : 'push'] = 1;
      if (!row) continue;
      if (isFull) demand(model.shift()!.row === row, 'a ring gave up another row than its oldest');
      const values = shape.map((field, at) => {
        const value = anyValue(field, random);
        demand(queue.set(any, row, at + 1, value), 'set refused');
        return typeof value === 'number' ? wrapped(field.type, value) : value.join();
      });
      model.push({ row, values: values.join('|') });
    } else {
      const row = queue.peek(any);
      demand(row === (model[0]?.row ?? 0), `peek gave ${row}`);
      if (row) demand(read(row) === model[0]!.values, `row ${row} is ${read(row)}, not ${model[0]!.values}`);
      demand(queue.shift(any) === row, 'shift gave another row than peek');
      counts[row ? 'shift' : 'shift when empty'] = 1;
      if (row) demand(queue.get(any, row, 1) === null && !queue.set(any, row, 1, 1), 'a shifted row can be read');
      model.shift();
    }
    demand(queue.count(any) === model.length, `count is ${queue.count(any)}`);
    if (operation % 97 === 0) {
      const rows: number[] = [];
      queue.walk(any, (row) => rows.push(row));
      demand(rows.join() === model.map(({ row }) => row).join(), `rows ${rows}`);
      demand(queue.check(any) === '', queue.check(any));
      demand(records.dealloc(any, rows[0] ?? 1) === false && records.alloc(any) === 0, 'records took a row of a queue');
    }
  }
  return counts;
}

describe('any sequence of calls keeps the order and the values', () => {
  test.each<[string, string, number, boolean]>([
    ['FIFO', 't:u32 v:i16', 1, false],
    ['FIFO', 't:u32 v:i16', 10, false],
    ['FIFO of bytes', 'data:bytes:20', 32, false],
    ['ring', 't:u32 v:i16', 1, true],
    ['ring', 't:u8 v:f32', 31, true],
    ['ring of bytes', 'data:bytes:3', 33, true],
  ])('%s of %s, %i rows', (_kind, fields, rows, isRing) => {
    const counts = drive(queueOf(fields, rows, isRing), fields, isRing, 20000, seedOf(rows + 40));
    expect(Object.keys(counts).sort()).toEqual(['push', 'push when full', 'shift', 'shift when empty']);
  });
});

test('what is not a queue is refused', () => {
  const u8 = heap.format(new Uint8Array(4096))!;
  const pool = records.create(u8, 't:u32', 4)!;
  records.alloc(pool);
  expect([queue.push(pool), queue.peek(pool), queue.shift(pool)]).toEqual([0, 0, 0]);
  expect(queue.attach(u8, pool.base)).toBe(null);
  expect(fault()).toBe(3);
  expect(queue.create(u8, 't:u32', 0)).toBe(null);
  expect(queue.create(u8, 'data:bytes', 4)).toBe(null);
  expect(fault()).toBe(2);
});

test('clear empties, destroy gives the region back, the layout can be printed', () => {
  const q = queueOf('t:u32', 4, true);
  queue.push(q);
  expect(queue.layout(q)).toBe('4 rows, a ring\n1 t:u32 from address 52, 4 a row');
  expect([queue.clear(q), queue.count(q), queue.peek(q)]).toEqual([true, 0, 0]);
  expect([queue.destroy(q), queue.destroy(q), queue.clear(q), queue.push(q), queue.shift(q)]).toEqual([true, false, false, 0, 0]);
  expect(heap.freeBytes(q.u8)).toBe(65520);
});

describe('check names each invariant that is broken on purpose', () => {
  test.each<[number, string, (q: lean.Pool) => void]>([
    [1, 'a bit beyond the last row', (q) => (q.live[0]! |= 1 << 11)],
    [1, 'a word that is no queue\'s', (q) => (q.head[0] = 1)],
    [2, 'no next row', (q) => (q.head[1]! &= 65535)],
    [2, 'a next row beyond the last', (q) => (q.head[1]! += 5 << 16)],
    [3, 'a count beyond the last row', (q) => (q.head[1]! += 10)],
    [5, 'a count that is too high', (q) => q.head[1]!++],
    [5, 'the next row', (q) => (q.head[1]! += 65536)],
    [5, 'a live row among the others', (q) => (q.live[0]! ^= (1 << 9) | (1 << 3))],
  ])('invariant %i: %s', (invariant, _what, spoil) => {
    const q = queueOf('t:u32', 10, false);
    for (let i = 0; i < 6; i++) queue.push(q);
    queue.shift(q);
    expect(queue.check(q)).toBe('');
    spoil(q);
    expect(queue.check(q)).toMatch(new RegExp(`^invariant ${invariant} at row \\d+: `));
  });
});
