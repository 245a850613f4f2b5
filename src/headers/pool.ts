/** Where the parts of a pool are: worked out from its region alone, for a new pool and an old one. */

import { LARGE_HEAPS } from '../board.ts';
import { halfOctave } from '../core/float.ts';
import { type Heap, Image } from '../heap/layout.ts';
import { directory, rowBytes } from '../heap/regions.ts';
import { Control, DENSE_END_BYTES, type Pool } from './layout.ts';

/** The pool object for the region at `address`, or null when the region is too small for a block. */
export function describe(heap: Heap, address: number): Pool | null {
  var row = address - Image.RowBytes;
  var end = row + rowBytes(directory(heap), row);
  var isWide = LARGE_HEAPS && end > DENSE_END_BYTES;
  var log = isWide ? 3 : 2;
  var slot = (address >> (log - 1)) + Control.Free;
  // The first header must be an odd word, after a list for every size there can be.
  var low = (slot - Control.Bins + halfOctave((end - address) >> log) + 3) >> 1;
  end >>= log;
  return end - low < 2 ? null : {
    u8: heap,
    base: address,
    log: log,
    end: end,
    low: low,
    slot: slot,
    w: isWide
      ? new Uint32Array(heap.buffer, heap.byteOffset, heap.length >> 2)
      : new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1),
  };
}
