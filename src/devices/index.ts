/** What the board has. */

import { BOARD, HEAP_BYTES, HEAP_COUNT } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { format, open } from '../heap/index.ts';
import type { Heap } from '../heap/layout.ts';
import { takeMemory } from './engine.ts';

export { freeBytes } from './engine.ts';

/** Name of the board the bundle was made for. */
export const board: string = BOARD;
/** Bytes of one heap, as the board's profile says. */
export const heapBytes: number = HEAP_BYTES;

// The board's heaps, each taken once and kept as long as the program runs.
var heaps: Heap[] = [];

/**
 * The board's heap; heap(n) is the n-th, counted from 0. Taken and formatted by the first call,
 * opened as it is by later ones. Call it first at boot, while memory is in one piece. Returns null
 * when the memory is not there, not contiguous, or the image in it is damaged: fault() says which. O(bytes) the first time, then O(regions).
 */
export function heap(nth?: number): Heap | null {
  var n = nth || 0;
  var taken: Heap | 0 = heaps[n];
  if (taken) return open(taken);
  if (n !== heaps.length || n >= HEAP_COUNT) return refuse(Fault.BadArgument) || null;
  taken = takeMemory(HEAP_BYTES);
  return taken ? (heaps[n] = format(taken)!) : null;
}
