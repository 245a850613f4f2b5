/** The table: taking and giving back entries, and which one names a block. See layout.ts. */

import { ENGINE } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Control, Entry, Header, type Pool } from './layout.ts';
import { entriesOf, gapWith, wordAt } from './pool.ts';

/** What typed arrays have on the boards' engines, but not on each one that tests run on. */
interface Searching {
  indexOf?(value: number): number;
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

/** The entry from `entries` down that holds `value`, or 0. O(entries), by the engine's own search where it has one. */
function search(pool: Pool, value: number, entries: number): number {
  var table = pool.w.subarray(pool.end - entries, pool.end);
  var at: number;
  if (!entries) return 0;
  if ((table as Searching).indexOf) {
    at = (table as Searching).indexOf!(value);
    return at < 0 ? 0 : entries - at;
  }
  while (entries && pool.w[pool.end - entries] !== value) entries--;
  return entries;
}

/** The entry that names `place`, or 0. Blocks that follow each other often have entries that do: `hint` is the one below. */
export function entryOf(pool: Pool, place: number, hint: number, names: Names): number {
  var w = pool.w;
  var entries: number;
  if (ENGINE === 'host' && names) return names[place];
  entries = entriesOf(pool);
  return hint < entries && w[pool.end - hint - 1] === place ? hint + 1 : search(pool, place, entries);
}

/** Words that a new entry takes: more than one when those to come before it are used up. */
function wordsOfNew(pool: Pool): number {
  var w = pool.w;
  if (w[Control.Entries] >= Entry.Most) return Entry.Most;
  return w[Control.Mark] < Header.Generations || w[Control.Entries] >= w[Control.High]
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

/** A free entry that is not in the list. O(entries). */
function findFree(pool: Pool): number {
  var i = entriesOf(pool);
  while (i && pool.w[pool.end - i] <= Entry.Retired) i--;
  return i;
}

/** One entry more, free, for which there is room; those before it that are used up come with it, retired. Returns its number. */
function addEntry(pool: Pool): number {
  var w = pool.w;
  var words = wordsOfNew(pool);
  var i = w[Control.Entries];
  var generation: number;
  for (; words && i < pool.end - 1; words--) {
    generation = w[Control.Mark] + 1;
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
 * How short the table can be cut: entries at its end that have no block go, but not below those that have room kept for
 * them, and with `isNew` one free entry stays. O(such entries).
 */
function leastEntries(pool: Pool, isNew: boolean): number {
  var w = pool.w;
  var i = entriesOf(pool);
  var free = w[Control.Free] - (isNew ? 1 : 0);
  for (; i > w[Control.Handles] && w[pool.end - i] >= Entry.Retired; i--) {
    if (w[pool.end - i] > Entry.Retired && --free < 0) return i;
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
  if (generation > w[Control.Mark]) w[Control.Mark] = generation;
  w[Control.Entries]--;
}

/**
 * Make `granules` granules of gap out of what the list takes, and of entries at the table's end that have no block; with
 * `isNew` one free entry stays. Whether it could: if not, nothing is changed. Cuts no more than it must, as that wears
 * entries: those made again start above every generation that was handed out. O(entries cut).
 */
export function trim(pool: Pool, granules: number, isNew: boolean): boolean {
  var w = pool.w;
  var least = leastEntries(pool, isNew);
  // What is cut would have to be made again; and a count that was overwritten names no entry.
  if ((isNew && !w[Control.Free]) || w[Control.Entries] >= pool.end || granules > gapWith(pool, least)) return false;
  w[Control.Depth] = 0;
  while (w[Control.Entries] > least && granules > gapWith(pool, w[Control.Entries])) cutEntry(pool);
  return true;
}

/** The word of the block of entry `i`. */
export function blockOf(pool: Pool, i: number): number {
  return wordAt(pool.w[pool.end - i], pool);
}
