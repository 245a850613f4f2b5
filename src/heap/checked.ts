/** Heap images as the checked build has them: an array that cannot be a heap throws. */

import { checked } from '../core/checked.ts';
import { forgetFault } from '../core/faults.ts';
import { requireHeap } from './require.ts';
import * as lean from './index.ts';

export type { Heap } from './index.ts';

var ARRAY =
  'a heap is a Uint8Array of at least 24 bytes, on boards without large heaps at most 65536; its length and byteOffset must be multiples of 4';

export var format = checked(lean.format, 'heap.format($0#)', forgetFault, ARRAY);
export var open = checked(lean.open, 'heap.open($0#)', forgetFault, ARRAY);
export var find = checked(lean.find, 'heap.find', requireHeap);
export var freeBytes = checked(lean.freeBytes, 'heap.freeBytes', requireHeap);
export var repair = checked(lean.repair, 'heap.repair', requireHeap);
