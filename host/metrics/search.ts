/** What the dearest calls of headers cost on a board, counted: states that are searched for, at random and then by what makes them dearer. */
import { CountingBoard } from '../cost/count.ts';
import { modelOf } from '../cost/model.ts';
import { readBoard } from '../emulator/index.ts';
import { wordsFrom } from '../support/random.ts';
import { attach } from '../../src/headers/index.ts';
import { Image } from '../../src/heap/layout.ts';
import { BOARD, fileOf } from './bundles.ts';
import { once } from './once.ts';
import { rawOf } from './watched.ts';

const HEAP_BYTES = 8192;
const TRIALS = 120;
/** Where the pool is. */
const ADDRESS = Image.HeaderBytes + Image.RowBytes;

/** What is looked at apart: calls as programs make them all the time; those that settle deferred blocks first, as there is no room else; aligned ones. */
export type Kind = 'usual' | 'settling' | 'aligned';

/** Whole numbers from 0 to below a number. */
type Below = (most: number) => number;

/** What leads to a state: `bytes` to alloc, or 0 to give one of the blocks back. */
type Way = { bytes: number; which: number }[];

/** Small ones the most, around the sizes that are deferred and those that are cut from the other end. */
function sizeFrom(below: Below): number {
  const kind = below(10);
  return 1 + (kind < 3 ? below(34) : kind < 8 ? 34 + below(100) : below(600));
}

const randomWay = (below: Below): Way =>
  Array.from({ length: 20 + below(200) }, () => ({ bytes: below(100) < 55 ? sizeFrom(below) : 0, which: below(1000) }));

/** The same with some of it changed. */
function changed(way: Way, below: Below): Way {
  const other = randomWay(below);
  return [...way.map((step, i) => (below(10) ? step : (other[i] ?? step))), ...other.slice(0, below(6))];
}

const SIZES = [3, 16, 34, 36, 44, 58, 64, 70, 90, 100, 120, 129, 160, 200, 300, 500, 1000, 3000, 7000];
const ALIGNED = [
  [40, 32],
  [60, 8],
  [100, 16],
  [200, 64],
];

class States {
  readonly #counting = new CountingBoard(BOARD, { bundleFile: fileOf('headers') });
  readonly #model = modelOf(readBoard(BOARD))!;
  readonly #headers = this.#counting.board.ckremm.headers as any;
  readonly #heap = this.#counting.board.newHeap(HEAP_BYTES);
  readonly #raw: Uint8Array;
  readonly #pool: unknown;
  readonly #fresh: Uint8Array;

  constructor() {
    const { board } = this.#counting;
    board.ckremm.heap.format(this.#heap);
    this.#pool = this.#headers.create(this.#heap, HEAP_BYTES - Image.HeaderBytes - Image.RowBytes);
    this.#raw = rawOf(board.meter.raw(this.#heap));
    this.#fresh = this.#raw.slice();
  }

  /** Blocks that are left at the end of a way. */
  #go(way: Way): number[] {
    const live: number[] = [];
    this.#raw.set(this.#fresh);
    for (const { bytes, which } of way) {
      if (!bytes && live.length) this.#headers.dealloc(this.#pool, live.splice(which % live.length, 1)[0]);
      const block = bytes ? this.#headers.alloc(this.#pool, bytes) : 0;
      if (block) live.push(block);
    }
    return live;
  }

  #deferred(): number {
    const { w, control } = attach(this.#raw, ADDRESS)!;
    return w.subarray(control + 2, control + 10).filter((word) => word).length;
  }

  /** The dearest call of each kind at the end of a way, in U: each is tried there, and undone. */
  at(way: Way): Record<Kind, number> {
    const live = this.#go(way);
    const image = this.#raw.slice();
    const deferred = this.#deferred();
    const dearest = { usual: 0, settling: 0, aligned: 0 };
    const attempt = (isAlloc: boolean, call: () => unknown): void => {
      this.#counting.reset();
      const result = call();
      const units = this.#model.units(this.#counting.read());
      const kind = isAlloc && (!result || this.#deferred() < deferred - 1) ? 'settling' : 'usual';
      dearest[kind] = Math.max(dearest[kind], units);
      this.#raw.set(image);
    };
    for (const bytes of SIZES) attempt(true, () => this.#headers.alloc(this.#pool, bytes));
    for (const block of live) attempt(false, () => this.#headers.dealloc(this.#pool, block));
    const { usual } = dearest;
    dearest.usual = 0;
    for (const [bytes, align] of ALIGNED) attempt(true, () => this.#headers.allocAligned(this.#pool, bytes, align));
    return { ...dearest, usual, aligned: dearest.usual };
  }
}

/** The dearest call of that kind that is found, in U. */
export const dearestHeaders = once((kind: Kind): number => {
  const next = wordsFrom(TRIALS);
  const below: Below = (most) => next() % most;
  const states = new States();
  let best: Way = [];
  let dearest = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const way = trial < TRIALS / 4 ? randomWay(below) : changed(best, below);
    const { [kind]: units } = states.at(way);
    if (units > dearest) [best, dearest] = [way, units];
  }
  return dearest;
});
