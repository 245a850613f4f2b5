/** What single calls promise: generations, pins, callbacks, faults, and what is refused. */
import * as checked from '../../src/tables/checked.ts';
import { checksum } from '../support/random.ts';
import { fault, heap, poolOf, tables, type Pool } from './support.ts';

const enum Fault {
  NoSpace = 1,
  BadArgument = 2,
  BadAddress = 3,
  StaleHandle = 5,
  Pinned = 6,
  Locked = 7,
}

test.each([8, 68])(
  'one entry of %d bytes through all its generations: no old handle is ever accepted, then it retires',
  (bytes) => {
    const pool = poolOf(256);
    const old: number[] = [];
    let handle = tables.alloc(pool, bytes);
    const index = handle & 65535;
    for (; (handle & 65535) === index; handle = tables.alloc(pool, bytes)) {
      expect(old).not.toContain(handle);
      expect(old.filter((stale) => tables.addrOf(pool, stale) || tables.dealloc(pool, stale))).toEqual([]);
      old.push(handle);
      expect(tables.dealloc(pool, handle)).toBe(true);
      expect(tables.sizeOf(pool, handle) || tables.sizeOf(pool, handle + 65536)).toBe(0);
      expect(fault()).toBe(Fault.StaleHandle);
    }
    expect(old).toHaveLength(511);
    expect(tables.check(pool)).toBe('');
    expect(tables.stats(pool).entries).toBe(2);
    for (const stale of old) expect(tables.dealloc(pool, stale)).toBe(false);
  },
);

test('a pool worn out by 511 generations an entry takes blocks again after renew, which says how many entries came back', () => {
  const pool = poolOf(256);
  const kept = tables.alloc(pool, 8);
  tables.write(pool, kept, [1, 2, 3, 4, 5, 6, 7, 8]);
  let pairs = 0;
  for (let handle; (handle = tables.alloc(pool, 100)); pairs++) tables.dealloc(pool, handle);
  const { entries, retired } = tables.stats(pool);
  expect(pairs).toBeGreaterThan(20 * 511);
  // Besides those that retired: the kept block's.
  expect([retired, entries]).toEqual([Math.floor(pairs / 511), retired + 1]);
  const before = tables.stats(pool).freeBytes;
  const renewed = tables.renew(pool);
  // Each is noted in 2 bytes of the gap, as far as it reaches, until a block has it.
  expect([renewed, before - tables.stats(pool).freeBytes <= 2 * renewed, tables.check(pool)]).toEqual([
    retired,
    true,
    '',
  ]);
  expect([tables.stats(pool).retired, tables.renew(pool)]).toEqual([0, 0]);
  for (let pair = 0; pair < 2 * 511 * renewed; pair++) {
    const handle = tables.alloc(pool, 20);
    if (!handle) tables.renew(pool);
    else tables.dealloc(pool, handle);
  }
  expect([...pool.u8.subarray(tables.addrOf(pool, kept)).subarray(0, 8)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(tables.check(pool)).toBe('');
});

test('a pool that is renewed now and then does not grow its table', () => {
  const pool = poolOf(4096);
  const most = 300;
  const handles = Array.from({ length: most }, () => tables.alloc(pool, 1));
  for (const handle of handles) tables.dealloc(pool, handle);
  const pairs = 30 * 511;
  for (let turn = 0; turn < 40; turn++) {
    for (let pair = 0; pair < pairs; pair++) tables.dealloc(pool, tables.alloc(pool, 100));
    tables.renew(pool);
  }
  // The blocks' own entries, and those that retire between two calls of renew.
  expect(tables.stats(pool).entries).toBeLessThanOrEqual(most + pairs / 511);
  expect(tables.check(pool)).toBe('');
});

test('an entry that retires after renew is not renewed by that; handles of live blocks stay as they are', () => {
  const pool = poolOf(512);
  const live = tables.alloc(pool, 30);
  const wear = (): number => {
    let handle = 0;
    for (let pair = 0; pair < 511; pair++) tables.dealloc(pool, (handle = tables.alloc(pool, 100)));
    return handle;
  };
  wear();
  expect([tables.renew(pool), tables.stats(pool).entries]).toEqual([1, 2]);
  // The renewed entry is worn out again, the next block takes a new one.
  const last = wear();
  expect([last & 65535, tables.alloc(pool, 100) & 65535, tables.stats(pool).retired]).toEqual([2, 3, 1]);
  expect([tables.addrOf(pool, last), tables.addrOf(pool, live) > 0, tables.check(pool)]).toEqual([0, true, '']);
});

test('handles of another pool, other numbers and things that are no numbers are refused by every call', () => {
  const pool = poolOf(512);
  const handle = tables.alloc(pool, 8);
  tables.alloc(pool, 70);
  const before = checksum(pool.u8);
  const none = [
    0,
    1,
    65535,
    handle + 2,
    handle + 0.5,
    -handle,
    handle + 2 ** 32,
    NaN,
    Infinity,
    2 ** 27,
    undefined,
    null,
    '65537',
    {},
    handle + 65536,
    handle + 131072,
  ];
  for (const bad of none as number[]) {
    expect(
      [
        bad,
        tables.dealloc(pool, bad),
        tables.addrOf(pool, bad),
        tables.sizeOf(pool, bad),
        tables.view(pool, bad),
        tables.resize(pool, bad, 9),
        tables.pin(pool, bad),
        tables.unpin(pool, bad),
        tables.copy(pool, bad, handle),
        tables.copy(pool, handle, bad),
        tables.write(pool, bad, [1]),
        tables.read(pool, bad, new Uint8Array(1)),
        tables.clean(pool, bad),
      ]
        .slice(1)
        .some(Boolean),
    ).toBe(false);
    expect(fault()).toBe(Fault.StaleHandle);
  }
  expect(checksum(pool.u8)).toBe(before);
});

test.each([20, 90])('two pins of a block of %d bytes; a third is refused, and nothing moves it', (bytes) => {
  const pool = poolOf(1024);
  const first = tables.alloc(pool, 200);
  const handle = tables.alloc(pool, bytes);
  expect(tables.unpin(pool, handle)).toBe(false);
  const address = tables.pin(pool, handle);
  expect(tables.pin(pool, handle)).toBe(address);
  expect(tables.pin(pool, handle)).toBe(0);
  expect(fault()).toBe(Fault.Pinned);
  tables.dealloc(pool, first);
  expect(tables.reorder(pool)).toBe(true);
  expect(tables.addrOf(pool, handle)).toBe(address);
  expect(tables.dealloc(pool, handle) || tables.resize(pool, handle, 8)).toBeFalsy();
  // What lies below a pinned block is found when the gap is too small.
  while (tables.alloc(pool, 100));
  expect(tables.stats(pool).freeBytes).toBeLessThan(250);
  expect([tables.unpin(pool, handle), tables.unpin(pool, handle), tables.unpin(pool, handle)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(tables.view(pool, handle)).toBeNull();
  expect(tables.dealloc(pool, handle)).toBe(true);
  expect(tables.check(pool)).toBe('');
});

/** 20 blocks of 40 bytes, every other given back. */
function holed(heapBytes = 2048): { pool: Pool; handles: number[] } {
  const pool = poolOf(heapBytes);
  const all = Array.from({ length: 20 }, () => tables.alloc(pool, 40));
  all.forEach((handle, index) => index % 2 === 0 && tables.dealloc(pool, handle));
  return { pool, handles: all.filter((_handle, index) => index % 2) };
}

const calls: [string, (pool: Pool, handle: number) => unknown][] = [
  ['alloc', (pool) => tables.alloc(pool, 8)],
  ['alloc of a large block', (pool) => tables.alloc(pool, 80)],
  ['dealloc', (pool, handle) => tables.dealloc(pool, handle)],
  ['addrOf', (pool, handle) => tables.addrOf(pool, handle)],
  ['sizeOf', (pool, handle) => tables.sizeOf(pool, handle)],
  ['view', (pool, handle) => tables.view(pool, handle)],
  ['resize', (pool, handle) => tables.resize(pool, handle, 90)],
  ['pin', (pool, handle) => tables.pin(pool, handle)],
  ['unpin', (pool, handle) => tables.unpin(pool, handle)],
  ['copy', (pool, handle) => tables.copy(pool, handle, handle)],
  ['write', (pool, handle) => tables.write(pool, handle, [1])],
  ['read', (pool, handle) => tables.read(pool, handle, new Uint8Array(1))],
  ['clean', (pool, handle) => tables.clean(pool, handle)],
  ['reorder', (pool) => tables.reorder(pool)],
  ['renew', (pool) => tables.renew(pool)],
  ['destroy', (pool) => tables.destroy(pool)],
];

test.each(calls)('%s from inside moved is refused, and the pool is sound afterwards', (_name, call) => {
  const { pool, handles } = holed();
  let moves = 0;
  expect(
    tables.reorder(pool, undefined, (handle, from, to, bytes) => {
      moves++;
      expect([handles.includes(handle), to < from, bytes]).toEqual([true, true, 42]);
      expect([call(pool, handle) || 0, fault()]).toEqual([0, Fault.Locked]);
      tables.walk(pool, () => {
        throw new Error('visited a busy pool');
      });
    }),
  ).toBe(true);
  expect([moves, tables.check(pool)]).toEqual([10, '']);
  expect(tables.stats(pool).freeBytes).toBe(tables.stats(pool).largestFreeBytes);
});

test('moved may destroy another pool of the heap: the reorder goes on to its end', () => {
  const image = heap.format(new Uint8Array(4096))!;
  const pool = tables.create(image, 1500)!;
  const other = tables.create(image, 500)!;
  const handles = Array.from({ length: 12 }, () => tables.alloc(pool, 60));
  for (let i = 0; i < 12; i += 2) tables.dealloc(pool, handles[i]!);
  let isThere = true;
  const isDone = tables.reorder(pool, undefined, () => {
    if (isThere) isThere = !tables.destroy(other);
  });
  expect([isDone, isThere, tables.check(pool), tables.alloc(pool, 60) > 0]).toEqual([true, false, '', true]);
  expect(handles.filter((_handle, i) => i % 2).every((handle) => tables.sizeOf(pool, handle) >= 60)).toBe(true);
});

test.each([1, 4, 10])('moved that throws at move %d leaves a sound pool, and reorder goes on later', (at) => {
  const { pool, handles } = holed();
  handles.forEach((handle, index) => tables.write(pool, handle, new Uint8Array(40).fill(index)));
  let moves = 0;
  expect(() =>
    tables.reorder(pool, undefined, () => {
      if (++moves === at) throw new Error('enough');
    }),
  ).toThrow('enough');
  expect(tables.check(pool)).toBe('');
  expect(tables.reorder(pool)).toBe(true);
  handles.forEach((handle, index) => {
    const into = new Uint8Array(40);
    tables.read(pool, handle, into);
    expect(into).toEqual(new Uint8Array(40).fill(index));
  });
});

test('reorder by budgets: each call moves at most the budget and one block, until all is free in one piece', () => {
  const { pool } = holed();
  for (const bad of [0, -1, NaN]) expect([tables.reorder(pool, bad), fault()]).toEqual([false, Fault.BadArgument]);
  let calls = 1;
  let moved = 0;
  while (!tables.reorder(pool, 60, (_handle, _from, _to, bytes) => (moved += bytes))) {
    expect(moved).toBeLessThanOrEqual(60 + 42);
    expect(tables.check(pool)).toBe('');
    calls++;
    moved = 0;
  }
  expect(calls).toBeGreaterThan(3);
  const { freeBytes, largestFreeBytes } = tables.stats(pool);
  expect(largestFreeBytes).toBe(freeBytes);
  expect(tables.alloc(pool, freeBytes - 4)).toBeGreaterThan(0);
});

test('every other block freed: every free byte can be had in one piece', () => {
  const pool = poolOf(65536);
  const handles: number[] = [];
  for (let handle; (handle = tables.alloc(pool, 30));) handles.push(handle);
  for (let index = 0; index < handles.length; index += 2) tables.dealloc(pool, handles[index]);
  const { freeBytes } = tables.stats(pool);
  expect(freeBytes).toBeGreaterThan(26900);
  expect(tables.alloc(pool, freeBytes - 4)).toBeGreaterThan(0);
});

test('resize keeps the contents in a full pool, and refuses one byte too many', () => {
  const pool = poolOf(1024);
  const [below, handle, above] = [tables.alloc(pool, 100), tables.alloc(pool, 300), tables.alloc(pool, 300)];
  for (const [block, value] of [
    [below, 1],
    [handle, 2],
    [above, 3],
  ])
    tables.write(pool, block, new Uint8Array(100).fill(value));
  const { freeBytes } = tables.stats(pool);
  expect([tables.resize(pool, handle, 300 + freeBytes + 4), fault()]).toEqual([0, Fault.NoSpace]);
  expect(tables.resize(pool, handle, 300 + freeBytes)).toBe(handle);
  expect(tables.stats(pool).freeBytes).toBe(0);
  expect([below, handle, above].map((block) => pool.u8[tables.addrOf(pool, block) + 99])).toEqual([1, 2, 3]);
  expect(tables.resize(pool, handle, 1)).toBe(handle);
  expect([pool.u8[tables.addrOf(pool, handle)], tables.check(pool)]).toEqual([2, '']);
});

test('write, read and copy refuse what does not fit, and do not write a byte', () => {
  const pool = poolOf(512);
  const [small, large] = [tables.alloc(pool, 10), tables.alloc(pool, 80)];
  const before = checksum(pool.u8);
  expect([
    tables.write(pool, small, new Uint8Array(11)),
    tables.write(pool, small, [1, 2], 9),
    tables.write(pool, small, [1], -1),
    tables.write(pool, small, [1], 0.5),
    tables.write(pool, small, [1], 2 ** 32),
    tables.copy(pool, small, large),
    tables.read(pool, small, new Uint8Array(11)),
    tables.read(pool, small, new Uint8Array(1), 10),
  ]).not.toContain(true);
  for (const none of [undefined, null, 5] as unknown as Uint8Array[])
    expect([tables.write(pool, small, none), tables.read(pool, small, none)]).toEqual([false, false]);
  expect(fault()).toBe(Fault.BadArgument);
  expect(checksum(pool.u8)).toBe(before);
  expect([tables.write(pool, small, [7, 8], 8), tables.copy(pool, large, small)]).toEqual([true, true]);
  expect([...pool.u8.subarray(tables.addrOf(pool, large) + 8).subarray(0, 2)]).toEqual([7, 8]);
});

test('an attached pool goes on as the first would have', () => {
  const { pool, handles } = holed();
  const image = heap.open(pool.u8.slice())!;
  const other = tables.attach(image, heap.find(image, 2, 0))!;
  for (const each of [pool, other]) {
    tables.reorder(each, 50);
    tables.resize(each, handles[2], 200);
    for (let n = 0; n < 30; n++) tables.alloc(each, n * 3);
    tables.dealloc(each, handles[1]);
  }
  expect(image).toEqual(pool.u8);
  expect(tables.attach(image, 32)).toBeNull();
  expect(fault()).toBe(Fault.BadAddress);
});

test('room for handles set aside is never given to blocks', () => {
  const pool = poolOf(1024, 100);
  const { freeBytes } = tables.stats(pool);
  expect(freeBytes).toBeLessThan(1024 - 200 - 50);
  expect(tables.alloc(pool, freeBytes - 4)).toBeGreaterThan(0);
  const image = heap.format(new Uint8Array(512))!;
  for (const handles of [-1, 1.5, 300, 70000])
    expect([tables.create(image, 400, handles), heap.freeBytes(image)]).toEqual([null, 496]);
  for (const bytes of [0, -4, 1.5, 20, 60]) expect(tables.create(image, bytes)).toBeNull();
});

test('low space, and a destroyed pool', () => {
  const pool = poolOf(1024);
  tables.setLow(pool, 500);
  expect(tables.isLow(pool)).toBe(false);
  const handle = tables.alloc(pool, 600);
  expect(tables.isLow(pool)).toBe(true);
  expect(tables.destroy(pool)).toBe(true);
  expect([tables.destroy(pool), tables.alloc(pool, 4), tables.addrOf(pool, handle), tables.reorder(pool)]).toEqual([
    false,
    0,
    0,
    false,
  ]);
  expect(heap.freeBytes(pool.u8)).toBe(1008);
  // A later pool at the same address is the same pool, whatever its size.
  const next = tables.create(pool.u8, 500)!;
  const kept = tables.alloc(next, 100);
  expect([
    tables.addrOf(pool, kept),
    tables.dealloc(pool, kept),
    tables.addrOf(next, kept),
    tables.alloc(pool, 600),
  ]).toEqual([kept && pool.base + 64, true, 0, 0]);
  tables.destroy(next);
  const before = checksum(pool.u8);
  tables.setLow(pool, 100);
  expect([
    tables.addrOf(pool, kept),
    tables.dealloc(pool, kept),
    tables.alloc(pool, 8),
    tables.resize(pool, kept, 9),
    tables.renew(pool),
    tables.isLow(pool),
  ]).toEqual([0, false, 0, 0, 0, false]);
  expect([checksum(pool.u8), fault()]).toEqual([before, Fault.BadArgument]);
});

test('the checked build says what was wrong, and only then', () => {
  const { pool, handles } = holed();
  expect(() => checked.dealloc(pool, 12345)).toThrow(/tables\.dealloc\(12345\): stale handle/);
  expect(() => checked.view(pool, handles[0])).toThrow(/pin the block first/);
  expect(() => checked.alloc(pool, 0)).toThrow(/bytes must be a whole number/);
  expect(checked.reorder(pool, 1)).toBe(false);
  expect(checked.alloc(pool, 100000)).toBe(0);
  expect(checked.reorder(pool)).toBe(true);
});
