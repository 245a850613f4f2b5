/** A pool that was destroyed is refused through every object, whatever took its region; one that is made there later takes its place. */
import { Fault } from '../../src/core/faults.ts';
import { Kind } from '../../src/heap/layout.ts';
import { afterDestroy, type Destroyable } from '../support/destroyed.ts';
import { fault, headers, heap } from './support.ts';

const BYTES = 2000;

const subject: Destroyable = {
  kind: Kind.Headers,
  prefix: 'headers.',
  make: (ckremm, image) => {
    const pool = ckremm.headers.create(image, BYTES);
    for (const bytes of [6, 10, 20, 20, 40, 300]) ckremm.headers.alloc(pool, bytes);
    ckremm.headers.dealloc(pool, ckremm.headers.alloc(pool, 20));
    return pool;
  },
  attach: (ckremm, image, address) => ckremm.headers.attach(image, address),
  destroy: (ckremm, pool) => ckremm.headers.destroy(pool),
  calls: ({ headers: lib }, pool) => {
    const block = lastBlock;
    const calls: [string, () => unknown][] = [
      ['alloc(20)', () => lib.alloc(pool, 20)],
      ['alloc(32)', () => lib.alloc(pool, 32)],
      ['alloc(300)', () => lib.alloc(pool, 300)],
      ['allocAligned', () => lib.allocAligned(pool, 20, 32)],
      ['dealloc', () => lib.dealloc(pool, block)],
      ['resize', () => lib.resize(pool, block, 60)],
      ['sizeOf', () => lib.sizeOf(pool, block)],
      ['view', () => lib.view(pool, block)],
      ['clean', () => lib.clean(pool, block)],
      ['reorder', () => lib.reorder(pool)],
      ['reorder with moved', () => lib.reorder(pool, () => undefined)],
      ['setLow', () => lib.setLow(pool, 100)],
      ['isLow', () => lib.isLow(pool)],
      ['repair', () => lib.repair(pool)],
      ['destroy', () => lib.destroy(pool)],
    ];
    return calls;
  },
};
/** The address that a block of 20 bytes has in such a pool: the same in every heap of the size. */
const lastBlock = ((): number => {
  const image = heap.format(new Uint8Array(8192))!;
  const pool = headers.create(image, BYTES)!;
  return [6, 10, 20].map((bytes) => headers.alloc(pool, bytes))[2]!;
})();

test.each([
  ['puckjs', false],
  ['host', false],
  ['host', true],
])('%s, checked: %p', (board, isChecked) => {
  expect(afterDestroy(subject, board, isChecked)).toBeGreaterThan(900);
});

describe('a later pool at the same address', () => {
  test.each([2000, 600, 4000])('of %i bytes is the pool, for objects from before, too', (bytes) => {
    const image = heap.format(new Uint8Array(8192))!;
    const old = headers.create(image, BYTES)!;
    const other = headers.attach(image, old.base)!;
    headers.alloc(old, 20);
    headers.destroy(old);
    const pool = headers.create(image, bytes)!;
    expect(pool.base).toBe(old.base);
    const blocks = [old, other, pool].map((object) => headers.alloc(object, 100));
    expect(new Set(blocks).size).toBe(3);
    blocks.forEach((address, i) => expect(headers.dealloc([pool, old, other][i]!, address)).toBe(true));
    expect([old, other].map((object) => headers.stats(object))).toEqual([headers.stats(pool), headers.stats(pool)]);
    expect([old, other, pool].map((object) => headers.check(object))).toEqual(['', '', '']);
    expect(headers.alloc(old, bytes)).toBe(0);
    expect([headers.destroy(other), headers.destroy(old), headers.destroy(pool)]).toEqual([true, false, false]);
  });

  test('other pools that come and go do not disturb an object', () => {
    const image = heap.format(new Uint8Array(8192))!;
    const pool = headers.create(image, BYTES)!;
    const address = headers.alloc(pool, 20);
    for (let i = 0; i < 3; i++) headers.destroy(headers.create(image, 500)!);
    expect(headers.dealloc(pool, address)).toBe(true);
    expect(headers.alloc(pool, 20)).toBe(address);
  });

  test('after the heap was formatted anew', () => {
    const image = heap.format(new Uint8Array(8192))!;
    const pool = headers.create(image, BYTES)!;
    heap.format(image);
    expect([headers.alloc(pool, 20), fault()]).toEqual([0, Fault.BadArgument]);
    headers.create(image, 1000);
    expect(headers.alloc(pool, 20)).toBeGreaterThan(0);
    expect(headers.alloc(pool, 1500)).toBe(0);
  });

  test('figures of a pool that was destroyed are 0, and check says so', () => {
    const image = heap.format(new Uint8Array(8192))!;
    const pool = headers.create(image, BYTES)!;
    headers.destroy(pool);
    expect(headers.stats(pool)).toMatchObject({ bytes: 0, usedBlocks: 0, freeBlocks: 0 });
    expect(fault()).toBe(Fault.BadArgument);
    expect(headers.check(pool)).toMatch(/destroyed/);
  });
});

test('an address of a pool that is gone is no block of one that is made in its place', () => {
  const image = heap.format(new Uint8Array(1024))!;
  const sizes = [6, 10, 20, 40, 90, 14];
  const first = headers.create(image, 600)!;
  const addresses = sizes.map((bytes) => headers.alloc(first, bytes));
  expect(headers.destroy(first)).toBe(true);
  const second = headers.create(image, 600)!;
  for (const address of addresses) {
    expect([
      headers.dealloc(second, address),
      fault(),
      headers.sizeOf(second, address),
      headers.resize(second, address, 8),
    ]).toEqual([false, Fault.BadAddress, 0, 0]);
  }
  expect(headers.check(second)).toBe('');
});
