/** Free blocks: their lists by size, the search for a fit, and merging. */

import { LARGE_HEAPS } from '../board.ts';
import { FLOAT, HALVES, lowestBit } from '../core/float.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Big, Bin, Bit, Control, Fit, type Pool, Deferred, State, Wiped } from './layout.ts';

/** Granules of the block `b`. */
export function granulesOf(pool: Pool, b: number): number {
  var granules = pool.w[2 * b - 1] >> 2;
  return LARGE_HEAPS && !granules && b < pool.end - 2 ? pool.w[2 * b + 4] : granules;
}

/** Granules of the free block that ends where `b` starts. */
function granulesBelow(pool: Pool, b: number): number {
  var granules = pool.w[2 * b - 3] >> 2;
  return LARGE_HEAPS && !granules ? pool.w[2 * b - 2] : granules;
}

/** Write the header of a block, and its size where the header cannot hold it. */
export function writeHeader(pool: Pool, b: number, granules: number, flags: number): void {
  var w = pool.w;
  if (LARGE_HEAPS && granules > Big.Granules && pool.log < 3) {
    w[2 * b + 4] = granules;
    granules = 0;
  }
  w[2 * b - 1] = (granules << 2) | flags;
}

/** Write a free block's size at both its ends. */
function writeFree(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var end = 2 * (b + granules) - 3;
  if (LARGE_HEAPS && granules > Big.Granules && pool.log < 3) {
    w[2 * b + 4] = w[end + 1] = granules;
    granules = 0;
  }
  w[2 * b - 1] = (granules << 2) | Bit.BelowUsed;
  w[end] = granules << 2;
}

/** Make a free block and list it. Its neighbours are used. O(1). */
export function insert(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var control = pool.control;
  var bin: number;
  var list: number;
  var next: number;
  writeFree(pool, b, granules);
  // halfOctave, without the call; so below.
  FLOAT[0] = granules;
  bin = HALVES[1] >> 6;
  list = control - Control.Bins + bin;
  w[2 * b] = next = w[list];
  w[2 * b + 2] = 0;
  if (next >= pool.first && next < pool.end - 1) w[2 * next + 2] = b;
  else w[control - Control.Map + (bin >> 4)] |= 1 << (bin & 15);
  w[list] = b;
}

/** Take a free block of `granules` off its list. O(1). */
export function remove(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var next = w[2 * b];
  var previous = w[2 * b + 2];
  var bin: number;
  if (next >= pool.first && next < pool.end - 1) w[2 * next + 2] = previous;
  if (previous >= pool.first && previous < pool.end) w[2 * previous] = next;
  else {
    FLOAT[0] = granules;
    bin = HALVES[1] >> 6;
    w[pool.control - Control.Bins + bin] = next;
    if (!next) w[pool.control - Control.Map + (bin >> 4)] &= ~(1 << (bin & 15));
  }
}

/** Change the size of a free block from `had` granules, where it is; mostly it stays in its bin, too. O(1). */
export function resizeFree(pool: Pool, b: number, had: number, granules: number): void {
  var bin: number;
  FLOAT[0] = had;
  bin = HALVES[1] >> 6;
  FLOAT[0] = granules;
  if (bin === HALVES[1] >> 6) writeFree(pool, b, granules);
  else {
    remove(pool, b, had);
    insert(pool, b, granules);
  }
}

/** The tightest of the first `tries` blocks of a list that has at least `granules`, or 0. */
function bestOf(pool: Pool, b: number, granules: number, tries: number): number {
  var w = pool.w;
  var first = pool.first;
  var last = pool.end - 1;
  var best = 0;
  // Above any size, and a small integer: engines compare those fastest.
  var least = 0x3fffffff;
  var size: number;
  for (; b >= first && b < last && tries; tries--) {
    // Not a call where it need not be: this is the innermost loop.
    size = LARGE_HEAPS ? granulesOf(pool, b) : w[2 * b - 1] >> 2;
    if (size >= granules && size < least) {
      best = b;
      if (size === granules) break;
      least = size;
    }
    b = w[2 * b];
  }
  return best;
}

/**
 * A free block of at least `granules`, or 0. Bounded best fit: the tightest of a few in the bin of
 * the size, else of a few in the next filled bin, where every block fits. O(1): at most 8 steps in
 * heaps below 1 MB.
 */
export function search(pool: Pool, granules: number): number {
  var w = pool.w;
  var control = pool.control;
  var best: number;
  var bin: number;
  var word: number;
  var bits: number;
  FLOAT[0] = granules;
  bin = HALVES[1] >> 6;
  best = bestOf(pool, w[control - Control.Bins + bin], granules, Fit.OwnTries);
  if (best) return best;
  word = ++bin >> 4;
  bits = w[control - Control.Map + word] & (-1 << (bin & 15));
  while (!bits && ++word < Bin.End >> 4) bits = w[control - Control.Map + word];
  if (!bits) return 0;
  bin = control - Control.Bins + (word << 4) + lowestBit(bits);
  // A bit of a bin that no block here can be in is damage: the word is not of this pool.
  return bin < 2 * pool.first ? bestOf(pool, w[bin], granules, Fit.NextTries) : 0;
}

/**
 * Make a block free: merge it with free neighbours and list the result; `state` is the pool's when that is done. Headers
 * that end up inside are wiped, so that a stale address meets none. Returns false, and nothing is changed, when a
 * neighbour has an impossible size. O(1).
 */
export function release(pool: Pool, b: number, granules: number, state: number): boolean {
  var w = pool.w;
  var above = b + granules;
  var size = 0;
  var below = 0;
  if (!(w[2 * above - 1] & Bit.Used)) {
    size = LARGE_HEAPS ? granulesOf(pool, above) : w[2 * above - 1] >> 2;
    if (size < 2 || above + size > pool.end) return !!refuse(pool.u8, Fault.Corrupt);
  }
  if (!(w[2 * b - 1] & Bit.BelowUsed)) {
    below = LARGE_HEAPS ? granulesBelow(pool, b) : w[2 * b - 3] >> 2;
    if (below < 2 || b - below < pool.first) return !!refuse(pool.u8, Fault.Corrupt);
  }
  w[pool.control] = State.Cut;
  // Free from here on: the size of a large free block may be written into what `b` held before the header is.
  if (LARGE_HEAPS) w[2 * b - 1] &= ~Bit.Used;
  if (size) {
    remove(pool, above, size);
    above += size;
  }
  w[2 * above - 1] &= ~Bit.BelowUsed;
  if (below) {
    resizeFree(pool, b - below, below, above - b + below);
    w[2 * b - 1] = Wiped.Header;
  } else insert(pool, b, above - b);
  w[pool.control] = state;
  return true;
}

/** Settle the deferred block of a size, which there must be. O(1). */
export function settle(pool: Pool, granules: number): void {
  var w = pool.w;
  var control = pool.control;
  var b = w[control + granules];
  var free = w[control];
  w[control] = State.Cut;
  w[control + granules] = 0;
  if (b >= pool.first && b + granules <= pool.end && w[2 * b - 1] >> 2 === granules && w[2 * b - 1] & Bit.Used) {
    // Free from here on, so that nothing is lost when the call is cut off.
    w[2 * b - 1] &= ~Bit.Used;
    release(pool, b, granules, free + granules);
  } else w[control] = free;
}

/** Settle every deferred block. O(1): at most 8. */
export function settleDeferred(pool: Pool): void {
  var granules: number = Deferred.First;
  for (; granules <= Deferred.Last; granules++) if (pool.w[pool.control + granules]) settle(pool, granules);
}
