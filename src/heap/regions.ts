/** The directory: rows that tile the image. Pools take their region here and give it back. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from './layout.ts';

/** The words of the directory. */
export function directory(heap: Heap): Uint32Array {
  return new Uint32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
}

export function writeRow(words: Uint32Array, row: number, bytes: number, kind: number): void {
  words[row >> 2] = (bytes << 4) | kind;
  words[(row >> 2) + 1] = ~words[row >> 2];
}

/** Bytes of the region whose row is at `row`, the row included. */
export function rowBytes(words: Uint32Array, row: number): number {
  return words[row >> 2] >>> 4;
}

/**
 * The row of the `nth` region (from 0) of `kind` with at least `least` bytes; the heap's length when
 * there is none, 0 when a row is damaged. O(regions).
 */
export function scan(heap: Heap, kind: Kind, nth: number, least: number): number {
  var words = directory(heap);
  var row: number = Image.HeaderBytes;
  var word: number;
  var bytes: number;
  for (; row < heap.length; row += bytes) {
    word = words[row >> 2];
    bytes = word >>> 4;
    if (bytes < Image.RowBytes || bytes & 3 || bytes > heap.length - row ||
      word + words[(row >> 2) + 1] !== Image.RowSum) return 0;
    if ((word & 15) === kind && bytes >= least && !nth--) break;
  }
  return row;
}

/** The address of the `nth` region (from 0) of a kind (1 = headers, 2 = tables, ...), or 0. O(regions). */
export function findRegion(heap: Heap, kind: number, nth: number): number {
  var row = scan(heap, kind, nth, Image.RowBytes);
  return row && row < heap.length ? row + Image.RowBytes : 0;
}

/** Whether a region of `kind` is at `address`. O(regions): only a row that the rows lead to is one. */
export function isRegion(heap: Heap, address: number, kind: Kind): boolean {
  var nth = 0;
  var at: number;
  do at = findRegion(heap, kind, nth++); while (at && at !== address);
  return !!at;
}

/**
 * Take `bytes` bytes (its row included, rounded up to 4) of a hole for a region. Returns its
 * address, or 0 (no space, bad argument). O(regions). Nothing in the region is cleared.
 */
export function takeRegion(heap: Heap, kind: Kind, bytes: number): number {
  var words = directory(heap);
  var wanted = (bytes + 3) & -4;
  var row: number;
  var rest: number;
  if (bytes >>> 0 !== bytes || wanted < Image.LeastBytes) return refuse(Fault.BadArgument);
  row = scan(heap, Kind.Hole, 0, wanted);
  if (!row || row >= heap.length) return refuse(row ? Fault.NoSpace : Fault.Corrupt);
  rest = rowBytes(words, row) - wanted;
  // A remainder too small for a row stays with the region.
  if (rest < Image.RowBytes) wanted += rest;
  else writeRow(words, row + wanted, rest, Kind.Hole);
  writeRow(words, row, wanted, kind);
  return row + Image.RowBytes;
}

/** Give a region back. Neighbouring holes become one. O(regions). */
export function releaseRegion(heap: Heap, address: number): void {
  var words = directory(heap);
  var row = address - Image.RowBytes;
  var above: number;
  writeRow(words, row, rowBytes(words, row), Kind.Hole);
  for (row = Image.HeaderBytes; (above = row + rowBytes(words, row)) < heap.length; ) {
    if ((words[row >> 2] | words[above >> 2]) & 15) row = above;
    else writeRow(words, row, above - row + rowBytes(words, above), Kind.Hole);
  }
}
