import { fault } from '../../src/core/faults.ts';
import * as heap from '../../src/heap/index.ts';
import * as lean from '../../src/queue/index.ts';
import * as inspect from '../../src/queue/inspect.ts';
import * as records from '../../src/records/index.ts';

const queue = { ...lean, ...inspect };

function queueOf(fields: string, rows: number, isRing: boolean): lean.Pool {
  return queue.create(heap.format(new Uint8Array(65536))!, fields, rows, isRing)!;
}

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
  expect([queue.destroy(q), queue.destroy(q), queue.clear(q), queue.push(q), queue.shift(q)]).toEqual([
    true,
    false,
    false,
    0,
    0,
  ]);
  expect(heap.freeBytes(q.u8)).toBe(65520);
});

describe('check names each invariant that is broken on purpose', () => {
  test.each<[number, string, (q: lean.Pool) => void]>([
    [1, 'a bit beyond the last row', (q) => (q.live[0]! |= 1 << 11)],
    [1, "a word that is no queue's", (q) => (q.head[0] = 1)],
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
