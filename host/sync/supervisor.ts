/**
 * Worker threads over one shared heap: each gets a number of its own, and when one is gone, however it
 * ended, its locks are marked so that the others take over. A worker's `exit` event comes after its
 * last store, so its number may be used again then.
 */
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { markDead } from '../../src/sync/lock.ts';

export interface Crew {
  /** Start a worker; `workerData` is given to it with `heap` and `owner` added. */
  start(file: string | URL, workerData?: object, options?: WorkerOptions): Worker;
  /** Workers that run now, by number. */
  readonly workers: ReadonlyMap<number, Worker>;
  /** Workers that were gone with a lock in their hands, so far. */
  readonly diedHolding: number;
}

const MOST_WORKERS = 255;

/** A crew for the shared heap. Numbers from `first` on are used; smaller ones are the caller's own. */
export function crewFor(heap: Uint8Array, first = 2): Crew {
  const workers = new Map<number, Worker>();
  let diedHolding = 0;
  const freeNumber = (): number => {
    for (let owner = first; owner <= MOST_WORKERS; owner++) if (!workers.has(owner)) return owner;
    throw new Error(`${workers.size} workers are running: no number is left, wait until one ends`);
  };
  return {
    workers,
    get diedHolding() {
      return diedHolding;
    },
    start(file, workerData = {}, options = {}) {
      const owner = freeNumber();
      const worker = new Worker(file, { ...options, workerData: { ...workerData, heap, owner } });
      workers.set(owner, worker);
      worker.once('exit', () => {
        workers.delete(owner);
        if (markDead(heap, owner)) diedHolding++;
      });
      return worker;
    },
  };
}
