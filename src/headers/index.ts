/** The headers pool: blocks of any size at addresses that change only when the program asks for it. See layout.ts. */

import { HAS_COPY_WITHIN, LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { zero } from '../core/zero.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isPool, isRegion, nameRegion, refuseRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { startIn, takeAligned } from './aligned.ts';
import { granulesOf, insert, release, settleDeferred } from './bins.ts';
import {
  blockAt,
  granulesFor,
  growUp,
  isIdle,
  isStopped,
  payloadOffsetOf,
  logOf,
  payloadBytes,
  shrinkLarge,
  stateOf,
  trim,
} from './block.ts';
import { Big, Bit, Control, type Pool, Deferred, State } from './layout.ts';
import { describe, isEnough, isEnoughAt, renew } from './pool.ts';
import { hasTiles, moveBack, rebuild } from './repair.ts';
import { type Moved, slideDown } from './slide.ts';
import { take } from './take.ts';
import { verify } from './verify.ts';

export type { Heap } from '../heap/layout.ts';
export type { Pool } from './layout.ts';
export type { Moved } from './slide.ts';

/**
 * Carve a pool out of a heap: `bytes` bytes in all, including everything the pool needs. Returns the pool, or null:
 * no hole of that size, or too small for any block. O(regions), and the bytes by native moves.
 */
export function create(heap: Heap, bytes: number): Pool | null {
  // How much a pool needs depends on where it ends, too; a create that is refused has taken nothing.
  var address = takeRegion(heap, isEnough(bytes) ? bytes : 0, LARGE_HEAPS ? isEnoughAt : undefined);
  var pool = address ? describe(heap, address) : null;
  if (pool) {
    // All of it: what an earlier pool left in its place may read as headers, and its addresses as blocks.
    zero(heap, address, (pool.end << logOf(pool)) - address);
    pool.w[pool.control] = State.Idle + pool.end - pool.first;
    pool.w[pool.control + 1] = 1;
    pool.w[2 * pool.end - 1] = Bit.Used;
    insert(pool, pool.first, pool.end - pool.first);
    nameRegion(heap, address, Kind.Headers);
  }
  return pool;
}

/** The pool at `address`, in whatever state it is, or null and a fault. O(regions). */
function poolAt(heap: Heap, address: number): Pool | null {
  var pool = isRegion(heap, address, Kind.Headers) && describe(heap, address);
  return pool || refuseRegion(heap, Fault.BadAddress) || null;
}

/**
 * Open the pool at `address` of an image (from heap.find). Returns it, or null: no headers pool there, a call on it
 * was cut off in the middle (Fault.Interrupted: see repairAt), or its structure is damaged. Changes nothing.
 * O(blocks); see verify.ts for what it needs.
 */
export function attach(heap: Heap, address: number): Pool | null {
  var pool = poolAt(heap, address);
  return pool && verify(pool) ? refuse(heap, stateOf(pool) ? Fault.Interrupted : Fault.Corrupt) || null : pool;
}

/**
 * Make a pool sound again after a call on it that was cut off in the middle, by Ctrl-C or out of memory: until then
 * calls are refused with Fault.Interrupted. Nothing that was handed out before is lost; the block that the
 * interrupted call was about to hand out is free again, or lost if the call was cut off at its very end. A block that
 * `reorder` moved without having called `moved` is moved back; one whose `moved` was cut off is at its new place.
 * Returns true, also if there was nothing to do, or false and changes nothing: damaged by something else, or no such
 * pool. Called from inside `moved`, it ends the reorder. O(blocks) and the free bytes.
 */
export function repair(pool: Pool): boolean {
  if (pool.epochs[0] !== pool.epoch && !renew(pool)) return false;
  if (!stateOf(pool)) return !verify(pool) || !!refuse(pool.u8, Fault.Corrupt);
  if (stateOf(pool) === (State.Move & State.Kind)) moveBack(pool);
  if (!hasTiles(pool)) return !!refuse(pool.u8, Fault.Corrupt);
  rebuild(pool);
  return true;
}

/**
 * The same for the pool at `address` of an image, which attach refused with Fault.Interrupted. Returns true, or false
 * and changes nothing: no headers pool there, or damaged by something else. O(blocks).
 */
export function repairAt(heap: Heap, address: number): boolean {
  var pool = poolAt(heap, address);
  return !!pool && repair(pool);
}

/**
 * Reserve `bytes` of payload (1 or more, whole). Returns its address, a multiple of 4, or 0: no free block is large
 * enough, or a bad size. Does not clear the block. O(1): at most 8 loop steps; an alloc that would fail first settles
 * the deferred blocks, at most 8, and looks again.
 */
export function alloc(pool: Pool, bytes: number): number {
  var log = logOf(pool);
  var deferred: number;
  var b: number;
  // 1 to 34 bytes and a deferred block of that size: it is a used block, only nobody's. One so near the end that a damaged
  // word could lead beyond it is looked at more closely. A word that was overwritten with another place in the pool is believed here:
  // no comparison with the block could tell, as a deferred block looks like one that is handed out. `check` and attach tell.
  return bytes <= Deferred.LastBytes &&
    (bytes & 63) === bytes &&
    pool.epochs[0] === pool.epoch &&
    (b = pool.w[(deferred = pool.control + ((bytes + (LARGE_HEAPS ? (3 << (log - 1)) - 1 : 5)) >> log))]) >=
      pool.first &&
    b + Deferred.Last <= pool.end
    ? ((pool.w[deferred] = 0), b << log)
    : take(pool, bytes);
}

/** The rest of dealloc: what is no block, large blocks of a dense pool, a pool that is not idle or has to be described anew. */
function deallocAny(pool: Pool, address: number): boolean {
  var b = blockAt(pool, address);
  var granules = b && granulesOf(pool, b);
  return granules > 0 && release(pool, b, granules, pool.w[pool.control] + granules);
}

/** dealloc of what reads as the used block `b` of so many granules, and cannot be deferred. O(1), no loop. */
function deallocNow(pool: Pool, b: number, granules: number): boolean {
  return granules > 1 && (granules > Deferred.Last || pool.w[pool.control + granules] !== b) && !isStopped(pool)
    ? release(pool, b, granules, pool.w[pool.control] + granules)
    : deallocAny(pool, b << logOf(pool));
}

/**
 * Give a block back. Returns true, or false and changes nothing: not the address of a block, or
 * already free. O(1), no loop. See blockAt for what an O(1) check can know.
 */
export function dealloc(pool: Pool, address: number): boolean {
  var w = pool.w;
  var log = logOf(pool);
  var b = address >> log;
  var word: number;
  var above: number;
  // `word` is the header, then where the size's deferred block is named: a variable less.
  return b << log === address &&
    b >= pool.first &&
    b < pool.end &&
    pool.epochs[0] === pool.epoch &&
    (word = w[2 * b - 1]) & Bit.Used &&
    (above = b + (word >> 2)) <= pool.end &&
    w[2 * above - 1] & Bit.BelowUsed
    ? word <= Deferred.LastHeader && !w[(word = pool.control + above - b)]
      ? ((w[word] = b), true)
      : deallocNow(pool, b, above - b)
    : deallocAny(pool, address);
}

/** Bytes of payload the block can take (at least those asked for), or 0: not a block. O(1). */
export function sizeOf(pool: Pool, address: number): number {
  var b = blockAt(pool, address);
  return b && payloadBytes(pool, b);
}

/** A Uint8Array over the payload, not a copy, or null: not a block. Valid as long as the block. O(1). */
export function view(pool: Pool, address: number): Uint8Array | null {
  var bytes = sizeOf(pool, address);
  return bytes ? pool.u8.subarray(address, address + bytes) : null;
}

/** Zero the payload. Returns true, or false: not a block. O(bytes), by native moves. */
export function clean(pool: Pool, address: number): boolean {
  var bytes = sizeOf(pool, address);
  if (bytes) zero(pool.u8, address, bytes);
  return !!bytes;
}

/**
 * Reserve `bytes` at an address that is a multiple of `alignBytes` (a power of two). Returns its address, or 0: no
 * space, a bad size or alignment, or more than 64 KB in a dense pool. When `resize` or `reorder` move the block, an
 * alignment above that of the pool is lost. O(1), or O(free blocks of about that size) if no larger block is free.
 */
export function allocAligned(pool: Pool, bytes: number, alignBytes: number): number {
  var granules = granulesFor(pool, bytes);
  var align: number;
  if (!granules) return 0;
  if (alignBytes >>> 0 !== alignBytes || !alignBytes || alignBytes & (alignBytes - 1))
    return refuse(pool.u8, Fault.BadArgument);
  align = alignBytes >>> logOf(pool);
  if (align < 2) return alloc(pool, bytes);
  // The payload of a block above 64 KB in a dense pool starts elsewhere.
  if (LARGE_HEAPS && pool.log < 3 && granules > Big.Granules) return refuse(pool.u8, Fault.NoSpace);
  if (startIn(pool.first, align) + granules > pool.end) return refuse(pool.u8, Fault.NoSpace);
  return takeAligned(pool, granules, align) << logOf(pool);
}

/**
 * Change a block's size, keeping its contents up to the smaller size. Grows in place if the block above is free,
 * otherwise moves, and an alignment above the pool's own is lost. Returns the address (a new one if it moved), or 0:
 * no space or bad arguments, and the block stays as it was. A block above 64 KB in a dense pool shrinks in place; one
 * that grows beyond that moves. Cut off in the middle, the block is where it was, or moved. O(1) and the bytes moved.
 */
export function resize(pool: Pool, address: number, bytes: number): number {
  var b = blockAt(pool, address);
  var granules = b && granulesFor(pool, bytes);
  var had: number;
  var to: number;
  var end: number;
  if (!granules) return 0;
  // What is large in a dense pool has its payload elsewhere.
  if (LARGE_HEAPS && pool.log < 3 && granules > Big.Granules !== payloadOffsetOf(pool, b) > 0) {
    if (granules <= Big.Granules) {
      shrinkLarge(pool, b, granules);
      return address;
    }
  } else {
    if (granules > granulesOf(pool, b)) growUp(pool, b, granules);
    else trim(pool, b, granules);
    if (granules <= granulesOf(pool, b)) return address;
  }
  to = take(pool, bytes);
  if (to) {
    had = granulesOf(pool, b);
    end = address + Math.min(bytes, payloadBytes(pool, b));
    // Where there is copyWithin, no object is made for it.
    if (HAS_COPY_WITHIN) (pool.u8 as any as CopyWithin).copyWithin(to, address, end);
    else pool.u8.set(pool.u8.subarray(address, end), to);
    release(pool, b, had, pool.w[pool.control] + had);
  }
  return to;
}

/**
 * Merge all free neighbours whose merging was deferred. With `moved`, also slide every block down, so that one free
 * block remains; moved(from, to, bytes) is called after each move, before the next one, and may not call the pool. An
 * alignment above the pool's own is not kept. Returns true, or false and a fault: called from inside `moved`, `moved`
 * is not a function, or it repaired the pool. O(1); with `moved` O(blocks) and the bytes moved.
 */
export function reorder(pool: Pool, moved?: Moved): boolean {
  if (!isIdle(pool)) return false;
  if (moved && typeof moved !== 'function') return !!refuse(pool.u8, Fault.BadArgument);
  settleDeferred(pool, Deferred.First, Deferred.Last);
  return !moved || slideDown(pool, moved);
}

/**
 * Set the threshold for isLow: fewer than `bytes` free. Returns true, or false: not a whole number from 0 up, or
 * called from inside `moved`. A value above the size of the pool counts as its size. O(1).
 */
export function setLow(pool: Pool, bytes: number): boolean {
  var log: number;
  if (!isIdle(pool)) return false;
  if (bytes >>> 0 !== bytes) return !!refuse(pool.u8, Fault.BadArgument);
  log = logOf(pool);
  pool.w[pool.control - Control.Low] = bytes >>> log >= pool.end - 1 ? pool.end - 1 : (bytes + (1 << log) - 1) >>> log;
  return true;
}

/** Whether fewer bytes are free than setLow set; deferred blocks do not count as free. False and a fault from inside `moved`. O(1). */
export function isLow(pool: Pool): boolean {
  return isIdle(pool) && pool.w[pool.control] <= pool.w[pool.control - Control.Low];
}

/**
 * Give the pool's region back to the heap. Every block is gone, and every later call with any object of the pool is
 * refused, whatever is put into the region; a headers pool created there later takes the place of this one. Returns
 * true, or false and changes nothing: called from inside `moved`, destroyed before, or the heap's directory is
 * damaged. O(regions).
 */
export function destroy(pool: Pool): boolean {
  return isPool(pool, Kind.Headers) && isIdle(pool) && releaseRegion(pool.u8, pool.base);
}
