/** The tables pool: blocks behind handles, which can move, so that free space never stays in pieces. See layout.ts. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isRegion, nameRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { claim, find, generationAt, granulesFor, handleOf, isFreeAt, isIdle, isPinned, makeHole, nextSpare, payloadAt, payloadBytes, release, setTop, spare } from './block.ts';
import { compact, type Moved, settle } from './compact.ts';
import { Control, Entry, Header, Place, type Pool, State } from './layout.ts';
import { limitOf, Room, roomFor, take } from './place.ts';
import { describe, format, gapTo, limitFor, logOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { regrow } from './resize.ts';
import { verify } from './verify.ts';

export type { Pool } from './layout.ts';
export type { Moved } from './compact.ts';
export { addrOf, clean, copy, read, sizeOf, write } from './contents.ts';

/**
 * Carve a pool out of a heap: `bytes` bytes of it, everything the pool needs included. The table
 * grows as it must; with `handles`, room for that many entries is never given to blocks. Returns the
 * pool, or null: no hole of that size, or no block fits beside the table. O(regions).
 */
export function create(heap: Heap, bytes: number, handles?: number): Pool | null {
  var address = takeRegion(heap, bytes);
  var pool = address ? describe(heap, address) : null;
  var entries = handles || 0;
  var limit = pool && limitFor(pool, entries || 1);
  if (!pool) return null;
  if (!limit || limit <= Place.First || entries >>> 0 !== entries || entries > Entry.Most) {
    releaseRegion(heap, address);
    return refuse(heap, Fault.BadArgument) || null;
  }
  format(pool, limit);
  nameRegion(heap, address, Kind.Tables);
  return pool;
}

/**
 * Open the pool that an image has at `address` (from heap.find). Returns it, or null: no tables pool
 * there, or its structure is damaged. Changes nothing. O(blocks).
 */
export function attach(heap: Heap, address: number): Pool | null {
  var pool = isRegion(heap, address, Kind.Tables) && describe(heap, address);
  return pool && !verify(pool) ? pool : refuse(heap, pool ? Fault.Corrupt : Fault.BadAddress) || null;
}

/** Take an entry off the list of spares; its granule becomes a hole. Returns its generation in place, or 0 and a fault. */
function popSpare(pool: Pool, i: number): number {
  var w = pool.w;
  var k = wordAt(w[Control.Spare], pool);
  var generation = w[k] & Header.GenerationBits;
  if (!isFreeAt(pool, k, 1) || i > w[Control.Entries]) return refuse(pool.u8, Fault.Corrupt);
  w[Control.Checksum] -= generation + 1;
  w[Control.Spare] = nextSpare(pool, w[Control.Spare]);
  makeHole(pool, k, 1);
  return generation;
}

/** One entry more, for which there is room. */
function addEntry(pool: Pool): number {
  pool.w[Control.Limit] = limitOf(pool, true);
  return (pool.w[Control.Valid] = ++pool.w[Control.Entries]);
}

/** The rest of alloc: sizes without a slot, an empty slot, bad arguments. */
function allocAnywhere(pool: Pool, bytes: number): number {
  var w = pool.w;
  var granules = granulesFor(pool, bytes);
  var hasSpare = w[Control.Spare] !== Place.Retired;
  var room = granules && (hasSpare && granules <= gapTo(pool, w[Control.Limit]) ? Room.Gap : roomFor(pool, granules, true));
  var generation: number = Header.Generation;
  var i: number;
  if (!room) return 0;
  // To make room may have made a spare.
  if (w[Control.Spare] !== Place.Retired) {
    i = w[wordAt(w[Control.Spare], pool) + 1];
    generation = popSpare(pool, i);
  } else i = addEntry(pool);
  if (!generation) return 0;
  room = take(pool, room, granules);
  w[pool.end - i] = placeOf(room, pool);
  claim(pool, room, granules, generation);
  return handleOf(generation, i);
}

/**
 * Reserve `bytes` of payload (1 or more, whole). Returns the block's handle, or 0: no space, even
 * after a compaction, or a bad size. Does not clear. O(1) in steps, but for a compaction.
 */
export function alloc(pool: Pool, bytes: number): number {
  var w = pool.w;
  var at = bytes - 1;
  var i: number;
  // 1 to 64 bytes, whole, and a free block of that size in its slot.
  return at === (at & 63) && (i = w[(at = (LARGE_HEAPS ? at + (1 << pool.log) + 2 : at + 6) >> logOf(pool))])
    ? ((w[at] = 0), ((w[wordAt(w[pool.end - i], pool)] -= Header.Free) >> Header.GenerationShift << 16) | i)
    : allocAnywhere(pool, bytes);
}

/** The rest of dealloc: blocks that no slot takes, and what is no handle. */
function deallocNow(pool: Pool, handle: number): boolean {
  var k = find(pool, handle);
  if (!k) return false;
  if (isPinned(pool.w[generationAt(pool, k)])) return !!refuse(pool.u8, Fault.Pinned);
  release(pool, k, handle & 65535);
  return true;
}

/**
 * Give a block back; its handle is stale from now on. Returns true, or false and changes nothing:
 * not a handle, or pinned. O(1), no loop.
 */
export function dealloc(pool: Pool, handle: number): boolean {
  var w = pool.w;
  var i = handle & 65535;
  var k: number;
  var header: number;
  return i <= w[Control.Valid] &&
    (((header = w[(k = wordAt(w[pool.end - i], pool))]) >> Header.GenerationShift << 16) | i) === handle &&
    header < Header.Last && !w[header & Header.Size]
    ? ((w[header & Header.Size] = i), (w[k] = header + Header.Freed), (w[Control.Checksum] += Header.Generation), true)
    : deallocNow(pool, handle);
}

/**
 * Change a block's size, keeping its contents up to the smaller size; works in a full pool, too, as
 * long as the bytes are there. Returns the handle, which stays the same, or 0: not a handle, pinned,
 * a bad size, or no space, and the block is as it was. O(1) and the bytes moved, or a compaction.
 */
export function resize(pool: Pool, handle: number, bytes: number): number {
  var before = fault();
  var k = find(pool, handle);
  var granules = k && granulesFor(pool, bytes);
  if (!granules) return 0;
  if (isPinned(pool.w[generationAt(pool, k)])) return refuse(pool.u8, Fault.Pinned);
  if (!regrow(pool, handle & 65535, granules)) return 0;
  // One way to make room may have failed before another did not.
  refuse(pool.u8, before);
  return handle;
}

/** Add `by` to the pins of a block that has others than `not`. Returns its header, or 0 and a fault. */
function changePins(pool: Pool, handle: number, by: number, not: number): number {
  var w = pool.w;
  var k = find(pool, handle);
  var at = k && generationAt(pool, k);
  if (k && (w[at] & Header.Free) === not) k = refuse(pool.u8, not ? Fault.Pinned : Fault.BadArgument);
  if (k) {
    w[at] += by;
    w[Control.Checksum] += by;
  }
  return k;
}

/** Keep the block where it is until as many unpins. Returns its address, or 0: not a handle, or pinned twice already. O(1). */
export function pin(pool: Pool, handle: number): number {
  var k = changePins(pool, handle, Header.Pin, 2 * Header.Pin);
  return k && payloadAt(pool, k);
}

/** Undo one pin. Returns true, or false: not a handle, or not pinned. O(1). */
export function unpin(pool: Pool, handle: number): boolean {
  return !!changePins(pool, handle, -Header.Pin, 0);
}

/** A Uint8Array over the payload of a pinned block, without a copy, valid until it is unpinned; or null. O(1). */
export function view(pool: Pool, handle: number): Uint8Array | null {
  var k = find(pool, handle);
  if (!k || !isPinned(pool.w[generationAt(pool, k)])) return (k && refuse(pool.u8, Fault.BadArgument)) || null;
  return pool.u8.subarray(payloadAt(pool, k), payloadAt(pool, k) + payloadBytes(pool, k));
}

/**
 * Slide blocks down until one free block remains, or until `budget` bytes have moved, then end with
 * the block in hand. Pinned blocks stay. moved(handle, from, to, bytes) is told of each move before
 * the next one, and may not call the pool. Returns true when nothing is left to move, else false:
 * the budget is used up, or a fault. O(blocks) in steps, and the bytes moved.
 */
export function reorder(pool: Pool, budget?: number, moved?: Moved): boolean {
  if (!isIdle(pool)) return false;
  if (!(budget === undefined || budget! > 0)) return !!refuse(pool.u8, Fault.BadArgument);
  settle(pool);
  return compact(pool, budget || 1 / 0, moved);
}

/**
 * Let entries that used up their 511 generations start over. Call it when no handle of a deallocated
 * block is kept anywhere: such a handle could name a new block. Each takes 4 bytes (a granule) until a
 * block has it, and stays retired where the gap has none left. Returns how many entries came back; 0,
 * too, from inside `moved`. O(entries).
 */
export function renew(pool: Pool): number {
  var w = pool.w;
  var i = isIdle(pool) ? w[Control.Entries] : 0;
  var renewed = 0;
  var k: number;
  for (; i && gapTo(pool, w[Control.Limit]) > 0; i--) {
    if (w[pool.end - i] === Place.Retired) {
      k = topOf(pool);
      // In this order a spare is whole before the blocks include it: for who repairs a pool.
      w[k + 1] = i;
      w[k] = Header.Generation + Header.Free + 1;
      setTop(pool, k + (1 << shiftOf(pool)));
      spare(pool, k, i, Header.Generation);
      renewed++;
    }
  }
  return renewed;
}

/** Be low when fewer than `bytes` are free: isLow asks. O(1). */
export function setLow(pool: Pool, bytes: number): void {
  pool.w[Control.Low] = bytes >> logOf(pool);
}

/** Whether fewer bytes are free, in one piece or not, than setLow said; blocks in slots do not count. O(1). */
export function isLow(pool: Pool): boolean {
  var w = pool.w;
  return gapTo(pool, w[Control.Limit]) + w[Control.Holes] < w[Control.Low];
}

/**
 * Give the pool's region back to the heap. Every block is gone, and every later call on the pool is
 * refused. Returns true, or false: called from inside `moved`, or destroyed before. O(regions).
 */
export function destroy(pool: Pool): boolean {
  if (!isIdle(pool)) return false;
  settle(pool);
  releaseRegion(pool.u8, pool.base);
  // The region may be another pool's soon: this object must not reach it any more. Words that refuse all take its place.
  pool.w = new Uint16Array(32);
  pool.w[Control.State] = State.Gone;
  pool.end = Control.State - 1;
  pool.w[pool.end] = Place.Retired;
  pool.unit = 0;
  return true;
}
