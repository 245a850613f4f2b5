/** Where the parts of a pool are: worked out from its region alone, for a new pool and an old one. */

import { LARGE_HEAPS } from '../board.ts';
import { type Heap, Image } from '../heap/layout.ts';
import { directory, rowBytes } from '../heap/regions.ts';
import { Control, Entry, Header, type Pool } from './layout.ts';

/** log2 of the bytes of a granule, where it can differ at all. */
export function logOf(pool: Pool): number {
  return LARGE_HEAPS ? pool.log : 2;
}

/** The header of the block at `place`. */
export function headerAt(pool: Pool, place: number): number {
  return pool.slot + Control.Words + (place << (logOf(pool) - 1));
}

/** The place of the block whose header is the word `k`. */
export function placeOf(pool: Pool, k: number): number {
  return (k - pool.slot - Control.Words) >> (logOf(pool) - 1);
}

/** Where blocks must end when the table has `entries` entries; a sentinel still fits. May be negative. */
export function limitFor(pool: Pool, entries: number): number {
  return placeOf(pool, pool.end - entries - 1);
}

/** Granules of the block, or 0 for a hole and for what is no header. */
export function granulesIn(header: number): number {
  var granules = header >> 1;
  if (!(header & Header.Big)) return granules & Header.SmallGranules;
  return LARGE_HEAPS && granules > Header.ExactGranules ? granules * 4 - Header.Bias : granules;
}

/** Granules of the block or hole with its header at `k`. */
export function granulesAt(w: Uint16Array, k: number): number {
  return w[k] ? granulesIn(w[k]) : w[k + 1];
}

/** The pool object for the region at `address`. */
export function describe(heap: Heap, address: number): Pool {
  var wide = directory(heap);
  var bytes = rowBytes(wide, address - Image.RowBytes) - Image.RowBytes;
  var log = 2;
  // No place may read as a retired entry.
  if (LARGE_HEAPS) while (bytes >> log >= Entry.Retired) log++;
  return {
    u8: heap,
    wide: wide,
    base: address,
    log: log,
    end: ((address + bytes) >> 1) - 1,
    slot: address >> 1,
    w: new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1),
  };
}
