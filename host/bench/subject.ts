/**
 * What the benchmark measures: an allocator, ours or another's. Where it can, an allocator works in
 * one array of bytes and gives whole numbers as references, so that traces can be replayed on it
 * with the contents of its blocks verified; see replay/driver.ts.
 */
import type { Driver, PoolStats } from '../replay/driver.ts';
import type { Trace } from '../trace/trace.ts';

/** An allocator ready for use, empty. */
export interface Space {
  driver: Driver;
  /** The bytes its addresses are indices into. */
  heap: Uint8Array;
  /** What has to be done when every block is freed, so that the space can go on for ever. It counts as time. */
  reset?(): void;
}

export interface Subject {
  name: string;
  /** What it is and how it is called, for the page. */
  about: string;
  /** Whether the load is one for it at all. */
  takes(load: Trace): boolean;
  /** A space in a heap of exactly that many bytes, or null: too little. Control structures count. */
  open(heapBytes: number, load: Trace): Space | null;
  /** The heap of the timed runs. */
  timedHeapBytes(load: Trace, smallestHeapBytes: number | null): number;
  /** The heap that is filled with blocks to learn what a block costs. */
  filledHeapBytes: number;
  /** The least size of a heap that it is used for. */
  leastHeapBytes?: number;
  /** The same with loop steps counted, where that can be done. */
  metered?(): Promise<Metered>;
  /** Its blocks are objects of the engine: there is no heap whose size could be told. */
  isEngine?: boolean;
  /** What is given back is collected later: at the end of a load not all is free. */
  isCollector?: boolean;
  /** Its heap cannot be made smaller than whole pages of WebAssembly. */
  hasPages?: boolean;
}

export interface Metered {
  open: Subject['open'];
  reset(): void;
  steps(): number;
}

/** The heap of those who get more than enough: what a block costs them must not show in their speed. */
export const ampleHeapBytes = (load: Trace): number => 8 * (load.peakLiveBytes + 8192);

/** For drivers that have no figures of their own to give. */
export const NO_STATS: PoolStats = {
  bytes: 0,
  usedBytes: 0,
  freeBytes: 0,
  largestFreeBytes: 0,
  usedBlocks: 0,
  freeBlocks: 0,
};
