/** Where the parts of a pool are: worked out from its region alone, for a new pool and an old one. */

import { LARGE_HEAPS } from '../board.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, epochOf, isRegion, renewed, rowBytes } from '../heap/regions.ts';
import { Control, Entry, Header, Mark, Place, type Pool, Refused, State, Work } from './layout.ts';

// The pool comes last where a small heap has no use for it: the minifier then drops call and function.

/** The word at `place`. */
export function wordAt(place: number, pool: Pool): number {
  return LARGE_HEAPS ? ((place + 1) << pool.placeLog) - 1 : place;
}

/** The place of the word `k`, which is a header. */
export function placeOf(k: number, pool: Pool): number {
  return LARGE_HEAPS ? ((k + 1) >> pool.placeLog) - 1 : k;
}

/** The word of entry `i`'s block. */
export function blockOf(pool: Pool, i: number): number {
  return wordAt(pool.w[pool.end - i], pool);
}

/** log2 of the bytes of a granule, where it can differ at all. */
export function logOf(pool: Pool): number {
  return LARGE_HEAPS ? pool.log : 2;
}

/** log2 of the words of a granule. */
export function shiftOf(pool: Pool): number {
  return LARGE_HEAPS ? pool.log - 1 : 1;
}

/** The sentinel: where the blocks end; in the pool, whatever the control word is. */
export function topOf(pool: Pool): number {
  var top = wordAt(pool.w[Control.Top], pool);
  return top < pool.end ? top : pool.end - 1;
}

/** Entries of the table; no more than the region has words for, whatever the control word is. */
export function entriesOf(pool: Pool): number {
  var entries = pool.w[Control.Entries];
  return entries < pool.end ? entries : pool.end - 1;
}

/** The greatest generation that was given up with an entry. */
export function markOf(pool: Pool): number {
  return pool.w[Control.Mark] & Header.Generations;
}

/** Blocks that a call may move which was not asked to; Work.All where no pause is set. */
export function pauseOf(pool: Pool): number {
  return pool.w[Control.Mark] >> Mark.PauseShift || Work.All;
}

/** Granules between the blocks and a table that has, with its list, so many words; negative when they would meet. */
export function gapWith(pool: Pool, words: number): number {
  var handles = pool.w[Control.Handles];
  return (pool.end - (words > handles ? words : handles) - 1 - wordAt(pool.w[Control.Top], pool)) >> shiftOf(pool);
}

/** Granules in the gap. */
export function gapOf(pool: Pool): number {
  return gapWith(pool, pool.w[Control.Entries] + pool.w[Control.Depth]);
}

/** Granules of the block with this header; 0 for a hole and for what is no header. */
export function granulesIn(header: number): number {
  if (header < Header.Big) return header & Header.Size;
  header &= Header.BigSize;
  return LARGE_HEAPS && header > Header.ExactGranules ? header * 4 - Header.Bias : header;
}

/** Granules of the block or hole with its header at `k`. */
export function granulesAt(w: Uint16Array, k: number): number {
  return w[k] ? granulesIn(w[k]) : w[k + 1];
}

/** log2 of the granule's bytes in a region of `bytes` bytes. */
function logFor(bytes: number): number {
  var log = 2;
  if (LARGE_HEAPS) while (bytes >> log > Place.Granules) log++;
  return log;
}

/**
 * Bytes of a region that a pool uses. Places number 65,024 granules, and a region of a power of two has 65,536: the last 1/128
 * of it belongs to nobody, rather than that all granules are twice as large.
 */
function usedBytes(bytes: number): number {
  var most = LARGE_HEAPS ? Entry.Retired << (logFor(bytes) & 31) : bytes;
  return bytes > most ? most : bytes;
}

/** The last word of a region of `bytes` bytes: of entry 0, which is never valid. */
export function endOf(bytes: number): number {
  return (usedBytes(bytes) >> 1) - 1;
}

/** log2 of the words between two places there. */
function placeLogFor(bytes: number): number {
  return LARGE_HEAPS && bytes >> 1 > Entry.Retired ? logFor(bytes) - 1 : 0;
}

/** The pool object for the region at `address`. */
export function describe(heap: Heap, address: number): Pool {
  var bytes = usedBytes(rowBytes(directory(heap), address - Image.RowBytes) - Image.RowBytes);
  var epochs = epochOf(heap);
  return {
    u8: heap,
    wide: new Uint32Array(heap.buffer, heap.byteOffset + address, bytes >> 2),
    base: address,
    log: logFor(bytes),
    placeLog: placeLogFor(bytes),
    epoch: epochs[0],
    epochs: epochs,
    end: (bytes >> 1) - 1,
    w: new Uint16Array(heap.buffer, heap.byteOffset + address, bytes >> 1),
  };
}

/**
 * Whether the pool's region still is one: asked when a region was given back since it was looked at last.
 * A later tables pool at the same address counts as the same pool. O(regions) when the epoch has changed, else O(1).
 */
export function isThere(pool: Pool): boolean {
  return (
    pool.epochs[0] === pool.epoch ||
    renewed(pool, isRegion(pool.u8, pool.base, Kind.Tables) ? describe(pool.u8, pool.base) : null)
  );
}

/** Whether a block fits into a region of `bytes` bytes beside a table of so many entries. */
function hasRoomFor(bytes: number, entries: number): boolean {
  return (
    (usedBytes(bytes) >> 1) - 1 - entries - ((Place.First + 1) << (placeLogFor(bytes) & 31)) >=
    1 << ((logFor(bytes) - 1) & 31)
  );
}

/**
 * Whether a block fits in beside a table of so many entries when takeRegion is asked for `bytes` bytes; it may give 4 more. What is
 * no size, or more than there can be, is takeRegion's to refuse.
 */
export function isEnough(bytes: number, entries: number): boolean {
  var size = ((bytes + 3) & -4) - Image.RowBytes;
  return (
    bytes >>> 0 !== bytes ||
    bytes >>> 28 > 0 ||
    (hasRoomFor(size, entries) && (!LARGE_HEAPS || hasRoomFor(size + 4, entries)))
  );
}

/** Set up the control words of an empty pool that keeps room for `handles` entries. */
export function format(pool: Pool, handles: number): void {
  var w = pool.w;
  var k = wordAt(Place.First, pool);
  w[k] = Header.Sentinel;
  while (k--) w[k] = 0;
  w[pool.end] = Entry.Retired;
  w[Control.Top] = w[Control.Rover] = w[Control.Slide] = Place.First;
  w[Control.Handles] = handles;
  w[Control.Refused] = Refused.Nothing;
  w[Control.State] = State.Idle;
}
