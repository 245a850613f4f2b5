/** resize, allocAligned and reorder: what moves, what stays, and who is told. */
import { Fault } from '../../src/core/faults.ts';
import { withoutFault } from '../support/random.ts';
import { fault, headers, poolOf, type Pool } from './support.ts';

const fill = (pool: Pool, address: number, bytes: number): void => {
  for (let i = 0; i < bytes; i++) pool.u8[address + i] = (i * 7 + address) & 255;
};
const isFilled = (pool: Pool, address: number, bytes: number, from = address): boolean =>
  pool.u8.subarray(address, address + bytes).every((byte, i) => byte === ((i * 7 + from) & 255));

describe('resize', () => {
  test('grows in place into the free block above, deferred or not', () => {
    for (const neighbour of [24, 200]) {
      const pool = poolOf(1024);
      const [below, above] = [headers.alloc(pool, 200), headers.alloc(pool, neighbour)].sort((a, b) => a - b);
      fill(pool, below, 24);
      headers.dealloc(pool, above);
      expect(headers.resize(pool, below, headers.sizeOf(pool, below) + 16)).toBe(below);
      expect(isFilled(pool, below, 24)).toBe(true);
      expect(headers.check(pool)).toBe('');
    }
  });

  test('moves where it cannot grow, contents with it', () => {
    const pool = poolOf(1024);
    const block = headers.alloc(pool, 200);
    headers.alloc(pool, 200);
    fill(pool, block, 200);
    const moved = headers.resize(pool, block, 300);
    expect(moved).not.toBe(block);
    expect(isFilled(pool, moved, 200, block)).toBe(true);
    expect(headers.dealloc(pool, block)).toBe(false);
  });

  test('without space returns 0 and the block is as it was', () => {
    const pool = poolOf(1024);
    const block = headers.alloc(pool, 300);
    headers.alloc(pool, 300);
    fill(pool, block, 300);
    const before = withoutFault(pool.u8);
    expect(headers.resize(pool, block, 700)).toBe(0);
    expect(fault()).toBe(Fault.NoSpace);
    expect(withoutFault(pool.u8)).toEqual(before);
  });

  test('gives the tail back when it shrinks', () => {
    const pool = poolOf(1024);
    const block = headers.alloc(pool, 800);
    expect(headers.alloc(pool, 400)).toBe(0);
    expect(headers.resize(pool, block, 100)).toBe(block);
    expect(headers.alloc(pool, 400)).toBeGreaterThan(0);
  });
});

describe('blocks and holes above 64 KB in pools with 2-byte headers', () => {
  test.each([131072, 262144])(
    'a small block keeps its contents when it grows into a large hole, heap of %i',
    (heapBytes) => {
      const pool = poolOf(heapBytes);
      const block = headers.alloc(pool, 200);
      fill(pool, block, 200);
      expect(headers.resize(pool, block, 600)).toBe(block);
      expect(isFilled(pool, block, 200)).toBe(true);
      expect(headers.check(pool)).toBe('');
    },
  );

  test('a block crosses the border both ways with its contents', () => {
    const pool = poolOf(262144);
    let block = headers.alloc(pool, 60000);
    fill(pool, block, 60000);
    const first = block;
    for (const bytes of [65000, 65520, 65530, 65536, 70000, 90000, 65540, 65529, 60000]) {
      block = headers.resize(pool, block, bytes);
      expect(block).toBeGreaterThan(0);
      expect(headers.sizeOf(pool, block)).toBeGreaterThanOrEqual(bytes);
      expect(isFilled(pool, block, 60000, first)).toBe(true);
      expect(headers.check(pool)).toBe('');
    }
    expect(headers.dealloc(pool, block)).toBe(true);
    expect(headers.stats(pool).freeBlocks).toBe(1);
  });

  test('one block can have nearly the whole pool', () => {
    const pool = poolOf(262144);
    const block = headers.alloc(pool, 261000);
    expect(block).toBeGreaterThan(0);
    expect(headers.alloc(pool, 2000)).toBe(0);
    expect(headers.dealloc(pool, block + 4)).toBe(false);
    expect(headers.dealloc(pool, block)).toBe(true);
    expect(headers.dealloc(pool, block)).toBe(false);
  });
});

test.each([4, 8, 16, 64, 256, 1024, 4096])('allocAligned gives a multiple of %i and wastes nothing', (alignBytes) => {
  const pool = poolOf(16384);
  const free = headers.stats(pool).freeBytes;
  const blocks = [10, 50, 100].map((bytes) => headers.allocAligned(pool, bytes, alignBytes));
  for (const address of blocks) expect(address % alignBytes).toBe(0);
  expect(free - headers.stats(pool).freeBytes).toBeLessThanOrEqual(12 + 52 + 104 + 12);
  for (const address of blocks) expect(headers.dealloc(pool, address)).toBe(true);
  headers.reorder(pool);
  expect(headers.stats(pool)).toMatchObject({ freeBytes: free, freeBlocks: 1 });
});

describe('an aligned block that was freed can be had again', () => {
  test.each([
    [512, 256],
    [100, 64],
    [64, 16],
    [1024, 1024],
    [256, 8],
    [20, 32],
    [8, 16],
  ])('%i bytes, aligned to %i, in a pool that is full otherwise', (bytes, align) => {
    for (const shift of [0, 8, 20, 44]) {
      const pool = poolOf(8192);
      headers.alloc(pool, 200 + shift);
      const aligned = headers.allocAligned(pool, bytes, align);
      const others: number[] = [];
      for (let small; (small = headers.alloc(pool, 12));) others.push(small);
      for (let turn = 0; turn < 3; turn++) {
        expect(headers.dealloc(pool, aligned)).toBe(true);
        expect(headers.allocAligned(pool, bytes, align)).toBe(aligned);
      }
      // Behind free blocks of other sizes and the same, too.
      headers.dealloc(pool, aligned);
      for (const address of others.filter((_, i) => i % 2)) headers.dealloc(pool, address);
      const again = headers.allocAligned(pool, bytes, align);
      expect([again > 0, again % align, headers.check(pool)]).toEqual([true, 0, '']);
    }
  });

  test('an alignment beyond the pool is refused at once', () => {
    const pool = poolOf(2048);
    for (const align of [4096, 2 ** 20, 2 ** 31])
      expect([headers.allocAligned(pool, 8, align), fault()]).toEqual([0, Fault.NoSpace]);
  });
});

describe('reorder', () => {
  function checkerboard(): { pool: Pool; kept: number[] } {
    const pool = poolOf(4096);
    const blocks: number[] = [];
    for (let address; (address = headers.alloc(pool, 8 + (blocks.length % 7) * 8));) blocks.push(address);
    blocks.forEach((address, i) => i % 2 || headers.dealloc(pool, address));
    const kept = blocks.filter((_, i) => i % 2);
    kept.forEach((address) => fill(pool, address, 8));
    return { pool, kept };
  }

  test('merges what was deferred', () => {
    const pool = poolOf(1024);
    [8, 16, 24].map((bytes) => headers.alloc(pool, bytes)).forEach((address) => headers.dealloc(pool, address));
    expect(headers.stats(pool).freeBlocks).toBe(4);
    expect(headers.reorder(pool)).toBe(true);
    expect(headers.stats(pool).freeBlocks).toBe(1);
  });

  test('with moved ends in one free block, and the owner knows each move before the next', () => {
    const { pool, kept } = checkerboard();
    const now = new Map(kept.map((address) => [address, address]));
    headers.reorder(pool, (from, to, bytes) => {
      expect(bytes).toBeGreaterThanOrEqual(8);
      expect(now.get(from)).toBe(from);
      expect(isFilled(pool, to, 8, from)).toBe(true);
      now.set(from, to);
    });
    expect(headers.stats(pool)).toMatchObject({ freeBlocks: 1, usedBlocks: kept.length });
    expect(headers.check(pool)).toBe('');
    const { largestFreeBytes } = headers.stats(pool);
    expect(headers.alloc(pool, largestFreeBytes)).toBeGreaterThan(0);
  });

  test('every call from inside moved is refused as locked, and the pool is sound', () => {
    const { pool, kept } = checkerboard();
    const last = kept[kept.length - 1];
    const calls = [
      () => headers.alloc(pool, 8),
      () => headers.alloc(pool, 200),
      () => headers.allocAligned(pool, 8, 16),
      () => headers.dealloc(pool, last),
      () => headers.resize(pool, last, 4),
      () => headers.sizeOf(pool, last),
      () => headers.view(pool, last),
      () => headers.clean(pool, last),
      () => headers.reorder(pool),
      () => headers.reorder(pool, () => undefined),
      () => headers.destroy(pool),
    ];
    let moves = 0;
    headers.reorder(pool, (from) => {
      if (from === last) return;
      moves++;
      for (const call of calls) {
        expect(call()).toBeFalsy();
        expect(fault()).toBe(Fault.Locked);
      }
      expect(headers.attach(pool.u8, pool.base)).toBe(null);
    });
    expect(moves).toBeGreaterThan(10);
    expect(headers.check(pool)).toBe('');
  });

  test('a callback that throws leaves the pool sound, and reorder can go on', () => {
    const { pool, kept } = checkerboard();
    let moves = 0;
    expect(() =>
      headers.reorder(pool, () => {
        if (++moves === 5) throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(headers.check(pool)).toBe('');
    expect(headers.reorder(pool, () => undefined)).toBe(true);
    expect(headers.stats(pool)).toMatchObject({ freeBlocks: 1, usedBlocks: kept.length });
  });
});

test('isLow answers before it is too late', () => {
  const pool = poolOf(1024);
  headers.setLow(pool, 300);
  expect(headers.isLow(pool)).toBe(false);
  while (!headers.isLow(pool)) expect(headers.alloc(pool, 50)).toBeGreaterThan(0);
  expect(headers.stats(pool).freeBytes).toBeGreaterThan(200);
  expect(headers.stats(pool).freeBytes).toBeLessThan(300);
});
