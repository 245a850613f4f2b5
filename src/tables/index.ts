/** The tables pool: blocks behind handles, which can move, so that free space never stays in pieces. See layout.ts. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isPool, isRegion, nameRegion, refuseRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import {
  begin,
  claim,
  end,
  find,
  generationAt,
  granulesFor,
  isIdle,
  isPinned,
  payloadAt,
  payloadBytes,
} from './block.ts';
import { compact, isMoving, type Moved, Slid, stop } from './compact.ts';
import { Control, Entry, Header, List, Mark, type Pool, Refused, State, Work } from './layout.ts';
import { release } from './entries.ts';
import { For, Site, siteFor, take } from './place.ts';
import {
  describe,
  entriesOf,
  format,
  gapOf,
  gapWith,
  isEnough,
  isThere,
  logOf,
  markOf,
  pauseOf,
  placeOf,
  shiftOf,
  topOf,
  wordAt,
} from './pool.ts';
import { mend } from './repair.ts';
import { regrow } from './resize.ts';
import { countFree, freeEntry, takeEntry, wordsWithOne } from './table.ts';
import { Broken, verify } from './verify.ts';
import { dropLists, settle, takeBig, takeWaiting, waiting } from './waiting.ts';

export type { Heap } from '../heap/layout.ts';
export type { Pool } from './layout.ts';
export type { Moved } from './compact.ts';
export { addrOf, clean, copy, read, sizeOf, write } from './contents.ts';

/**
 * Carve a pool out of a heap: `bytes` bytes of it, everything the pool needs included. The table
 * grows as it must; with `handles`, room for that many entries is never given to blocks. Returns the
 * pool, or null: no hole of that size, or no block fits beside the table. O(regions).
 */
export function create(heap: Heap, bytes: number, handles?: number): Pool | null {
  var entries = handles || 1;
  var isFit = entries >>> 0 === entries && entries <= Entry.Most && isEnough(bytes, entries);
  var address = takeRegion(heap, isFit ? bytes : 0);
  var pool = address ? describe(heap, address) : null;
  if (!pool) return null;
  format(pool, entries);
  nameRegion(heap, address, Kind.Tables);
  return pool;
}

/**
 * Open the pool that an image has at `address` (from heap.find). Returns it, or null: no tables pool
 * there, its structure is damaged, or a call was cut off in the middle (Fault.Interrupted: see repairAt). Changes
 * nothing. O(blocks), and a search of the table for each.
 */
export function attach(heap: Heap, address: number): Pool | null {
  var pool = isRegion(heap, address, Kind.Tables) ? describe(heap, address) : null;
  var broken = pool ? verify(pool) & 15 : 0;
  if (!pool) return refuseRegion(heap, Fault.BadAddress) || null;
  return broken ? refuse(heap, broken === Broken.CutOff ? Fault.Interrupted : Fault.Corrupt) || null : pool;
}

/**
 * Make a pool sound again after a call that was cut off in the middle (Ctrl-C, out of memory): calls are refused with
 * Fault.Interrupted then. No block that was handed out is lost; of the call that was cut off all is done, or nothing.
 * Returns true, also where nothing was to be done, or false and changes nothing: damaged by something else. Works
 * inside `moved`, too: the call that moves blocks ends there. O(blocks), and a search of the table for each.
 */
export function repair(pool: Pool): boolean {
  return isThere(pool) && mend(pool);
}

/** The same for a pool that attach refused as interrupted: see repair. False, too, when there is no tables pool at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  return isRegion(heap, address, Kind.Tables) ? mend(describe(heap, address)) : !!refuseRegion(heap, Fault.BadAddress);
}

/** Give a site that was found, and a free entry, to a block. Returns the block's handle, or 0 and a fault. */
function occupy(pool: Pool, site: number, granules: number): number {
  var w = pool.w;
  var i = takeEntry(pool);
  var e = pool.end - i;
  var generation = (w[e] - Entry.Retired) << Header.GenerationShift;
  var k: number;
  var end: number;
  if (!i) return 0;
  if (site === Site.Gap) {
    // Until the top is set nothing has happened, but that the sentinel is gone.
    k = topOf(pool);
    end = k + (granules << shiftOf(pool));
    w[end] = Header.Sentinel;
    claim(pool, k, granules, generation);
    w[Control.Top] = placeOf(end, pool);
  } else claim(pool, (k = take(pool, site, granules)), granules, generation);
  w[e] = placeOf(k, pool);
  return ((generation >> Header.GenerationShift) << 16) | i;
}

/** Why there is no site. */
function refuseSite(pool: Pool, site: number): 0 {
  return site === Site.Damaged ? 0 : refuse(pool.u8, site === Site.Later ? Fault.NotCompact : Fault.NoSpace);
}

/**
 * Whether no entry is to be added while blocks wait that have one: the gap, of so many granules, is less than 1/16 of the pool, or the
 * table has all the entries that room was kept for.
 */
function isTableFull(pool: Pool, gap: number): boolean {
  var handles = pool.w[Control.Handles];
  return gap < pool.end >> 5 || (handles > 1 && pool.w[Control.Entries] >= handles);
}

/** The rest of alloc: big blocks, an empty list, bad arguments. */
function allocAnywhere(pool: Pool, bytes: number): number {
  var granules = isIdle(pool) && granulesFor(pool, bytes);
  var w = pool.w;
  var handle = 0;
  var site: number = Site.Gap;
  var gap: number;
  if (!granules) return 0;
  w[Control.State] = State.Changing;
  w[Control.Valid] = 0;
  gap = gapWith(pool, wordsWithOne(pool));
  if (granules > gap || (!w[Control.Free] && isTableFull(pool, gap))) {
    handle = takeWaiting(pool, granules);
    if (!handle) site = siteFor(pool, granules, For.Block);
  } else if (granules > Header.SmallGranules && w[List.Big]) handle = takeBig(pool, granules);
  if (!handle && site > Site.None) handle = occupy(pool, site, granules);
  w[Control.Valid] = w[Control.Entries];
  w[Control.State] = State.Idle;
  return site > Site.None ? handle : refuseSite(pool, site);
}

/**
 * Reserve `bytes` of payload (1 or more, whole). Returns the block's handle, or 0: no space, even
 * after a compaction; or not yet, see setPause; or a bad size. Does not clear. O(1) while the gap lasts or a freed block serves; then
 * holes are looked for, or blocks move.
 */
export function alloc(pool: Pool, bytes: number): number {
  var w = pool.w;
  var at = (bytes + (LARGE_HEAPS ? (1 << pool.log) + 1 : 5)) >> logOf(pool);
  var i: number;
  var k: number;
  // 0 to 63 bytes, whole, and in the list of their size a free block of it, as far as an overrun left it one. An empty list leads to
  // entry 0, which names none, and that of big ones, for less than 3 bytes, to none of 1 granule.
  return bytes === (bytes & 63) &&
    pool.epochs[0] === pool.epoch &&
    pool.end > (i = w[at]) &&
    pool.end > (k = wordAt(w[pool.end - i], pool)) &&
    ((w[k] & Header.OtherBits) ^ Header.Free) === at
    ? ((w[at] = w[k + 1]), (((w[k] ^= Header.Free) >> Header.GenerationShift) << 16) | i)
    : allocAnywhere(pool, bytes);
}

/** The rest of dealloc: blocks that no list takes, and what is no handle. */
function deallocNow(pool: Pool, handle: number): boolean {
  var k = find(pool, handle);
  var generation = k && isIdle(pool) ? pool.w[generationAt(pool, k)] : 0;
  if (!generation) return false;
  if (generation >= Header.Pin) return !!refuse(pool.u8, Fault.Pinned);
  release(pool, k, handle & 65535, (generation + Header.Generation) & Header.GenerationBits);
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
  var size: number;
  // Header, checksum, list: cut off between these, a free block is in no list, and can be told.
  return pool.epochs[0] === pool.epoch &&
    pool.end > i &&
    i <= w[Control.Valid] &&
    pool.end > (k = wordAt(w[pool.end - i], pool)) &&
    ((((header = w[k]) >> Header.GenerationShift) << 16) | i) === handle &&
    header < Header.Last &&
    (size = header & Header.Size) > List.Big
    ? ((w[k] = header + Header.Freed),
      (w[Control.Checksum] += Header.Generation),
      (w[k + 1] = w[size]),
      (w[size] = i),
      true)
    : deallocNow(pool, handle);
}

/**
 * Change a block's size, keeping its contents up to the smaller size; works in a full pool, too, as
 * long as the bytes are there. Returns the handle, which stays the same, or 0: not a handle, pinned,
 * a bad size, or no space, and the block is as it was. O(1) and the bytes moved, or a compaction.
 */
export function resize(pool: Pool, handle: number, bytes: number): number {
  var k = find(pool, handle);
  var granules = k && isIdle(pool) && granulesFor(pool, bytes);
  var done: number;
  if (!granules) return 0;
  if (isPinned(pool.w[generationAt(pool, k)])) return refuse(pool.u8, Fault.Pinned);
  begin(pool);
  done = regrow(pool, handle & 65535, granules);
  end(pool);
  return done > 0 ? handle : refuseSite(pool, done);
}

/** Add `by` to the pins of a block that has others than `not`. Returns its header, or 0 and a fault. */
function changePins(pool: Pool, handle: number, by: number, not: number): number {
  var w: Uint16Array;
  var k = find(pool, handle);
  var at: number;
  if (!k || !isIdle(pool)) return 0;
  w = pool.w;
  at = generationAt(pool, k);
  if ((w[at] & Header.Free) === not) return refuse(pool.u8, not ? Fault.Pinned : Fault.BadArgument);
  w[Control.State] = State.Changing;
  w[at] += by;
  w[Control.Checksum] += by;
  if (by < 0) w[Control.Refused] = Refused.Nothing;
  w[Control.State] = State.Idle;
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

/** Slide blocks down, and tell. What `moved` throws goes on, the pool in order. */
function slide(pool: Pool, budget: number, blocks: number, moved: Moved): boolean {
  var hasEnded = false;
  var isDone = false;
  try {
    isDone = compact(pool, budget, blocks, Work.All, moved) === Slid.Wholly;
    hasEnded = isThere(pool) && pool.w[Control.State] === State.Changing;
  } finally {
    if (!hasEnded && isMoving(pool)) {
      stop(pool);
      hasEnded = true;
    }
    if (hasEnded) end(pool);
  }
  return isDone;
}

/**
 * Slide blocks down until one free block remains, or until `budget` bytes have moved, then end with
 * the block in hand; with a budget also when what setPause allows is done. Pinned blocks stay. moved(handle, from, to, bytes) is told
 * of each move before the next one, and may not call the pool. Returns true when nothing is left to move, else false:
 * the budget is used up, and the next call goes on from there; or a fault. O(blocks), a search of the table for each, and the bytes moved.
 */
export function reorder(pool: Pool, budget?: number, moved?: Moved): boolean {
  var blocks: number;
  var isPartly = false;
  var isDone = false;
  if (!isIdle(pool)) return false;
  if (
    (budget !== undefined && !(budget! > 0 && budget! === +budget!)) ||
    (moved !== undefined && typeof moved !== 'function')
  ) {
    return !!refuse(pool.u8, Fault.BadArgument);
  }
  blocks = budget ? pauseOf(pool) : Work.All;
  begin(pool);
  if (!budget && !moved) dropLists(pool);
  else isPartly = settle(pool, blocks < Work.All ? (blocks + 1) >> 1 : blocks) > 0 && blocks < Work.All;
  if (!isPartly) {
    if (moved) return slide(pool, budget || 1 / 0, blocks, moved);
    isDone = compact(pool, budget || 1 / 0, blocks, Work.All) === Slid.Wholly;
  }
  end(pool);
  return isDone;
}

/**
 * Let no call stall: from now on alloc and resize move at most `blocks` blocks, 1 to 127, and pass 3 times as many; what has no room then
 * is refused as not compact yet (Fault.NotCompact). Called again, or after reorder(pool, budget) in idle time, they go on where that stopped. 0,
 * as at first, lets a call complete a compaction. Kept in the image. Returns true, or false: no such number. O(1).
 */
export function setPause(pool: Pool, blocks: number): boolean {
  if (!isIdle(pool)) return false;
  if ((blocks & Mark.Pause) !== blocks) return !!refuse(pool.u8, Fault.BadArgument);
  pool.w[Control.Mark] = markOf(pool) + (blocks << Mark.PauseShift);
  return true;
}

/**
 * Let entries that used up their 511 generations start over, and those that the table gave back. Call it when no handle
 * of a deallocated block is kept anywhere: such a handle could name a new block. Returns how many entries came back; 0,
 * too, from inside `moved`. O(entries).
 */
export function renew(pool: Pool): number {
  var w: Uint16Array;
  var i = isIdle(pool) ? entriesOf(pool) : 0;
  var renewed = 0;
  if (!i) return 0;
  w = pool.w;
  begin(pool);
  for (; i; i--) {
    if (w[pool.end - i] === Entry.Retired) {
      freeEntry(pool, i, Header.Generation);
      countFree(pool, i);
      renewed++;
    }
  }
  if (markOf(pool) === Header.Generations) renewed += w[Control.High] - w[Control.Entries];
  w[Control.Mark] -= markOf(pool);
  w[Control.High] = w[Control.Entries];
  end(pool);
  return renewed;
}

/** Be low when fewer than `bytes` are free, a whole number: isLow asks. O(1). */
export function setLow(pool: Pool, bytes: number): void {
  var granules = bytes >>> logOf(pool);
  if (!isIdle(pool)) return;
  if (bytes >>> 0 !== bytes) refuse(pool.u8, Fault.BadArgument);
  else pool.w[Control.Low] = granules > 65535 ? 65535 : granules;
}

/** Whether fewer bytes are free, in one piece or not, than setLow said. Of blocks that wait in lists up to 64 count. O(those). */
export function isLow(pool: Pool): boolean {
  var low: number;
  if (!isThere(pool)) return false;
  low = pool.w[Control.Low] - gapOf(pool) - pool.w[Control.Holes];
  return low > 0 && waiting(pool, low, 64) < low;
}

/**
 * Give the pool's region back to the heap. Every block is gone, and every later call on the pool is
 * refused. Returns true, or false and nothing changed: called from inside `moved`, destroyed before, a call was cut off,
 * or the heap's directory is damaged. O(regions).
 */
export function destroy(pool: Pool): boolean {
  return isPool(pool, Kind.Tables) && isIdle(pool) && releaseRegion(pool.u8, pool.base);
}
