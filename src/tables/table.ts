/** The table: taking and giving back entries, and which one names a block. See layout.ts. */

import { ENGINE } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Control, Entry, Header, type Pool, Work } from './layout.ts';
import { entriesOf, gapWith, markOf, pauseOf, wordAt } from './pool.ts';

/** What typed arrays have on the boards' engines, but not on each one that tests run on. */
export interface Searching {
  indexOf?(value: number, from: number): number;
}

/** Entries by place: for tables so long that a search for each block would take for ever. Boards have no such, and no room for it. */
export type Names = Uint16Array | null;

const enum Long {
  Entries = 512,
}

/** Names of a long table, else null. O(entries). */
export function namesOf(pool: Pool): Names {
  var i = ENGINE === 'host' ? entriesOf(pool) : 0;
  var names: Uint16Array;
  if (ENGINE !== 'host' || i < Long.Entries) return null;
  names = new Uint16Array(Entry.Most + 2);
  for (; i; i--) names[pool.w[pool.end - i]] = i;
  return names;
}

/**
 * The word from `at` on, where the table begins, that holds `place`; less than 0 when none does. The word behind the table is no place.
 * O(entries), by the engine's own search where it has one.
 */
export function wordNaming(pool: Pool, place: number, at: number, names: Names): number {
  var w = pool.w;
  if (ENGINE === 'host' && names) return names[place] ? pool.end - names[place] : -1;
  if ((w as Searching).indexOf) return (w as Searching).indexOf!(place, at);
  while (at < pool.end && w[at] !== place) at++;
  return at < pool.end ? at : -1;
}

/** The entry that names `place`, or 0. Blocks that follow each other often have entries that do: `hint` is the one below. */
export function entryOf(pool: Pool, place: number, hint: number, names: Names): number {
  var entries = entriesOf(pool);
  var at: number;
  if (hint < entries && pool.w[pool.end - hint - 1] === place) return hint + 1;
  at = wordNaming(pool, place, pool.end - entries, names);
  // What was written behind the table is no entry.
  return at < 0 || at >= pool.end ? 0 : pool.end - at;
}

/** Words that a new entry takes: more than one when those to come before it are used up. */
function wordsOfNew(pool: Pool): number {
  var w = pool.w;
  if (w[Control.Entries] >= Entry.Most) return Entry.Most;
  return markOf(pool) < Header.Generations || w[Control.Entries] >= w[Control.High]
    ? 1
    : w[Control.High] - w[Control.Entries] + 1;
}

/** Words of table and list once an entry is taken. */
export function wordsWithOne(pool: Pool): number {
  var w = pool.w;
  var depth = w[Control.Depth];
  return w[Control.Entries] + (depth ? depth - 1 : w[Control.Free] ? 0 : wordsOfNew(pool));
}

/** Entry `i` has no block any more, and its next one, if any, has `generation`: in place, and 0 after the last one. */
export function freeEntry(pool: Pool, i: number, generation: number): void {
  pool.w[pool.end - i] = Entry.Retired + (generation >> Header.GenerationShift);
}

/** Count a free entry, and note its number in the list if there is room; one that retired is neither. O(1). */
export function countFree(pool: Pool, i: number): void {
  var w = pool.w;
  var at = pool.end - w[Control.Entries] - w[Control.Depth] - 1;
  if (w[pool.end - i] === Entry.Retired) return;
  w[Control.Free]++;
  if (wordAt(w[Control.Top], pool) < at) {
    w[at] = i;
    w[Control.Depth]++;
  }
}

/** The upper byte of an entry that is retired, or free before its 256th generation. The words of places are odd, so that no lower byte is that. */
const enum Byte {
  Free = 254,
}

/** The first word from `at` on of an entry that is free, looked for one by one; `end` when none is. O(entries). */
function eachFree(pool: Pool, at: number): number {
  var w = pool.w;
  var end = pool.end;
  while (w[at] <= Entry.Retired && at < end) at++;
  return at;
}

/** A free entry that is not in the list. O(entries), by the engine's own search where it has one. */
function findFree(pool: Pool): number {
  var end = pool.end;
  var from = end - entriesOf(pool);
  var at = from;
  if (ENGINE === 'host' || !(pool.u8 as Searching).indexOf) return end - eachFree(pool, from);
  // The word behind the table is retired.
  do at = ((pool.u8 as Searching).indexOf!(Byte.Free, pool.base + 2 * at) - pool.base) >> 1;
  while (pool.w[at] === Entry.Retired && at++ < end);
  return end - (at >= from && at < end ? at : eachFree(pool, from));
}

/** One entry more, free, for which there is room; those before it that are used up come with it, retired. Returns its number. */
function addEntry(pool: Pool): number {
  var w = pool.w;
  var words = wordsOfNew(pool);
  var i = w[Control.Entries];
  var generation: number;
  for (; words && i < pool.end - 1; words--) {
    generation = markOf(pool) + 1;
    if (++i > w[Control.High]) {
      w[Control.High] = i;
      generation = 1;
    }
    w[pool.end - i] = Entry.Retired + (generation & Header.Generations);
    w[Control.Entries] = i;
  }
  w[Control.Free] = 1;
  return i;
}

/** Take a free entry for a block: a listed one, one that is looked for, or a new one. Returns its number, or 0 and a fault. */
export function takeEntry(pool: Pool): number {
  var w = pool.w;
  var i = w[Control.Depth] ? pool.end - w[Control.Entries] - w[Control.Depth]-- : 0;
  i = i > 0 ? w[i] : w[Control.Free] ? findFree(pool) : addEntry(pool);
  if (!i || i > w[Control.Entries] || i >= pool.end || w[pool.end - i] <= Entry.Retired)
    return refuse(pool.u8, Fault.Corrupt);
  w[Control.Free]--;
  return i;
}

/**
 * How short the table can be cut by `most` entries: those at its end that have no block go, but not below those that have room kept for
 * them, and with `isNew` one free entry stays. O(such entries).
 */
function leastEntries(pool: Pool, isNew: boolean, most: number): number {
  var w = pool.w;
  var i = entriesOf(pool);
  var free = w[Control.Free] - (isNew ? 1 : 0);
  for (; most && i > w[Control.Handles] && w[pool.end - i] >= Entry.Retired; i--) {
    if (w[pool.end - i] > Entry.Retired && --free < 0) return i;
    most--;
  }
  return i;
}

/** Forget the last entry, which has no block; but not above which generation it is to begin when it is made again. */
function cutEntry(pool: Pool): void {
  var w = pool.w;
  // The generation that a free entry would have given to its next block was not handed out.
  var generation = w[pool.end - w[Control.Entries]] - Entry.Retired;
  if (generation) w[Control.Free]--;
  generation = generation ? generation - 1 : Header.Generations;
  if (generation > markOf(pool)) w[Control.Mark] += generation - markOf(pool);
  w[Control.Entries]--;
}

/** What trim returns. */
export const enum Trimmed {
  /** It could not, and nothing is changed. */
  Not = 0,
  /** There is room. */
  Enough = 1,
  /** A pause is set: there may be more to cut. */
  Partly = 2,
}

/**
 * Make `granules` granules of gap out of what the list takes, and of entries at the table's end that have no block; with
 * `isNew` one free entry stays. Cuts no more than it must, as that wears entries: those made again start above every
 * generation that was handed out. O(entries cut), or a few of them where a pause is set.
 */
export function trim(pool: Pool, granules: number, isNew: boolean): Trimmed {
  var w = pool.w;
  var most = pauseOf(pool) < Work.All ? pauseOf(pool) * Work.Cut : Work.All;
  var least: number;
  // What is cut would have to be made again; and a count that was overwritten names no entry.
  if ((isNew && !w[Control.Free]) || w[Control.Entries] >= pool.end || granules > gapWith(pool, 0)) return Trimmed.Not;
  least = leastEntries(pool, isNew, most);
  if (granules > gapWith(pool, least) && w[Control.Entries] - least < most) return Trimmed.Not;
  w[Control.Depth] = 0;
  while (w[Control.Entries] > least && granules > gapWith(pool, w[Control.Entries])) cutEntry(pool);
  return granules > gapWith(pool, w[Control.Entries]) ? Trimmed.Partly : Trimmed.Enough;
}

/** The word of the block of entry `i`. */
export function blockOf(pool: Pool, i: number): number {
  return wordAt(pool.w[pool.end - i], pool);
}
