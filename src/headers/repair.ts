/**
 * A pool whose owner died in the middle of a call. The headers tile the pool at every moment (see
 * layout.ts), so they say which blocks are used; everything else, lists, map, counters, slots and the
 * marks of neighbours, is made anew from them. Used by sync; not in other bundles. Each function can be
 * called again after it was itself cut short: what it relies on is changed by single stores.
 */

import { zero } from '../core/zero.ts';
import { granulesOf, insert, writeHeader } from './bins.ts';
import { granulesFor, leadOf, logOf, trim } from './block.ts';
import { Big, Bit, Control, type Pool, Slot, State } from './layout.ts';
import { granulesAt } from './verify.ts';

/** Whether `b` is a block that is handed out: used, and not waiting in the slot of its size. */
function isOwned(pool: Pool, b: number): boolean {
  var w = pool.w;
  var granules = granulesAt(pool, b);
  return !!(w[2 * b - 1] & Bit.Used) && !(granules <= Slot.Last && w[pool.slot + granules] === b);
}

/** The address of the payload of the used block `b`. */
function addressOf(pool: Pool, b: number): number {
  return (b + leadOf(pool, b)) << logOf(pool);
}

/** The sum of the addresses of all blocks that are handed out, modulo 2^32; NaN when headers do not tile the pool. O(blocks). */
export function sumOf(pool: Pool): number {
  var sum = 0;
  var b = pool.low;
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
  var b = pool.low;
  for (; b < pool.end; b += granulesOf(pool.w, b)) {
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
  if (granules && (pool.log > 2 || granules > Big.Granules === leadOf(pool, b) > 0)) trim(pool, b, granules);
}

/** Deferred blocks become free ones, and slots empty. */
function emptySlots(pool: Pool): void {
  var w = pool.w;
  var b = pool.low;
  var granules: number;
  for (; b < pool.end; b += granulesOf(w, b)) if (!isOwned(pool, b)) disown(pool, b);
  for (granules = Slot.First; granules <= Slot.Last; granules++) w[pool.slot + granules] = 0;
}

/** Zero what is inside a free block, but its header and the word that may hold its size. */
function scrub(pool: Pool, b: number): void {
  var w = pool.w;
  var granules = granulesOf(w, b);
  w[2 * b + 1] = 0;
  if (granules > 2) w[2 * b + 3] = 0;
  if (granules > 3) {
    zero(pool.u8, (2 * b + 5) << (logOf(pool) - 1), (2 * granules - 6) << (logOf(pool) - 1));
  }
}

/** Merge free neighbours, and mark on every block whether the one below is used. */
function merge(pool: Pool): void {
  var w = pool.w;
  var b = pool.low;
  var belowUsed: number = Bit.BelowUsed;
  var above: number;
  for (; b < pool.end; b = above) {
    above = b + granulesOf(w, b);
    w[2 * b - 1] = (w[2 * b - 1] & ~Bit.BelowUsed) | belowUsed;
    belowUsed = w[2 * b - 1] & Bit.Used ? Bit.BelowUsed : 0;
    if (!belowUsed) {
      scrub(pool, b);
      while (above < pool.end && !(w[2 * above - 1] & Bit.Used)) {
        scrub(pool, above);
        above += granulesOf(w, above);
        writeHeader(pool, b, above - b, Bit.BelowUsed);
      }
    }
  }
  w[2 * b - 1] = Bit.Used | belowUsed;
}

/**
 * Make everything but the headers anew. Headers must tile the pool. What lies in free blocks is zeroed,
 * so that nothing there reads as a header. O(blocks), and the free bytes by native moves.
 */
export function rebuild(pool: Pool): void {
  var w = pool.w;
  var b = pool.low;
  var i = pool.slot + Slot.Last + 1;
  emptySlots(pool);
  merge(pool);
  w[pool.slot] = State.Idle;
  w[pool.slot + 1] = 1;
  w[pool.slot - Control.Free] = 0;
  for (; i < 2 * pool.low - 1; i++) w[i] = 0;
  for (; b < pool.end; b += granulesOf(w, b)) if (!(w[2 * b - 1] & Bit.Used)) insert(pool, b, granulesOf(w, b));
}
