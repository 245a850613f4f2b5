/** A heap image: format, open, repair, and find what is in it. Works on any Uint8Array. */

import { isImage } from './image.ts';
import { type Heap, Kind } from './layout.ts';
import { directory, findRegion, refuseDirectory, rowBytes, scan } from './regions.ts';

export type { Heap } from './layout.ts';
export { format, open } from './image.ts';
export { repair } from './repair.ts';

/**
 * The address of the `nth` region (from 0) of a kind (1 = headers, 2 = tables, ...), for `attach`. Returns it, or 0:
 * there is no such region, or, with a fault, this is not a heap, the kind or number is invalid, or the directory is
 * damaged. O(regions).
 */
export function find(heap: Heap, kind: number, nth: number): number {
  return isImage(heap) ? findRegion(heap, kind, nth) : 0;
}

/**
 * Bytes of the largest region that `create` can take now; 0 if there is none or, with a fault, this is not a heap or
 * its directory is damaged. O(regions) for each hole that is larger than the ones before it.
 */
export function freeBytes(heap: Heap): number {
  var bytes = 0;
  var row: number;
  if (!isImage(heap)) return 0;
  while ((row = scan(heap, Kind.Hole, 0, bytes + 1)) && row < heap.length) bytes = rowBytes(directory(heap), row);
  return row ? bytes : refuseDirectory(heap);
}
