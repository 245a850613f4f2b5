/**
 * The smallest heap in which a trace fits.
 *
 * Whether a trace fits is not monotone in the size of the heap: the odd heap fits
 * where a slightly larger one does not, because a few bytes decide which hole a
 * block goes to. So this bisects to a size that fits and whose predecessor does not,
 * then tries every size of the PROBES steps below it, and starts over from any that
 * fits. The result fits, and none of the PROBES sizes below it does. A fitting size
 * still further down would be luck that no user could rely on.
 */
import { UnfitError } from '../support/errors.ts';

export const STEP_BYTES = 4;
const PROBES = 64;
const LIMIT_BYTES = 2 ** 30;

/**
 * The smallest multiple of 4 for which `fits` holds, in the sense above. `floorBytes`
 * is a size below which nothing can fit: the peak of live bytes. `fits` is called
 * O(log(floorBytes) + PROBES) times.
 */
export function smallestHeapBytes(floorBytes: number, fits: (heapBytes: number) => boolean): number {
  const floorSteps = Math.ceil(floorBytes / STEP_BYTES);
  const fitsIn = (steps: number): boolean => fits(steps * STEP_BYTES);
  let found = bisect(floorSteps, firstFitting(floorSteps, fitsIn), fitsIn);
  for (let probe = found - 1; probe >= Math.max(floorSteps, found - PROBES); probe--) {
    if (fitsIn(probe)) found = probe;
  }
  return found * STEP_BYTES;
}

/** Some size that fits: the floor and an eighth, then an eighth more each time. */
function firstFitting(floorSteps: number, fitsIn: (steps: number) => boolean): number {
  let steps = floorSteps + 32;
  do {
    steps = Math.ceil(steps * 1.125);
    if (steps * STEP_BYTES > LIMIT_BYTES) {
      throw new UnfitError(`the trace does not fit in a heap of ${LIMIT_BYTES} bytes`);
    }
  } while (!fitsIn(steps));
  return steps;
}

/** A size in (low, high] that fits and whose predecessor does not; `high` must fit. */
function bisect(low: number, high: number, fitsIn: (steps: number) => boolean): number {
  let tooSmall = low - 1;
  let enough = high;
  while (enough - tooSmall > 1) {
    const middle = (enough + tooSmall) >>> 1;
    if (fitsIn(middle)) enough = middle;
    else tooSmall = middle;
  }
  return enough;
}
