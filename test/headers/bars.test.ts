/** The bars of what a headers call touches, under loads made to be dear. Other bars are gated where they are measured: test/host/readme.test.ts. */
import { join } from 'node:path';
import { bars } from '../../host/metrics/bars/index.ts';
import { metrics } from '../../host/metrics/file.ts';
import { valuesOf } from '../../host/metrics/metric.ts';
import { type WatchedPool, watchedPool } from '../../host/metrics/watched.ts';
import { loadTraces } from '../../host/trace/load.ts';
import { Image } from '../../src/heap/layout.ts';
import { root } from '../support/project.ts';
import { type Random, randomFrom, seedOf } from '../support/random.ts';
import { headers as host } from './support.ts';

const { headers: bar } = bars;
const traces = loadTraces(join(root, 'traces'));

const watched = (board: string, heapBytes: number): WatchedPool => watchedPool('headers', board, heapBytes);

/** Allocate, and free at random, until `operations` are done. */
function random(pool: WatchedPool, operations: number, rnd: Random, sizeOf: () => number, share: number): void {
  const live: number[] = [];
  for (let i = 0; i < operations; i++) {
    const address = live.length && rnd.below(100) >= share ? 0 : pool.alloc(sizeOf());
    if (address) live.push(address);
    else if (live.length) {
      const at = rnd.below(live.length);
      pool.dealloc(live[at]!);
      live[at] = live[live.length - 1]!;
      live.pop();
    }
  }
}

/** Many free blocks, each alone between used ones, of sizes that the searches have to look through. */
function holes(pool: WatchedPool, count: number, sizeOf: (i: number) => number, wanted: number[]): void {
  const blocks: number[] = [];
  for (let i = 0; i < count; i++) {
    const address = pool.alloc(sizeOf(i));
    if (!address || !pool.alloc(40)) break;
    blocks.push(address);
  }
  while (pool.alloc(4000)) /* what is left in one piece goes first */ ;
  while (pool.alloc(200)) /* then the rest */ ;
  for (const address of blocks) pool.dealloc(address);
  for (let round = 0; round < 50; round++) {
    const taken = wanted.map((bytes) => pool.alloc(bytes)).filter(Boolean);
    for (const address of taken) pool.dealloc(address);
  }
}

describe('cost of alloc and dealloc', () => {
  function judge({ worst }: WatchedPool): void {
    expect(worst.steps).toBeLessThanOrEqual(bar.steps);
    expect(worst.words).toBeLessThanOrEqual(bar.words);
    expect(worst.rareWords).toBeLessThanOrEqual(bar.settleWords);
  }

  test.each(traces.map((trace) => [trace.name, trace] as const))(
    '%s, in a heap that just fits',
    async (name, trace) => {
      const pool = watched('host', valuesOf(await metrics())(`headers.${name}.smallestHeapBytes`));
      const addresses = new Uint32Array(trace.idCount);
      for (let i = 0; i < trace.operations; i++) {
        const id = trace.ids[i]!;
        // A resize is an alloc and a dealloc here, where it fits at all: those are what the bar is about.
        if (trace.kinds[i] !== 0 && addresses[id]) pool.dealloc(addresses[id]!);
        addresses[id] = trace.kinds[i] === 1 ? 0 : pool.alloc(trace.bytes[i]!);
      }
      judge(pool);
    },
    300000,
  );

  const mixes: [string, number, number, (rnd: Random) => number, number][] = [
    ['puckjs', 12288, 20000, (rnd) => 1 + rnd.below(60), 52],
    ['puckjs', 65536, 20000, (rnd) => 1 + rnd.below(rnd.oneIn(10) ? 3000 : 100), 55],
    ['kaluma-pico', 131072, 20000, (rnd) => 1 + rnd.below(rnd.oneIn(10) ? 20000 : 300), 55],
    ['host', 262144, 20000, (rnd) => 4 << rnd.below(13), 55],
    ['host', 524288, 20000, (rnd) => 1 + rnd.below(rnd.oneIn(5) ? 9000 : 80), 55],
  ];
  test.each(mixes)('random load, %s, heap of %i bytes', (board, heapBytes, operations, size, share) => {
    const rnd = randomFrom(seedOf(heapBytes));
    const pool = watched(board, heapBytes);
    random(pool, operations, rnd, () => size(rnd), share);
    judge(pool);
  });

  test('100,000 blocks', () => {
    const rnd = randomFrom(seedOf(100000));
    const pool = watched('host', 2.5 * 2 ** 20);
    random(pool, 125000, rnd, () => 1 + rnd.below(24), 93);
    expect(host.stats(host.attach(pool.raw, Image.HeaderBytes + Image.RowBytes)!).usedBlocks).toBeGreaterThanOrEqual(
      100000,
    );
    random(pool, 10000, rnd, () => 1 + rnd.below(rnd.oneIn(9) ? 2000 : 60), 60);
    judge(pool);
  });

  test('a bin full of blocks that are all too small, and one that fits far up', () => {
    for (const board of ['puckjs', 'kaluma-pico']) {
      const pool = watched(board, 65536);
      // Bins hold 12 to 15, 24 to 31, 48 to 63 granules: blocks of their least sizes, requests of their greatest.
      holes(pool, 400, (i) => [46, 94, 190, 64][i % 4]!, [58, 122, 250, 60, 62, 120, 126, 254, 300, 600]);
      judge(pool);
    }
  });

  test('every search looks through its own bin, then a map word, then a far bin', () => {
    const pool = watched('host', 1048576);
    // Three holes of 32 KB and more, in the map's second word; and hundreds of small ones in the first.
    const far = [40000, 44000, 48000].map((bytes) => [pool.alloc(bytes), pool.alloc(40)][0]!);
    holes(pool, 300, () => 92, [4]);
    for (const address of far) pool.dealloc(address);
    const taken = Array.from({ length: 30 }, () => pool.alloc(124));
    expect(taken.every(Boolean)).toBe(true);
    judge(pool);
  });

  test('every deferred block settled at once, each between two free neighbours', () => {
    for (const board of ['puckjs', 'host']) {
      const pool = watched(board, 8192);
      const parts: number[][] = [];
      for (const bytes of [4, 10, 14, 18, 22, 26, 30, 34])
        parts.push([60, bytes, 60, 40].map((part) => pool.alloc(part)));
      while (pool.alloc(500)) /* nothing is left for it */ ;
      while (pool.alloc(36)) /* nor for this */ ;
      for (const [below, , above] of parts) [below!, above!].forEach((address) => pool.dealloc(address));
      for (const [, middle] of parts) pool.dealloc(middle!);
      expect(pool.alloc(130)).toBeGreaterThan(0);
      judge(pool);
      expect(pool.worst.rareSteps).toBeGreaterThan(0);
    }
  });
});
