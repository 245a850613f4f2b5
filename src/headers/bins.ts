/** Free blocks: their lists by size, the search for a fit, and merging. */

import { LARGE_HEAPS } from '../board.ts';
import { FLOAT, HALVES } from '../core/float.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Big, Bit, Control, type Pool, Deferred, State, Wiped } from './layout.ts';

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

/** What was between `next` and `previous` in the list of `bin` is there no more. O(1). */
function unlink(pool: Pool, bin: number, next: number, previous: number): void {
  var w = pool.w;
  if (next >= pool.first && next < pool.end - 1) w[2 * next + 2] = previous;
  if (previous >= pool.first && previous < pool.end) w[2 * previous] = next;
  else {
    w[pool.control - Control.Bins + bin] = next;
    if (!next) w[pool.control - Control.Map + (bin >> 4)] &= ~(1 << (bin & 15));
  }
}

/** Take a free block of `granules` off its list. O(1). */
export function remove(pool: Pool, b: number, granules: number): void {
  FLOAT[0] = granules;
  unlink(pool, HALVES[1] >> 6, pool.w[2 * b], pool.w[2 * b + 2]);
}

/**
 * In place of the free block `b` in the list of `bin`, list one of `granules` at `to`, in which it lies or which lies in it: it
 * grew, or was cut. Mostly it stays in its bin; where it stays where it is, also in its place, else it is the newest. Headers of
 * what is not free any more are the caller's. O(1).
 */
export function relist(pool: Pool, b: number, bin: number, to: number, granules: number): void {
  var w = pool.w;
  var next = w[2 * b];
  var previous = w[2 * b + 2];
  FLOAT[0] = granules;
  if (bin === HALVES[1] >> 6 && (to === b || !previous)) {
    writeFree(pool, to, granules);
    if (to !== b) {
      w[2 * to] = next;
      w[2 * to + 2] = 0;
      if (next >= pool.first && next < pool.end - 1) w[2 * next + 2] = to;
      w[pool.control - Control.Bins + bin] = to;
    }
  } else {
    unlink(pool, bin, next, previous);
    insert(pool, to, granules);
  }
}

/** The tightest of the first `tries` blocks of a list that has at least `granules`, or 0. */
export function bestOf(pool: Pool, b: number, granules: number, tries: number): number {
  var w = pool.w;
  var low = pool.first;
  var last = pool.end - 1;
  var best = 0;
  // Above any size.
  var least = pool.end;
  var size: number;
  for (; b >= low && b < last && tries; tries--) {
    size = LARGE_HEAPS ? w[2 * b - 1] >> 2 || granulesOf(pool, b) : w[2 * b - 1] >> 2;
    if (size >= granules && size < least) {
      best = b;
      if (size === granules) break;
      least = size;
    }
    b = w[2 * b];
  }
  return best;
}

/** The lowest of the first `tries` blocks of the list that begins with the block `b`. */
export function lowestOf(pool: Pool, b: number, tries: number): number {
  var w = pool.w;
  var lowest = b;
  while (--tries && (b = w[2 * b]) >= pool.first && b < pool.end - 1) if (b < lowest) lowest = b;
  return lowest;
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
    size = LARGE_HEAPS ? w[2 * above - 1] >> 2 || granulesOf(pool, above) : w[2 * above - 1] >> 2;
    if (size < 2 || above + size > pool.end) return !!refuse(pool.u8, Fault.Corrupt);
  }
  if (!(w[2 * b - 1] & Bit.BelowUsed)) {
    below = LARGE_HEAPS ? w[2 * b - 3] >> 2 || granulesBelow(pool, b) : w[2 * b - 3] >> 2;
    if (below < 2 || b - below < pool.first) return !!refuse(pool.u8, Fault.Corrupt);
  }
  w[pool.control] = State.Cut;
  // Free from here on: the size of a large free block may be written into what `b` held before the header is.
  if (LARGE_HEAPS) w[2 * b - 1] &= ~Bit.Used;
  if (below) {
    if (size) remove(pool, above, size);
    else w[2 * above - 1] &= ~Bit.BelowUsed;
    FLOAT[0] = below;
    relist(pool, b - below, HALVES[1] >> 6, b - below, below + granules + size);
    w[2 * b - 1] = Wiped.Header;
  } else if (size) {
    FLOAT[0] = size;
    relist(pool, above, HALVES[1] >> 6, b, granules + size);
  } else {
    w[2 * above - 1] &= ~Bit.BelowUsed;
    insert(pool, b, granules);
  }
  w[pool.control] = state;
  return true;
}

/** Granules of what is free and of what is deferred, and 1. O(1). */
export function roomOf(pool: Pool): number {
  var room = pool.w[pool.control];
  var granules: number = Deferred.First;
  for (; granules <= Deferred.Last; granules++) if (pool.w[pool.control + granules]) room += granules;
  return room;
}

/** Settle the deferred blocks of `granules` to `last` granules. Returns how many were named. O(1): at most 8. */
export function settleDeferred(pool: Pool, granules: number, last: number): number {
  var w = pool.w;
  var control = pool.control;
  var free = w[control];
  var settled = 0;
  var b: number;
  w[control] = State.Cut;
  for (; granules <= last; granules++) {
    b = w[control + granules];
    if (b) {
      w[control + granules] = 0;
      settled++;
      if (b >= pool.first && b + granules <= pool.end && w[2 * b - 1] >> 2 === granules && w[2 * b - 1] & Bit.Used) {
        // Free from here on, so that nothing is lost when the call is cut off.
        w[2 * b - 1] &= ~Bit.Used;
        if (release(pool, b, granules, State.Cut)) free += granules;
      }
    }
  }
  w[control] = free;
  return settled;
}
