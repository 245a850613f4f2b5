/**
 * Compaction: every block that is not pinned slides down over the holes. To exchange headers with
 * table entries for that long is Jonkers' threading; it needs nothing but the pool itself.
 */

import { HAS_COPY_WITHIN } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { handleOf, isFreeAt, isPinned, linkSpare, makeHole, nextSpare, setTop, spare, weightOf } from './block.ts';
import { Control, Header, Place, type Pool, State } from './layout.ts';
import { blockOf, granulesAt, granulesIn, logOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { verify } from './verify.ts';

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

/** Empty the slots: of their blocks spares remain. O(1): at most 15. */
export function settle(pool: Pool): void {
  var w = pool.w;
  var granules: number = Header.SmallGranules;
  var i: number;
  var k: number;
  for (; granules; granules--) {
    i = w[granules];
    w[granules] = 0;
    k = i && blockOf(pool, i);
    if (k && isFreeAt(pool, k, granules)) {
      w[Control.Checksum] -= weightOf(pool, k);
      makeHole(pool, k + (1 << shiftOf(pool)), granules - 1);
      spare(pool, k, i, w[k] & Header.GenerationBits);
    }
  }
}

/** Let each spare's entry name it: the list is made anew when the walk ends. O(spares). */
function unlinkSpares(pool: Pool): void {
  var w = pool.w;
  var place = w[Control.Spare];
  var next: number;
  w[Control.Spare] = Place.Retired;
  for (; place !== Place.Retired; place = next) {
    next = nextSpare(pool, place);
    w[pool.end - w[wordAt(place, pool) + 1]] = place;
  }
}

/** Exchange each block's header with the number of its entry. O(entries). */
function exchange(pool: Pool): void {
  var w = pool.w;
  var i = w[Control.Entries];
  var k: number;
  for (; i; i--) {
    if (w[pool.end - i] >= Place.First) {
      k = blockOf(pool, i);
      w[pool.end - i] = w[k];
      w[k] = i;
    }
  }
}

/** Undo the exchange in `k`..top, where blocks may have moved. O(blocks). */
function restore(pool: Pool): void {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(Place.First, pool);
  var i: number;
  var header: number;
  for (; k < top; k += granulesAt(w, k) << shiftOf(pool)) {
    i = w[k];
    if (i) {
      header = w[k] = w[pool.end - i];
      w[pool.end - i] = placeOf(k, pool);
      if (header < Header.Big && header >= Header.Free) linkSpare(pool, k, i);
    }
  }
}

/** Make the spares again that the walk dropped, from `to` up; what is above them. O(entries). */
function remakeSpares(pool: Pool, to: number): number {
  var w = pool.w;
  var i = w[Control.Entries];
  for (; i; i--) {
    if ((w[pool.end - i] & ~Header.GenerationBits) === Header.Free) {
      w[pool.end - i]++;
      w[to] = i;
      to += 1 << shiftOf(pool);
    }
  }
  return to;
}

/** End the walk: nothing is left above `to`. */
function finish(pool: Pool, to: number): void {
  setTop(pool, to);
  restore(pool);
  pool.w[Control.Valid] = pool.w[Control.Entries];
  pool.w[Control.State] = State.Idle;
}

/** Leave what is free from `to` to the block at `k`: dropped spares, and a hole. Returns that none is dropped now. */
function leave(pool: Pool, to: number, k: number, hasDropped: boolean): boolean {
  if (hasDropped) to = remakeSpares(pool, to);
  makeHole(pool, to, (k - to) >> shiftOf(pool));
  return false;
}

/** Tell of the block with this header that went from `k` to where it ends before `end`; true once told. */
function tell(pool: Pool, moved: Moved, handle: number, k: number, end: number, header: number): boolean {
  var bytes = granulesIn(header) << logOf(pool);
  moved(handle, pool.base + 2 * k + 2, pool.base + 2 * end + 2 - bytes, bytes - (header < Header.Big ? 2 : 4));
  return true;
}

/**
 * Walk the exchanged blocks from `k` up and move them down to `to` and on, until `budget` bytes have
 * moved; returns whether nothing was left to move. Spares are not moved: their header in the table
 * loses its size, and they are made again where the walk stops. If `moved` throws, the rest is done
 * without moves before the error goes on.
 */
function slide(pool: Pool, k: number, to: number, budget: number, moved?: Moved): boolean {
  var w = pool.w;
  var top = topOf(pool);
  var isDone = true;
  var hasDropped = false;
  var next: number;
  var i: number;
  var header: number;
  var generation: number;
  for (; k < top; k = next) {
    i = w[k];
    header = i && w[pool.end - i];
    next = k + ((i ? granulesIn(header) : w[k + 1]) << shiftOf(pool));
    if (!i) continue;
    generation = header < Header.Big ? header : w[next - 1];
    if (budget > 0 && generation >= Header.Free) {
      w[pool.end - i] = header - 1;
      hasDropped = true;
    } else if (to === k || budget <= 0 || isPinned(generation)) {
      if (to < k && !isPinned(generation)) isDone = false;
      hasDropped = leave(pool, to, k, hasDropped);
      to = next;
    } else {
      w[to] = i;
      move(pool, k, to, granulesIn(header));
      to += next - k;
      budget -= 2 * (next - k);
      if (moved) {
        isDone = false;
        try {
          isDone = tell(pool, moved, handleOf(generation, i), k, to, header);
        } finally {
          if (!isDone) slide(pool, next, hasDropped ? remakeSpares(pool, to) : to, 0);
        }
      }
    }
  }
  finish(pool, hasDropped ? remakeSpares(pool, to) : to);
  return isDone;
}

/**
 * Slide blocks down until `budget` bytes have moved. Nothing may be in a slot. Returns whether all is
 * done; false, too, when the pool is not sound, and then nothing is touched. O(blocks), bytes moved.
 */
export function compact(pool: Pool, budget: number, moved?: Moved): boolean {
  var w = pool.w;
  var first = wordAt(Place.First, pool);
  if (verify(pool)) return !!refuse(pool.u8, Fault.Corrupt);
  if (!w[Control.Holes]) return true;
  w[Control.State] = State.Busy;
  w[Control.Moves]++;
  w[Control.Valid] = w[Control.Holes] = 0;
  unlinkSpares(pool);
  exchange(pool);
  return slide(pool, first, first, budget, moved);
}
