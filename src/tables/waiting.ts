/** Blocks that were freed and wait in lists, each with its entry, to be used again. */

import { claim, generationAt, handleOf, isFree, makeHole, weightOf } from './block.ts';
import { Control, Entry, Header, List, type Pool, Work } from './layout.ts';
import { granulesIn, shiftOf } from './pool.ts';
import { blockOf, countFree, freeEntry } from './table.ts';

/** Make a hole of the block at `k`, which entry `i` names and nobody holds; its next generation is `generation`, in place. */
export function dissolve(pool: Pool, k: number, i: number, granules: number, generation: number): void {
  // First the entry: a block that none names is a hole for who repairs the pool.
  freeEntry(pool, i, generation);
  makeHole(pool, k, granules);
  countFree(pool, i);
}

/** Granules of the block of entry `i` if it is free and of the kind of that list, else 0: something wrote to the list, or it ends here. */
function waitingAt(pool: Pool, i: number, list: number): number {
  var w = pool.w;
  var k = pool.end > i ? blockOf(pool, i) : pool.end;
  var granules: number;
  if (k >= pool.end) return 0;
  if (list !== List.Big) return ((w[k] & Header.OtherBits) ^ Header.Free) === list ? list : 0;
  granules = w[k] > Header.Sentinel ? granulesIn(w[k]) : 0;
  return granules > Header.SmallGranules &&
    k + (granules << shiftOf(pool)) <= pool.end &&
    isFree(w[generationAt(pool, k)])
    ? granules
    : 0;
}

/** The same where it may be in the list of big blocks alone. */
function bigIn(pool: Pool, i: number, list: number): number {
  return list === List.Big ? waitingAt(pool, i, list) : 0;
}

/** Granules of blocks that wait in lists, `enough` or more of them, or those of `left` blocks. Reads only. O(those). */
export function waiting(pool: Pool, enough: number, left: number): number {
  var list: number = Header.SmallGranules;
  var w = pool.w;
  var i = w[list];
  var found = 0;
  var k: number;
  var granules: number;
  while (list && found < enough && left) {
    k = pool.end > i ? blockOf(pool, i) : pool.end;
    granules = i && (k < pool.end && ((w[k] & Header.OtherBits) ^ Header.Free) === list ? list : bigIn(pool, i, list));
    if (granules) {
      found += granules;
      left--;
      i = w[k + 1];
    } else i = w[--list];
  }
  return found;
}

/** Forget all lists: a compaction that goes to the end makes holes of what was in them, wherever that is. */
export function dropLists(pool: Pool): void {
  var list: number = Header.SmallGranules;
  for (; list; list--) pool.w[list] = 0;
}

/** Take a block of `least` to `most` granules, one of the first, out of a list. Returns its entry, or 0: there is none. O(1). */
function pop(pool: Pool, list: number, least: number, most: number): number {
  var w = pool.w;
  var from = list;
  var looks: number = List.Looks;
  var i = w[from];
  var size: number;
  while (i && looks--) {
    size = waitingAt(pool, i, list);
    if (!size) return (w[from] = 0);
    if (size >= least && size <= most) {
      w[from] = w[blockOf(pool, i) + 1];
      return i;
    }
    from = blockOf(pool, i) + 1;
    i = w[from];
  }
  return 0;
}

/** Make holes of at most `most` blocks that wait in lists. Returns how many it were. O(those). */
export function settle(pool: Pool, most: number): number {
  var w = pool.w;
  var list: number = Header.SmallGranules;
  var count = 0;
  var i: number;
  var k: number;
  var granules: number;
  var generation: number;
  while (list && count < most) {
    i = w[list];
    k = pool.end > i ? blockOf(pool, i) : pool.end;
    granules = i && (k < pool.end && ((w[k] & Header.OtherBits) ^ Header.Free) === list ? list : bigIn(pool, i, list));
    if (granules) {
      w[list] = w[k + 1];
      generation = w[list === List.Big ? k + (granules << shiftOf(pool)) - 1 : k];
      w[Control.Checksum] -= (list === List.Big ? w[k] : 0) + generation - Header.Free;
      // First the entry: a block that none names is a hole for who repairs the pool.
      w[pool.end - i] = Entry.Retired + ((generation >> Header.GenerationShift) & Header.Generations);
      makeHole(pool, k, granules);
      countFree(pool, i);
      count++;
    } else {
      w[list] = 0;
      list--;
    }
  }
  return count;
}

/** Use the free block of entry `i`, which is in no list, for `granules` granules, and make a hole of what is over. Returns its handle. */
function reuse(pool: Pool, i: number, granules: number): number {
  var w = pool.w;
  var k = blockOf(pool, i);
  var rest = granulesIn(w[k]) - granules;
  var end = k + (granules << shiftOf(pool));
  var at = generationAt(pool, k);
  var generation = w[at] & Header.GenerationBits;
  if (!rest) {
    w[at] -= Header.Free;
    return handleOf(generation, i);
  }
  w[Control.Checksum] -= weightOf(pool, k);
  // The hole is there when the header says so.
  w[end + 1] = rest;
  w[end] = 0;
  claim(pool, k, granules, generation);
  makeHole(pool, end, rest);
  return handleOf(generation, i);
}

/** Use `granules` granules of the small free block at `k`, of entry `i`, first in the list of its size, for a block. Returns its handle. */
function split(pool: Pool, i: number, k: number, size: number, granules: number): number {
  var w = pool.w;
  var end = k + (granules << shiftOf(pool));
  var header = w[k] - Header.Free - size + granules;
  size -= granules;
  w[end + 1] = size;
  w[end] = 0;
  w[k] = header;
  w[Control.Checksum] -= size;
  makeHole(pool, end, size);
  return ((header >> Header.GenerationShift) << 16) | i;
}

/** A block of `granules` granules out of one that waits, and is larger, or as large and big. Returns its handle, or 0: none that was looked at is. O(1). */
export function takeWaiting(pool: Pool, granules: number): number {
  var w = pool.w;
  var size = granules + 1;
  var i: number;
  var k: number;
  for (; size <= Header.SmallGranules; size++) {
    i = w[size];
    if (i) {
      k = pool.end > i ? blockOf(pool, i) : pool.end;
      if (k < pool.end && ((w[k] & Header.OtherBits) ^ Header.Free) === size) {
        w[size] = w[k + 1];
        return split(pool, i, k, size, granules);
      }
      w[size] = 0;
    }
  }
  i = w[List.Big] && pop(pool, List.Big, granules, Work.All);
  return i && reuse(pool, i, granules);
}

/** A big block that waits and has exactly `granules` granules, if one of the first has. Returns its handle, or 0. O(1). */
export function takeBig(pool: Pool, granules: number): number {
  var i = pop(pool, List.Big, granules, granules);
  return i && reuse(pool, i, granules);
}
