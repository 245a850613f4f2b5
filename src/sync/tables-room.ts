/** Room in a shared tables pool: compaction, one noted move at a time. */

import { Fault, refuse } from '../core/faults.ts';
import { generationAt, handleOf, isPinned, payloadBytes } from '../tables/block.ts';
import type { Moved } from '../tables/index.ts';
import { Control, Header, Place, type Pool } from '../tables/layout.ts';
import { limitOf } from '../tables/place.ts';
import { gapTo, granulesAt, logOf, placeOf, shiftOf, topOf, wordAt } from '../tables/pool.ts';
import { moveDown, rebuild } from '../tables/repair.ts';
import { type Guard, Op } from './layout.ts';
import { intend } from './lock.ts';

/** Move the block at `k`, with a note of it, and tell. */
function moveOne(guard: Guard<Pool>, i: number, k: number, to: number, granules: number, hole: number, moved?: Moved): void {
  var pool = guard.pool;
  var generation: number;
  intend(guard, Op.Move, i, placeOf(k, pool) | (placeOf(to, pool) << 16), granules | (hole << 16), 0);
  moveDown(pool, i, k, to, granules, hole);
  generation = pool.w[generationAt(pool, to)];
  if (moved && generation < Header.Free) {
    moved(handleOf(generation, i), pool.base + 2 * k + 2, pool.base + 2 * to + 2, payloadBytes(pool, to));
  }
}

/**
 * Slide blocks down until `budget` bytes have moved. The lock is held, and the intent is to tidy. Returns
 * whether all is done; pinned blocks stay. What `moved` throws goes on, the pool in order. O(blocks), bytes moved.
 */
export function slideDown(guard: Guard<Pool>, budget: number, moved?: Moved): boolean {
  var pool = guard.pool;
  var w = pool.w;
  var entryAt = rebuild(pool);
  var top = topOf(pool);
  var k = wordAt(Place.First, pool);
  var to = 0;
  var isDone = true;
  var granules: number;
  var next: number;
  if (!entryAt) return !!refuse(guard.pool.u8, Fault.Corrupt);
  w[Control.Moves]++;
  try {
    for (; k < top; k = next) {
      granules = granulesAt(w, k);
      next = k + (granules << shiftOf(pool));
      if (!w[k]) {
        if (to) w[to + 1] += granules;
        else to = k;
      } else if (to && budget > 0 && !isPinned(w[generationAt(pool, k)])) {
        budget -= granules << logOf(pool);
        moveOne(guard, entryAt[placeOf(k, pool)], k, to, granules, w[to + 1], moved);
        to += next - k;
      } else {
        if (to && !isPinned(w[generationAt(pool, k)])) isDone = false;
        to = 0;
      }
    }
  } finally {
    intend(guard, Op.Tidy, 0, 0, 0, 0);
    rebuild(pool);
  }
  return isDone;
}

/** Settle what waits in slots, and compact if the gap and all holes together have `granules` granules. */
export function compactFor(guard: Guard<Pool>, granules: number): void {
  var pool = guard.pool;
  intend(guard, Op.Tidy, 0, 0, 0, 0);
  if (rebuild(pool) && pool.w[Control.Holes] &&
    granules <= gapTo(pool, pool.w[Control.Limit]) + pool.w[Control.Holes]) slideDown(guard, 1 / 0);
}

/** Whether the gap takes `granules` granules and an entry, if none is free; compacts if it must. Else a fault. */
export function makeRoom(guard: Guard<Pool>, granules: number): boolean {
  var pool = guard.pool;
  if (granules <= gapTo(pool, limitOf(pool, true))) return true;
  compactFor(guard, granules);
  return granules <= gapTo(pool, limitOf(pool, true)) || !!refuse(guard.pool.u8, Fault.NoSpace);
}
