/** Density and control area of pools of blocks, and what their most expensive calls touch. On the host's lean bundle. */
import { attach as attachTables } from '../../src/tables/index.ts';
import { stats } from '../../src/tables/inspect.ts';
import { Image } from '../../src/heap/layout.ts';
import { smallestHeapBytes } from '../replay/smallest.ts';
import { boardNamed, openRealm } from '../replay/realm.ts';
import { wordsFrom } from '../support/random.ts';
import { type Blocks, rawOf, watchedPool, type Worst } from './watched.ts';

export type { Blocks };

const SIZES = [4, 8, 12, 16, 20, 24, 32, 64, 100];

/** A pool over all of a heap, in the realm of a board that has all modules. */
function poolOf(kind: Blocks, heapBytes: number): { module: any; pool: any; heap: Uint8Array } {
  const { library, newHeap } = openRealm(boardNamed('host'));
  const heap = newHeap(heapBytes);
  library.heap.format(heap);
  const module = library[kind] as any;
  return { module, heap, pool: module.create(heap, library.heap.freeBytes(heap)) };
}

/** What a block of each of SIZES takes beyond its payload in a heap full of them; `controlBytes` are not counted. */
export function bytesPerBlock(kind: Blocks, heapBytes: number, controlBytes = 0): Map<number, number> {
  return new Map(
    SIZES.map((bytes) => {
      const { module, pool, heap } = poolOf(kind, heapBytes);
      let blocks = 0;
      while (module.alloc(pool, bytes)) blocks++;
      return [bytes, (heapBytes - controlBytes - leftBytes(kind, heap)) / blocks - bytes];
    }),
  );
}

/** Of a tables pool full of blocks: less than one more. A headers pool is charged for it. */
function leftBytes(kind: Blocks, heap: Uint8Array): number {
  return kind === 'headers' ? 0 : stats(attachTables(rawOf(heap), Image.HeaderBytes + Image.RowBytes)!).freeBytes;
}

/** What no block can have of an empty pool, over what `allowed` says. The worst of many heaps. */
export function controlShare(kind: Blocks, allowed: (heapBytes: number) => number): number {
  let worst = 0;
  for (let power = 512; power <= 524288; power *= 2) {
    for (const heapBytes of power < 524288 ? [power, power * 1.5] : [power]) {
      const { module, pool } = poolOf(kind, heapBytes);
      let most = heapBytes;
      while (!module.alloc(pool, most)) most -= 2;
      worst = Math.max(worst, (heapBytes - most) / allowed(heapBytes));
    }
  }
  return worst;
}

/** n pairs of 64 and 448 bytes, the 448s freed, then n of 512: the smallest heap over the peak. */
export function binaryRatio(pairs: number): number {
  const peak = pairs * (64 + 512);
  const fits = (heapBytes: number): boolean => {
    const { module, pool } = poolOf('headers', heapBytes);
    const large: number[] = [];
    for (let i = 0; pool && i < pairs; i++) {
      if (!module.alloc(pool, 64)) return false;
      large.push(module.alloc(pool, 448));
    }
    if (!large.every((address) => address && module.dealloc(pool, address))) return false;
    for (let i = 0; i < pairs; i++) if (!module.alloc(pool, 512)) return false;
    return pool !== null;
  };
  return smallestHeapBytes(peak, fits) / peak;
}

const OPERATIONS = 8000;

/** The worst alloc or dealloc of random loads over full heaps, those that settle or compact apart. */
export function worstOf(kind: Blocks): Worst {
  const all = [
    [12288, 60],
    [65536, 300],
    [524288, 9000],
  ].map(([heapBytes, mostBytes]) => worstOfLoad(kind, heapBytes, mostBytes));
  const most = (of: keyof Worst): number => Math.max(...all.map((worst) => worst[of]));
  return { steps: most('steps'), words: most('words'), rareSteps: most('rareSteps'), rareWords: most('rareWords') };
}

function worstOfLoad(kind: Blocks, heapBytes: number, mostBytes: number): Worst {
  const pool = watchedPool(kind, 'host', heapBytes);
  const nextWord = wordsFrom(heapBytes);
  const live: number[] = [];
  for (let i = 0; i < OPERATIONS; i++) {
    const bytes = 1 + (nextWord() % (nextWord() % 9 ? Math.ceil(mostBytes / 5) : mostBytes));
    const block = live.length && nextWord() % 100 >= 55 ? 0 : pool.alloc(bytes);
    if (block) live.push(block);
    else if (live.length) {
      const at = nextWord() % live.length;
      pool.dealloc(live[at]);
      live[at] = live[live.length - 1];
      live.pop();
    }
  }
  return pool.worst;
}

/** A fragmented tables pool, compacted: the largest block over the free bytes; and the most blocks a step moved beyond its budget. */
export function compaction(): { usable: number; stepBlocks: number } {
  const bytes = 80;
  const fragmented = (): ReturnType<typeof poolOf> => {
    const made = poolOf('tables', 16384);
    const handles: number[] = [];
    for (let handle = made.module.alloc(made.pool, bytes); handle; handle = made.module.alloc(made.pool, bytes))
      handles.push(handle);
    handles.forEach((handle, i) => {
      if (i % 2) made.module.dealloc(made.pool, handle);
    });
    return made;
  };
  let stepBlocks = 0;
  for (const budget of [1, 50, 100, 400, 1000]) {
    const { module, pool } = fragmented();
    for (let moved = 1; moved > 0; stepBlocks = Math.max(stepBlocks, (moved - budget) / bytes)) {
      moved = 0;
      module.reorder(pool, budget, (...[, , , payload]: number[]) => {
        moved += payload ?? bytes;
      });
    }
  }
  const { module, pool, heap } = fragmented();
  module.reorder(pool);
  const { freeBytes, largestFreeBytes } = stats(attachTables(rawOf(heap), Image.HeaderBytes + Image.RowBytes)!);
  return { usable: largestFreeBytes / freeBytes, stepBlocks };
}
