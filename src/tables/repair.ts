/**
 * A pool whose call was cut off in the middle: Ctrl-C, out of memory, a worker that died. What State says is finished
 * first, from its notes. Then blocks and holes tile the pool, and all but one of the used blocks are named by an entry: that
 * one was nobody's yet, or is nobody's any more. The rest is made anew from them. Can itself be cut off anywhere.
 */

import { Fault, refuse } from '../core/faults.ts';
import { end, generationAt, handleOf, isFree, weightOf } from './block.ts';
import { moveRun, stop } from './compact.ts';
import { Control, Entry, Header, Note, Place, type Pool, State } from './layout.ts';
import { granulesAt, granulesIn, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { finishPush, finishResize } from './resize.ts';
import { blockOf, countFree, entryOf, freeEntry, namesOf } from './table.ts';
import { Broken, isHeader, verify } from './verify.ts';

/** The sum of the handles of all used blocks, modulo 2^32, in a sound pool. O(entries). */
export function sumOf(pool: Pool): number {
  var w = pool.w;
  var i = w[Control.Entries];
  var sum = 0;
  var k: number;
  for (; i; i--) {
    k = blockOf(pool, i);
    if (w[pool.end - i] < Entry.Retired && !isFree(w[generationAt(pool, k)]))
      sum = (sum + handleOf(w[generationAt(pool, k)], i)) | 0;
  }
  return sum;
}

/** Whether a block of the pool can be at `place`, with so many granules. */
function isInside(pool: Pool, place: number, granules: number): boolean {
  var k = wordAt(place, pool);
  return (
    granules > 0 &&
    place >= Place.First &&
    k + (granules << shiftOf(pool)) < pool.end - pool.w[Control.Entries] &&
    !((k - wordAt(Place.First, pool)) & ((1 << shiftOf(pool)) - 1))
  );
}

/** Where so many used blocks end, the first of them at `k`; 0 where they are none. Reads only. */
function pastBlocks(pool: Pool, k: number, count: number): number {
  var granules: number;
  for (; count; count--) {
    granules = k < topOf(pool) ? granulesIn(pool.w[k]) : 0;
    if (!granules || k + (granules << shiftOf(pool)) > topOf(pool)) return 0;
    k += granules << shiftOf(pool);
  }
  return k;
}

/** How many blocks from `k` on have entries that say already that they are `by` words lower: their run was cut off before it moved. */
function countNamed(pool: Pool, k: number, by: number): number {
  var count = 0;
  var next: number;
  while (k && k < topOf(pool) && pool.w[k] && entryOf(pool, placeOf(k - by, pool), 0, null)) {
    next = pastBlocks(pool, k, 1);
    if (!next) return count;
    k = next;
    count++;
  }
  return count;
}

/** Finish the move of a run from `a` to `c`, of `count` blocks if that is known. False when there can be no such. */
function finishRun(pool: Pool, a: number, c: number, count: number): boolean {
  var k = wordAt(a, pool);
  var to = wordAt(c, pool);
  var isMoved: boolean;
  var end: number;
  if (!isInside(pool, a, 1) || !isInside(pool, c, 1) || c >= a) return false;
  isMoved = pool.w[to] > 0;
  if (isMoved && !count) return false;
  if (!count) count = countNamed(pool, k, k - to);
  end = isMoved ? pastBlocks(pool, to, count) + k - to : pastBlocks(pool, k, count);
  if (end <= k || end > topOf(pool)) return !count;
  pool.w[Note.B] = count;
  moveRun(pool, k, end, to);
  return true;
}

/** Finish the step that was cut off. False when its notes cannot be such. */
function finishStep(pool: Pool): boolean {
  var w = pool.w;
  var state = w[Control.State];
  var a = w[Note.A];
  var b = w[Note.B];
  var c = w[Note.C];
  var place: number;
  if (state === State.Moving && c) {
    if (!finishRun(pool, a, c, b)) return false;
  } else if (state === State.Resizing) {
    if (!b || c < b || !isInside(pool, a, c) || !(w[Note.D] & Header.GenerationBits)) return false;
    finishResize(pool);
  } else if (state === State.Pushing) {
    if (!b || !c || c > w[Control.Entries] + 1 || !isInside(pool, a, b)) return false;
    place = w[w[Control.Entries] & 1 ? Note.D : Note.E];
    if (c > w[Control.Entries] && (place < a || !isInside(pool, place, b))) return false;
    finishPush(pool);
  }
  w[Control.State] = State.Changing;
  return true;
}

/** Whether blocks and holes tile the pool, and all but one of the blocks have an entry, and each entry its own. Reads only. */
function canRebuild(pool: Pool): boolean {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(Place.First, pool);
  var names = namesOf(pool);
  var named = 0;
  var orphans = 0;
  var i = 0;
  var next: number;
  for (; k < top; k = next) {
    next = k + (granulesAt(w, k) << shiftOf(pool));
    if (next === k || next > top || (w[k] && !isHeader(pool, k, next))) return false;
    if (w[k]) {
      i = entryOf(pool, placeOf(k, pool), i, names);
      if (i) named++;
      else if (!isFree(w[generationAt(pool, k)])) orphans++;
    }
  }
  for (i = w[Control.Entries]; i; i--) if (w[pool.end - i] < Entry.Retired) named--;
  return k === top && !named && orphans < 2;
}

/** Make a hole of each block that nobody has, join holes, and count. Returns the word of the hole that ends at the top, or 0. */
function rebuildBlocks(pool: Pool): number {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(Place.First, pool);
  var names = namesOf(pool);
  var hole = 0;
  var i = 0;
  var granules: number;
  var generation: number;
  w[Control.Holes] = w[Control.Checksum] = 0;
  for (; k < top; k += granules << shiftOf(pool)) {
    granules = granulesAt(w, k);
    if (w[k]) {
      i = entryOf(pool, placeOf(k, pool), i, names);
      generation = w[generationAt(pool, k)];
      if (i && isFree(generation)) freeEntry(pool, i, generation & Header.GenerationBits);
      if (!i || isFree(generation)) {
        w[k + 1] = granules;
        w[k] = 0;
      }
    }
    if (w[k]) {
      w[Control.Checksum] += weightOf(pool, k);
      hole = 0;
    } else {
      w[Control.Holes] += granules;
      if (hole) w[hole + 1] += granules;
      else hole = k;
    }
  }
  return hole;
}

/** Make everything but blocks, holes and the entries of used blocks anew. */
function rebuild(pool: Pool): void {
  var w = pool.w;
  var i: number;
  var hole: number;
  w[Control.State] = State.Changing;
  w[Control.Valid] = 0;
  for (i = Header.SmallGranules; i; i--) w[i] = 0;
  w[topOf(pool)] = Header.Sentinel;
  hole = rebuildBlocks(pool);
  if (hole) {
    w[Control.Holes] -= w[hole + 1];
    w[Control.Top] = placeOf(hole, pool);
    w[hole] = Header.Sentinel;
  }
  stop(pool);
  w[Control.Free] = w[Control.Depth] = 0;
  for (i = w[Control.Entries]; i; i--) if (w[pool.end - i] > Entry.Retired) countFree(pool, i);
  end(pool);
}

/** See repair in index.ts. */
export function mend(pool: Pool): boolean {
  var broken = verify(pool) & 15;
  if (!broken) return true;
  if (broken !== Broken.CutOff || !finishStep(pool) || !canRebuild(pool)) return !!refuse(pool.u8, Fault.Corrupt);
  rebuild(pool);
  return true;
}
