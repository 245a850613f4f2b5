/** What `check` says of a pool that cannot be looked into. Left out where unused. */

import { type Heap, Image } from './layout.ts';

/** A sentence for a pool whose region the directory does not lead to. */
export function goneText(heap: Heap): string {
  return heap[Image.ChangeByte]
    ? 'a create, destroy or format on the heap was cut off in the middle: heap.repair makes the heap sound again'
    : 'there is no such pool: it was destroyed, or the heap was overwritten';
}
