/** Text into bytes and back, by native calls where the engine has them: a loop costs 5 U a byte on Espruino. */

import type { Heap } from '../heap/layout.ts';
import { Limit } from './layout.ts';

/** Whether `set` takes a string for its character codes, as on Espruino. */
function canSetText(): boolean {
  var byte = new Uint8Array(1);
  try {
    byte.set('A' as any as number[]);
  } catch (error) {
    return false;
  }
  return byte[0] === 65;
}

/** Whether `apply` takes a typed array; MicroQuickJS wants an array. */
function canApplyBytes(): boolean {
  try {
    return String.fromCharCode.apply(null, new Uint8Array([65, 66]) as any as number[]) === 'AB';
  } catch (error) {
    return false;
  }
}

var takesText = canSetText();
var takesBytes = canApplyBytes();
/** Whether there are characters of more than a byte at all: not on most boards with Espruino. */
var isWide = JSON.parse('"\\u0100"').charCodeAt(0) > 255;
/** For the check of a text only. */
var scratch = new Uint8Array(Limit.Chunk);

/** Up to Limit.Chunk bytes of the heap as text. */
export function readChunk(heap: Heap, address: number, bytes: number): string {
  var text = '';
  if (takesBytes && bytes)
    return String.fromCharCode.apply(null, heap.subarray(address, address + bytes) as any as number[]);
  while (bytes-- > 0) text += String.fromCharCode(heap[address++]);
  return text;
}

/** Whether each character is one byte. O(characters), and nothing where there are no others. */
export function isBytes(text: string): boolean {
  var at = isWide ? text.length : 0;
  var chunk: string;
  while (at > 0) {
    if (takesText) {
      at -= Limit.Chunk;
      chunk = text.substring(at, at + Limit.Chunk);
      scratch.set(chunk as any as number[]);
      if (readChunk(scratch, 0, chunk.length) !== chunk) return false;
    } else if (text.charCodeAt(--at) > 255) return false;
  }
  return true;
}

/** Write a text of one byte a character to `address`. */
export function writeText(heap: Heap, address: number, text: string): void {
  var i = text.length;
  if (takesText) heap.set(text as any as number[], address);
  else while (i--) heap[address + i] = text.charCodeAt(i);
}

/** `bytes` bytes of the heap as text. */
export function readText(heap: Heap, address: number, bytes: number): string {
  var text = '';
  for (; bytes > Limit.Chunk; bytes -= Limit.Chunk) {
    text += readChunk(heap, address, Limit.Chunk);
    address += Limit.Chunk;
  }
  return text + readChunk(heap, address, bytes);
}
