/** What every checked call asks first: is this a heap, is this a pool of it. */

import { judge } from '../core/checked.ts';
import { Fault, forgetFault, refuse } from '../core/faults.ts';
import { isBytes } from './image.ts';
import { type Heap, Image, type Kind } from './layout.ts';
import { directory, isRegion } from './regions.ts';

var NO_HEAP = 'pass the heap that devices.heap, heap.format or heap.open returned; null means that they refused, and fault() said why';
var NO_POOL = 'there is no such pool: pass what create or attach of the same module returned, before destroy; ' +
  'null means that they refused, and fault() said why';

/** What is shared by all pool objects. */
interface AnyPool {
  u8: Heap;
  base: number;
}

/** Pass on `heap`, or throw: it is none, or was never formatted. Forgets the last fault, so that judge sees that of the call. */
export function demandHeap(heap: Heap, call: string): Heap {
  var isImage = isBytes(heap) && heap.length >= Image.LeastBytes && !((heap.length | heap.byteOffset) & 3) &&
    directory(heap)[0] === Image.Magic;
  if (!isImage) judge(refuse(null, Fault.BadArgument), call, heap && 'an array that is no heap', NO_HEAP);
  forgetFault();
  return heap;
}

/**
 * Pass on `pool`, or throw: it is none, was destroyed, or belongs to another module than `kind` (or `kind2`). Where a call that
 * changed the directory was cut off this cannot be told, and the call itself refuses. Forgets the last fault, as demandHeap does. O(regions).
 */
export function demandPool<Pool extends AnyPool>(pool: Pool, call: string, kind: Kind, kind2?: Kind): Pool {
  var isThere = !!pool && !!pool.u8 &&
    (pool.u8[Image.ChangeByte] > 0 || isRegion(pool.u8, pool.base, kind) || (!!kind2 && isRegion(pool.u8, pool.base, kind2)));
  if (!isThere) judge(refuse(null, Fault.BadArgument), call, pool && 'a pool that is not there', NO_POOL);
  forgetFault();
  return pool;
}
