/**
 * The invariants of layout.ts, checked word by word. `attach` refuses a pool that breaks one, and
 * `check` puts the answer in words. Reads only; no index leaves the pool, whatever it finds.
 */

import { LARGE_HEAPS } from '../board.ts';
import { halfOctave } from '../core/float.ts';
import { granulesOf } from './bins.ts';
import { payloadOffsetOf, logOf } from './block.ts';
import { Big, Bin, Bit, Control, type Pool, Deferred, State } from './layout.ts';

/** Granules of the block `b`, 0 for a header that no block can have. */
export function granulesAt(pool: Pool, b: number): number {
  var granules = granulesOf(pool, b);
  if (LARGE_HEAPS && pool.w[2 * b - 1] < 4 && (pool.log > 2 || granules <= Big.Granules)) return 0;
  return granules < 2 || b + granules > pool.end ? 0 : granules;
}

/** Whether `link` is the start of a block that has `b` in its word `which`. */
function names(pool: Pool, link: number, which: number, b: number): boolean {
  return link >= pool.first && link < pool.end - 1 && pool.w[2 * link + which] === b;
}

/** Whether `b` reads as a member of the list of `bin` after the block `previous`. */
function isMember(pool: Pool, b: number, bin: number, previous: number): boolean {
  return (
    names(pool, b, 2, previous) &&
    (pool.w[2 * b - 1] & Bit.Both) === Bit.BelowUsed &&
    halfOctave(granulesAt(pool, b)) === bin
  );
}

/** The last list that a block of the pool can be in, as a word's index. */
function lastList(pool: Pool): number {
  return pool.control - Control.Bins + halfOctave(pool.end - pool.first);
}

/** Members of all lists, which must be linked both ways and of their bin; -1 when one is not, or a map bit says otherwise. O(free blocks). */
function countMembers(pool: Pool): number {
  var w = pool.w;
  var first = pool.control - Control.Bins + Bin.First;
  var last = lastList(pool);
  var map = pool.control - Control.Notes;
  var members = 0;
  var bits = 0;
  var list = first;
  var previous: number;
  var b: number;
  for (; list < first + Bin.End - Bin.First; list++) {
    b = list > last ? 0 : w[list];
    if (b) bits |= 1 << ((list - first) & 15);
    // Ends: each member names the one before, and the first names none, so that none can come twice.
    for (previous = 0; b; b = w[2 * b]) {
      if (!isMember(pool, b, list - first + Bin.First, previous)) return -1;
      previous = b;
      members++;
    }
    if (((list - first) & 15) === 15) {
      if (w[map++] !== bits) return -1;
      bits = 0;
    }
  }
  return members;
}

/** Of the free blocks marked in `seen`, from the granule `from` on: how many are in a list. Takes their marks away. O(free blocks). */
function countListed(pool: Pool, seen: Uint8Array, from: number): number {
  var w = pool.w;
  var last = lastList(pool);
  var listed = 0;
  var list = pool.control - Control.Bins + Bin.First;
  var b: number;
  var i: number;
  for (; list <= last; list++) {
    for (b = w[list]; b; b = w[2 * b]) {
      i = (b - from) >> 3;
      if (b >= from && i < seen.length && seen[i] & (1 << ((b - from) & 7))) {
        seen[i] &= ~(1 << ((b - from) & 7));
        listed++;
      }
    }
  }
  return listed;
}

/** Whether the control words that are neither counter, deferred blocks nor lists are those of an idle pool. O(bins). */
function hasControls(pool: Pool): boolean {
  var w = pool.w;
  var i = lastList(pool) + 1;
  if (w[pool.control + 1] !== 1 || w[pool.control - Control.Low] >= pool.end) return false;
  for (; i < 2 * pool.first - 1; i++) if (w[i]) return false;
  return true;
}

/** The number of the invariant that the used block `b` breaks, or 0. */
function judgeUsed(pool: Pool, b: number): number {
  return LARGE_HEAPS && payloadOffsetOf(pool, b) && pool.w[2 * (b + Big.PayloadOffset) - 1] !== Big.Marker ? 1 : 0;
}

/** The number of the invariant that the free block `b` breaks, or 0. */
function judgeFree(pool: Pool, b: number, granules: number): number {
  var w = pool.w;
  var header = w[2 * b - 1];
  var previous = w[2 * b + 2];
  if (!(header & Bit.BelowUsed)) return 2;
  if (
    w[2 * (b + granules) - 3] !== (header & ~Bit.Both) ||
    (LARGE_HEAPS && header < 4 && w[2 * (b + granules) - 2] !== granules)
  )
    return 4;
  return (previous ? names(pool, previous, 0, b) : w[pool.control - Control.Bins + halfOctave(granules)] === b) &&
    (!w[2 * b] || names(pool, w[2 * b], 2, b))
    ? 0
    : 5;
}

/** Deferred blocks. */
function countDeferred(pool: Pool): number {
  var taken = 0;
  var granules: number = Deferred.First;
  for (; granules <= Deferred.Last; granules++) if (pool.w[pool.control + granules]) taken++;
  return taken;
}

/** The blocks, from the first to the sentinel, against `members` of the lists: as verify says. */
function walkBlocks(pool: Pool, members: number): number {
  var w = pool.w;
  var b = pool.first;
  var seen = new Uint8Array(128 + ((pool.end - b) >> 7));
  var from = b;
  var belowUsed: number = Bit.BelowUsed;
  var marked = 0;
  var free: number = State.Idle;
  var deferred = countDeferred(pool);
  // Where lists are broken the walk goes on, for what broke them: a header that was overwritten is told first.
  var isLinked = members >= 0;
  var broken = 0;
  var granules: number;
  while (!broken && b < pool.end) {
    granules = granulesAt(pool, b);
    if ((b - from) >> 3 >= seen.length) {
      // Each free block is a member, and they are as many: then no member is anything else.
      if (isLinked && marked !== countListed(pool, seen, from)) broken = 5;
      from = b;
      marked = 0;
    }
    if (!granules) broken = 1;
    else if ((w[2 * b - 1] & Bit.BelowUsed) !== belowUsed) broken = 3;
    else if (w[2 * b - 1] & Bit.Used) {
      belowUsed = Bit.BelowUsed;
      broken = broken || judgeUsed(pool, b);
      if (granules <= Deferred.Last && w[pool.control + granules] === b) deferred--;
    } else {
      broken = broken || judgeFree(pool, b, granules);
      belowUsed = 0;
      free += granules;
      members--;
      marked++;
      seen[(b - from) >> 3] |= 1 << ((b - from) & 7);
    }
    if (!broken) b += granules;
  }
  broken =
    broken ||
    (w[2 * b - 1] !== (Bit.Used | belowUsed)
      ? 1
      : !isLinked || members || marked !== countListed(pool, seen, from)
        ? 5
        : free !== w[pool.control]
          ? 6
          : deferred
            ? 7
            : 0);
  return broken && broken + 16 * (b << logOf(pool));
}

/**
 * 0 when the pool is sound, else the number of a broken invariant + 16 x the byte address of the
 * payload where it shows. O(blocks), and O(free blocks) at most 16 times; needs an array of 128 bytes and one more for
 * 128 granules.
 */
export function verify(pool: Pool): number {
  return hasControls(pool) ? walkBlocks(pool, countMembers(pool)) : 8 + 16 * pool.base;
}
