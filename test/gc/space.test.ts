/** Running out of memory, and the pacing that keeps programs from it. */
import { Fault } from '../../src/core/faults.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { newGc } from './graphs.ts';
import { loadLibrary } from './library.ts';
import { Model } from './model.ts';
import { note } from '../support/soak.ts';

const library = loadLibrary();

/** Allocations in the pool fail when the hook says so. */
const hook = globalThis as { failsNow?: () => boolean };
const failing = loadLibrary([
  {
    file: 'tables/index.ts',
    from: 'export function alloc(pool: Pool, bytes: number): number {\n',
    to: 'export function alloc(pool: Pool, bytes: number): number {\n  if ((globalThis as any).failsNow()) return refuse(pool.u8, Fault.NoSpace);\n',
  },
]);

describe('out of memory at every n-th allocation leaves collector and pool sound', () => {
  afterAll(() => {
    delete hook.failsNow;
  });
  test.each([
    ['once', false],
    ['from then on', true],
  ] as const)('%s', (_name, isForGood) => {
    for (let n = 1; n <= 60; n++) {
      let count = 0;
      hook.failsNow = () => (isForGood ? ++count >= n : ++count === n);
      const model = new Model(failing, randomFrom(seedOf(n)), { heapBytes: 4000, objects: 60, longest: 30, live: 0.7 });
      model.isFailing = true;
      for (let operation = 0; operation < 250; operation++) {
        model.step();
        model.verifyAll();
      }
      expect(count).toBeGreaterThan(n);
      if (!isForGood) expect(model.counts['alloc refused'] ?? 0).toBe(0);
      model.end();
    }
  });

  test('create with too few bytes takes nothing of the heap', () => {
    for (let bytes = 24; bytes < 900; bytes += 4) {
      const image = library.heap.format(new Uint8Array(bytes))!;
      const freeBytes = library.heap.freeBytes(image);
      const gc = library.gc.create(image, library.heap.freeBytes(image), 8);
      if (gc) expect(library.gc.check(gc) || library.tables.check(gc.tables)).toBe('');
      else
        expect([library.heap.freeBytes(image), library.heap.find(image, 2, 0), library.heap.find(image, 3, 0)]).toEqual(
          [freeBytes, 0, 0],
        );
    }
  });
});

/** Objects of a program that keeps `live` of n alive in a table and replaces a random one at each turn. */
function churn(
  live: number,
  bytes: number,
  isByBytes: boolean,
): { forced: number; most: number; mean: number; bound: number } {
  const n = 512;
  const random = randomFrom(seedOf(5));
  const cost = bytes + 4;
  const gc = newGc(library, 700 + 4 * n + 8 + (isByBytes ? Math.floor((n * cost) / 2) + 4 * n : n * cost * 2), n);
  const limit = isByBytes ? n / 2 : n;
  const node = library.gc.defineType(gc, [0, 1]);
  const count = Math.floor(live * limit) - 1;
  const table = library.gc.alloc(gc, library.gc.defineType(gc, 0), 4 * count);
  library.gc.setRoot(gc, 1, table);
  let most = 0;
  let total = 0;
  const turns = 20000;
  for (let turn = 0; turn < turns; turn++) {
    const before = library.gc.stats(gc).workUnits;
    const handle = library.gc.alloc(gc, node, bytes);
    if (!handle) throw new Error(`turn ${turn}: no space, ${JSON.stringify(library.gc.stats(gc))}`);
    const units = library.gc.stats(gc).workUnits - before;
    most = Math.max(most, units);
    total += units;
    const at = random.below(count);
    library.gc.setRef(gc, table, at, handle);
  }
  const work = limit + limit / 8 + 16 + (count * 4 + count * cost) / 64;
  return {
    forced: library.gc.stats(gc).forced,
    most,
    mean: total / turns,
    bound: Math.ceil((4 * work) / (limit - count - 1)),
  };
}

describe('with its assist, no allocation has to end a cycle at once', () => {
  test.each([
    [0.3, 12, false],
    [0.5, 12, false],
    [0.7, 12, false],
    [0.9, 12, false],
    [0.3, 40, true],
    [0.5, 40, true],
    [0.7, 40, true],
    [0.9, 40, true],
  ])('live = %d N, objects of %d bytes, bytes run out first: %s', (live, bytes, isByBytes) => {
    const { forced, most, mean, bound } = churn(live, bytes, isByBytes);
    note(
      `live ${live} ${isByBytes ? 'bytes' : 'entries'}: most ${most}, mean ${mean.toFixed(2)}, bound ${bound}, forced ${forced}`,
    );
    expect(forced).toBe(0);
    expect(most).toBeLessThanOrEqual(bound);
  });
});

test('with a pause an allocation that finds free bytes in pieces is made again until they are one, without a collection', () => {
  const { gc: calls, tables, heap, fault } = library;
  const gc = calls.create(heap.format(new Uint8Array(16384))!, 9000, 60)!;
  const type = calls.defineType(gc, []);
  // Roots keep objects; every other one goes: free bytes in pieces.
  for (let root = 1; root <= 16; root++) calls.setRoot(gc, root, calls.alloc(gc, type, 400));
  for (let root = 1; root <= 16; root += 2) calls.setRoot(gc, root, 0);
  calls.collect(gc);
  expect(tables.stats(gc.tables).largestFreeBytes).toBeLessThan(2000);
  expect(tables.setPause(gc.tables, 1)).toBe(true);
  const { forced } = calls.stats(gc);
  let refused = 0;
  while (!calls.alloc(gc, type, 3000) && refused < 100) {
    expect([fault(), calls.stats(gc).forced]).toEqual([Fault.NotCompact, forced]);
    refused++;
  }
  expect(refused).toBeGreaterThan(2);
  expect(refused).toBeLessThan(100);
  expect([calls.check(gc), tables.check(gc.tables)]).toEqual(['', '']);
});
