/** What every checked call asks first: is this a heap, is this a pool of it. */

import { refuseArgument } from '../core/checked.ts';
import { forgetFault } from '../core/faults.ts';
import { isBytes } from './image.ts';
import { type Heap, Image, type Kind } from './layout.ts';
import { directory, isRegion } from './regions.ts';

var REFUSED = '; null means that they refused, and fault() said why';
var NO_HEAP = 'pass the heap that devices.heap, heap.format or heap.open returned' + REFUSED;
var NO_POOL = 'there is no such pool: pass what create or attach of the same module returned, before destroy' + REFUSED;

/** What is shared by all pool objects. @internal */
interface AnyPool {
  u8: Heap;
  base: number;
}

/** Throw unless `heap` is one: it is none, or was never formatted. Forgets the last fault. */
export function requireHeap(heap: Heap, call: string): void {
  if (
    !isBytes(heap) ||
    heap.length < Image.LeastBytes ||
    (heap.length | heap.byteOffset) & 3 ||
    directory(heap)[0] !== Image.Magic
  ) {
    refuseArgument(call, heap && 'an array that is no heap', NO_HEAP);
  }
  forgetFault();
}

/**
 * Throw unless `pool` is one: it is none, was destroyed, or belongs to another module than `kind`. Where a call that changed
 * the directory was cut off this cannot be told, and the call itself refuses. Forgets the last fault, as requireHeap does. O(regions).
 */
export function requirePool<Pool extends AnyPool>(pool: Pool, call: string, kind: Kind): void {
  var heap = pool && pool.u8;
  if (!heap || !(heap[Image.ChangeByte] || isRegion(heap, pool.base, kind)))
    refuseArgument(call, pool && 'a pool that is not there', NO_POOL);
  forgetFault();
}
