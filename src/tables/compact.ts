/**
 * Compaction: every block that is not pinned slides down over the holes. To exchange headers with
 * table entries for the length of the walk is Jonkers' threading; it needs nothing but the pool itself.
 */

import { HAS_COPY_WITHIN } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { freeBlockOf, generationAt, makeHole, payloadBytes, setTop, spare, weightOf } from './block.ts';
import { Control, Header, type Pool, State } from './layout.ts';
import { granulesAt, headerAt, logOf } from './pool.ts';
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

/** Whether a word with pins says that the block is used and pinned. */
export function isPinned(generation: number): boolean {
  generation &= Header.Free;
  return generation > 0 && generation < Header.Free;
}

/** Empty the slots: their blocks go on the spare list. O(1): at most 15. */
export function settle(pool: Pool): void {
  var w = pool.w;
  var granules: number = Header.SmallGranules;
  var i: number;
  var k: number;
  for (; granules; granules--) {
    i = w[pool.slot + granules];
    w[pool.slot + granules] = 0;
    k = i && freeBlockOf(pool, i, granules);
    if (k) {
      w[pool.slot + Control.Checksum] -= weightOf(pool, k);
      spare(pool, k, i, granules, w[k] & ~Header.Below);
    }
  }
}

/** Exchange each block's header with the number of its entry. O(entries). */
function exchange(pool: Pool): void {
  var w = pool.w;
  var top = w[pool.slot + Control.Top];
  var i = w[pool.slot + Control.Entries];
  var place: number;
  var k: number;
  for (; i; i--) {
    place = w[pool.end - i];
    if (place < top) {
      k = headerAt(pool, place);
      w[pool.end - i] = w[k];
      w[k] = i;
    }
  }
}

/** Give a block that stays its header and entry back. The free granules below it, if any, are a hole. */
function keep(pool: Pool, i: number, place: number, to: number): void {
  if (to < place) makeHole(pool, headerAt(pool, to), place - to);
  pool.w[pool.end - i] = place;
}

/** Move a block and its header. The header goes first: the payload may come to lie over the old one. */
function moveDown(pool: Pool, k: number, target: number, granules: number): void {
  pool.w[target] = pool.w[k];
  move(pool, k, target, granules);
}

/** End the walk: nothing is left above `to`. */
function finish(pool: Pool, to: number): void {
  setTop(pool, to);
  pool.w[pool.slot] = pool.w[pool.slot + Control.Entries];
  pool.w[pool.slot + Control.State] = State.Idle;
}

/**
 * Walk the exchanged blocks from `place` up and put headers and entries back. Move blocks down to
 * `to` and on, until `budget` bytes have moved; returns whether nothing was left to move. If `moved`
 * throws, the rest of the walk is done without moves before the error goes on.
 */
function slide(pool: Pool, place: number, to: number, budget: number, moved?: Moved): boolean {
  var w = pool.w;
  var top = w[pool.slot + Control.Top];
  var isDone = true;
  var next: number;
  var i: number;
  var k: number;
  var target: number;
  var generation: number;
  for (; place < top; place = next) {
    k = headerAt(pool, place);
    i = w[k];
    if (i) w[k] = w[pool.end - i];
    next = place + granulesAt(w, k);
    generation = w[generationAt(pool, k)];
    if (!i) continue;
    if (to === place || budget <= 0 || isPinned(generation)) {
      if (to < place && !isPinned(generation)) isDone = false;
      keep(pool, i, place, to);
      to = next;
    } else {
      target = headerAt(pool, to);
      moveDown(pool, k, target, next - place);
      w[pool.end - i] = to;
      to += next - place;
      budget -= (next - place) << logOf(pool);
      if (moved && (generation & Header.Free) < Header.Free) {
        try {
          isDone = false;
          moved((generation >> Header.GenerationShift << 16) | i, 2 * k + 2, 2 * target + 2, payloadBytes(pool, target));
          isDone = true;
        } finally {
          if (!isDone) slide(pool, next, to, 0);
        }
      }
    }
  }
  finish(pool, to);
  return isDone;
}

/**
 * Slide blocks down until `budget` bytes have moved. Nothing may be in a slot. Returns whether all is
 * done; false, too, when the pool is not sound, and then nothing is touched. O(blocks), bytes moved.
 */
export function compact(pool: Pool, budget: number, moved?: Moved): boolean {
  var w = pool.w;
  if (verify(pool)) return !!refuse(Fault.Corrupt);
  if (!w[pool.slot + Control.Holes]) return true;
  w[pool.slot + Control.State] = State.Busy;
  w[pool.slot + Control.Moves]++;
  w[pool.slot] = w[pool.slot + Control.Holes] = 0;
  exchange(pool);
  return slide(pool, 0, 0, budget, moved);
}
