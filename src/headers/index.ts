/** The headers pool: blocks of any size at addresses that never move by themselves. See layout.ts. */

import { HAS_COPY_WITHIN, LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { zero } from '../core/zero.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isRegion, nameRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { granulesOf, insert, settle, settleDeferred, writeHeader } from './bins.ts';
import { blockAt, granulesFor, growUp, isIdle, leadOf, logOf, payloadBytes, reserve, trim } from './block.ts';
import { Big, Bit, Control, type Pool, Slot, State } from './layout.ts';
import { describe } from './pool.ts';
import { type Moved, slideDown } from './slide.ts';
import { verify } from './verify.ts';

export type { Pool } from './layout.ts';

/**
 * Carve a pool out of a heap: `bytes` bytes of it, everything the pool needs included. Returns the
 * pool, or null: no hole of that size, or a size no block fits in. O(regions + bins).
 */
export function create(heap: Heap, bytes: number): Pool | null {
  var address = takeRegion(heap, bytes);
  var pool = address ? describe(heap, address) : null;
  var i: number;
  if (pool) {
    for (i = pool.slot - Control.Free; i < 2 * pool.low; i++) pool.w[i] = 0;
    pool.w[pool.slot] = State.Idle;
    pool.w[pool.slot + 1] = 1;
    pool.w[2 * pool.end - 1] = Bit.Used;
    insert(pool, pool.low, pool.end - pool.low);
    nameRegion(heap, address, Kind.Headers);
  } else if (address) {
    releaseRegion(heap, address);
    refuse(heap, Fault.BadArgument);
  }
  return pool;
}

/**
 * Open the pool that an image has at `address` (from heap.find). Returns it, or null: no headers
 * pool there, or its structure is damaged. Changes nothing. O(blocks).
 */
export function attach(heap: Heap, address: number): Pool | null {
  var pool = isRegion(heap, address, Kind.Headers) && describe(heap, address);
  return pool && !verify(pool) ? pool : refuse(heap, pool ? Fault.Corrupt : Fault.BadAddress) || null;
}

/** The rest of alloc: sizes without a slot, an empty slot, bad arguments. */
function allocFromBins(pool: Pool, bytes: number): number {
  var w = pool.w;
  var granules = granulesFor(pool, bytes);
  var slot = pool.slot + granules;
  var b = 0;
  if (granules && granules <= Slot.Last) {
    b = w[slot];
    w[slot] = 0;
  }
  if (granules && !b) b = reserve(pool, granules, bytes);
  if (LARGE_HEAPS && b && granules > Big.Granules && pool.log < 3) {
    b += Big.Lead;
    w[2 * b - 1] = Big.Marker;
  }
  return b << logOf(pool);
}

/**
 * Reserve `bytes` of payload (1 or more, whole). Returns its address, a multiple of 4, or 0: no
 * free block is large enough, or a bad size. Does not clear. O(1): at most 8 loop steps; an alloc that
 * would fail settles the deferred blocks first, 8 at most, and looks again.
 */
export function alloc(pool: Pool, bytes: number): number {
  var w = pool.w;
  var log = logOf(pool);
  // Less one first: what is no number must not be strung together.
  var slot = pool.slot + ((bytes - 1 + (LARGE_HEAPS ? 3 << (log - 1) : 6)) >> log);
  var b: number;
  // 1 to 32 bytes and a deferred block of that size: it is a used block, only nobody's.
  return ((bytes - 1) & 31) === bytes - 1 && (b = w[slot]) > 1
    ? ((w[slot] = 0), b << log)
    : allocFromBins(pool, bytes);
}

/** The rest of dealloc: blocks that cannot be deferred, and what is no block. */
function deallocNow(pool: Pool, address: number): boolean {
  var b = blockAt(pool, address);
  if (b) settle(pool, b, granulesOf(pool.w, b));
  return !!b;
}

/**
 * Give a block back. Returns true, or false and changes nothing: not the address of a block, or
 * already free. O(1), no loop. See blockAt for what an O(1) check can know.
 */
export function dealloc(pool: Pool, address: number): boolean {
  var w = pool.w;
  var log = logOf(pool);
  var b = address >> log;
  var header: number;
  var above: number;
  var slot: number;
  return b << log === address && b >= pool.low && b < pool.end &&
    (header = w[2 * b - 1]) & Bit.Used && header <= Slot.LastHeader &&
    (above = b + (header >> 2)) <= pool.end && w[2 * above - 1] & Bit.BelowUsed &&
    !w[(slot = pool.slot + above - b)]
    ? ((w[slot] = b), true)
    : deallocNow(pool, address);
}

/** Bytes of payload the block can take (at least those asked for), or 0: not a block. O(1). */
export function sizeOf(pool: Pool, address: number): number {
  var b = blockAt(pool, address);
  return b && payloadBytes(pool, b);
}

/** A Uint8Array over the payload, without a copy, or null: not a block. Valid until the block is. O(1). */
export function view(pool: Pool, address: number): Uint8Array | null {
  var bytes = sizeOf(pool, address);
  return bytes ? pool.u8.subarray(address, address + bytes) : null;
}

/** Zero the payload. Returns true, or false: `address` is no block. O(bytes), by native moves. */
export function clean(pool: Pool, address: number): boolean {
  var bytes = sizeOf(pool, address);
  if (bytes) zero(pool.u8, address, bytes);
  return !!bytes;
}

/**
 * Reserve `bytes` at an address that is a multiple of `alignBytes` (a power of two). Returns it or
 * 0: no space, a bad size or alignment, or more than 64 KB in a dense pool. O(1).
 */
export function allocAligned(pool: Pool, bytes: number, alignBytes: number): number {
  var log = logOf(pool);
  var align = alignBytes >>> log;
  var granules = granulesFor(pool, bytes);
  var b: number;
  var start: number;
  if (alignBytes >>> 0 !== alignBytes || !alignBytes || alignBytes & (alignBytes - 1)) return refuse(pool.u8, Fault.BadArgument);
  if (!granules) return 0;
  if (align < 2) return alloc(pool, bytes);
  // The payload of a block above 64 KB in a dense pool starts elsewhere.
  if (LARGE_HEAPS && log < 3 && granules > Big.Granules) return refuse(pool.u8, Fault.NoSpace);
  b = reserve(pool, granules + align + 1, Big.Granules);
  if (!b) return 0;
  start = b + (-b & (align - 1));
  // One granule below the block would be too small to be a block itself.
  if (start === b + 1) start += align;
  if (start > b) {
    writeHeader(pool, start, granulesOf(pool.w, b) - start + b, Bit.Both);
    settle(pool, b, start - b);
  }
  trim(pool, start, granules);
  return start << log;
}

/**
 * Change a block's size, keeping its contents up to the smaller size. Grows in place where the
 * block above is free, else moves. Returns the address (a new one if it moved), or 0: no space or
 * bad arguments, and the block is as it was. O(1) and the bytes moved.
 */
export function resize(pool: Pool, address: number, bytes: number): number {
  var b = blockAt(pool, address);
  var granules = b && granulesFor(pool, bytes);
  var to: number;
  var end: number;
  if (!granules) return 0;
  // Where blocks above 64 KB differ, one that becomes such a block or stops being one must move.
  if (!LARGE_HEAPS || pool.log > 2 || granules > Big.Granules === leadOf(pool, b) > 0) {
    if (granules > granulesOf(pool.w, b)) growUp(pool, b, granules);
    else trim(pool, b, granules);
    if (granules <= granulesOf(pool.w, b)) return address;
  }
  to = allocFromBins(pool, bytes);
  if (to) {
    end = address + Math.min(bytes, payloadBytes(pool, b));
    // Where there is copyWithin, no object is made for it.
    if (HAS_COPY_WITHIN) (pool.u8 as any as CopyWithin).copyWithin(to, address, end);
    else pool.u8.set(pool.u8.subarray(address, end), to);
    settle(pool, b, granulesOf(pool.w, b));
  }
  return to;
}

/**
 * Merge all free neighbours whose merging was deferred. With `moved`, slide every block down as
 * well, so that one free block remains; moved(from, to, bytes) is told of each move before the
 * next one, and may not call the pool. Returns true, or false when called from inside `moved`.
 * O(1); with `moved` O(blocks) and the bytes moved.
 */
export function reorder(pool: Pool, moved?: Moved): boolean {
  if (!isIdle(pool)) return false;
  settleDeferred(pool, 0);
  if (moved) slideDown(pool, moved);
  return true;
}

/** Be low when fewer than `bytes` are free: isLow asks. O(1). */
export function setLow(pool: Pool, bytes: number): void {
  if (isIdle(pool)) pool.w[pool.slot - Control.Low] = bytes >> logOf(pool);
}

/** Whether fewer bytes are free than setLow said; deferred blocks do not count as free. O(1). */
export function isLow(pool: Pool): boolean {
  return pool.w[pool.slot - Control.Free] < pool.w[pool.slot - Control.Low];
}

/**
 * Give the pool's region back to the heap. Every block is gone, and every later call with this pool
 * object is refused; with another object of the region, until the region is used again. Returns true, or false: called from inside `moved`, or destroyed before. O(regions).
 */
export function destroy(pool: Pool): boolean {
  if (!isIdle(pool)) return false;
  settleDeferred(pool, 1);
  pool.w[pool.slot] = State.Gone;
  releaseRegion(pool.u8, pool.base);
  // The region may be another pool's soon: this object must not reach it any more.
  pool.w = new Uint16Array(16);
  pool.end = pool.slot = 2;
  return true;
}
