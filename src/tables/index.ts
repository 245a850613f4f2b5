/** The tables pool: blocks behind handles, which can move, so that free space does not stay fragmented. See layout.ts. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { begin, claim, end, find, generationAt, granulesFor, isIdle, isPinned } from './block.ts';
import { Control, Entry, Header, List, type Pool, State } from './layout.ts';
import { release } from './entries.ts';
import { For, Site, siteFor, take } from './place.ts';
import { gapWith, logOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { regrow } from './resize.ts';
import { takeEntry, wordsWithOne } from './table.ts';
import { takeBig, takeWaiting } from './waiting.ts';

export type { Heap } from '../heap/layout.ts';
export type { Pool } from './layout.ts';
export type { Moved } from './compact.ts';
export { addrOf, clean, copy, read, sizeOf, write } from './contents.ts';
export { attach, create, destroy, renew, repair, repairAt } from './life.ts';
export { pin, unpin, view } from './pins.ts';
export { isLow, reorder, setLow, setPause } from './reorder.ts';

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
 * Reserve `bytes` of payload (1 or more, whole). Returns the block's handle, or 0: no space, even after a compaction;
 * no space yet, see setPause; or a bad size. Does not clear the block. O(1) while the gap lasts or a freed block
 * fits; after that it searches for holes, or moves blocks.
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
 * Give a block back; from then on its handle is stale. Returns true, or false and changes nothing: not a handle, or
 * pinned. O(1), no loop.
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
 * Change a block's size, keeping its contents up to the smaller size; works in a full pool, too, if there are enough
 * bytes. Returns the handle, which stays the same, or 0: not a handle, pinned, a bad size, or no space, and the block
 * stays as it was. O(1) and the bytes moved, or a compaction.
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
