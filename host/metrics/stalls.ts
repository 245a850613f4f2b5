/** What tables and gc cost on a board in the long run, counted: pools as full as programs leave them. What single calls cost at worst: host/guarantees. */
import { CountingBoard } from '../cost/count.ts';
import { modelOf } from '../cost/model.ts';
import { readBoard } from '../emulator/index.ts';
import { wordsFrom } from '../support/random.ts';
import { BOARD, fileOf } from './bundles.ts';
import { once } from './once.ts';
import { rawOf } from './watched.ts';

/** Whole numbers from 0 to below a number. */
type Below = (most: number) => number;

function belowFrom(seed: number): Below {
  const next = wordsFrom(seed);
  return (most) => next() % most;
}

const LIVE = 500;
const PAIRS = 20000;
/** Granules of 4 bytes with header and entry: what blocks of 8 to 64 bytes take, on average, in a pool that they fill to 80 %. */
const POOL_BYTES = 26252;

/** What is called, and from what else the heap is made; all of it counted. */
interface Counted {
  /** U of a call, and what it returned. */
  count(call: () => unknown): { units: number; result: any };
  library: any;
  heap: Uint8Array;
  raw: Uint8Array;
}

function countedHeap(set: 'tables' | 'gc', heapBytes: number): Counted {
  const counting = new CountingBoard(BOARD, { bundleFile: fileOf(set) });
  const { board } = counting;
  const model = modelOf(readBoard(BOARD))!;
  const heap = board.newHeap(heapBytes);
  board.ckremm.heap.format(heap);
  return {
    library: board.ckremm,
    heap,
    raw: rawOf(board.meter.raw(heap)),
    count(call) {
      counting.reset();
      const result = call();
      return { result, units: model.units(counting.read()) };
    },
  };
}

const sizeFrom = (below: Below): number => 8 + below(57);

/** A pool of tables with 500 blocks of 8 to 64 bytes, 80 % full. */
class Pool {
  readonly counted = countedHeap('tables', POOL_BYTES + 24);
  readonly tables = this.counted.library.tables;
  readonly pool = this.tables.create(this.counted.heap, POOL_BYTES);
  blocks: number[];

  constructor(
    below: Below,
    readonly pause = 0,
  ) {
    this.tables.setPause(this.pool, pause);
    this.blocks = Array.from({ length: LIVE }, () => this.tables.alloc(this.pool, sizeFrom(below)));
  }

  /** A block of so many bytes in the place of another. Returns the U of both calls, or of all, where one is made again. */
  replace(at: number, bytes: number): number {
    let { units } = this.counted.count(() => this.tables.dealloc(this.pool, this.blocks[at]));
    do {
      const made = this.counted.count(() => this.tables.alloc(this.pool, bytes));
      this.blocks[at] = made.result;
      units += made.units;
    } while (!this.blocks[at] && this.pause);
    if (!this.blocks[at]) throw new Error(`no space for ${bytes} bytes in a pool that is not full`);
    return units;
  }
}

/** Mean U of a random pair, all compaction included. */
export const meanPairUnits = once((pause: number): number => {
  const below = belowFrom(PAIRS);
  const pool = new Pool(below, pause);
  let units = 0;
  for (let pair = 0; pair < PAIRS; pair++) units += pool.replace(below(LIVE), sizeFrom(below));
  return units / PAIRS;
});

/** U of reorder for each block that is kept, after as many pairs as there are blocks. */
export function reorderUnits(): number {
  const below = belowFrom(LIVE);
  const pool = new Pool(below);
  for (let pair = 0; pair < LIVE; pair++) pool.replace(below(LIVE), sizeFrom(below));
  return pool.counted.count(() => pool.tables.reorder(pool.pool)).units / LIVE;
}

/** A collector with 500 live objects of two references each, in lists. */
export function collectUnits(): number {
  const { library, heap, count } = countedHeap('gc', 32768);
  const { gc } = library;
  const pool = gc.create(heap, 30000, 700);
  const type = gc.defineType(pool, [0, 1]);
  for (let i = 0; i < LIVE; i++) {
    const root = 1 + (i % 8);
    const object = gc.alloc(pool, type, 16);
    gc.setRef(pool, object, 0, gc.getRoot(pool, root));
    gc.setRoot(pool, root, object);
  }
  gc.collect(pool);
  return count(() => gc.collect(pool)).units / LIVE;
}
