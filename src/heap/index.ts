/** A heap image: format, open, and find what is in it. Works on any Uint8Array. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from './layout.ts';
import { directory, rowBytes, scan, writeRow } from './regions.ts';

export { findRegion as find } from './regions.ts';

/** Whether an array can be a heap: views of 32-bit words need a multiple of 4. */
function isUsable(heap: Heap): boolean {
  return (!!heap && heap.length >= Image.LeastBytes && heap.length <= Image.MostBytes &&
    !((heap.length | heap.byteOffset) & 3)) ||
    !!refuse(Fault.BadArgument);
}

/**
 * Make `heap` an empty image. Returns it, or null when its length or its place in its buffer is
 * not a multiple of 4, or it is shorter than 16 bytes or not below 256 MB. O(1): only the directory
 * is written.
 */
export function format(heap: Heap): Heap | null {
  var words: Uint32Array;
  if (!isUsable(heap)) return null;
  words = directory(heap);
  words[0] = Image.Magic;
  words[1] = heap.length;
  writeRow(words, Image.HeaderBytes, heap.length - Image.HeaderBytes, Kind.Hole);
  return heap;
}

/**
 * Accept an image that is already in `heap`. Returns `heap`, or null: not an image of this version,
 * truncated, or its directory is damaged. Changes nothing. O(regions); `attach` checks each pool.
 */
export function open(heap: Heap): Heap | null {
  var words: Uint32Array;
  if (!isUsable(heap)) return null;
  words = directory(heap);
  if (words[0] !== Image.Magic) return refuse(Fault.NotAnImage) || null;
  return words[1] === heap.length && scan(heap, Kind.None, 0, 0) === heap.length
    ? heap : refuse(Fault.Corrupt) || null;
}

/** Bytes of the largest region that `create` can take now; 0 where none is found. O(regions). */
export function freeBytes(heap: Heap): number {
  var bytes = 0;
  var row: number;
  while ((row = scan(heap, Kind.Hole, 0, bytes + 1)) && row < heap.length) bytes = rowBytes(directory(heap), row);
  return bytes;
}
