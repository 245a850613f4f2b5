/** Heap images as the checked build has them: an array that cannot be a heap throws. */

import { judge } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import * as lean from './index.ts';
import type { Heap } from './layout.ts';

export { find, freeBytes } from './index.ts';

var ARRAY = 'a heap is a Uint8Array of 16 bytes or more; its length and its byteOffset must be multiples of 4';

/** Whether `heap` is a typed array with elements of one byte, of whichever realm; if not, a fault. */
function isBytes(heap: Heap): boolean {
  return (!!heap && !!heap.buffer && heap.subarray(1).byteOffset - heap.byteOffset === 1) || !!refuse(Fault.BadArgument);
}

/** See index.ts; throws when `heap` is not a usable array. */
export function format(heap: Heap): Heap | null {
  return judge(isBytes(heap) ? lean.format(heap) : null, 'heap.format', heap && heap.length, ARRAY);
}

/** See index.ts; throws when `heap` is not a usable array. */
export function open(heap: Heap): Heap | null {
  return judge(isBytes(heap) ? lean.open(heap) : null, 'heap.open', heap && heap.length, ARRAY);
}
