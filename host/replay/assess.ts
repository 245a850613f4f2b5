/**
 * Replays with everything that people ask of them: does it fit, with what headroom,
 * at what cost. The answer comes from the lean bundle of the board, run in its
 * realm; the cost from a second, metered run, which is the same on all boards of a
 * family with heaps of one size, and is therefore kept.
 */
import { UserError } from '../support/errors.ts';
import type { Trace } from '../trace/trace.ts';
import type { Driver, Library, PoolKind } from './driver.ts';
import { boardNamed, openMeteredRealm, openRealm } from './realm.ts';
import type { Board, Meter } from './realm.ts';
import { replay } from './replay.ts';
import type { ReplayOutcome, ReplayOptions } from './replay.ts';
import { STEP_BYTES, smallestHeapBytes } from './smallest.ts';

/** One trace on one board, as `replay --json` prints it. */
export interface Result {
  board: string;
  pool: string;
  trace: string;
  heapBytes: number;
  fits: boolean;
  failedAtOperation: number | null;
  /** The bytes that operation asked for. */
  askedBytes: number | null;
  peakLiveBytes: number;
  usedBytes: number;
  freeBytes: number;
  largestFreeBytes: number;
  worstWords: number;
  worstSteps: number;
  movedBytes: number;
}

/** The smallest heap of a trace, as `min --json` prints it. */
export interface Smallest {
  trace: string;
  pool: string;
  peakLiveBytes: number;
  smallestHeapBytes: number;
  ratio: number;
}

interface Cost {
  worstWords: number;
  worstSteps: number;
}

const costs = new Map<string, Cost>();
const smallest = new Map<string, Smallest>();

/** Replay `trace` on `board`, contents verified, and meter it. */
export function replayOn(board: Board, pool: PoolKind, trace: Trace, heapBytes: number): Result {
  checkHeapBytes(board, heapBytes);
  const outcome = replayFast(board, pool, trace, heapBytes);
  const { usedBytes, freeBytes, largestFreeBytes } = outcome.stats;
  const { failedAtOperation, fits } = outcome;
  const { worstWords, worstSteps } = costOf(board, pool, trace, heapBytes);
  return {
    board: board.name,
    pool: pool.name,
    trace: trace.name,
    heapBytes,
    fits,
    failedAtOperation,
    askedBytes: failedAtOperation === null ? null : trace.bytes[failedAtOperation - 1],
    peakLiveBytes: trace.peakLiveBytes,
    usedBytes,
    freeBytes,
    largestFreeBytes,
    worstWords,
    worstSteps,
    movedBytes: outcome.movedBytes,
  };
}

/** The smallest heap in which `trace` fits, found on the host's bundle; see smallest.ts. */
export function smallestHeapOf(pool: PoolKind, trace: Trace): Smallest {
  const key = `${pool.name} ${trace.name}`;
  const known = smallest.get(key);
  if (known) return known;
  const host = boardNamed('host');
  const fits = (heapBytes: number): boolean => {
    const { library, newHeap } = openRealm(host);
    const heap = newHeap(heapBytes);
    const driver = openPool(library, pool, heap);
    return driver !== null && replay(trace, driver, heap, { verify: false }).fits;
  };
  const { name, peakLiveBytes } = trace;
  const bytes = smallestHeapBytes(peakLiveBytes, fits);
  const found: Smallest = {
    trace: name,
    pool: pool.name,
    peakLiveBytes,
    smallestHeapBytes: bytes,
    ratio: Number((bytes / peakLiveBytes).toFixed(4)),
  };
  smallest.set(key, found);
  return found;
}

/** Replay on the lean bundle of `board`, without the meter. */
export function replayFast(
  board: Board,
  pool: PoolKind,
  trace: Trace,
  heapBytes: number,
  options: ReplayOptions = {},
  seen: (driver: Driver, heap: Uint8Array) => void = () => undefined,
): ReplayOutcome {
  const { library, newHeap } = openRealm(board);
  const heap = newHeap(heapBytes);
  const driver = requirePool(library, pool, heap);
  seen(driver, heap);
  return replay(trace, driver, heap, options);
}

function costOf(board: Board, pool: PoolKind, trace: Trace, heapBytes: number): Cost {
  const key = `${board.family} ${pool.name} ${trace.name} ${heapBytes}`;
  const known = costs.get(key);
  if (known) return known;
  const { library, newHeap, meter } = openMeteredRealm(board);
  const heap = newHeap(heapBytes);
  const cost: Cost = { worstWords: 0, worstSteps: 0 };
  const driver = meterDriver(requirePool(library, pool, heap), meter, cost);
  replay(trace, driver, heap, { verify: false });
  costs.set(key, cost);
  return cost;
}

/** `driver` with the cost of its most expensive alloc, dealloc or resize kept in `cost`. */
function meterDriver(driver: Driver, meter: Meter, cost: Cost): Driver {
  const note = (result: number): number => {
    const { words, steps } = meter.read();
    cost.worstWords = Math.max(cost.worstWords, words);
    cost.worstSteps = Math.max(cost.worstSteps, steps);
    return result;
  };
  return {
    ...driver,
    alloc: (bytes) => {
      meter.reset();
      return note(driver.alloc(bytes));
    },
    dealloc: (ref) => {
      meter.reset();
      return Boolean(note(Number(driver.dealloc(ref))));
    },
    resize: (ref, bytes) => {
      meter.reset();
      return note(driver.resize(ref, bytes));
    },
  };
}

function openPool(library: Library, pool: PoolKind, heap: Uint8Array): Driver | null {
  return library.heap.format(heap) ? pool.open(library, heap) : null;
}

function requirePool(library: Library, pool: PoolKind, heap: Uint8Array): Driver {
  const driver = openPool(library, pool, heap);
  if (driver) return driver;
  throw new UserError(`a heap of ${heap.length} bytes is too small for a ${pool.name} pool`);
}

function checkHeapBytes(board: Board, heapBytes: number): void {
  if (heapBytes % STEP_BYTES !== 0) {
    throw new UserError(`a heap of ${heapBytes} bytes is not a multiple of ${STEP_BYTES}`);
  }
  if (heapBytes > board.maxHeapBytes) {
    throw new UserError(
      `a heap of ${heapBytes} bytes is too large for ${board.name}: ` +
        `one heap there is at most ${board.maxHeapBytes} bytes`,
    );
  }
}
