/**
 * Eviction against LRU, by the real pager: the nine made-up traces that the bar was set on, and a B-tree and
 * a log. A trace is pages touched one after the other, in bursts of up to eight, a quarter of which write.
 */
import { fractionsFrom, wordsFrom } from '../support/random.ts';
import { memoryStore } from '../flash/stores.ts';
import { workloadNamed, zipf } from '../paging/workload.ts';
import { format } from '../../src/heap/index.ts';
import { create, read8, write8 } from '../../src/paging/index.ts';
import { stats } from '../../src/paging/inspect.ts';
import { describe as layoutOf } from '../../src/paging/pager.ts';
import { geometricMean } from '../support/statistics.ts';

interface Touches {
  name: string;
  pages: number[];
  isWrite: boolean[];
}
const TURNS = 20000;

function bursts(name: string, seed: number, next: (turn: number, draw: () => number) => number): Touches {
  const draw = fractionsFrom(seed);
  const touches: Touches = { name, pages: [], isWrite: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    const page = next(turn, draw);
    const length = 1 + Math.floor(draw() * 8);
    const writes = draw() < 0.25;
    for (let i = 0; i < length; i++) {
      touches.pages.push(page);
      touches.isWrite.push(writes && i === length - 1);
    }
  }
  return touches;
}

function ofWorkload(name: string): Touches {
  const { addresses, lengths, isWrite } = workloadNamed(name, 65536);
  const touches: Touches = { name, pages: [], isWrite: [] };
  addresses.forEach((address, i) => {
    for (let page = address >> 8; page <= (address + lengths[i]! - 1) >> 8; page++) {
      touches.pages.push(page);
      touches.isWrite.push(isWrite[i] === 1);
    }
  });
  return touches;
}

function traces(): Touches[] {
  const some = [0.8, 1, 1.2].map((exponent, i) => ({ exponent, draw: zipf(256, exponent, wordsFrom(1 + i)) }));
  const mixed = zipf(128, 1, wordsFrom(4));
  let scanned = 0;
  let here = 128;
  return [
    ...some.map(({ exponent, draw }, i) => bursts(`zipf ${exponent}`, 11 + i, draw)),
    bursts('scan of 256', 14, (turn) => turn % 256),
    bursts('loop of 20', 15, (turn) => turn % 20),
    bursts('loop of 40', 16, (turn) => turn % 40),
    bursts('zipf and scan', 17, (turn) => (turn % 500 < 100 ? 128 + (scanned++ % 128) : mixed())),
    bursts('phases', 18, (turn, draw) => (Math.floor(turn / 2000) * 17 + Math.floor(draw() * 12)) % 256),
    bursts('walk', 19, (_turn, draw) => {
      here += draw() < 0.5 ? -1 : 1;
      if (draw() < 0.01) here = Math.floor(draw() * 256);
      return (here = (here + 256) % 256);
    }),
    ofWorkload('btree'),
    ofWorkload('log'),
  ];
}

interface Counts {
  misses: number;
  writeBacks: number;
}

function withLru({ pages, isWrite }: Touches, frames: number): Counts {
  const order = new Set<number>();
  const dirty = new Set<number>();
  const counts = { misses: 0, writeBacks: 0 };
  pages.forEach((page, i) => {
    if (!order.delete(page) && (counts.misses++, order.size >= frames)) {
      const oldest = order.values().next().value!;
      order.delete(oldest);
      if (dirty.delete(oldest)) counts.writeBacks++;
    }
    order.add(page);
    if (isWrite[i]) dirty.add(page);
  });
  return counts;
}

function withPager({ pages, isWrite }: Touches, frames: number): Counts {
  const store = memoryStore({ size: 64 * 4096, eraseBytes: 4096, programBytes: 4 });
  const declared = { pages: 1 + Math.max(...new Set(pages)), pageBytes: 256, isVolatile: 1 };
  let bytes = frames * 256;
  while (layoutOf(new Uint8Array(0), 0, bytes - 8, store, declared).frameCount < frames) bytes += 4;
  const pager = create(format(new Uint8Array(65536))!, bytes, store, declared.pages, { isVolatile: true })!;
  pages.forEach((page, i) => void (isWrite[i] ? write8(pager, 256 * page, i & 255) : read8(pager, 256 * page)));
  const { misses, writeBacks, frames: had } = stats(pager);
  if (had !== frames) throw new Error(`${had} frames, not ${frames}`);
  return { misses, writeBacks };
}

/** The real pager over LRU, geometric means over the traces, for each number of frames. */
export function evictionOverLru(): (Counts & { frames: number })[] {
  const all = traces();
  return [4, 8, 16, 32, 64].map((frames) => {
    const misses: number[] = [];
    const writeBacks: number[] = [];
    for (const trace of all) {
      const lru = withLru(trace, frames);
      const ours = withPager(trace, frames);
      misses.push(ours.misses / lru.misses);
      // All pages in frames: nothing is written back by either.
      if (lru.writeBacks > 0) writeBacks.push(ours.writeBacks / lru.writeBacks);
      else if (ours.writeBacks > 0)
        throw new Error(`${trace.name}, ${frames} frames: ${ours.writeBacks} write-backs, LRU none`);
    }
    return { frames, misses: geometricMean(misses), writeBacks: geometricMean(writeBacks) };
  });
}
