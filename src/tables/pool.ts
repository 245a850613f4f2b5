/** Where the parts of a pool are: worked out from its region alone, for a new pool and an old one. */

import { LARGE_HEAPS } from '../board.ts';
import { type Heap, Image } from '../heap/layout.ts';
import { directory, rowBytes } from '../heap/regions.ts';
import { Control, Header, Place, type Pool, State } from './layout.ts';

// The pool comes last where a small heap has no use for it: the minifier then drops call and function.

/** The word at `place`. */
export function wordAt(place: number, pool: Pool): number {
  return LARGE_HEAPS ? ((place + 1) << pool.unit) - 1 : place;
}

/** The place of the word `k`, which is a header. */
export function placeOf(k: number, pool: Pool): number {
  return LARGE_HEAPS ? ((k + 1) >> pool.unit) - 1 : k;
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

/** The sentinel: where the blocks end. */
export function topOf(pool: Pool): number {
  return wordAt(pool.w[Control.Top], pool);
}

/** The last place where blocks may end when the table has `entries` entries; the sentinel still fits. */
export function limitFor(pool: Pool, entries: number): number {
  return placeOf(pool.end - entries - 1, pool);
}

/** Granules between the blocks and the place `limit`; negative when they are beyond. */
export function gapTo(pool: Pool, limit: number): number {
  return (wordAt(limit, pool) - wordAt(pool.w[Control.Top], pool)) >> shiftOf(pool);
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

/** The pool object for the region at `address`. */
export function describe(heap: Heap, address: number): Pool {
  var bytes = rowBytes(directory(heap), address - Image.RowBytes) - Image.RowBytes;
  var log = 2;
  if (LARGE_HEAPS) while (bytes >> log > 65534) log++;
  return {
    u8: heap,
    wide: new Uint32Array(heap.buffer, heap.byteOffset + address, bytes >> 2),
    base: address,
    log: log,
    unit: LARGE_HEAPS && bytes >> 1 > 65535 ? log - 1 : 0,
    end: (bytes >> 1) - 1,
    w: new Uint16Array(heap.buffer, heap.byteOffset + address, bytes >> 1),
  };
}

/** Set up the control words of an empty pool. */
export function format(pool: Pool, limit: number): void {
  var w = pool.w;
  var k = wordAt(Place.First, pool);
  while (k--) w[k] = 0;
  w[wordAt(Place.First, pool)] = Header.Sentinel;
  w[wordAt(Place.Retired, pool)] = Header.None;
  w[pool.end] = w[Control.Spare] = Place.Retired;
  w[Control.Top] = Place.First;
  w[Control.Limit] = limit;
  w[Control.State] = State.Idle;
}
