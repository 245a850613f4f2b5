/**
 * Compaction: every block that is not pinned slides down over the holes, one at a time. Between two of
 * these steps the pool is whole; a step that was cut off is finished by who repairs the pool.
 */

import { HAS_COPY_WITHIN } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { generationAt, handleOf, isPinned, payloadAt, payloadBytes, setTop, weightOf } from './block.ts';
import { Control, Header, Note, Place, type Pool, Refused, State } from './layout.ts';
import { granulesAt, granulesIn, isThere, logOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { entryOf, freeEntry, namesOf } from './table.ts';

/** Told of a block that moved, before the next one does. May not call the pool. */
export type Moved = (handle: number, from: number, to: number, bytes: number) => void;

/** Copy `granules` granules of payload, from after the header `k` to after the header `to`. */
export function move(pool: Pool, k: number, to: number, granules: number): void {
  var wide = pool.wide;
  var end: number;
  k = (k + 1) >> 1;
  end = k + (granules << (logOf(pool) - 2));
  if (HAS_COPY_WITHIN) (wide as any as CopyWithin).copyWithin((to + 1) >> 1, k, end);
  else wide.set(wide.subarray(k, end), (to + 1) >> 1);
}

/**
 * Move a block down into the hole that ends at it, as noted; or finish that: the header comes with the block, in one
 * native move, and none is 0.
 */
export function finishMove(pool: Pool): void {
  var w = pool.w;
  var k = wordAt(w[Note.B], pool);
  var to = wordAt(w[Note.C], pool);
  var words: number;
  if (!w[to]) {
    words = k + (granulesIn(w[k]) << shiftOf(pool));
    if (HAS_COPY_WITHIN) (w as any as CopyWithin).copyWithin(to, k, words);
    else w.set(w.subarray(k, words), to);
  }
  words = to + (granulesIn(w[to]) << shiftOf(pool));
  w[words + 1] = (k - to) >> shiftOf(pool);
  w[words] = 0;
  w[pool.end - w[Note.A]] = placeOf(to, pool);
}

/** Note the move of the block of entry `i` from `k` to `to`, and make it. */
function moveDown(pool: Pool, i: number, k: number, to: number): void {
  var w = pool.w;
  w[Note.C] = 0;
  w[Note.A] = i;
  w[Note.B] = placeOf(k, pool);
  w[Note.C] = placeOf(to, pool);
  finishMove(pool);
}

/** A step that was noted is over, wherever it got: make the words anew that noted it. */
export function stop(pool: Pool): void {
  pool.w[Control.State] = State.Changing;
  pool.w[Control.Note] = 0;
  pool.w[Control.Rover] = Place.First;
  pool.w[Control.Refused] = Refused.Nothing;
}

/** Whether the pool is still what it was when `moved` was called: that may have repaired it, and then anything. */
export function isMoving(pool: Pool): boolean {
  return isThere(pool) && pool.w[Control.State] === State.Busy;
}

/** Tell of the block that went from `k` to `to`. Whether to go on. */
function tell(pool: Pool, moved: Moved, i: number, k: number, to: number): boolean {
  var w = pool.w;
  stop(pool);
  w[Control.State] = State.Busy;
  moved(handleOf(w[generationAt(pool, to)], i), payloadAt(pool, k), payloadAt(pool, to), payloadBytes(pool, to));
  if (!isMoving(pool)) return !!refuse(pool.u8, Fault.Interrupted);
  w[Note.C] = 0;
  w[Control.State] = State.Moving;
  return true;
}

/** Make a hole of a free block that no slot has: a call was cut off that had put it there, or taken it out. */
function reclaim(pool: Pool, k: number, i: number): void {
  var w = pool.w;
  var granules = w[k] & Header.Size;
  w[Control.Checksum] -= weightOf(pool, k);
  w[Control.Holes] += granules;
  freeEntry(pool, i, w[k] & Header.GenerationBits);
  w[k + 1] = granules;
  w[k] = 0;
  w[Control.Free]++;
}

/** The walk ended at `k`, with the hole `to` below: damage, where that is not the top and nothing was left. */
function conclude(pool: Pool, k: number, to: number, isDone: boolean): boolean {
  var w = pool.w;
  stop(pool);
  if (!isDone) return false;
  if (k < topOf(pool)) return !!refuse(pool.u8, Fault.Corrupt);
  if (to) {
    w[Control.Holes] -= w[to + 1];
    setTop(pool, to);
  }
  return true;
}

/**
 * Slide blocks down until `budget` bytes have moved. The pool is being changed, and nothing is in a slot. Returns whether
 * nothing is left to move; false and a fault, too, when a header is damaged, or `moved` repaired the pool: then see isMoving.
 * O(blocks), bytes moved.
 */
export function compact(pool: Pool, budget: number, moved?: Moved): boolean {
  var w = pool.w;
  var k = wordAt(Place.First, pool);
  var top = topOf(pool);
  // The hole that ends at k, or 0, and the entry of the block below.
  var to = 0;
  var i = 0;
  var isDone = true;
  var names = namesOf(pool);
  var generation: number;
  var next: number;
  if (w[Control.Holes]) w[Control.Moves]++;
  w[Note.C] = 0;
  w[Control.State] = State.Moving;
  for (; k < top; k = next) {
    next = k + (granulesAt(w, k) << shiftOf(pool));
    if (next === k || next > top) break;
    generation = w[k] && w[generationAt(pool, k)];
    if (generation >= Header.Free || (to && w[k] && budget > 0 && !isPinned(generation))) {
      i = entryOf(pool, placeOf(k, pool), i, names);
      if (!i) break;
      if (generation >= Header.Free) reclaim(pool, k, i);
      else {
        moveDown(pool, i, k, to);
        if (moved && !tell(pool, moved, i, k, to)) return false;
        budget -= 2 * (next - k);
        to += next - k;
        continue;
      }
    }
    if (!w[k]) {
      if (to) w[to + 1] += granulesAt(w, k);
      else to = k;
    } else if (isPinned(generation)) to = 0;
    else if (to) {
      // The budget is used up.
      isDone = false;
      break;
    }
  }
  return conclude(pool, k, to, isDone);
}
