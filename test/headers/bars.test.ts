/** The bars of the headers pool: density, control area, cost of a call, bytes of the bundle. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot } from '../../host/emulator/index.ts';
import { smallestHeapOf } from '../../host/replay/lab.ts';
import { poolNamed } from '../../host/replay/pools.ts';
import { smallestHeapBytes } from '../../host/replay/smallest.ts';
import { loadTraces } from '../../host/trace/load.ts';
import { bars, geometricMean } from '../../host/figures/bars.ts';
import { build, root } from '../support/project.ts';
import { type Random, randomFrom, seedOf } from '../support/random.ts';
import { headers as host } from './support.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';

const { headers: bar } = bars;
const { ckremm, newHeap } = boot('host');
const traces = loadTraces(join(root, 'traces'));

/** Rows of the table at the end: what, measured, bar. */
const rows: [string, string, string][] = [];
const note = (what: string, measured: number, limit: number, digits = 0): void =>
  void rows.push([what, measured.toFixed(digits), limit.toFixed(digits)]);

afterAll(() => {
  const width = Math.max(...rows.map(([what]) => what.length));
  console.log(rows.map(([what, measured, limit]) => `${what.padEnd(width)}  ${measured.padStart(8)}   bar ${limit}`).join('\n'));
});

/** A pool of the lean host bundle over a whole heap. */
function poolOf(heapBytes: number): { heap: Uint8Array; pool: any } {
  const heap = ckremm.heap.format(newHeap(heapBytes));
  return { heap, pool: ckremm.headers.create(heap, ckremm.heap.freeBytes(heap)) };
}

describe('density', () => {
  test('smallest heap / peak over the five traces', () => {
    const ratios = traces.map((trace) => {
      const { smallestHeapBytes: bytes, peakLiveBytes } = smallestHeapOf(poolNamed('headers'), trace);
      rows.push([`  ${trace.name}: smallest heap / peak`, (bytes / peakLiveBytes).toFixed(3), '-']);
      return bytes / peakLiveBytes;
    });
    expect(ratios).toHaveLength(5);
    note('smallest heap / peak, gmean', geometricMean(ratios), bar.heapPerPeak, 3);
    expect(geometricMean(ratios)).toBeLessThanOrEqual(bar.heapPerPeak);
  });

  // 200 pairs need 115 KB, 440 pairs 253 KB: below and close to the 256 KB up to which headers have 2 bytes.
  test.each([200, 440])('"binary" with %i pairs', (pairs) => {
    const fits = (heapBytes: number): boolean => {
      const { pool } = poolOf(heapBytes);
      const large: number[] = [];
      for (let i = 0; pool && i < pairs; i++) {
        if (!ckremm.headers.alloc(pool, 64)) return false;
        large.push(ckremm.headers.alloc(pool, 448));
      }
      for (const address of large) if (!address || !ckremm.headers.dealloc(pool, address)) return false;
      for (let i = 0; i < pairs; i++) if (!ckremm.headers.alloc(pool, 512)) return false;
      return true;
    };
    const peak = pairs * (64 + 512);
    const ratio = smallestHeapBytes(peak, fits) / peak;
    note(`"binary", ${pairs} pairs`, ratio, bar.binary, 3);
    expect(ratio).toBeLessThanOrEqual(bar.binary);
  });

  test.each([65536, 524288])('bytes per block in a heap of %i', (heapBytes) => {
    const sizes = [4, 8, 12, 16, 20, 24, 32, 64, 100];
    const costs = sizes.map((bytes) => {
      const { pool } = poolOf(heapBytes);
      let blocks = 0;
      while (ckremm.headers.alloc(pool, bytes)) blocks++;
      return heapBytes / blocks - bytes;
    });
    const isWide = heapBytes > 262144;
    const limit = isWide ? bar.bytesPerBlockWide : bar.bytesPerBlock;
    const label = `bytes per block, ${heapBytes / 1024} KB heap`;
    note(`${label}, blocks of 4`, costs[0]!, limit, 2);
    note(`${label}, worst of ${sizes.slice(1).join(' ')}`, Math.max(...costs.slice(1)), limit, 2);
    expect(costs[0]).toBeLessThanOrEqual(isWide ? bar.bytesPerLeastBlockWide : limit);
    expect(Math.max(...costs.slice(1))).toBeLessThanOrEqual(limit);
  });

  test('control area: what can never be payload of an empty pool', () => {
    const areas: [number, number][] = [];
    for (let heapBytes = 512; heapBytes <= 524288; heapBytes *= 2) {
      for (const bytes of [heapBytes, heapBytes * 1.5]) {
        if (bytes > 524288) break;
        const { pool } = poolOf(bytes);
        let most = bytes;
        while (!ckremm.headers.alloc(pool, most)) most -= 2;
        areas.push([bytes, bytes - most]);
      }
    }
    for (const [heapBytes, area] of areas) {
      if ([512, 4096, 16384, 65536, 262144, 524288].includes(heapBytes)) note(`control area, ${heapBytes / 1024} KB heap`, area, bar.controlBytes(heapBytes));
      expect(area).toBeLessThanOrEqual(bar.controlBytes(heapBytes));
    }
  });
});

/** The dearest calls of a load. Allocs that settled deferred blocks because they would have failed are apart. */
interface Worst {
  words: number;
  steps: number;
  settleWords: number;
  settleSteps: number;
}

/** A metered pool that keeps the cost of its dearest calls. */
class Watched {
  readonly worst: Worst = { words: 0, steps: 0, settleWords: 0, settleSteps: 0 };
  private readonly pool: any;
  /** The same region, read without being counted. */
  private readonly inside: ReturnType<typeof host.attach>;

  constructor(private readonly metered: Metered) {
    const { ckremm: library, heap, raw } = metered;
    this.pool = library.headers.create(heap, library.heap.freeBytes(heap));
    this.inside = host.attach(raw, 24);
  }

  /** Slots of deferred blocks that are taken: slot + 2 to slot + 9. */
  private deferred(): number {
    const { w, slot } = this.inside!;
    let taken = 0;
    for (let i = slot + 2; i < slot + 10; i++) if (w[i]) taken++;
    return taken;
  }

  private note(settled: boolean): void {
    const { worst, metered: { board: { meter } } } = this;
    const { words, steps } = meter;
    if (settled) {
      if (words > worst.settleWords) worst.settleWords = words;
      if (steps > worst.settleSteps) worst.settleSteps = steps;
    } else {
      if (words > worst.words) worst.words = words;
      if (steps > worst.steps) worst.steps = steps;
    }
  }

  alloc(bytes: number): number {
    const before = this.deferred();
    this.metered.board.meter.reset();
    const address = this.metered.ckremm.headers.alloc(this.pool, bytes) as number;
    // Taking a deferred block empties one slot, and has no loop.
    this.note(!address || (before > this.deferred() && this.metered.board.meter.steps > 0));
    return address;
  }

  dealloc(address: number): void {
    this.metered.board.meter.reset();
    if (!this.metered.ckremm.headers.dealloc(this.pool, address)) throw new Error(`dealloc(${address}) was refused`);
    this.note(false);
  }

  get usedBlocks(): number {
    return host.stats(this.inside!).usedBlocks;
  }
}

const watched = (board: string, heapBytes: number): Watched => new Watched(meteredHeap(board, heapBytes));

/** Allocate, and free at random, until `operations` are done. */
function random(pool: Watched, operations: number, rnd: Random, sizeOf: () => number, share: number): void {
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
function holes(pool: Watched, count: number, sizeOf: (i: number) => number, wanted: number[]): void {
  const blocks: number[] = [];
  for (let i = 0; i < count; i++) {
    const address = pool.alloc(sizeOf(i));
    if (!address || !pool.alloc(40)) break;
    blocks.push(address);
  }
  while (pool.alloc(4000)) /* what is left in one piece goes first */;
  while (pool.alloc(200)) /* then the rest */;
  for (const address of blocks) pool.dealloc(address);
  for (let round = 0; round < 50; round++) {
    const taken = wanted.map((bytes) => pool.alloc(bytes)).filter(Boolean);
    for (const address of taken) pool.dealloc(address);
  }
}

describe('cost of alloc and dealloc', () => {
  const all: Worst = { words: 0, steps: 0, settleWords: 0, settleSteps: 0 };
  afterAll(() => {
    note('loop steps of any alloc or dealloc', all.steps, bar.steps);
    note('words touched by any alloc or dealloc', all.words, bar.words);
    note('  an alloc that settles deferred blocks: words', all.settleWords, bar.settleWords);
    rows.push(['  an alloc that settles deferred blocks: loop steps', String(all.settleSteps), '-']);
  });

  function judge({ worst }: Watched): void {
    for (const key of Object.keys(all) as (keyof Worst)[]) all[key] = Math.max(all[key], worst[key]);
    expect(worst.steps).toBeLessThanOrEqual(bar.steps);
    expect(worst.words).toBeLessThanOrEqual(bar.words);
    expect(worst.settleWords).toBeLessThanOrEqual(bar.settleWords);
  }

  test.each(traces.map((trace) => [trace.name, trace] as const))('%s, in a heap that just fits', (_name, trace) => {
    const pool = watched('host', smallestHeapOf(poolNamed('headers'), trace).smallestHeapBytes);
    const addresses = new Uint32Array(trace.idCount);
    for (let i = 0; i < trace.operations; i++) {
      const id = trace.ids[i]!;
      // A resize is an alloc and a dealloc here, where it fits at all: those are what the bar is about.
      if (trace.kinds[i] !== 0 && addresses[id]) pool.dealloc(addresses[id]!);
      addresses[id] = trace.kinds[i] === 1 ? 0 : pool.alloc(trace.bytes[i]!);
    }
    judge(pool);
  });

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
    expect(pool.usedBlocks).toBeGreaterThanOrEqual(100000);
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
      for (const bytes of [4, 10, 14, 18, 22, 26, 30, 34]) parts.push([60, bytes, 60, 40].map((part) => pool.alloc(part)));
      while (pool.alloc(500)) /* nothing is left for it */;
      while (pool.alloc(36)) /* nor for this */;
      for (const [below, , above] of parts) [below!, above!].forEach((address) => pool.dealloc(address));
      for (const [, middle] of parts) pool.dealloc(middle!);
      expect(pool.alloc(130)).toBeGreaterThan(0);
      judge(pool);
      expect(pool.worst.settleSteps).toBeGreaterThan(0);
    }
  });
});

test('bytes of the lean bundle with headers alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const { status, stderr } = build(root, '--configBoard', 'puckjs', '--configModules', 'headers', '--configOut', folder);
    expect([status, stderr]).toEqual([0, '']);
    const { size } = statSync(join(folder, 'puckjs', 'ckremm.min.js'));
    note(`lean bundle, headers alone, bytes (gate ${bar.leanBytesGate})`, size, bar.leanBytes);
    expect(size).toBeLessThanOrEqual(bar.leanBytesGate);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
