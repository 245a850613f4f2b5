/** Memory comes back, whatever came before, and no handle of a block that is gone is ever taken for another. */
import { Control } from '../../src/tables/layout.ts';
import { checksum, randomFrom } from '../support/random.ts';
import { fault, heap, poolOf, tables, type Pool } from './support.ts';

const enum Fault {
  NoSpace = 1,
  BadArgument = 2,
  Interrupted = 13,
}

/** The most bytes that one block of the pool can have now. */
function largest(pool: Pool): number {
  let most = pool.u8.length;
  for (let handle; most; most--) if ((handle = tables.alloc(pool, most))) return (tables.dealloc(pool, handle), most);
  return 0;
}

test.each([undefined, 1, 4, 60])('an empty pool gives what a fresh one gives, with room for %p handles', (handles) => {
  for (const bytes of [400, 1024, 4096]) {
    const pool = poolOf(bytes, handles);
    const fresh = largest(poolOf(bytes, handles));
    // A handle is marked by one bit.
    const gone = new Uint8Array(2 ** 22);
    for (let round = 0; round < 12; round++) {
      const live: number[] = [];
      for (let handle; (handle = tables.alloc(pool, 1 + ((round * 7 + live.length) % 24)));) {
        const at = (handle >> 16) * 4096 + (handle & 4095);
        if (gone[at]) throw new Error(`handle ${handle} of round ${round} was handed out before`);
        gone[at] = 1;
        live.push(handle);
      }
      for (const handle of live) tables.dealloc(pool, handle);
      expect([largest(pool), tables.check(pool)]).toEqual([fresh, '']);
      for (const handle of live) if (tables.addrOf(pool, handle)) throw new Error(`handle ${handle} is stale`);
    }
    expect(largest(pool)).toBe(fresh);
  }
});

test('the table is cut for a block, and entries made again start above every generation that was handed out', () => {
  const pool = poolOf(8192);
  const gone = new Set<number>();
  let kept = 0;
  for (let round = 0; round < 30; round++) {
    const live = Array.from({ length: 400 }, () => tables.alloc(pool, 4 + (round % 3)));
    for (const handle of live) if (!handle || gone.has(handle)) throw new Error(`handle ${handle} in round ${round}`);
    for (const handle of live) if (tables.dealloc(pool, handle)) gone.add(handle);
    const large = tables.alloc(pool, 7900);
    expect([large > 0, gone.has(large), pool.w[Control.Entries] < 400]).toEqual([true, false, true]);
    gone.add(large);
    for (const handle of gone)
      if (handle !== large && tables.addrOf(pool, handle)) throw new Error(`handle ${handle} is stale`);
    tables.dealloc(pool, large);
    kept = pool.w[Control.Mark];
  }
  expect(kept).toBeGreaterThan(20);
  expect(tables.check(pool)).toBe('');
  expect(tables.renew(pool)).toBe(0);
  expect(pool.w[Control.Mark]).toBe(0);
});

test('when every generation was handed out, new numbers are used, and renew forgets', () => {
  const pool = poolOf(400);
  const gone = new Set<number>();
  let large = 0;
  for (let round = 0; round < 600; round++) {
    const live = Array.from({ length: 9 }, () => tables.alloc(pool, 4)).filter(Boolean);
    for (const handle of live) if (gone.has(handle)) throw new Error(`handle ${handle} in round ${round}`);
    for (const handle of live) if (tables.dealloc(pool, handle)) gone.add(handle);
    const handle = tables.alloc(pool, 300);
    if (handle && gone.has(handle)) throw new Error(`handle ${handle} in round ${round}`);
    if (handle && tables.dealloc(pool, handle)) gone.add(handle);
    large += handle ? 1 : 0;
  }
  expect([large > 400, tables.check(pool)]).toEqual([true, '']);
  expect(tables.renew(pool)).toBeGreaterThan(0);
  expect(tables.alloc(pool, 300)).toBeGreaterThan(0);
});

test('the block that was just freed can be had again, at every size', () => {
  for (const bytes of [256, 300, 1024]) {
    for (const handles of [undefined, 1, 4]) {
      const pool = poolOf(bytes, handles);
      const first = largest(pool);
      expect([first, largest(pool), largest(pool)]).toEqual([first, first, first]);
    }
  }
  for (const size of [1, 16, 60, 100, 500]) {
    const pool = poolOf(4096);
    const live: number[] = [];
    for (let handle; (handle = tables.alloc(pool, size));) live.push(handle);
    for (let i = 0; i < live.length; i++) {
      tables.dealloc(pool, live[i]!);
      live[i] = tables.alloc(pool, size);
    }
    expect([size, live.every(Boolean), tables.check(pool)]).toEqual([size, true, '']);
  }
});

test('holes below pinned blocks are used before anything moves; what cannot be had is refused without a move', () => {
  const pool = poolOf(8192);
  const live: number[] = [];
  for (let handle; (handle = tables.alloc(pool, 8));) live.push(handle);
  live.forEach((handle, i) => i % 2 && tables.pin(pool, handle));
  live.forEach((handle, i) => i % 2 || tables.dealloc(pool, handle));
  const moves = (): number => pool.w[Control.Moves];
  const before = moves();
  expect([tables.alloc(pool, 80), fault(pool.u8)]).toEqual([0, Fault.NoSpace]);
  const walked = moves();
  expect(walked).toBeLessThanOrEqual(before + 1);
  for (let i = 0; i < 50; i++) expect(tables.alloc(pool, 80 + i)).toBe(0);
  let served = 0;
  while (tables.alloc(pool, 8)) served++;
  expect([served, moves(), tables.check(pool)]).toEqual([Math.ceil(live.length / 2), walked, '']);
  // What is unpinned can move again.
  for (const [i, handle] of live.entries()) if (i % 2) tables.unpin(pool, handle);
  for (const [i, handle] of live.entries()) if (i % 4 === 1) tables.dealloc(pool, handle);
  expect([tables.alloc(pool, 800) > 0, moves() > walked, tables.check(pool)]).toEqual([true, true, '']);
});

test('sizes that are no whole numbers are refused on every way', () => {
  const pool = poolOf(2048);
  tables.dealloc(pool, tables.alloc(pool, 16));
  tables.dealloc(pool, tables.alloc(pool, 1));
  const handle = tables.alloc(pool, 100);
  const before = checksum(pool.u8);
  for (const bad of [
    '16',
    [16],
    { valueOf: () => 16 },
    true,
    NaN,
    Infinity,
    1e20,
    2 ** 63,
    16.5,
    -16,
    -0,
    0,
    null,
    undefined,
    2 ** 32 + 16,
  ] as unknown as number[]) {
    expect([bad, tables.alloc(pool, bad), tables.resize(pool, handle, bad), fault(pool.u8)]).toEqual([
      bad,
      0,
      0,
      Fault.BadArgument,
    ]);
  }
  expect(checksum(pool.u8)).toBe(before);
});

test('arguments that are no arrays, no places or no sizes change nothing', () => {
  const pool = poolOf(512);
  const handle = tables.alloc(pool, 20);
  const before = checksum(pool.u8);
  for (const bad of [
    'abc',
    {},
    5,
    null,
    undefined,
    { length: -1 },
    { length: 1.5 },
    { length: '2' },
  ] as unknown as Uint8Array[]) {
    expect([bad, tables.write(pool, handle, bad), tables.read(pool, handle, bad), fault()]).toEqual([
      bad,
      false,
      false,
      Fault.BadArgument,
    ]);
  }
  expect([tables.read(pool, handle, [0, 0] as unknown as Uint8Array), fault()]).toEqual([false, Fault.BadArgument]);
  for (const at of [NaN, '1', null, {}, 1e20, -1, 22] as unknown as number[])
    expect([at, tables.write(pool, handle, [9], at), fault()]).toEqual([at, false, Fault.BadArgument]);
  for (const bytes of [NaN, -1, 1e20, 2 ** 63, '5', 1.5] as unknown as number[]) {
    tables.setLow(pool, bytes);
    expect([bytes, tables.isLow(pool), fault()]).toEqual([bytes, false, Fault.BadArgument]);
  }
  expect(checksum(pool.u8)).toBe(before);
  tables.setLow(pool, 2 ** 32 - 1);
  expect(tables.isLow(pool)).toBe(true);
});

test('repair from inside moved ends the call that moves, and the pool goes on', () => {
  const pool = poolOf(2048);
  const all = Array.from({ length: 20 }, () => tables.alloc(pool, 40));
  const kept = all.filter((handle, i) =>
    i % 2 ? tables.write(pool, handle, new Uint8Array(40).fill(i)) : !tables.dealloc(pool, handle),
  );
  let moves = 0;
  const done = tables.reorder(pool, undefined, () => {
    if (++moves < 3) return;
    expect(tables.repair(pool)).toBe(true);
    expect([tables.dealloc(pool, kept.pop()!), tables.alloc(pool, 300) > 0]).toEqual([true, true]);
  });
  expect([done, fault(), moves, tables.check(pool)]).toEqual([false, Fault.Interrupted, 3, '']);
  for (const handle of kept) expect(pool.u8[tables.addrOf(pool, handle) + 39]).toBe(all.indexOf(handle));
  expect(tables.reorder(pool)).toBe(true);
});

test('repair of a sound pool changes nothing, and refuses what no cut call leaves', () => {
  const pool = poolOf(512);
  const handle = tables.alloc(pool, 20);
  const before = checksum(pool.u8);
  expect([
    tables.repair(pool),
    tables.repairAt(pool.u8, pool.base),
    tables.repairAt(pool.u8, 100),
    checksum(pool.u8),
  ]).toEqual([true, true, false, before]);
  pool.u8[tables.addrOf(pool, handle) - 2] ^= 0x70;
  const damaged = checksum(pool.u8);
  expect([tables.repair(pool), fault(), tables.repairAt(pool.u8, pool.base), checksum(pool.u8)]).toEqual([
    false,
    8,
    false,
    damaged,
  ]);
});

test('damage that looks like a call that was cut off is refused by repair, or mended to a pool that its check finds sound', () => {
  const random = randomFrom(77);
  let mended = 0;
  for (let n = 0; n < 3000; n++) {
    const pool = poolOf(400);
    const live = [8, 60, 4, 20, 70, 3].map((bytes) => tables.alloc(pool, bytes));
    for (const i of [1, 3, 5]) tables.dealloc(pool, live[i]!);
    const image = heap.open(pool.u8.slice())!;
    const w = new Uint16Array(image.buffer, pool.base, pool.end + 1);
    w[Control.State] = 65530 + random.below(5);
    w[Control.Valid] = 0;
    for (let k = 1 + random.below(3); k; k--)
      w[[18, 19, 20, 29, 30, 17, 31, 35, pool.end - 1 - random.below(6)][random.below(9)]!] = random.oneIn(2)
        ? random.below(pool.end)
        : random.below(65536);
    const done = tables.repairAt(image, pool.base);
    const attached = tables.attach(image, pool.base);
    expect([n, !!attached]).toEqual([n, done]);
    mended += done ? 1 : 0;
  }
  expect(mended).toBeGreaterThan(100);
});
