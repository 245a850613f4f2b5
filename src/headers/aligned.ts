/** Blocks at multiples of a power of two: a free block that has room for one at such a place. */

import { halfOctave } from '../core/float.ts';
import { granulesOf, search } from './bins.ts';
import { Control, type Pool } from './layout.ts';

/** Where in the free block `b` an aligned block starts: at its start, or so far above it that what is left below is a block. */
export function startIn(b: number, align: number): number {
  var start = b + (-b & (align - 1));
  return start === b + 1 ? start + align : start;
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
export function searchAligned(pool: Pool, granules: number, align: number): number {
  var sure = granules + align + 1;
  return (sure <= pool.end - pool.first && search(pool, sure)) || findAligned(pool, granules, align);
}
