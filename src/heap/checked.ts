/** Heap images as the checked build has them: an array that cannot be a heap throws. */

import { judge } from '../core/checked.ts';
import { demandHeap } from './demand.ts';
import * as lean from './index.ts';
import type { Heap } from './layout.ts';

export type { Heap } from './layout.ts';

var ARRAY = 'a heap is a Uint8Array of 24 bytes or more, on boards without large heaps of 65536 at most; its length and its byteOffset must be multiples of 4';

/** See index.ts; throws when `heap` is not a usable array. */
export function format(heap: Heap): Heap | null {
  return judge(lean.format(heap), 'heap.format', heap && heap.length, ARRAY);
}

/** See index.ts; throws when `heap` is not a usable array. */
export function open(heap: Heap): Heap | null {
  return judge(lean.open(heap), 'heap.open', heap && heap.length, ARRAY);
}

/** See index.ts; throws when `heap` is none. */
export function find(heap: Heap, kind: number, nth: number): number {
  return lean.find(demandHeap(heap, 'heap.find'), kind, nth);
}

/** See index.ts; throws when `heap` is none. */
export function freeBytes(heap: Heap): number {
  return lean.freeBytes(demandHeap(heap, 'heap.freeBytes'));
}

/** See repair.ts; throws when `heap` is none. */
export function repair(heap: Heap): boolean {
  return lean.repair(demandHeap(heap, 'heap.repair'));
}
