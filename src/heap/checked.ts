/** Heap images as the checked build has them: an array that cannot be a heap throws. */

import { judge } from '../core/checked.ts';
import * as lean from './index.ts';
import type { Heap } from './layout.ts';

export { find, freeBytes } from './index.ts';

var ARRAY = 'a heap is a Uint8Array of 16 bytes or more; its length and its byteOffset must be multiples of 4';

/** See index.ts; throws when `heap` is not a usable array. */
export function format(heap: Heap): Heap | null {
  return judge(lean.format(heap), 'heap.format', heap && heap.length, ARRAY);
}

/** See index.ts; throws when `heap` is not a usable array. */
export function open(heap: Heap): Heap | null {
  return judge(lean.open(heap), 'heap.open', heap && heap.length, ARRAY);
}
