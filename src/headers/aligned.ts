/** Blocks at multiples of a power of two: a free block that has room for one at such a place, and cutting it out. */

import { Fault, refuse } from '../core/faults.ts';
import { halfOctave, lowestBit } from '../core/float.ts';
import { bestOf, granulesOf, insert, remove, relist, settleDeferred } from './bins.ts';
import { Bin, Bit, Control, Fit, type Pool, Deferred, State } from './layout.ts';

/** Where in the free block `b` an aligned block starts: at its start, or so far above it that what is left below is a block. */
export function startIn(b: number, align: number): number {
  var start = b + (-b & (align - 1));
  return start === b + 1 ? start + align : start;
}

/** A free block of at least `granules`, or 0: the tightest of a few in the first filled bin in which every block has them. O(1). */
function findAbove(pool: Pool, granules: number): number {
  var w = pool.w;
  var bin = halfOctave(granules) + 1;
  var word = bin >> 4;
  var bits = w[pool.control - Control.Map + word] & (-1 << (bin & 15));
  while (!bits && ++word < Bin.End >> 4) bits = w[pool.control - Control.Map + word];
  if (!bits) return 0;
  bin = pool.control - Control.Bins + (word << 4) + lowestBit(bits);
  return bin < 2 * pool.first ? bestOf(pool, w[bin], granules, Fit.NextTries) : 0;
}

/** The first free block of the lists from that of `granules` up with room for an aligned block, or 0. */
function findAligned(pool: Pool, granules: number, align: number): number {
  var w = pool.w;
  var list = pool.control - Control.Bins + halfOctave(granules);
  // No pool has more free blocks than that: damage may make a circle of them.
  var tries = pool.end >> 1;
  var b: number;
  for (; list < 2 * pool.first - 1; list++) {
    for (b = w[list]; b >= pool.first && b < pool.end - 1 && tries; tries--) {
      if (startIn(b, align) + granules <= b + granulesOf(pool, b)) return b;
      b = w[2 * b];
    }
  }
  return 0;
}

/** A free block in which one is sure to fit, whatever its address; else any that has room. */
function searchAligned(pool: Pool, granules: number, align: number): number {
  var sure = granules + align + 1;
  return (
    (sure <= pool.end - pool.first &&
      (bestOf(pool, pool.w[pool.control - Control.Bins + halfOctave(sure)], sure, Fit.OwnTries) ||
        findAbove(pool, sure))) ||
    findAligned(pool, granules, align)
  );
}

/**
 * Cut a used block of `granules` (no large one of a dense pool), or one granule more, out of a free block, from the first multiple of `align` in it. Returns it,
 * or 0 and a fault. O(1), or O(free blocks of about that size) where no larger block is free.
 */
export function takeAligned(pool: Pool, granules: number, align: number): number {
  var w = pool.w;
  var control = pool.control;
  var b = searchAligned(pool, granules, align);
  var has: number;
  var start: number;
  var rest: number;
  var free: number;
  if (!b && settleDeferred(pool, Deferred.First, Deferred.Last)) b = searchAligned(pool, granules, align);
  if (!b) return refuse(pool.u8, Fault.NoSpace);
  has = granulesOf(pool, b);
  start = startIn(b, align);
  rest = b + has - start - granules;
  if (rest < 0 || b + has > pool.end) return refuse(pool.u8, Fault.Corrupt);
  free = w[control];
  w[control] = State.Cut;
  if (rest > 1) insert(pool, start + granules, rest);
  else w[2 * (start + (granules += rest)) - 1] |= Bit.BelowUsed;
  w[2 * start - 1] = granules << 2;
  if (start > b) relist(pool, b, halfOctave(has), b, start - b);
  else remove(pool, b, has);
  // Used last: until then it is nobody's, when the call is cut off.
  w[2 * start - 1] = (granules << 2) | (start > b ? Bit.Used : Bit.Both);
  w[control] = free - granules;
  return start;
}
