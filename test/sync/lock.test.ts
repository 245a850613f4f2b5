/** The lock by itself: who gets it, who is refused, and what is told of a dead owner. */
import { fault } from '../../src/core/faults.ts';
import { Fault } from '../../src/core/faults.ts';
import { find, format } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import * as lean from '../../src/headers/index.ts';
import * as leanQueue from '../../src/queue/index.ts';
import * as leanRecords from '../../src/records/index.ts';
import { headers, markDead, queue, records, tables } from '../../src/sync/index.ts';
import { Lock, Op, Reason, Word } from '../../src/sync/layout.ts';
import { enter, leave } from '../../src/sync/lock.ts';
import * as leanTables from '../../src/tables/index.ts';
import { withoutFault } from '../support/random.ts';

function scene(waits = 0) {
  const heap = format(new Uint8Array(new SharedArrayBuffer(4096)))!;
  const pool = lean.create(heap, 2000)!;
  const lock = headers.create(pool);
  const words = new Int32Array(heap.buffer as unknown as SharedArrayBuffer);
  const [a, b] = [1, 2].map((owner) => headers.attach(heap, lock, owner, waits)!);
  return { heap, pool, lock, words, at: lock >> 2, a, b };
}

test('a heap that is not shared, and numbers that no worker can have, are refused', () => {
  const heap = format(new Uint8Array(2048))!;
  expect(headers.create(lean.create(heap, 1000)!)).toBe(0);
  expect(fault()).toBe(Fault.BadArgument);
  const { heap: shared, lock } = scene();
  for (const owner of [0, 256, -1, 1.5, NaN]) expect(headers.attach(shared, lock, owner)).toBe(null);
  for (const address of [0, lock + 4, 8, lean.create(shared, 200)!.base])
    expect(headers.attach(shared, address, 1)).toBe(null);
  expect(fault()).toBe(Fault.BadAddress);
  expect(tables.attach(shared, lock, 1)).toBe(null);
});

test('heap.find finds the lock, and a guard works like the pool', () => {
  const { heap, lock, a, b } = scene();
  expect(find(heap, Kind.Sync, 0)).toBe(lock);
  const address = headers.alloc(a, 100);
  expect(headers.sizeOf(b, address)).toBeGreaterThanOrEqual(100);
  expect(headers.view(b, address)).toHaveLength(headers.sizeOf(a, address));
  expect(headers.dealloc(b, address)).toBe(true);
  expect(headers.dealloc(a, address)).toBe(false);
  expect(fault()).toBe(Fault.AlreadyFree);
});

test('attach looks at every word of the lock, and at the sum of what is handed out', () => {
  const heap = format(new Uint8Array(new SharedArrayBuffer(4096)))!;
  const rows = leanRecords.create(heap, 'v:u16', 9)!;
  const messages = leanQueue.create(heap, 'v:u16', 9)!;
  const blocks = lean.create(heap, 400)!;
  const handles = leanTables.create(heap, 400)!;
  leanRecords.alloc(rows);
  lean.alloc(blocks, 20);
  leanTables.alloc(handles, 20);
  const words = new Int32Array(heap.buffer as unknown as SharedArrayBuffer);
  const damages: [number, number][] = [
    [Word.Lock, 4096],
    [Word.Lock, -1],
    [Word.Lock, Lock.Dead | 3],
    [Word.Lock, Lock.Corrupt | 3],
    [Word.Op, 10],
    [Word.Op, 32],
    [Word.Op, -1],
    [Word.Op, Op.Take],
    [Word.Sum, 2],
    [Word.Reason, 1],
    [Word.Reason, 9],
    [Word.LastOp, 10],
    [Word.LastOp, -1],
  ];
  const locks = [
    [records, records.create(rows), rows.base],
    [queue, queue.create(messages), messages.base],
    [headers, headers.create(blocks), blocks.base],
    [tables, tables.create(handles), handles.base],
  ] as const;
  for (const [module, lock, base] of locks) {
    expect(module.attach(heap, lock, 1, 0)).not.toBe(null);
    for (const [word, value] of damages) {
      const at = (lock >> 2) + word;
      const kept = words[at]!;
      words[at] = value;
      expect([word, value, module.attach(heap, lock, 1, 0), fault()]).toEqual([word, value, null, Fault.Corrupt]);
      words[at] = kept;
    }
    words[(lock >> 2) + Word.Pool] = lock;
    expect([module.attach(heap, lock, 1, 0), fault()]).toEqual([null, Fault.BadAddress]);
    words[(lock >> 2) + Word.Pool] = base;
    expect(module.attach(heap, lock, 1, 0)).not.toBe(null);
  }
});

test('after destroy every call through every guard is refused, whatever took the region, and changes nothing', () => {
  const heap = format(new Uint8Array(new SharedArrayBuffer(4096)))!;
  const rows = leanRecords.create(heap, 'v:u16', 9)!;
  const messages = leanQueue.create(heap, 'v:u16', 9)!;
  const [a, b] = [records.create(rows), queue.create(messages)];
  const [r, r2] = [1, 2].map((owner) => records.attach(heap, a, owner, 0)!);
  const [q, q2] = [1, 2].map((owner) => queue.attach(heap, b, owner, 0)!);
  expect([records.destroy(r!), queue.destroy(q!)]).toEqual([true, true]);
  for (const fill of [0, 255]) {
    const taken = leanRecords.create(heap, 'x:u8 y:u32', 12)!;
    heap.fill(fill, taken.base + 40, taken.base + 80);
    const before = withoutFault(heap);
    for (const guard of [r!, r2!]) {
      expect([
        records.alloc(guard),
        records.dealloc(guard, 1),
        records.get(guard, 1, 1),
        records.set(guard, 1, 1, 1),
        records.next(guard, 0),
        records.clear(guard),
        records.destroy(guard),
      ]).toEqual([0, false, null, false, 0, false, false]);
      expect(fault()).toBe(Fault.BadArgument);
    }
    for (const guard of [q!, q2!])
      expect([queue.send(guard, [1]), queue.receive(guard), queue.clear(guard), queue.destroy(guard)]).toEqual([
        false,
        null,
        false,
        false,
      ]);
    expect(withoutFault(heap)).toEqual(before);
    leanRecords.destroy(taken);
  }
});

test('a lock that stays taken is refused after a bounded number of looks or sleeps', () => {
  for (const waits of [0, 2]) {
    const { a, b, words, at } = scene(waits);
    enter(a, Op.None, 0, 0);
    expect(headers.alloc(b, 8)).toBe(0);
    expect(fault()).toBe(Fault.Locked);
    leave(a, 0);
    // One that slept more than once asked that the lock be kept for a sleeper; the next who sleeps is one.
    expect(headers.alloc(scene(waits).b, 8)).toBeGreaterThan(0);
    expect(waits ? headers.alloc(b, 8) : headers.alloc(b, 8)).toBeGreaterThan(0);
    expect(words[at]).toBe(Lock.Free);
  }
});

test('a call from inside a call of the same worker is refused, not waited for', () => {
  const heap = format(new Uint8Array(new SharedArrayBuffer(4096)))!;
  const guard = tables.attach(heap, tables.create(leanTables.create(heap, 2000)!), 1)!;
  const handles = [1, 2, 3, 4].map(() => tables.alloc(guard, 100));
  tables.dealloc(guard, handles[0]);
  tables.dealloc(guard, handles[2]);
  const calls: (() => unknown)[] = [
    () => tables.alloc(guard, 8),
    () => tables.dealloc(guard, handles[1]),
    () => tables.resize(guard, handles[1], 20),
    () => tables.pin(guard, handles[1]),
    () => tables.unpin(guard, handles[1]),
    () => tables.view(guard, handles[1]),
    () => tables.sizeOf(guard, handles[1]),
    () => tables.write(guard, handles[1], [1]),
    () => tables.read(guard, handles[1], new Uint8Array(1)),
    () => tables.copy(guard, handles[1], handles[3]),
    () => tables.clean(guard, handles[1]),
    () => tables.reorder(guard),
    () => tables.renew(guard),
    () => tables.destroy(guard),
  ];
  let moves = 0;
  tables.reorder(guard, undefined, () => {
    moves++;
    for (const call of calls) {
      expect(call()).toBeFalsy();
      expect(fault()).toBe(Fault.Locked);
    }
  });
  expect(moves).toBe(2);
  expect(() => {
    tables.dealloc(guard, handles[1]);
    tables.reorder(guard, undefined, () => {
      throw new Error('stop');
    });
  }).toThrow('stop');
  expect(tables.alloc(guard, 100)).toBeGreaterThan(0);
});

describe('death', () => {
  test('a lock of the dead is taken over at once, one of the living is not touched', () => {
    const { heap, a, b, words, at } = scene();
    enter(a, Op.Take, 0, 0);
    expect(markDead(heap, 2)).toBe(0);
    expect(markDead(heap, 1)).toBe(1);
    expect(markDead(heap, 1)).toBe(0);
    expect(headers.alloc(b, 8)).toBeGreaterThan(0);
    expect(words[at + Word.Recoveries]).toBe(1);
    expect(words[at + Word.LastOp]).toBe(Op.Take);
  });

  test("a lock that is kept for a sleeper who died is anybody's", () => {
    const { heap, a, words, at } = scene();
    words[at] = Lock.Starving;
    expect(headers.alloc(a, 8)).toBe(0);
    markDead(heap, 7);
    expect(headers.alloc(a, 8)).toBeGreaterThan(0);
  });

  test.each([
    ['headers that do not tile', Reason.Structure, (heap: Uint8Array, address: number) => (heap[address - 2] = 2)],
    [
      'a block that nobody knows of',
      Reason.Sum,
      (_heap: Uint8Array, _address: number, words: Int32Array, at: number) => (words[at + Word.Sum] -= 4),
    ],
  ])('%s: the pool is refused as corrupt, for good, with the reason', (_what, reason, damage) => {
    const { heap, a, b, words, at } = scene();
    const address = headers.alloc(a, 40);
    headers.alloc(a, 40);
    enter(a, Op.Take, 0, 0);
    damage(heap, address, words, at);
    markDead(heap, 1);
    expect(headers.alloc(b, 8)).toBe(0);
    expect(fault()).toBe(Fault.Corrupt);
    expect(words[at + Word.Reason]).toBe(reason);
    expect(headers.dealloc(a, address)).toBe(false);
    expect(fault()).toBe(Fault.Corrupt);
  });
});
