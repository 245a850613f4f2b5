/**
 * Compaction: every block that is not pinned slides down over the holes, blocks that are neighbours in one move. Between two of
 * these steps the pool is whole; a step that was cut off is finished by who repairs the pool.
 */

import { ENGINE, HAS_COPY_WITHIN } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { generationAt, handleOf, isFree, isPinned, payloadAt, payloadBytes, setTop, weightOf } from './block.ts';
import { Control, Entry, Header, Note, Place, type Pool, Refused, State, Work } from './layout.ts';
import { entriesOf, granulesIn, isThere, logOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { entryOf, type Names, namesOf, type Searching, wordNaming } from './table.ts';

/** Told of a block that moved, before the next one does. May not call the pool. */
export type Moved = (handle: number, from: number, to: number, bytes: number) => void;

/** What compact returns. */
export const enum Slid {
  /** Not all that can move has: a limit is reached, or the hole is large enough. */
  Partly = 0,
  /** Nothing is left to move. */
  Wholly = 1,
  /** Refused already: a header is damaged, or `moved` repaired the pool. */
  Stopped = -1,
}

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
 * Move the run of blocks from `k` to before `end` down into the hole at `to`, which ends at it, or finish that: headers come with
 * their blocks, in one native move, and none is 0. Their entries say so already.
 */
export function moveRun(pool: Pool, k: number, end: number, to: number): void {
  var w = pool.w;
  var hole = to + end - k;
  if (!w[to]) {
    if (HAS_COPY_WITHIN) (w as any as CopyWithin).copyWithin(to, k, end);
    else w.set(w.subarray(k, end), to);
  }
  w[hole + 1] = (k - to) >> shiftOf(pool);
  w[hole] = 0;
  w[Note.C] = 0;
}

/** A step that was noted is over, wherever it got: make the words anew that noted it. */
export function stop(pool: Pool): void {
  pool.w[Control.State] = State.Changing;
  pool.w[Control.Slide] = Place.First;
  pool.w[Control.Rover] = Place.First;
  pool.w[Control.Refused] = Refused.Nothing;
}

/** Whether the pool is still what it was when `moved` was called: that may have repaired it, and then anything. */
export function isMoving(pool: Pool): boolean {
  return isThere(pool) && pool.w[Control.State] === State.Busy;
}

/** Tell of the block that went from `k` to `to`. Whether to go on. */
function tell(pool: Pool, moved: Moved, k: number, to: number): boolean {
  var w = pool.w;
  var i = entryOf(pool, placeOf(to, pool), 0, null);
  stop(pool);
  w[Control.State] = State.Busy;
  moved(handleOf(w[generationAt(pool, to)], i), payloadAt(pool, k), payloadAt(pool, to), payloadBytes(pool, to));
  if (!isMoving(pool)) return !!refuse(pool.u8, Fault.Interrupted);
  w[Note.C] = 0;
  w[Control.State] = State.Moving;
  return true;
}

/** Make a hole of the free block at `k`. Whether an entry names it. O(entries). */
function reclaim(pool: Pool, k: number, names: Names): boolean {
  var w = pool.w;
  var granules = granulesIn(w[k]);
  var e = wordNaming(pool, placeOf(k, pool), pool.end - entriesOf(pool), names);
  if (e < 0) return false;
  w[Control.Checksum] -= weightOf(pool, k);
  w[e] = Entry.Retired + ((w[generationAt(pool, k)] >> Header.GenerationShift) & Header.Generations);
  w[Control.Free]++;
  w[Control.Holes] += granules;
  w[k + 1] = granules;
  w[k] = 0;
  return true;
}

/** Granules of the block at `k`, which is no small used one, if it can move, else 0; of a free one only if that stays what it is. */
function moreAt(pool: Pool, k: number, isWhole: boolean): number {
  var w = pool.w;
  var header = w[k];
  var granules = header === Header.Sentinel ? 0 : granulesIn(header);
  var next = k + (granules << shiftOf(pool));
  var generation = next > topOf(pool) ? Header.Pin : w[header < Header.Big ? k : next - 1];
  return generation < Header.Pin || (!isWhole && isFree(generation)) ? granules : 0;
}

/** The walk is at the top, with the hole `to` below, or 0: that is gap now. */
function lowerTop(pool: Pool, to: number): void {
  if (!to) return;
  pool.w[Control.Holes] -= pool.w[to + 1];
  setTop(pool, to);
}

/** The walk stops at `k`, with the hole `to` below, or 0, and goes on there; below nothing can move, if `isClean`. */
function pause(pool: Pool, k: number, to: number, isClean: boolean): Slid {
  var w = pool.w;
  stop(pool);
  w[Control.Slide] = w[Control.Rover] = placeOf(to || k, pool);
  if (isClean) w[Control.Refused] = Refused.Round;
  return Slid.Partly;
}

/** What is at `k` cannot be there. */
function giveUp(pool: Pool): Slid {
  stop(pool);
  refuse(pool.u8, Fault.Corrupt);
  return Slid.Stopped;
}

/**
 * Where the block or hole at `k` ends, that does not move; a free block becomes a hole. 0 when nothing can be there, or what is there is
 * to move into the hole at `to`, and has no entry.
 */
function passOver(pool: Pool, k: number, to: number, names: Names, isWhole: boolean): number {
  var w = pool.w;
  var header = w[k];
  var next = k + ((header ? granulesIn(header) : w[k + 1]) << shiftOf(pool));
  var generation: number;
  if (next === k || next > topOf(pool)) return 0;
  if (!header) return next;
  generation = w[header < Header.Big ? k : next - 1];
  if (isWhole && generation >= Header.Free) return reclaim(pool, k, names) ? next : 0;
  return to && !isPinned(generation) ? 0 : next;
}

/**
 * The first word from `k` on that is no small used block, or what is there after `looks` of them; Note.B says how many looks are left. One
 * that would lead out of the pool is none.
 */
function skip(pool: Pool, k: number, looks: number): number {
  var w = pool.w;
  var top = topOf(pool);
  var words: number;
  while (k < top && w[k] < Header.Pin && looks > 0) {
    words = (w[k] & Header.Size) << shiftOf(pool);
    if (!words || k + words > top) break;
    k += words;
    looks--;
  }
  w[Note.B] = looks;
  return k;
}

/**
 * Slide blocks down, from where nothing was left to move, until `budget` bytes or so many `blocks` have moved, or the hole has
 * `need` granules. Blocks that follow each other are a run, and moved at once. The pool is being changed. Without a limit all that is free
 * becomes holes, and no list may lead to it; with one what waits stays, and moves. O(blocks), a search of the table for each, and the bytes moved.
 */
// eslint-disable-next-line max-lines-per-function -- on an interpreter a call for each run costs as much as the run
export function compact(pool: Pool, budget: number, blocks: number, need: number, moved?: Moved): Slid {
  var w = pool.w;
  var top = topOf(pool);
  var table = pool.end - entriesOf(pool);
  // Looked up once; where the table is long, what it names is known.
  var canSearch = ENGINE !== 'host' && !!(w as Searching).indexOf;
  var first = wordAt(Place.First, pool);
  var k = wordAt(w[Control.Slide], pool);
  var looks = blocks < Work.All ? blocks * Work.Looks : blocks;
  var names = namesOf(pool);
  var moves = w[Control.Moves] + 1;
  var isWhole = !moved && budget === 1 / 0 && blocks === Work.All;
  var isClean: boolean;
  // The hole that ends at k, or 0; the run that is being moved into it, its blocks, and where it has to end.
  var to = 0;
  var header: number;
  var from: number;
  var count: number;
  var limit: number;
  var next: number;
  var e: number;
  if (isWhole || k < first) k = first;
  isClean = k === first || w[Control.Refused] === Refused.Round;
  w[Note.C] = 0;
  w[Control.State] = State.Moving;
  for (;;) {
    if (!to) {
      k = skip(pool, k, looks);
      if (looks < Work.All >> 1) looks = w[Note.B];
    }
    if (k >= top) {
      lowerTop(pool, to);
      if (isClean) break;
      // Once more, for what was left below.
      top = topOf(pool);
      names = namesOf(pool);
      k = first;
      to = 0;
      isClean = true;
      continue;
    }
    if (looks-- <= 0) return pause(pool, k, to, isClean);
    header = w[k];
    if (to && (header < Header.Pin ? header : (!isWhole || header > Header.Sentinel) && moreAt(pool, k, isWhole))) {
      if (blocks <= 0 || budget <= 0) return pause(pool, k, to, isClean);
      from = k;
      count = moved ? 1 : blocks;
      limit = budget < 2 * (top - k) ? k + ((budget + 1) >> 1) : top;
      w[Note.B] = 0;
      w[Note.A] = placeOf(k, pool);
      w[Note.C] = placeOf(to, pool);
      do {
        header = w[k];
        next = k + ((header < Header.Pin ? header & Header.Size : moreAt(pool, k, isWhole)) << shiftOf(pool));
        if (next === k || next > top) break;
        e = canSearch
          ? (w as Searching).indexOf!(placeOf(k, pool), table)
          : wordNaming(pool, placeOf(k, pool), table, names);
        if (e < 0) break;
        w[e] = placeOf(k - from + to, pool);
        k = next;
      } while (--count && k < limit);
      if (k === from) return giveUp(pool);
      count = (moved ? 1 : blocks) - count;
      w[Note.B] = count;
      w[Control.Moves] = moves;
      moveRun(pool, from, k, to);
      blocks -= count;
      budget -= 2 * (k - from);
      to += k - from;
      if (moved && !tell(pool, moved, from, to - k + from)) return Slid.Stopped;
    } else if (isWhole && header >= Header.Free && header < Header.Big) {
      // A free block that is small, as most are: a hole, with what passOver does.
      e = canSearch
        ? (w as Searching).indexOf!(placeOf(k, pool), table)
        : wordNaming(pool, placeOf(k, pool), table, names);
      next = k + ((header & Header.Size) << shiftOf(pool));
      if (e < 0 || next === k || next > top) return giveUp(pool);
      w[e] = Entry.Retired + ((header >> Header.GenerationShift) & Header.Generations);
      w[Control.Checksum] -= header - Header.Free;
      w[Control.Holes] += header & Header.Size;
      w[Control.Free]++;
      if (to) w[to + 1] += header & Header.Size;
      else {
        w[k + 1] = header & Header.Size;
        w[k] = 0;
        to = k;
      }
      k = next;
    } else {
      next = passOver(pool, k, to, names, isWhole);
      if (!next) return giveUp(pool);
      if (w[k]) to = 0;
      else if (to) w[to + 1] += w[k + 1];
      else to = k;
      k = next;
      if (to && w[to + 1] >= need) return pause(pool, k, to, isClean);
    }
  }
  stop(pool);
  return Slid.Wholly;
}
