/** Free blocks: their lists by size, the search for a fit, and merging. */

import { LARGE_HEAPS } from '../board.ts';
import { halfOctave, lowestBit } from '../core/float.ts';
import { Big, Bin, Bit, Control, Fit, type Pool, Slot, Wiped, type Words } from './layout.ts';

/** Granules of the block `b`. */
export function granulesOf(w: Words, b: number): number {
  var granules = w[2 * b - 1] >> 2;
  return LARGE_HEAPS && !granules ? w[2 * b + 4] : granules;
}

/** Granules of the free block that ends where `b` starts. */
function granulesBelow(w: Words, b: number): number {
  var granules = w[2 * b - 3] >> 2;
  return LARGE_HEAPS && !granules ? w[2 * b - 2] : granules;
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
  var bin = halfOctave(granules);
  var list = pool.slot - Control.Bins + bin;
  var next = w[list];
  writeFree(pool, b, granules);
  w[2 * b] = next;
  w[2 * b + 2] = 0;
  if (next) w[2 * next + 2] = b;
  else w[pool.slot - Control.Map + (bin >> 4)] |= 1 << (bin & 15);
  w[list] = b;
  w[pool.slot - Control.Free] += granules;
}

/** Take a free block of `granules` off its list. O(1). */
export function remove(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var next = w[2 * b];
  var previous = w[2 * b + 2];
  var bin = halfOctave(granules);
  if (next) w[2 * next + 2] = previous;
  if (previous) w[2 * previous] = next;
  else {
    w[pool.slot - Control.Bins + bin] = next;
    if (!next) w[pool.slot - Control.Map + (bin >> 4)] &= ~(1 << (bin & 15));
  }
  w[pool.slot - Control.Free] -= granules;
}

/** Change the size of a free block from `had` granules, where it is; mostly it stays in its bin, too. O(1). */
export function resizeFree(pool: Pool, b: number, had: number, granules: number): void {
  if (halfOctave(had) === halfOctave(granules)) {
    pool.w[pool.slot - Control.Free] += granules - had;
    writeFree(pool, b, granules);
  } else {
    remove(pool, b, had);
    insert(pool, b, granules);
  }
}

/** The tightest of the first `tries` blocks of a list that has at least `granules`, or 0. */
function bestOf(w: Words, b: number, granules: number, tries: number): number {
  var best = 0;
  // Above any size, and a small integer: engines compare those fastest.
  var least = 0x3fffffff;
  var size: number;
  for (; b && tries; tries--) {
    // Not a call where it need not be: this is the innermost loop.
    size = LARGE_HEAPS ? granulesOf(w, b) : w[2 * b - 1] >> 2;
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
  var slot = pool.slot;
  var bin = halfOctave(granules);
  var best = bestOf(w, w[slot - Control.Bins + bin], granules, Fit.OwnTries);
  var word = ++bin >> 4;
  var bits: number;
  if (best) return best;
  bits = w[slot - Control.Map + word] & (-1 << (bin & 15));
  while (!bits && ++word < Bin.End >> 4) bits = w[slot - Control.Map + word];
  return bits && bestOf(w, w[slot - Control.Bins + (word << 4) + lowestBit(bits)], granules, Fit.NextTries);
}

/**
 * Make a used block free: merge it with free neighbours and list the result. Headers that end up
 * inside are wiped, so that a stale address meets none. O(1).
 */
export function settle(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var above = b + granules;
  if (!(w[2 * above - 1] & Bit.Used)) {
    granules = granulesOf(w, above);
    remove(pool, above, granules);
    above += granules;
  }
  w[2 * above - 1] &= ~Bit.BelowUsed;
  if (w[2 * b - 1] & Bit.BelowUsed) insert(pool, b, above - b);
  else {
    granules = granulesBelow(w, b);
    resizeFree(pool, b - granules, granules, above - b + granules);
    w[2 * b - 1] = Wiped.Header;
  }
}

/** Settle every deferred block, which leaves `mark` in its slot. O(1): at most 8. */
export function settleDeferred(pool: Pool, mark: number): void {
  var w = pool.w;
  var granules: number = Slot.First;
  var b: number;
  for (; granules <= Slot.Last; granules++) {
    b = w[pool.slot + granules];
    w[pool.slot + granules] = mark;
    if (b > 1) settle(pool, b, granules);
  }
}
