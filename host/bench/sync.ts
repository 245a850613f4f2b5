/** What a lock costs when nobody else wants it: a pool alone, and the same pool behind its lock, in one run. */
import { median } from '../support/statistics.ts';

export interface SyncFigures {
  /** Of alloc and dealloc, 16 to 512 bytes, with about 200 blocks there. */
  pool: 'headers' | 'tables';
  aloneNanoseconds: number;
  lockedNanoseconds: number;
  /** Of the two. */
  ratio: number;
  /** Of taking the lock and setting it free: what a refused call takes longer. */
  lockPairNanoseconds: number;
}

const LIVE_BLOCKS = 200;
const PAIRS = 20000;
const ROUNDS = 15;

/** Nanoseconds of the processor for one turn of `run`, which makes PAIRS of them: others' work does not count. */
function time(run: () => void): number {
  const began = process.cpuUsage();
  run();
  return (process.cpuUsage(began).user * 1000) / PAIRS;
}

/** A block given back and another taken, PAIRS times; blocks from the last round are there already. */
function churn(alloc: (bytes: number) => number, dealloc: (block: number) => boolean): () => void {
  const blocks = Array.from({ length: LIVE_BLOCKS }, (_, nth) => alloc(16 + ((nth * 37) % 497)));
  return () => {
    for (let pair = 0; pair < PAIRS; pair++) {
      const at = (pair * 61) % LIVE_BLOCKS;
      dealloc(blocks[at]);
      blocks[at] = alloc(16 + ((pair * 53) % 497));
    }
  };
}

function measure(library: any, kind: 'headers' | 'tables'): SyncFigures {
  const heap = library.heap.format(new Uint8Array(new SharedArrayBuffer(262144)));
  const lean = library[kind];
  const locked = library.sync[kind];
  const [alone, shared] = [lean.create(heap, 130000), lean.create(heap, library.heap.freeBytes(heap) - 1000)];
  const guard = locked.attach(heap, locked.create(shared), 1);
  const runs = [
    churn(
      (bytes) => lean.alloc(alone, bytes),
      (block) => lean.dealloc(alone, block),
    ),
    churn(
      (bytes) => locked.alloc(guard, bytes),
      (block) => locked.dealloc(guard, block),
    ),
    () => {
      for (let pair = 0; pair < PAIRS; pair++) lean.sizeOf(shared, 0);
    },
    () => {
      for (let pair = 0; pair < PAIRS; pair++) locked.sizeOf(guard, 0);
    },
  ];
  // Turn by turn, so that whatever else the machine does meets all of them.
  const times = runs.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) runs.forEach((run, nth) => times[nth].push(time(run)));
  const [aloneNanoseconds, lockedNanoseconds, refusedAlone, refusedLocked] = times.map((all) => median(all));
  return {
    pool: kind,
    aloneNanoseconds,
    lockedNanoseconds,
    ratio: lockedNanoseconds / aloneNanoseconds,
    lockPairNanoseconds: refusedLocked - refusedAlone,
  };
}

/** Figures of both pools with blocks, of the lean library (dist/es/lean.js); under a second. Boards have no such lock. */
export function measureSync(library: object): SyncFigures[] {
  return [measure(library, 'headers'), measure(library, 'tables')];
}
