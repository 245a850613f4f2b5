/** What is no block, and what is no size: refused, with the reason, and the image as it was. */
import * as checked from '../../src/headers/checked.ts';
import { Fault } from '../../src/core/faults.ts';
import { fault, headers, heap, poolOf, type Pool } from './support.ts';
import { boot } from '../../host/emulator/index.ts';

const calls: [string, (pool: Pool, address: any) => unknown][] = [
  ['dealloc', (pool, address) => headers.dealloc(pool, address)],
  ['resize', (pool, address) => headers.resize(pool, address, 20)],
  ['clean', (pool, address) => headers.clean(pool, address)],
  ['sizeOf', (pool, address) => headers.sizeOf(pool, address)],
  ['view', (pool, address) => headers.view(pool, address)],
];

/** A pool with neighbours of every kind, and addresses that name no block of it. */
function scene(): { pool: Pool; addresses: [string, any, Fault[]][] } {
  const image = heap.format(new Uint8Array(4096))!;
  const pool = headers.create(image, 2048)!;
  const other = headers.create(image, 1024)!;
  const foreign = headers.alloc(other, 50);
  const [deferred, mergedDown, first, mergedUp, last, used] = [20, 100, 100, 100, 100, 100].map((bytes) => headers.alloc(pool, bytes));
  headers.alloc(pool, 20);
  headers.dealloc(pool, deferred);
  for (const address of [first, mergedDown, mergedUp, last]) headers.dealloc(pool, address);
  image.fill(0x66, used, used + 100);
  const wrong = [Fault.BadAddress];
  const freed = [Fault.AlreadyFree, Fault.BadAddress];
  return {
    pool,
    addresses: [
      ['nil', 0, wrong], ['negative', -4, wrong], ['a fraction', used + 0.5, wrong], ['NaN', NaN, wrong],
      ['undefined', undefined, wrong], ['a string', String(used), wrong], ['foreign', foreign, wrong],
      ['inside a block', used + 8, freed], ['misaligned', used + 2, wrong], ['odd', used + 1, wrong],
      ['the control area', 24, wrong], ['past the pool', 2056, wrong], ['past the heap', 4096, wrong], ['far out', 2 ** 31, wrong],
      ['freed and deferred', deferred, [Fault.AlreadyFree]], ['freed and merged below', mergedDown, freed],
      ['freed and merged', first, freed], ['freed, merged both ways', mergedUp, freed], ['freed last', last, freed],
    ],
  };
}

describe('the lean calls refuse an address that names no block, and change nothing:', () => {
  const { pool, addresses } = scene();
  const before = pool.u8.slice();
  test.each(addresses)('%s', (_what, address, reasons) => {
    for (const [, call] of calls) {
      expect(call(pool, address)).toBeFalsy();
      expect(reasons).toContain(fault());
    }
    expect(pool.u8).toEqual(before);
  });
});

test('a refusal touches a bounded number of words', () => {
  const { ckremm, newHeap, meter } = boot('puckjs', { strictStores: true });
  const pool = ckremm.headers.create(newHeap(4096) && ckremm.heap.format(newHeap(4096)), 4080);
  for (let i = 0; i < 60; i++) ckremm.headers.alloc(pool, 20);
  for (const address of [0, 3, 100, 200, 1000, 4092, 1e6]) {
    meter.reset();
    ckremm.headers.dealloc(pool, address);
    expect(meter.loads + meter.stores).toBeLessThanOrEqual(8);
  }
});

describe('sizes that no block has are refused, and nothing changes:', () => {
  const pool = poolOf(2048);
  const block = headers.alloc(pool, 16);
  const before = pool.u8.slice();
  const bad: any[] = [0, -1, 1.5, NaN, -Infinity, Infinity, undefined, null, '8', 2 ** 32, 2 ** 53];
  test.each(bad)('%p is a bad argument', (bytes) => {
    for (const result of [() => headers.alloc(pool, bytes), () => headers.allocAligned(pool, bytes, 16), () => headers.resize(pool, block, bytes)]) {
      expect(result()).toBe(0);
      expect(fault()).toBe(Fault.BadArgument);
    }
    expect(pool.u8).toEqual(before);
  });
  test.each([2049, 70000, 2 ** 24, 2 ** 31, 2 ** 32 - 1])('%i bytes are no space', (bytes) => {
    expect(headers.alloc(pool, bytes)).toBe(0);
    expect(fault()).toBe(Fault.NoSpace);
    expect(headers.resize(pool, block, bytes)).toBe(0);
    expect(headers.allocAligned(pool, bytes, 8)).toBe(0);
    expect(pool.u8).toEqual(before);
  });
  test.each([0, 3, 6, -4, 1.5, NaN, undefined] as number[])('an alignment of %p', (alignBytes) => {
    expect(headers.allocAligned(pool, 8, alignBytes)).toBe(0);
    expect(fault()).toBe(Fault.BadArgument);
  });
  test.each([0, 8, 20, 60, 1.5, NaN, -100, undefined] as number[])('a pool of %p bytes', (bytes) => {
    const image = heap.format(new Uint8Array(1024))!;
    const untouched = image.slice();
    expect(headers.create(image, bytes)).toBe(null);
    expect([Fault.BadArgument, Fault.NoSpace]).toContain(fault());
    expect(heap.freeBytes(image)).toBe(1016);
    expect(image.slice(0, 16)).toEqual(untouched.slice(0, 16));
  });
});

test('after destroy every call is refused', () => {
  const pool = poolOf(1024);
  const address = headers.alloc(pool, 20);
  expect(headers.destroy(pool)).toBe(true);
  for (const [, call] of calls) expect(call(pool, address)).toBeFalsy();
  expect(headers.alloc(pool, 8)).toBe(0);
  expect(headers.reorder(pool)).toBe(false);
  expect(headers.destroy(pool)).toBe(false);
  expect(headers.attach(pool.u8, pool.base)).toBe(null);
  expect(fault()).toBe(Fault.BadAddress);
});

describe('a payload that imitates a header', () => {
  /** A block in which a used block of 4 granules seems to start at +16 and to end at another header. */
  function forged(): { pool: Pool; block: number } {
    const pool = poolOf(1024);
    const block = headers.alloc(pool, 100);
    pool.w[(block + 16) / 2 - 1] = (4 << 2) | 3;
    pool.w[(block + 32) / 2 - 1] = 2;
    return { pool, block };
  }

  test('passes the O(1) check of the lean call, as blockAt says', () => {
    const { pool, block } = forged();
    expect(headers.sizeOf(pool, block + 16)).toBe(14);
  });

  test('is refused by the checked one', () => {
    const { pool, block } = forged();
    const before = pool.u8.slice();
    expect(() => checked.dealloc(pool, block + 16)).toThrow(`headers.dealloc(${block + 16}): no block starts at that address`);
    expect(pool.u8).toEqual(before);
    expect(checked.sizeOf(pool, block)).toBe(102);
  });
});

describe('the checked calls say which call, which value and what to do:', () => {
  const pool = poolOf(1024);
  const address = checked.alloc(pool, 40);
  const free = checked.alloc(pool, 10);
  checked.dealloc(pool, free);
  const cases: [() => unknown, RegExp][] = [
    [() => checked.alloc(pool, 1.5), /headers\.alloc\(1\.5\): bad argument: bytes must be a whole number/],
    [() => checked.allocAligned(pool, 8, 3), /headers\.allocAligned\(8, 3\): .*power of two/],
    [() => checked.dealloc(pool, 3), /headers\.dealloc\(3\): no block starts at that address: pass the number that alloc returned/],
    [() => checked.dealloc(pool, free), /headers\.dealloc\(\d+\): already free: deallocate a block once/],
    [() => checked.resize(pool, address, 0), /headers\.resize\(\d+, 0\): bad argument/],
    [() => checked.view(pool, address + 4), /headers\.view\(\d+\): /],
    [() => checked.clean(pool, 0), /headers\.clean\(0\): /],
    [() => checked.sizeOf(pool, NaN), /headers\.sizeOf\(NaN\): /],
    [() => checked.create(pool.u8, 1.5), /headers\.create\(1\.5\): /],
    [() => checked.attach(pool.u8, 20), /headers\.attach\(20\): /],
  ];
  test.each(cases)('%#', (call, message) => expect(call).toThrow(message));

  test('no space and damage stay return values', () => {
    expect(checked.alloc(pool, 5000)).toBe(0);
    expect(checked.resize(pool, address, 5000)).toBe(0);
    pool.w[pool.slot - 2] ^= 1;
    expect(checked.attach(pool.u8, pool.base)).toBe(null);
    expect(fault()).toBe(Fault.Corrupt);
  });
});
