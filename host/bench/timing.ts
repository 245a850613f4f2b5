/** Throughput and latency of a space: the only figures that differ from run to run. */
import { quantile } from '../support/statistics.ts';
import { ALLOC, FREE } from '../trace/trace.ts';
import type { Driver } from '../replay/driver.ts';
import type { Load } from './loads.ts';
import type { Space } from './subject.ts';

/** References by id: whole numbers, or the engine's arrays. */
type Refs = Int32Array | number[];

/** The engine compiles meanwhile; its compiler shares the processor with whatever else runs. */
const WARM_SHARE = 1;
const LATENCY_QUANTILE = 0.9999;
/** The rate that a quarter of the passes exceed: the others met something else on the machine. */
const RATE_QUANTILE = 0.75;
const CHECK_EVERY = 4096;

export const refsFor = (load: Load, isEngine: boolean): Refs =>
  isEngine ? Array<number>(load.idCount).fill(0) : new Int32Array(load.idCount);

/** Run the load once. Throws an Error when a block is refused, or when `deadlineMs` is past. */
function pass({ operations, kinds, ids, bytes }: Load, driver: Driver, refs: Refs, deadlineMs: number): void {
  for (let i = 0; i < operations; i++) {
    const id = ids[i];
    const kind = kinds[i];
    if (kind === FREE) {
      driver.dealloc(refs[id]);
      refs[id] = 0;
    } else {
      const ref = kind === ALLOC ? driver.alloc(bytes[i]) : driver.resize(refs[id], bytes[i]);
      if (!ref) throw new Error(`operation ${i + 1} was refused`);
      refs[id] = ref;
    }
    if (i % CHECK_EVERY === 0 && performance.now() > deadlineMs) throw new Error('too slow to be timed');
  }
}

/** Operations per second over `budgetMs`, after as long a warm-up. */
export function rateOf(load: Load, { driver, reset }: Space, refs: Refs, budgetMs: number, limitMs: number): number {
  const rates: number[] = [];
  const deadlineMs = performance.now() + limitMs;
  const run = (untilMs: number): void => {
    do {
      const before = performance.now();
      pass(load, driver, refs, deadlineMs);
      reset?.();
      rates.push((load.operations * 1000) / (performance.now() - before));
    } while (performance.now() < untilMs);
  };
  run(performance.now() + WARM_SHARE * budgetMs);
  if (performance.now() < deadlineMs - limitMs / 2) {
    rates.length = 0;
    run(performance.now() + budgetMs);
  }
  return quantile(rates, RATE_QUANTILE);
}

/**
 * Nanoseconds that all but one operation in 10,000 stay below. The time of an operation is the least
 * of its times in `passes` passes, so that what else the machine does is left out; the clock's own
 * time is in it.
 */
export function latencyOf(load: Load, { driver, reset }: Space, refs: Refs, passes: number): number {
  const { operations, kinds, ids, bytes } = load;
  const least = new Float64Array(operations).fill(Infinity);
  for (let turn = 0; turn < passes; turn++) {
    for (let i = 0; i < operations; i++) {
      const id = ids[i];
      const kind = kinds[i];
      const before = performance.now();
      if (kind === FREE) driver.dealloc(refs[id]);
      else refs[id] = kind === ALLOC ? driver.alloc(bytes[i]) : driver.resize(refs[id], bytes[i]);
      const took = performance.now() - before;
      if (took < least[i]) least[i] = took;
    }
    reset?.();
  }
  return quantile(least, LATENCY_QUANTILE) * 1e6;
}
