/** Misuse of the checked calls: each throws an Error that names the call and the value, and says what to do. */
import { Fault } from '../../src/core/faults.ts';
import * as checked from '../../src/headers/checked.ts';
import { checksum } from '../support/random.ts';
import { fault, heap, headers, poolOf, type Pool } from './support.ts';

let pool: Pool;
let blocks: number[];
beforeEach(() => {
  pool = poolOf(2048);
  blocks = [6, 18, 30, 402].map((bytes) => checked.alloc(pool, bytes));
  pool.u8.fill(0, blocks[3], blocks[3]! + 402);
});

/** The call throws an Error, not one of the engine's, whose text starts with the call and the value. */
function expectThrow(call: string, value: unknown, run: () => unknown): void {
  const before = checksum(pool.u8);
  let message = '';
  try {
    run();
  } catch (error) {
    message = (error as Error).constructor === Error ? (error as Error).message : String(error);
  }
  expect(message.slice(0, `headers.${call}(${value}): `.length)).toBe(`headers.${call}(${value}): `);
  // After the colon: what is wrong, and what to do about it.
  expect(message.slice(message.indexOf('): ') + 3)).toMatch(/^[a-z][^:]{3,}: .{15,}/);
  expect(checksum(pool.u8)).toBe(before);
}

const onAddress: [string, (address: any) => unknown][] = [
  ['dealloc', (address) => checked.dealloc(pool, address)],
  ['clean', (address) => checked.clean(pool, address)],
  ['sizeOf', (address) => checked.sizeOf(pool, address)],
  ['view', (address) => checked.view(pool, address)],
  ['resize', (address) => checked.resize(pool, address, 50)],
];

test.each(onAddress)('%s of what is no block', (call, run) => {
  const [a, , , d] = blocks as [number, number, number, number];
  for (const address of [
    0,
    -4,
    NaN,
    undefined,
    null,
    'a block',
    10.5,
    a + 2,
    d + 4,
    d + 40,
    4,
    2048,
    4096,
    2 ** 32 + a,
  ])
    expectThrow(call, address, () => run(address));
  checked.dealloc(pool, a);
  expectThrow(call, a, () => run(a));
});

test.each(onAddress)('%s of a forged block that the lean check lets pass', (call, run) => {
  const d = blocks[3]!;
  // A header of 4 granules, used, and the next one where it ends; then one that ends at a real header.
  pool.w[(d + 40) / 2 - 1] = pool.w[(d + 56) / 2 - 1] = (4 << 2) | 3;
  pool.w[(d + 360) / 2 - 1] = (11 << 2) | 3;
  for (const address of [d + 40, d + 360]) {
    expect(headers.sizeOf(pool, address)).toBeGreaterThan(0);
    expectThrow(call, address, () => run(address));
  }
});

test('sizes', () => {
  for (const bytes of [0, -1, 2.5, NaN, undefined, 2 ** 32, Infinity]) {
    expectThrow('alloc', bytes, () => checked.alloc(pool, bytes as number));
    expectThrow('allocAligned', `${bytes}, 8`, () => checked.allocAligned(pool, bytes as number, 8));
    expectThrow('resize', `${blocks[0]}, ${bytes}`, () => checked.resize(pool, blocks[0]!, bytes as number));
    expectThrow('create', bytes, () => checked.create(pool.u8, bytes as number));
  }
  for (const align of [0, 3, -8, NaN])
    expectThrow('allocAligned', `8, ${align}`, () => checked.allocAligned(pool, 8, align));
  const empty = heap.format(new Uint8Array(1024))!;
  expectThrow('create', 40, () => checked.create(empty, 40));
  expect(heap.freeBytes(empty)).toBe(1008);
});

test('attach where there is no pool', () => {
  for (const address of [0, 8, 20, blocks[3], 2048])
    expectThrow('attach', address, () => checked.attach(pool.u8, address!));
});

test('calls from inside moved', () => {
  checked.dealloc(pool, blocks[3]!);
  checked.reorder(pool, () => {
    expectThrow('alloc', 8, () => checked.alloc(pool, 8));
    expectThrow('dealloc', blocks[1], () => checked.dealloc(pool, blocks[1]!));
    expectThrow('reorder', 'pool', () => checked.reorder(pool));
    expectThrow('destroy', 'pool', () => checked.destroy(pool));
  });
  expect(headers.check(pool)).toBe('');
});

test('a destroyed pool', () => {
  checked.destroy(pool);
  expectThrow('alloc', 'a pool that is not there', () => checked.alloc(pool, 8));
  expectThrow('dealloc', 'a pool that is not there', () => checked.dealloc(pool, blocks[0]!));
  expectThrow('reorder', 'a pool that is not there', () => checked.reorder(pool));
  expectThrow('destroy', 'a pool that is not there', () => checked.destroy(pool));
});

test('out of space, and a damaged image, are return values', () => {
  expect(checked.alloc(pool, 3000)).toBe(0);
  expect(fault()).toBe(Fault.NoSpace);
  expect(checked.resize(pool, blocks[1]!, 3000)).toBe(0);
  expect(checked.allocAligned(pool, 8, 2048)).toBe(0);
  expect(checked.create(pool.u8, 4000)).toBe(null);
  expect(fault()).toBe(Fault.NoSpace);
  expect(heap.find(pool.u8, 1, 0)).toBe(pool.base);
  pool.w[pool.control + 1] = 0;
  expect(checked.attach(pool.u8, pool.base)).toBe(null);
  expect(fault()).toBe(Fault.Corrupt);
});

test('after an over-long write a sound block above the damage is not blamed', () => {
  const damaged = poolOf(2048);
  const [first, , third] = [200, 200, 200].map((bytes) => checked.alloc(damaged, bytes)).sort((a, b) => a - b);
  damaged.u8.fill(0xa5, first! + 202, first! + 206);
  expect(() => checked.dealloc(damaged, third!)).toThrow(
    /^headers\.dealloc\(\d+\): corrupt: .*; invariant 1 at address \d+: /,
  );
});
