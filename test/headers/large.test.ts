/** Blocks above 64 KB, whose size a 2-byte header cannot hold, and pools beyond 256 KB, whose headers have 4 bytes. */
import { Fault } from '../../src/core/faults.ts';
import * as checked from '../../src/headers/checked.ts';
import { randomFrom, withoutFault } from '../support/random.ts';
import { blocksOf } from './dense.ts';
import { fault, headers, heap, poolOf, type Pool } from './support.ts';

/** Contents by which any lost or shifted byte is seen. */
const put = (pool: Pool, address: number, bytes: number, seed: number): void => {
  for (let i = 0; i < bytes; i++) pool.u8[address + i] = (seed + i * 7 + (i >> 8)) & 255;
};
const has = (pool: Pool, address: number, bytes: number, seed: number): boolean =>
  pool.u8.subarray(address, address + bytes).every((byte, i) => byte === ((seed + i * 7 + (i >> 8)) & 255));

describe('a block above 64 KB in a pool with 2-byte headers', () => {
  let pool: Pool;
  let block: number;
  beforeEach(() => {
    pool = poolOf(262144);
    headers.alloc(pool, 40);
    block = headers.alloc(pool, 100000);
    put(pool, block, 100000, 3);
  });

  test('has its size, its view and its contents, and is sound beside others', () => {
    expect(headers.sizeOf(pool, block)).toBeGreaterThanOrEqual(100000);
    expect(headers.sizeOf(pool, block)).toBeLessThan(100016);
    expect(headers.view(pool, block)).toHaveLength(headers.sizeOf(pool, block));
    const other = headers.alloc(pool, 90000);
    put(pool, other, headers.sizeOf(pool, other), 9);
    expect(has(pool, block, 100000, 3)).toBe(true);
    expect(headers.check(pool)).toBe('');
    expect(headers.clean(pool, other)).toBe(true);
    expect(headers.view(pool, other)!.every((byte) => byte === 0)).toBe(true);
    expect(has(pool, block, 100000, 3)).toBe(true);
  });

  test('is named by its payload only: no address close by passes', () => {
    for (let address = block - 24; address <= block + 24; address += 4) {
      if (address === block) continue;
      expect([address - block, headers.sizeOf(pool, address), headers.dealloc(pool, address)]).toEqual([
        address - block,
        0,
        false,
      ]);
      expect(() => checked.dealloc(pool, address)).toThrow(`headers.dealloc(${address}): `);
    }
    expect(checked.dealloc(pool, block)).toBe(true);
  });

  test('is free once, however its place is used again', () => {
    expect(headers.dealloc(pool, block)).toBe(true);
    expect(headers.dealloc(pool, block)).toBe(false);
    expect(fault()).toBe(Fault.AlreadyFree);
    headers.reorder(pool);
    expect(headers.stats(pool).usedBlocks).toBe(1);
    const again = headers.alloc(pool, 120000);
    expect(headers.dealloc(pool, again)).toBe(true);
    // Smaller blocks take its place: what is left of it there names no block.
    while (headers.alloc(pool, 5000)) /* fill */ ;
    for (const address of [block, again]) {
      if (blocksOf(pool).some((found) => found.address === address)) continue;
      expect(headers.sizeOf(pool, address)).toBe(0);
    }
    expect(headers.check(pool)).toBe('');
  });

  test('moves with its contents when reorder slides it', () => {
    const [first] = blocksOf(pool).filter(({ state }) => state === 'used');
    const gap = headers.alloc(pool, 5000);
    const last = headers.alloc(pool, 80000);
    put(pool, last, 80000, 5);
    headers.dealloc(pool, gap);
    if (first!.address !== block) headers.dealloc(pool, first!.address);
    const now = new Map([
      [block, block],
      [last, last],
    ]);
    headers.reorder(pool, (from, to, bytes) => {
      if (!now.has(from)) return;
      expect(bytes).toBeGreaterThanOrEqual(80000);
      now.set(from, to);
    });
    expect(now.get(last)).not.toBe(last);
    expect(has(pool, now.get(block)!, 100000, 3) && has(pool, now.get(last)!, 80000, 5)).toBe(true);
    expect(headers.stats(pool).freeBlocks).toBe(1);
    expect(headers.check(pool)).toBe('');
  });

  test('grows and shrinks in place, and across 64 KB by a move', () => {
    for (const bytes of [150000, 110000, 100004, 70000, 65536, 65520, 40000, 66000, 100000]) {
      const to = headers.resize(pool, block, bytes);
      expect(to).toBeGreaterThan(0);
      block = to;
      expect(headers.sizeOf(pool, block)).toBeGreaterThanOrEqual(bytes);
      expect(has(pool, block, 40000, 3)).toBe(true);
      expect(headers.check(pool)).toBe('');
    }
  });

  test.each([
    [60000, 0],
    [65500, 0],
    [65524, 0],
    [65526, 0],
    [65528, 1],
    [40, 0],
  ])('shrinks to %i where it is, in a pool that is full', (bytes, isLarge) => {
    while (headers.alloc(pool, 100)) /* fill it */ ;
    while (headers.alloc(pool, 1)) /* to the last byte */ ;
    expect(headers.resize(pool, block, bytes)).toBe(block);
    expect(has(pool, block, bytes, 3)).toBe(true);
    expect([headers.sizeOf(pool, block) >= bytes, headers.check(pool)]).toEqual([true, '']);
    expect(headers.sizeOf(pool, block) > 65526).toBe(isLarge === 1);
    expect(headers.attach(pool.u8, pool.base)).not.toBe(null);
    expect(headers.dealloc(pool, block)).toBe(true);
    expect(headers.check(pool)).toBe('');
  });

  test('that cannot grow is as it was', () => {
    const before = withoutFault(pool.u8);
    expect(headers.resize(pool, block, 262000)).toBe(0);
    expect(fault()).toBe(Fault.NoSpace);
    expect(Buffer.compare(withoutFault(pool.u8), before)).toBe(0);
  });

  test('with any bit of its header, size or marker flipped is refused', () => {
    const b = (block >> 2) - 3;
    for (const index of [2 * b - 1, 2 * b + 4, 2 * (b + 3) - 1]) {
      for (let bit = 0; bit < 16; bit++) {
        const copy = pool.u8.slice();
        copy[2 * index + (bit >> 3)] ^= 1 << (bit & 7);
        expect(headers.attach(copy, pool.base)).toBe(null);
      }
    }
  });

  test('an over-long write past its end is found', () => {
    const end = block + headers.sizeOf(pool, block);
    for (const overrun of [1, 2, 4, 16]) {
      const copy = pool.u8.slice();
      const damaged = headers.attach(copy, pool.base)!;
      copy.fill(0x20, end, end + overrun);
      expect(headers.check(damaged)).toMatch(/^invariant [134] at address \d+: /);
    }
  });
});

test.each([65520, 65524, 65525, 65526, 65528, 65529, 65530, 65532, 65534, 65536, 65540])(
  'a block of %i bytes, at the border, works in every way',
  (bytes) => {
    const pool = poolOf(262144);
    const blocks = [headers.alloc(pool, bytes), headers.alloc(pool, bytes), headers.alloc(pool, bytes)];
    blocks.forEach((address, i) => {
      expect(headers.sizeOf(pool, address)).toBeGreaterThanOrEqual(bytes);
      put(pool, address, headers.sizeOf(pool, address), i);
    });
    expect(headers.check(pool)).toBe('');
    blocks.forEach((address, i) => expect(has(pool, address, bytes, i)).toBe(true));
    for (const address of blocks) expect(headers.dealloc(pool, address)).toBe(true);
    expect(headers.stats(pool)).toMatchObject({ usedBlocks: 0, freeBlocks: 1 });
  },
);

describe('allocAligned close to 64 KB in such a pool', () => {
  test.each([8, 64, 1024, 4096])('gives sound blocks, aligned to %i, wherever they come to lie', (align) => {
    for (const bytes of [60000, 65000, 65500, 65518, 65522, 65526]) {
      for (let shift = 0; shift < 6; shift++) {
        const pool = poolOf(262144);
        // Large requests come from the lower end: this one decides where the next starts.
        headers.alloc(pool, 200 + 4 * shift);
        const address = headers.allocAligned(pool, bytes, align);
        expect([bytes, address > 0, address % align]).toEqual([bytes, true, 0]);
        pool.u8.fill(6, address, address + bytes);
        expect(headers.check(pool)).toBe('');
        expect(headers.sizeOf(pool, address)).toBeGreaterThanOrEqual(bytes);
        expect(headers.dealloc(pool, address)).toBe(true);
        expect(headers.stats(pool).freeBlocks).toBe(1);
      }
    }
  });

  test('above it is refused: the payload of such a block starts elsewhere', () => {
    const pool = poolOf(262144);
    for (const bytes of [65532, 65600, 100000]) {
      expect(headers.allocAligned(pool, bytes, 64)).toBe(0);
      expect(fault()).toBe(Fault.NoSpace);
      // Aligned to 4 is what every block is.
      expect(headers.sizeOf(pool, headers.allocAligned(pool, bytes, 4))).toBeGreaterThanOrEqual(bytes);
      pool.u8.set(poolOf(262144).u8);
    }
  });
});

test('a hole of any size around 64 KB is merged, split and counted truly', () => {
  const random = randomFrom(65536);
  for (let round = 0; round < 300; round++) {
    const pool = poolOf(150000 + 4 * random.below(20000));
    const blocks = Array.from({ length: 8 }, () => headers.alloc(pool, 60000 + random.below(12000))).filter(Boolean);
    while (blocks.length) {
      headers.dealloc(pool, blocks.splice(random.below(blocks.length), 1)[0]!);
      if (random.oneIn(2))
        blocks.push(
          ...[headers.alloc(pool, 30000 + random.below(8000))].filter(Boolean).filter(() => blocks.length < 3),
        );
      const found = headers.check(pool);
      if (found) throw new Error(`round ${round}: ${found}`);
    }
    expect(headers.stats(pool).freeBlocks).toBe(1);
  }
});

describe('a pool beyond 256 KB', () => {
  const wide = (): Pool => poolOf(524288);

  test('lies there by where it ends, not by its size', () => {
    const image = heap.format(new Uint8Array(524288))!;
    expect(headers.create(image, 200000)!.log).toBe(2);
    expect(headers.create(image, 1000)!.log).toBe(2);
    expect(headers.create(image, 61200)!.log).toBe(3);
    expect(headers.create(image, 1000)!.log).toBe(3);
  });

  test('takes a block of nearly all of it, and of every size, aligned to 8', () => {
    const pool = wide();
    const most = headers.alloc(pool, 524000);
    expect(headers.sizeOf(pool, most)).toBeGreaterThanOrEqual(524000);
    expect(headers.dealloc(pool, most)).toBe(true);
    for (let bytes = 1; bytes < 130; bytes++) {
      const address = headers.alloc(pool, bytes);
      expect(address % 8).toBe(0);
      expect(headers.sizeOf(pool, address)).toBeGreaterThanOrEqual(bytes);
    }
    expect(headers.check(pool)).toBe('');
  });

  test.each([4, 8, 16, 256, 4096])('aligns to %i', (align) => {
    const pool = wide();
    for (const bytes of [1, 40, 70000]) {
      const address = headers.allocAligned(pool, bytes, align);
      expect([address > 0, address % align]).toEqual([true, 0]);
    }
    expect(headers.check(pool)).toBe('');
  });

  test('grows in place, moves, and reorders with contents', () => {
    const pool = wide();
    const [a, b, c] = [1000, 100000, 2000].map((bytes) => headers.alloc(pool, bytes));
    put(pool, b!, 100000, 1);
    put(pool, c!, 2000, 2);
    headers.dealloc(pool, a!);
    let at = headers.resize(pool, b!, 150000);
    expect(has(pool, at, 100000, 1)).toBe(true);
    const to = new Map<number, number>();
    headers.reorder(pool, (from, there) => void to.set(from, there));
    at = to.get(at) ?? at;
    expect(has(pool, at, 100000, 1) && has(pool, to.get(c!) ?? c!, 2000, 2)).toBe(true);
    expect(headers.stats(pool).freeBlocks).toBe(1);
  });
});
