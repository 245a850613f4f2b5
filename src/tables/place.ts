/** Room for blocks: in the gap, in a hole, or after a compaction. */

import { isFree, makeHole, setTop, weightOf } from './block.ts';
import { compact } from './compact.ts';
import { Control, Header, Place, type Pool, Refused } from './layout.ts';
import { gapOf, gapWith, granulesAt, granulesIn, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { blockOf, countFree, freeEntry, trim, wordsWithOne } from './table.ts';

/** What roomFor returns besides the header of a hole, and what it knows of the slots. */
export const enum Room {
  None = 0,
  /** The gap above the blocks. */
  Gap = 1,
  /** None, and the pool is damaged: refused already. */
  Damaged = -1,
  /** Granules of the blocks in slots, at most. */
  Slots = 120,
}

/** What room is for. */
export const enum For {
  /** A block with an entry that is to be taken. */
  Block = 0,
  /** A block that has one. */
  Copy = 1,
  /** What is pushed up: the gap alone will do. */
  Push = 2,
}

/** Whether the gap takes `granules` granules. */
function hasGap(pool: Pool, granules: number, what: For): boolean {
  return granules <= (what === For.Block ? gapWith(pool, wordsWithOne(pool)) : gapOf(pool));
}

/** Make a hole of the block at `k`, which entry `i` names and nobody holds; its next generation is `generation`, in place. */
export function dissolve(pool: Pool, k: number, i: number, granules: number, generation: number): void {
  // First the entry: a block that none names is a hole for who repairs the pool.
  freeEntry(pool, i, generation);
  makeHole(pool, k, granules);
  countFree(pool, i);
}

/** Empty the slots: their blocks become holes. At most 15. */
export function settle(pool: Pool): void {
  var w = pool.w;
  var granules: number = Header.SmallGranules;
  var i: number;
  var k: number;
  for (; granules; granules--) {
    i = w[granules];
    w[granules] = 0;
    k = i && pool.end - i > 0 ? blockOf(pool, i) : 0;
    if (k && k < pool.end - i && isFree(w[k]) && granulesIn(w[k]) === granules) {
      w[Control.Checksum] -= weightOf(pool, k);
      dissolve(pool, k, i, granules, w[k] & Header.GenerationBits);
    }
  }
}

/**
 * The first hole of at least `granules` from the rover up, or 0 when there is none. Holes that are neighbours become one,
 * and the last one part of the gap. O(blocks), but each is passed once until blocks move.
 */
function seek(pool: Pool, granules: number): number {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(w[Control.Rover], pool);
  var size: number;
  var next: number;
  while (k < top) {
    size = granulesAt(w, k);
    next = k + (size << shiftOf(pool));
    if (!size || next > top) return 0;
    if (!w[k]) {
      while (next < top && !w[next] && w[next + 1]) {
        w[k + 1] = size += w[next + 1];
        next = k + (size << shiftOf(pool));
      }
      w[Control.Rover] = placeOf(k, pool);
      if (next === top) {
        w[Control.Holes] -= size;
        setTop(pool, k);
        return 0;
      }
      if (size >= granules) return k;
    }
    k = next;
  }
  w[Control.Rover] = w[Control.Top];
  return 0;
}

/** The gap, or a hole that is there already, when there is an entry for the block or room for one, too. */
function findRoom(pool: Pool, granules: number, what: For): number {
  var w = pool.w;
  var k = 0;
  if (what !== For.Push && granules <= w[Control.Holes] && granules < w[Control.Refused] && hasGap(pool, 0, what))
    k = seek(pool, granules);
  return k || (hasGap(pool, granules, what) ? Room.Gap : Room.None);
}

/** There was no room, whatever moved: note it, so that it is not tried again and again. */
function noteRefusal(pool: Pool, granules: number, what: For): void {
  var w = pool.w;
  var isForLackOfHoles = what !== For.Push && hasGap(pool, 0, what);
  if (isForLackOfHoles && granules < w[Control.Refused]) w[Control.Refused] = granules;
  else if (w[Control.Refused] === Refused.Nothing) w[Control.Refused] = Refused.Moves;
  w[Control.Rover] = Place.First;
}

/** The rest of roomFor: blocks must move, if any can. */
function roomAfterMoves(pool: Pool, granules: number, what: For): number {
  var w = pool.w;
  var room: number;
  if (!hasGap(pool, granules - w[Control.Holes], what) && !trim(pool, granules - w[Control.Holes], what === For.Block))
    return Room.None;
  if (w[Control.Refused] < Refused.Nothing) w[Control.Rover] = Place.First;
  else if (w[Control.Holes] && !compact(pool, 1 / 0)) return Room.Damaged;
  room = findRoom(pool, granules, what);
  if (!room && trim(pool, granules, what === For.Block)) room = Room.Gap;
  if (!room) noteRefusal(pool, granules, what);
  return room;
}

/**
 * Where a block of `granules` can go, for `take`: Room.Gap or the header of a hole; Room.None
 * when nowhere, Room.Damaged when the pool is. What is free in pieces is used first; then
 * slots are settled, and blocks move when there is enough, but not in one piece. O(1), or that of a compaction.
 */
export function roomFor(pool: Pool, granules: number, what: For): number {
  var w = pool.w;
  var room: number;
  if (hasGap(pool, granules, what)) return Room.Gap;
  // Words of the list and of entries without a block are half a granule, or less.
  if (granules > gapOf(pool) + w[Control.Holes] + Room.Slots + w[Control.Entries] + w[Control.Depth]) return Room.None;
  room = findRoom(pool, granules, what);
  if (room) return room;
  settle(pool);
  return hasGap(pool, granules, what) ? Room.Gap : roomAfterMoves(pool, granules, what);
}

/** The header of `granules` granules cut out of what roomFor returned: a hole for now. The gap gives them as a hole that is not counted. */
export function take(pool: Pool, room: number, granules: number): number {
  var w = pool.w;
  var k = room === Room.Gap ? topOf(pool) : room;
  var end = k + (granules << shiftOf(pool));
  var rest: number;
  if (room === Room.Gap) {
    w[end] = Header.Sentinel;
    w[k + 1] = granules;
    w[k] = 0;
    w[Control.Top] = placeOf(end, pool);
  } else {
    rest = w[k + 1] - granules;
    if (rest) {
      w[end + 1] = rest;
      w[end] = 0;
    }
    w[k + 1] = granules;
    w[Control.Holes] -= granules;
    w[Control.Rover] = placeOf(end, pool);
  }
  return k;
}
