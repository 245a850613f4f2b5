/** The header of an image: making one, and accepting one that is there. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Change, type Heap, Image, Kind } from './layout.ts';
import { directory, rowBytes, scan, writeRow } from './regions.ts';

/** Whether `heap` is a typed array with elements of one byte, of whichever realm; if not, a fault. */
export function isBytes(heap: Heap): boolean {
  return (
    (!!heap && !!heap.buffer && !!heap.subarray && heap.subarray(1).byteOffset - heap.byteOffset === 1) ||
    !!refuse(null, Fault.BadArgument)
  );
}

/** Whether an array can be a heap: views of 32-bit words need a multiple of 4. */
function isUsable(heap: Heap): boolean {
  return (
    (isBytes(heap) &&
      heap.length >= Image.LeastBytes &&
      heap.length <= (LARGE_HEAPS ? Image.MostBytes : Image.MostSmallBytes) &&
      !((heap.length | heap.byteOffset) & 3)) ||
    !!refuse(null, Fault.BadArgument)
  );
}

/**
 * Make `heap` an empty image. Returns it, or null: its length or its offset in its buffer is not a multiple of 4, it
 * is shorter than 24 bytes, or it is longer than the bundle can manage (65,536 bytes on boards, 256 MB where heaps
 * may be large). O(1): only the header and the first row are written.
 */
export function format(heap: Heap): Heap | null {
  var words: Uint32Array;
  if (!isUsable(heap)) return null;
  words = directory(heap);
  words[Image.StateWord] = Change.Format << 8;
  words[0] = Image.Magic;
  words[Image.BytesWord] = heap.length;
  // Objects of pools that were here have to look whether they still are.
  words[Image.EpochWord]++;
  writeRow(words, Image.HeaderBytes, heap.length - Image.HeaderBytes, Kind.Hole);
  words[Image.StateWord] = 0;
  return heap;
}

/** Whether the header is that of an image of this version and of this length; if not, a fault. O(1). */
export function isImage(heap: Heap): boolean {
  var words: Uint32Array;
  if (!isUsable(heap)) return false;
  words = directory(heap);
  if (words[0] !== Image.Magic) return !!refuse(null, Fault.NotAnImage);
  return words[Image.BytesWord] === heap.length || !!refuse(null, Fault.Corrupt);
}

/** Whether two holes are neighbours, or a region is of no kind there is, in a directory whose rows lead to the end. O(regions). */
function hasBadRow(heap: Heap): boolean {
  var words = directory(heap);
  var row: number = Image.HeaderBytes;
  var below: number = Kind.None;
  for (; row < heap.length; row += rowBytes(words, row)) {
    if (!((below | words[row >> 2]) & 15) || (words[row >> 2] & 15) > Kind.Last) return true;
    below = words[row >> 2];
  }
  return false;
}

/** Whether the bytes of the header that mean nothing are 0. */
export function isHeaderClean(heap: Heap): boolean {
  return !(directory(heap)[Image.StateWord] >>> 16);
}

/**
 * Accept an image that is already in `heap`. Returns `heap`, or null: not an image of this version,
 * truncated, its directory is damaged, or a call that changed it was cut off (Fault.Interrupted: see repair).
 * Changes nothing. O(regions); `attach` checks each pool.
 */
export function open(heap: Heap): Heap | null {
  if (!isImage(heap)) return null;
  if (heap[Image.ChangeByte] || scan(heap, Kind.None, 0, 0) !== heap.length)
    return refuse(null, heap[Image.ChangeByte] ? Fault.Interrupted : Fault.Corrupt) || null;
  if (scan(heap, Kind.New, 0, 0) < heap.length) return refuse(null, Fault.Interrupted) || null;
  return hasBadRow(heap) || !isHeaderClean(heap) ? refuse(null, Fault.Corrupt) || null : heap;
}
