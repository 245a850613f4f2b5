/**
 * A pool whose call was cut off in the middle, by Ctrl-C, out of memory, or the death of its worker. The headers tile the
 * pool at every moment (see layout.ts), so they say which blocks are used; everything else, lists, map, counter and the
 * marks of neighbours, is made anew from them. Each function can be called again after it was itself cut short: what it
 * relies on is changed by single stores.
 */

import { LARGE_HEAPS } from '../board.ts';
import { zero } from '../core/zero.ts';
import { granulesOf, insert, writeHeader } from './bins.ts';
import { granulesFor, payloadOffsetOf, logOf, shrink } from './block.ts';
import { Big, Bit, Control, Note, type Pool, Deferred, State } from './layout.ts';
import { granulesAt } from './verify.ts';

/** Whether `b` is a block that is handed out: used, and not deferred. */
function isOwned(pool: Pool, b: number): boolean {
  var w = pool.w;
  var granules = granulesAt(pool, b);
  return !!(w[2 * b - 1] & Bit.Used) && !(granules <= Deferred.Last && w[pool.control + granules] === b);
}

/** The address of the payload of the used block `b`. */
function addressOf(pool: Pool, b: number): number {
  return (b + payloadOffsetOf(pool, b)) << logOf(pool);
}

/** The sum of the addresses of all blocks that are handed out, modulo 2^32; NaN when headers do not tile the pool. O(blocks). */
export function sumOf(pool: Pool): number {
  var sum = 0;
  var b = pool.first;
  var granules: number;
  for (; b < pool.end; b += granules) {
    granules = granulesAt(pool, b);
    if (!granules) return NaN;
    if (isOwned(pool, b)) sum = (sum + addressOf(pool, b)) | 0;
  }
  return (pool.w[2 * b - 1] & ~Bit.BelowUsed) === Bit.Used ? sum : NaN;
}

/** The block that is handed out with its payload at `address`, or 0. Headers must tile the pool. O(blocks). */
export function ownedAt(pool: Pool, address: number): number {
  var b = pool.first;
  for (; b < pool.end; b += granulesOf(pool, b)) {
    if (isOwned(pool, b) && addressOf(pool, b) === address) return b;
  }
  return 0;
}

/** Make `b` a free block for `rebuild`, by one store. */
export function disown(pool: Pool, b: number): void {
  pool.w[2 * b - 1] &= ~Bit.Used;
}

/**
 * Finish a resize that may have begun to cut the block at `address` to `bytes`: in place, or not at all.
 * The pool must be sound.
 */
export function finishShrink(pool: Pool, address: number, bytes: number): void {
  var b = ownedAt(pool, address);
  var granules = b && granulesFor(pool, bytes);
  if (granules && (pool.log > 2 || granules <= Big.Granules || payloadOffsetOf(pool, b))) shrink(pool, b, granules);
}

/**
 * Move a block back up that `reorder` moved down and did not tell of: piece by piece from its end, none onto itself, so
 * that each can be done again.
 */
export function moveBack(pool: Pool): void {
  var w = pool.w;
  var map = pool.control - Control.Notes;
  var gap = w[map + Note.Gap];
  var shift = w[map + Note.Block] - gap;
  var left = w[map + Note.Left];
  var start: number;
  if (gap < pool.first || shift < 2 || gap + shift + left > pool.end || !(w[2 * gap - 1] & Bit.Used)) return;
  while (left > 0) {
    start = left > shift ? left - shift : 0;
    w.set(w.subarray(2 * (gap + start) - 1, 2 * (gap + left) - 1), 2 * (gap + start + shift) - 1);
    w[map + Note.Left] = left = start;
  }
  writeHeader(pool, gap, shift, Bit.BelowUsed);
}

/** Clear the words of deferred blocks that name no block of their size: all are 1 while blocks slide down. O(blocks). */
function clearDeferred(pool: Pool): void {
  var w = pool.w;
  var b = pool.first;
  var named = 0;
  var granules: number;
  for (; b < pool.end; b += granules) {
    granules = granulesOf(pool, b);
    if (granules <= Deferred.Last && w[2 * b - 1] & Bit.Used && w[pool.control + granules] === b)
      named |= 1 << (granules & 15);
  }
  for (granules = Deferred.First; granules <= Deferred.Last; granules++) {
    if (!((named >> (granules & 15)) & 1)) w[pool.control + granules] = 0;
  }
}

/** Zero what is inside a free block, but its header and the word that may hold its size. */
function scrub(pool: Pool, b: number): void {
  var w = pool.w;
  var granules = granulesOf(pool, b);
  w[2 * b + 1] = 0;
  if (granules > 2) w[2 * b + 3] = 0;
  if (granules > 3) {
    zero(pool.u8, (2 * b + 5) << (logOf(pool) - 1), (2 * granules - 6) << (logOf(pool) - 1));
  }
}

/** Merge free neighbours, and mark on every block whether the one below is used. */
function merge(pool: Pool): void {
  var w = pool.w;
  var b = pool.first;
  var belowUsed: number = Bit.BelowUsed;
  var above: number;
  for (; b < pool.end; b = above) {
    above = b + granulesOf(pool, b);
    w[2 * b - 1] = (w[2 * b - 1] & ~Bit.BelowUsed) | belowUsed;
    belowUsed = w[2 * b - 1] & Bit.Used ? Bit.BelowUsed : 0;
    // A call that makes a large block a plain one puts the new header where the marker was.
    if (LARGE_HEAPS && belowUsed && payloadOffsetOf(pool, b)) w[2 * (b + Big.PayloadOffset) - 1] = Big.Marker;
    if (!belowUsed) {
      scrub(pool, b);
      while (above < pool.end && !(w[2 * above - 1] & Bit.Used)) {
        scrub(pool, above);
        above += granulesOf(pool, above);
        writeHeader(pool, b, above - b, Bit.BelowUsed);
      }
    }
  }
  w[2 * b - 1] = Bit.Used | belowUsed;
}

/** Whether the headers tile the pool. O(blocks). */
export function hasTiles(pool: Pool): boolean {
  var b = pool.first;
  var granules = 1;
  for (; granules && b < pool.end; b += granules) granules = granulesAt(pool, b);
  return granules > 0 && (pool.w[2 * b - 1] & ~Bit.BelowUsed) === Bit.Used;
}

/**
 * Make everything but the headers anew. Headers must tile the pool. What lies in free blocks is zeroed,
 * so that nothing there reads as a header. O(blocks), and the free bytes by native moves.
 */
export function rebuild(pool: Pool): void {
  var w = pool.w;
  var b = pool.first;
  var i = pool.control + Deferred.Last + 1;
  var free: number = State.Idle;
  w[pool.control] = State.Cut;
  clearDeferred(pool);
  merge(pool);
  w[pool.control + 1] = 1;
  for (; i < 2 * pool.first - 1; i++) w[i] = 0;
  for (; b < pool.end; b += granulesOf(pool, b)) {
    if (!(w[2 * b - 1] & Bit.Used)) {
      free += granulesOf(pool, b);
      insert(pool, b, granulesOf(pool, b));
    }
  }
  w[pool.control] = free;
}
