/** What the board has. */

import { BOARD, HEAP_BYTES, HEAP_COUNT, LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { format, open } from '../heap/index.ts';
import { type Heap, Image } from '../heap/layout.ts';
import { takeMemory } from './engine.ts';

export type { Heap } from '../heap/layout.ts';
export { freeBytes } from './engine.ts';

/** Name of the board the bundle was made for. */
export const board: string = BOARD;
/** Bytes of one heap, as the board's profile says. */
export const heapBytes: number = HEAP_BYTES;

/**
 * '' if the calls are machine code, otherwise the reason why not: a bundle in ES5 has none, and on boards with
 * machine code this function is replaced by one that says what is wrong. Refused, in words, if there is no room for
 * the call. O(1).
 */
export function native(): string {
  return 'this board has no native code';
}

// The board's heaps, each taken once and kept as long as the program runs.
var heaps: Heap[] = [];

/** Whether a heap of `bytes` bytes can be had at all, before the memory for it is asked for. */
function isHeapSize(bytes: number): boolean {
  return (
    bytes >>> 0 === bytes &&
    bytes >= Image.LeastBytes &&
    !(bytes & 3) &&
    bytes <= (LARGE_HEAPS ? Image.MostBytes : Image.MostSmallBytes)
  );
}

/**
 * The board's heap; heap(n) is the n-th, counted from 0, in any order. The first call for it takes and formats it,
 * `bytes` bytes long (a multiple of 4; the profile's size if not given); later calls open it as it is. Call it first
 * thing at boot, while memory is in one piece. Returns null if the size or number is not allowed, there is not enough
 * memory or it is not contiguous, or the image in it is damaged: fault() says which. O(bytes) the first time, then
 * O(regions).
 */
export function heap(nth?: number, bytes?: number): Heap | null {
  var n = nth === undefined ? 0 : nth!;
  var size = bytes === undefined ? HEAP_BYTES : bytes!;
  var taken: Heap | 0;
  if (n >>> 0 !== n || n >= HEAP_COUNT || !isHeapSize(size)) return refuse(null, Fault.BadArgument) || null;
  if (heaps[n]) return open(heaps[n]);
  taken = takeMemory(size);
  return taken ? (heaps[n] = format(taken)!) : null;
}
