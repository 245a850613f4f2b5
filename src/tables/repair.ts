/**
 * A tables pool whose owner died in the middle of a call. Once the call in hand is undone or finished,
 * by what it noted before it began, blocks and holes tile the pool again, and they, with the entries of
 * blocks that are not spares, say everything; the rest is made anew from them. Used by sync; not in other
 * bundles. Each function can be called again after it was itself cut short.
 */

import { claim, generationAt, handleOf, isFreeAt, linkSpare, setTop, weightOf } from './block.ts';
import { Control, Header, Place, type Pool, State } from './layout.ts';
import { blockOf, granulesAt, granulesIn, limitFor, placeOf, shiftOf, topOf, wordAt } from './pool.ts';


/** Whether this is the header of a free block. */
function isFree(header: number): boolean {
  return header >= Header.Free && header < Header.Big;
}

/** The sum of the handles of all used blocks, modulo 2^32, in a sound pool. O(entries). */
export function sumOf(pool: Pool): number {
  var w = pool.w;
  var i = w[Control.Entries];
  var sum = 0;
  var k: number;
  for (; i; i--) {
    k = blockOf(pool, i);
    if (w[pool.end - i] >= Place.First && !isFree(w[k])) sum = (sum + handleOf(w[generationAt(pool, k)], i)) | 0;
  }
  return sum;
}

/** Undo an alloc: control words and the spare at the head of the list as they were, and the block that waited in a slot. */
export function undoAlloc(pool: Pool, top: number, entries: number, limit: number, place: number, header: number, i: number, slotted: number): void {
  var w = pool.w;
  var k: number;
  if (place !== Place.Retired) {
    k = wordAt(place, pool);
    w[k + 1] = i;
    w[k] = header;
  }
  setTop(pool, wordAt(top, pool));
  w[Control.Entries] = entries;
  w[Control.Limit] = limit;
  if (slotted) {
    k = blockOf(pool, slotted);
    if (!isFree(w[k])) w[k] += Header.Free;
    w[granulesIn(w[k])] = slotted;
  }
}

/** Finish the dealloc of the block at `k` that had this header. */
export function finishDealloc(pool: Pool, handle: number, k: number, header: number): void {
  var w = pool.w;
  var i = handle & 65535;
  var generation = (handle >> 16) << Header.GenerationShift;
  var granules = granulesIn(header);
  var unit = 1 << shiftOf(pool);
  var isLast = generation === Header.Last;
  // With what is made a hole: none where the top was lowered to it already.
  if (isLast) w[pool.end - i] = Place.Retired;
  else w[k + 1] = i;
  if (isLast) unit = 0;
  if ((isLast || granules > 1) && topOf(pool) > k + unit) {
    w[k + unit + 1] = isLast ? granules : granules - 1;
    w[k + unit] = 0;
  }
  if (!isLast) w[k] = generation + Header.Generation + Header.Free + 1;
}

/** Finish a resize in place of the block at `k`, which had `had` granules and gets `granules`. */
export function finishResize(pool: Pool, handle: number, k: number, had: number, granules: number): void {
  var w = pool.w;
  var end = k + (granules << shiftOf(pool));
  if (granules < had && topOf(pool) > end) {
    w[end + 1] = had - granules;
    w[end] = 0;
  }
  claim(pool, k, granules, (handle >> 16) << Header.GenerationShift);
  if (granules > had) setTop(pool, end);
}

/**
 * Finish or undo the copying of a block from `k`, where it had `had` granules, to `to`, where it gets
 * `granules`: as long as the old header is there, so is the old block; once it is gone, the copy is whole.
 */
export function finishCopy(pool: Pool, handle: number, k: number, had: number, to: number, granules: number): void {
  var w = pool.w;
  var i = handle & 65535;
  if (w[k]) {
    setTop(pool, to);
    w[pool.end - i] = placeOf(k, pool);
  } else {
    w[k + 1] = had;
    claim(pool, to, granules, (handle >> 16) << Header.GenerationShift);
    w[pool.end - i] = placeOf(to, pool);
    setTop(pool, to + (granules << shiftOf(pool)));
  }
}

/**
 * Move the block of entry `i`, `granules` long, from `k` down to `to`, where a hole of `hole` granules ends
 * at the block; or finish that: no header is 0, so the one at `to` tells whether the block is there already.
 */
export function moveDown(pool: Pool, i: number, k: number, to: number, granules: number, hole: number): void {
  var w = pool.w;
  var words = granules << shiftOf(pool);
  if (!w[to]) (w as any as CopyWithin).copyWithin(to, k, k + words);
  w[to + words + 1] = hole;
  w[to + words] = 0;
  if (!isFree(w[to])) w[pool.end - i] = placeOf(to, pool);
}

/** What a walk over the blocks finds, and the entries say. */
interface Found {
  /** By entry: 1 when a spare has it. */
  isSpare: Uint8Array;
  /** Entry by place, of used blocks and those that wait in slots. */
  entryAt: Uint16Array;
  /** Headers of spares, and of free blocks that wait in slots. */
  spares: number[];
  slotted: number[];
  /** Used and slotted blocks, less entries that name them. */
  surplus: number;
}

/** Fill `found`; whether all fits together. Changes nothing. */
function survey(pool: Pool, found: Found): boolean {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(Place.First, pool);
  var i: number;
  var granules: number;
  for (; k < top; k += granules << shiftOf(pool)) {
    granules = granulesAt(w, k);
    if (!granules || k + (granules << shiftOf(pool)) > top) return false;
    i = w[k + 1];
    if (w[k] && !isFreeAt(pool, k, 1)) {
      if (isFree(w[k])) found.slotted.push(k);
      found.surplus++;
    } else if (w[k]) {
      if (!i || i > w[Control.Entries] || found.isSpare[i]++) return false;
      found.spares.push(k);
    }
  }
  for (i = w[Control.Entries]; i; i--) {
    if (found.isSpare[i]) continue;
    k = w[pool.end - i];
    if (k !== Place.Retired) {
      if (k < Place.First || k >= w[Control.Top] || found.entryAt[k]) return false;
      found.entryAt[k] = i;
      found.surplus--;
    }
  }
  for (k = wordAt(Place.First, pool); k < top; k += granulesAt(w, k) << shiftOf(pool)) {
    if (w[k] && !isFreeAt(pool, k, 1) && !found.entryAt[placeOf(k, pool)]) return false;
  }
  return !found.surplus;
}

/** Merge holes, lower the top over the last one, and count what is counted. */
function recount(pool: Pool): void {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(Place.First, pool);
  var hole = 0;
  var holes = 0;
  var checksum = 0;
  var granules: number;
  for (; k < top; k += granules << shiftOf(pool)) {
    granules = granulesAt(w, k);
    if (w[k]) {
      checksum += weightOf(pool, k);
      hole = 0;
    } else {
      holes += granules;
      if (hole) w[hole + 1] += granules;
      else hole = k;
    }
  }
  if (hole) {
    holes -= (top - hole) >> shiftOf(pool);
    top = hole;
  }
  setTop(pool, top);
  w[Control.Holes] = holes;
  w[Control.Checksum] = checksum;
}

/**
 * Make everything but blocks, holes and the entries of used blocks anew; what waited in slots becomes
 * spares. Returns the entry of each place where a used block is, or null when things do not fit
 * together, and then nothing was changed but slot 1. O(blocks).
 */
export function rebuild(pool: Pool): Uint16Array | null {
  var w = pool.w;
  var entries = w[Control.Entries];
  var unit = 1 << shiftOf(pool);
  var found: Found;
  var k: number;
  var i = w[1];
  if (w[Control.Top] < Place.First || w[Control.Top] > w[Control.Limit] || w[Control.Limit] > limitFor(pool, entries)) return null;
  // A free block of one granule looks like a spare, but that its entry does not stand in it.
  if (i && i <= entries && isFreeAt(pool, blockOf(pool, i), 1)) w[blockOf(pool, i) + 1] = i;
  w[1] = 0;
  found = { isSpare: new Uint8Array(entries + 1), entryAt: new Uint16Array(w[Control.Top] + 1), spares: [], slotted: [], surplus: 0 };
  if (!survey(pool, found)) return null;
  for (i = found.slotted.length; i--; ) {
    k = found.slotted[i];
    w[k + 1] = found.entryAt[placeOf(k, pool)];
    found.entryAt[placeOf(k, pool)] = 0;
    w[k + unit + 1] = granulesIn(w[k]) - 1;
    w[k + unit] = 0;
    w[k] = (w[k] & Header.GenerationBits) + Header.Free + 1;
    found.spares.push(k);
  }
  for (i = Control.Top; --i; ) w[i] = 0;
  recount(pool);
  w[Control.Spare] = Place.Retired;
  for (i = found.spares.length; i--; ) linkSpare(pool, found.spares[i], w[found.spares[i] + 1]);
  w[Control.Valid] = entries;
  w[Control.State] = State.Idle;
  return found.entryAt;
}
