/** A heap image: format, open, repair, and find what is in it. Works on any Uint8Array. */

import { type Heap, Kind } from './layout.ts';
import { directory, rowBytes, scan } from './regions.ts';

export type { Heap } from './layout.ts';
export { format, open } from './image.ts';
export { findRegion as find } from './regions.ts';
export { repair } from './repair.ts';

/** Bytes of the largest region that `create` can take now; 0 where none is found. O(regions) for each hole that is larger than those before. */
export function freeBytes(heap: Heap): number {
  var bytes = 0;
  var row: number;
  while ((row = scan(heap, Kind.Hole, 0, bytes + 1)) && row < heap.length) bytes = rowBytes(directory(heap), row);
  return bytes;
}
