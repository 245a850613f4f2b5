/** Room for blocks: in the gap, after a compaction if need be, or in a hole beside pinned blocks. */

import { Fault, refuse } from '../core/faults.ts';
import { setTop } from './block.ts';
import { compact, settle } from './compact.ts';
import { Control, Entry, Place, type Pool } from './layout.ts';
import { gapTo, granulesAt, limitFor, shiftOf, topOf, wordAt } from './pool.ts';

/** What roomFor returns for the gap above the blocks, and what it knows of the slots. */
export const enum Room {
  Gap = 1,
  /** What the blocks in slots have above one granule each. */
  Slots = 105,
}

/** The place where blocks must end, with one entry more if none is free and `isNew` asks for one. */
export function limitOf(pool: Pool, isNew: boolean): number {
  var w = pool.w;
  var limit = w[Control.Limit];
  var entries = w[Control.Entries];
  if (!isNew || w[Control.Spare] !== Place.Retired) return limit;
  return entries < Entry.Most ? Math.min(limit, limitFor(pool, entries + 1)) : 0;
}

/** Whether the gap takes `granules` granules. */
function hasGap(pool: Pool, granules: number, isNew: boolean): boolean {
  return granules <= gapTo(pool, limitOf(pool, isNew));
}

/** The first hole of at least `granules`, or 0. Not for a pool that may be damaged. O(blocks). */
function holeFor(pool: Pool, granules: number): number {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(Place.First, pool);
  for (; k < top; k += granulesAt(w, k) << shiftOf(pool)) if (!w[k] && w[k + 1] >= granules) return k;
  return 0;
}

/**
 * Where a block of `granules` can go, for `take`: Room.Gap or the header of a hole; 0 and a fault
 * when nowhere. With `isNew`, there is also a free entry or room for one. Settles and compacts when
 * there is enough, but not in one piece. O(1), or that of a compaction.
 */
export function roomFor(pool: Pool, granules: number, isNew: boolean): number {
  if (hasGap(pool, granules, isNew)) return Room.Gap;
  // Blocks in slots make at most 105 granules of holes, and may give an entry.
  if (hasGap(pool, granules - pool.w[Control.Holes] - Room.Slots, false)) settle(pool);
  if (hasGap(pool, granules, isNew)) return Room.Gap;
  if (!hasGap(pool, granules - pool.w[Control.Holes], isNew)) return refuse(pool.u8, Fault.NoSpace);
  if (!compact(pool, 1 / 0)) return 0;
  return hasGap(pool, granules, isNew) ? Room.Gap
    : (hasGap(pool, 0, isNew) && holeFor(pool, granules)) || refuse(pool.u8, Fault.NoSpace);
}

/** The header of `granules` granules cut out of what roomFor returned; what is there is not cleared. */
export function take(pool: Pool, room: number, granules: number): number {
  var w = pool.w;
  var k = room === Room.Gap ? topOf(pool) : room;
  var end = k + (granules << shiftOf(pool));
  var rest: number;
  if (room === Room.Gap) setTop(pool, end);
  else {
    rest = w[k + 1] - granules;
    w[Control.Holes] -= granules;
    if (rest) {
      w[end] = 0;
      w[end + 1] = rest;
    }
  }
  return k;
}
