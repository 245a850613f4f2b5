/** A pool of blocks over a whole metered heap of a board, and what its most expensive calls touched. */
import { attach } from '../../src/headers/index.ts';
import { Image } from '../../src/heap/layout.ts';
import { Control } from '../../src/tables/layout.ts';
import { boardNamed, openMeteredRealm } from '../replay/realm.ts';

export type Blocks = 'headers' | 'tables';

/** Of the most expensive calls: loop steps and distinct 32-bit words; `rare`: of those that were refused, settled deferred blocks, or compacted. */
export interface Worst {
  steps: number;
  words: number;
  rareSteps: number;
  rareWords: number;
}

export interface WatchedPool {
  worst: Worst;
  /** 0 when it is refused. */
  alloc(bytes: number): number;
  /** Throws when it is refused. */
  dealloc(block: number): void;
  /** The heap as an array of this realm, read without being counted. */
  raw: Uint8Array;
}

/** Where the first pool of a heap is. */
const BASE = Image.HeaderBytes + Image.RowBytes;

/** The same bytes as an array of this realm. */
export const rawOf = (heap: Uint8Array): Uint8Array => new Uint8Array(heap.buffer, heap.byteOffset, heap.length);

/** Whether a call that has been made did what is counted apart. */
type IsRare = (result: number, steps: number) => boolean;

/** A pool of that kind over all of a heap of the lean bundle of `board`. Calls are some 50 times slower than unwatched ones. */
export function watchedPool(kind: Blocks, board: string, heapBytes: number): WatchedPool {
  const { library, newHeap, meter } = openMeteredRealm(boardNamed(board));
  const heap = newHeap(heapBytes);
  library.heap.format(heap);
  const module = library[kind] as any;
  const pool = module.create(heap, library.heap.freeBytes(heap));
  const raw = rawOf(heap);
  const before = (kind === 'tables' ? rareOfTables : rareOfHeaders)(raw);
  const worst: Worst = { steps: 0, words: 0, rareSteps: 0, rareWords: 0 };
  const watch = (call: () => number): number => {
    const isRare = before();
    meter.reset();
    const result = call();
    const { words, steps } = meter.read();
    const rare = isRare(result, steps);
    worst[rare ? 'rareWords' : 'words'] = Math.max(worst[rare ? 'rareWords' : 'words'], words);
    worst[rare ? 'rareSteps' : 'steps'] = Math.max(worst[rare ? 'rareSteps' : 'steps'], steps);
    return result;
  };
  return {
    worst,
    raw,
    alloc: (bytes) => watch(() => module.alloc(pool, bytes) as number),
    dealloc(block) {
      if (!watch(() => Number(module.dealloc(pool, block))))
        throw new Error(`dealloc(${block}) was refused: fault ${library.fault()}`);
    },
  };
}

/**
 * Looked for a hole because the gap was too small, or for a free entry because the gap had been too small to list it, or among blocks
 * that wait as no entry was free and the gap too small for another; moved blocks, or gave entries, or their list, to the gap.
 */
function rareOfTables(raw: Uint8Array): () => IsRare {
  const words = new Uint16Array(raw.buffer, raw.byteOffset + BASE);
  return () => {
    const {
      [Control.Moves]: moves,
      [Control.Rover]: rover,
      [Control.Depth]: depth,
      [Control.Free]: free,
      [Control.Entries]: entries,
      [Control.Top]: top,
    } = words;
    const end = words.length - 1;
    const isFull = !free && (end - entries! - depth! - 1 - top!) >> 1 < end >> 5;
    return (result) =>
      !result ||
      words[Control.Moves] !== moves ||
      words[Control.Rover] !== rover ||
      isFull ||
      (!!free && (!depth || !words[Control.Depth])) ||
      words[Control.Entries]! < entries!;
  };
}

/** Settled deferred blocks, because it would have failed. */
function rareOfHeaders(raw: Uint8Array): () => IsRare {
  const { w, control } = attach(raw, BASE)!;
  // Deferred blocks stand in the words 2 to 9 from there.
  const deferred = (): number => {
    let taken = 0;
    for (let i = control + 2; i < control + 10; i++) if (w[i]) taken++;
    return taken;
  };
  // Taking a deferred block empties one of them, and has no loop.
  return () => {
    const before = deferred();
    return (result, steps) => !result || (before > deferred() && steps > 0);
  };
}
