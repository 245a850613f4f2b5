/** Where the parts of a pool are: worked out from its region alone, for a new pool and an old one. */

import { LARGE_HEAPS } from '../board.ts';
import { halfOctave } from '../core/float.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, epochOf, isRegion, renewed, rowBytes } from '../heap/regions.ts';
import { Control, DENSE_END_BYTES, type Pool } from './layout.ts';

/**
 * Whether a dense region of `bytes` bytes has room for its control words and a block; a wide one may need a little more.
 * What is no size at all is takeRegion's to refuse.
 */
export function isEnough(bytes: number): boolean {
  var granules = (bytes - Image.RowBytes) >> 2;
  return bytes >>> 0 !== bytes || granules - ((halfOctave(granules) + Control.Low - Control.Bins + 3) >> 1) > 1;
}

/** The pool object for the region from `address` to `end`, or null when it is too small for a block. */
function describeTo(heap: Heap, address: number, end: number): Pool | null {
  var isWide = LARGE_HEAPS && end > DENSE_END_BYTES;
  var log = isWide ? 3 : 2;
  var control = (address >> (log - 1)) + Control.Low;
  // The first header must be an odd word, after a list for every size there can be.
  var first = (control - Control.Bins + halfOctave((end - address) >> log) + 3) >> 1;
  var epochs = epochOf(heap);
  end >>= log;
  return end - first < 2
    ? null
    : {
        u8: heap,
        base: address,
        log: log,
        epoch: epochs[0],
        epochs: epochs,
        end: end,
        first: first,
        control: control,
        w: isWide
          ? new Uint32Array(heap.buffer, heap.byteOffset, heap.length >> 2)
          : new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1),
      };
}

/** The pool object for the region at `address`, or null when the region is too small for a block. */
export function describe(heap: Heap, address: number): Pool | null {
  return describeTo(heap, address, address - Image.RowBytes + rowBytes(directory(heap), address - Image.RowBytes));
}

/** Whether a pool of whatever width fits between `address` and `end`. */
export function isEnoughAt(heap: Heap, address: number, end: number): boolean {
  return !!describeTo(heap, address, end);
}

/**
 * Regions were given back since the object was described: describe it anew. Returns false, and the fault says why, when
 * its pool is gone; another one of this kind that is there now takes its place. O(regions).
 */
export function renew(pool: Pool): boolean {
  var heap = pool.u8;
  return renewed(pool, isRegion(heap, pool.base, Kind.Headers) ? describe(heap, pool.base) : null);
}
