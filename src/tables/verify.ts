/**
 * The invariants of layout.ts, checked word by word. `attach` refuses a pool that breaks one, and `check` puts the
 * answer in words. Reads only; no index leaves the pool, whatever it finds.
 */

import { ENGINE, LARGE_HEAPS } from '../board.ts';
import { generationAt, isFree, isPinned, weightOf } from './block.ts';
import { Control, Entry, Header, List, Place, type Pool, Refused, State } from './layout.ts';
import { gapWith, granulesAt, granulesIn, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { entryOf, type Names, namesOf } from './table.ts';

/** Numbers of invariants. */
export const enum Broken {
  Tiles = 1,
  Checksum = 2,
  Holes = 3,
  Entries = 4,
  Lists = 5,
  Control = 6,
  /** A call was cut off in the middle. */
  CutOff = 7,
}

/** What a walk over the blocks finds. @internal */
interface BlockCounts {
  /** The word where the walk is, or ended. */
  k: number;
  holes: number;
  checksum: number;
  /** Blocks, and those of them that are free: later, those that are in no list. */
  blocks: number;
  strays: number;
  /** Granules of the hole below, or 0; and of the largest hole. The word of the first hole that a block can move into, or 0. */
  hole: number;
  largest: number;
  firstHole: number;
  hasRover: boolean;
  hasSlide: boolean;
  /** The entry of the block below. */
  i: number;
}

/** Whether the control words bound everything that follows; while a call changes the pool, too. */
function isBounded(pool: Pool): boolean {
  var w = pool.w;
  return (
    pool.end > wordAt(Place.First, pool) + 1 &&
    w[pool.end] === Entry.Retired &&
    w[Control.Handles] > 0 &&
    w[Control.Entries] < pool.end &&
    w[Control.Entries] <= w[Control.High] &&
    w[Control.Top] >= Place.First &&
    topOf(pool) < pool.end - w[Control.Entries]
  );
}

/** Whether the control words are those of an idle pool. */
function isControlSound(pool: Pool): boolean {
  var w = pool.w;
  var words = w[Control.Entries] + w[Control.Depth];
  return (
    w[Control.State] === State.Idle &&
    w[Control.Valid] === w[Control.Entries] &&
    words <= Entry.Most &&
    gapWith(pool, words) >= 0 &&
    w[Control.Depth] <= w[Control.Free] &&
    w[Control.Free] <= w[Control.Entries]
  );
}

/** Whether the header at `k`, of a block that ends before word `end`, and the last word of a big one can be such. */
export function isHeader(pool: Pool, k: number, end: number): boolean {
  var w = pool.w;
  var header = w[k];
  var granules = granulesIn(header);
  var word = w[header < Header.Big ? k : end - 1];
  if (
    header > Header.Sentinel &&
    (granules <= Header.SmallGranules ||
      word >= Header.Big ||
      word & Header.Size ||
      (LARGE_HEAPS && granules > Header.ExactGranules && (granules & 3 || granules <= Header.ExactGranules)))
  )
    return false;
  return (word & Header.GenerationBits) > 0;
}

/** Count the block at `k`; whether an entry names it. */
function countBlock(pool: Pool, found: BlockCounts, names: Names): boolean {
  var w = pool.w;
  var k = found.k;
  var generation = w[generationAt(pool, k)];
  found.i = entryOf(pool, placeOf(k, pool), found.i, names);
  found.blocks++;
  found.checksum += weightOf(pool, k);
  if (generation >= Header.Free) found.strays++;
  if (found.hole && !found.firstHole && !isPinned(generation)) found.firstHole = k - (found.hole << shiftOf(pool));
  found.hole = 0;
  return found.i > 0;
}

/** The number of the invariant that the blocks break, or 0. */
function walkBlocks(pool: Pool, found: BlockCounts, names: Names): number {
  var w = pool.w;
  var top = topOf(pool);
  var rover = wordAt(w[Control.Rover], pool);
  var slide = wordAt(w[Control.Slide], pool);
  var k: number;
  var next: number;
  for (; found.k < top; found.k = next) {
    k = found.k;
    next = k + (granulesAt(w, k) << shiftOf(pool));
    if (next === k || next > top) return Broken.Tiles;
    if (k === rover) found.hasRover = true;
    if (k === slide) found.hasSlide = true;
    if (w[k]) {
      if (!isHeader(pool, k, next)) return Broken.Tiles;
      if (!countBlock(pool, found, names)) return Broken.Entries;
    } else {
      found.holes += w[k + 1];
      found.hole += w[k + 1];
      if (found.hole > found.largest) found.largest = found.hole;
    }
  }
  if (top === rover) found.hasRover = true;
  if (top === slide) found.hasSlide = true;
  return w[top] === Header.Sentinel ? 0 : Broken.Tiles;
}

/** The number of the invariant that the table breaks, or 0: as each of `blocks` blocks has an entry, no other one may name a place. */
function walkTable(pool: Pool, blocks: number): number {
  var w = pool.w;
  var i = w[Control.Entries];
  var free = 0;
  for (; i; i--) {
    if (w[pool.end - i] < Entry.Retired) blocks--;
    else if (w[pool.end - i] > Entry.Retired) free++;
  }
  return blocks ? Broken.Entries : free === w[Control.Free] ? 0 : Broken.Control;
}

/** Whether word `at` of the list is the first of its `words` before `end` that holds what it does. O(words). */
function isFirst(pool: Pool, at: number, end: number): boolean {
  var w = pool.w;
  var value = w[at];
  while (++at < end) if (w[at] === value) return false;
  return true;
}

/** Whether the list of free entries holds numbers of such, each once. */
function areListed(pool: Pool): boolean {
  var w = pool.w;
  var end = pool.end - w[Control.Entries];
  var at = end - w[Control.Depth];
  var seen = ENGINE === 'host' ? new Uint8Array(Entry.Most + 2) : null;
  for (; at < end; at++) {
    if (!w[at] || w[at] > w[Control.Entries] || w[pool.end - w[at]] <= Entry.Retired) return false;
    if (seen ? seen[w[at]]++ : !isFirst(pool, at, end)) return false;
  }
  return true;
}

/** Whether the block at `k` is free, and of the kind of that list. */
function isIn(pool: Pool, k: number, list: number): boolean {
  var header = pool.w[k];
  return header < Header.Big
    ? list > List.Big && ((header & Header.OtherBits) ^ Header.Free) === list
    : list === List.Big && isFree(pool.w[generationAt(pool, k)]);
}

/**
 * How many of the `free` blocks that were found are in no list; -1 when a list holds anything else, or one of them twice. Each entry
 * names a block or none.
 */
function countStrays(pool: Pool, free: number): number {
  var w = pool.w;
  var list: number = Header.SmallGranules;
  var i = w[list];
  var place: number;
  var k: number;
  while (list) {
    place = i && i <= w[Control.Entries] ? w[pool.end - i] : Entry.Retired;
    k = place < Entry.Retired ? wordAt(place, pool) : 0;
    if (!i) i = w[--list];
    else if (!k || !isIn(pool, k, list) || !free--) return -1;
    else i = w[k + 1];
  }
  return free;
}

/** The number of the invariant that is broken, or 0; `found` says what the walk found until then. */
function look(pool: Pool, found: BlockCounts): number {
  var w = pool.w;
  var state: number;
  var names: Names;
  var broken: number;
  var late: number;
  if (!isBounded(pool)) return Broken.Control;
  state = w[Control.State];
  if (state < State.Idle && state >= State.Pushing) return Broken.CutOff;
  if (!isControlSound(pool)) return Broken.Control;
  names = namesOf(pool);
  broken = walkBlocks(pool, found, names) || walkTable(pool, found.blocks);
  if (broken) return broken;
  found.strays = countStrays(pool, found.strays);
  if (found.strays < 0) return Broken.Lists;
  // Of a dealloc that was cut off the checksum may not know.
  late = (found.checksum - w[Control.Checksum]) & 65535;
  if (late & (Header.Generation - 1) || late >> Header.GenerationShift > found.strays) return Broken.Checksum;
  if (found.holes !== w[Control.Holes]) return Broken.Holes;
  if (w[Control.Refused] < Refused.Round && (found.firstHole || found.largest >= w[Control.Refused]))
    return Broken.Holes;
  if (w[Control.Refused] === Refused.Round && found.firstHole && found.firstHole < wordAt(w[Control.Slide], pool))
    return Broken.Holes;
  if (!found.hasRover || !found.hasSlide) return Broken.Control;
  return areListed(pool) ? (found.strays ? Broken.CutOff : 0) : Broken.Lists;
}

/**
 * 0 when the pool is sound, else the number of a broken invariant + 16 x the byte address of the
 * payload where it shows. O(blocks), and a search of the table for each.
 */
export function verify(pool: Pool): number {
  var found: BlockCounts = {
    k: wordAt(Place.First, pool),
    holes: 0,
    checksum: 0,
    blocks: 0,
    strays: 0,
    hole: 0,
    largest: 0,
    firstHole: 0,
    hasRover: false,
    hasSlide: false,
    i: 0,
  };
  var broken = look(pool, found);
  return broken ? broken + 16 * (pool.base + 2 * found.k + 2) : 0;
}
