/** The directory: rows that tile the image. Pools take their region here and give it back. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from './layout.ts';

/** The words of the directory. */
export function directory(heap: Heap): Uint32Array {
  return new Uint32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
}

/** A row's first word. It mixes in the row's place, so that a copied row is no row. */
function sealOf(row: number, bytes: number, kind: number): number {
  return (((bytes * 5) ^ (row * 3)) << 4 | kind) >>> 0;
}

export function writeRow(words: Uint32Array, row: number, bytes: number, kind: number): void {
  words[row >> 2] = sealOf(row, bytes, kind);
  words[(row >> 2) + 1] = bytes;
}

/**
 * The row of the `nth` region (from 0) of `kind` with at least `least` bytes; the heap's length when
 * there is none, 0 when a row is damaged. O(regions).
 */
export function scan(heap: Heap, kind: Kind, nth: number, least: number): number {
  var words = directory(heap);
  var row: number = Image.HeaderBytes;
  var seal: number;
  var bytes: number;
  for (; row < heap.length; row += bytes) {
    seal = words[row >> 2];
    bytes = words[(row >> 2) + 1];
    if (bytes < Image.RowBytes || bytes & 3 || seal !== sealOf(row, bytes, seal & 15)) return 0;
    if ((seal & 15) === kind && bytes >= least && !nth--) break;
  }
  // The rows may also lead past the end.
  return row > heap.length ? 0 : row;
}

/** The address of the `nth` region (from 0) of a kind (1 = headers, 2 = tables, ...), or 0. O(regions). */
export function findRegion(heap: Heap, kind: number, nth: number): number {
  var row = scan(heap, kind, nth, Image.RowBytes);
  return row && row < heap.length ? row + Image.RowBytes : 0;
}

/** Whether a region of `kind` is at `address`. O(1): no place but a row has its seal. */
export function isRegion(heap: Heap, address: number, kind: Kind): boolean {
  var words = directory(heap);
  var row = address - Image.RowBytes;
  return row > 0 && row < heap.length && words[row >> 2] === sealOf(row, words[(row >> 2) + 1], kind);
}

/**
 * Take `bytes` bytes (its row included, rounded up to 4) of a hole for a region. Returns its
 * address, or 0 (no space, bad argument). O(regions). Nothing in the region is cleared.
 */
export function takeRegion(heap: Heap, kind: Kind, bytes: number): number {
  var wanted = (bytes + 3) & -4;
  var words = directory(heap);
  var row: number;
  var rest: number;
  if (bytes >>> 0 !== bytes || wanted < Image.LeastBytes) return refuse(Fault.BadArgument);
  row = scan(heap, Kind.Hole, 0, wanted);
  if (!row || row === heap.length) return refuse(row ? Fault.NoSpace : Fault.Corrupt);
  rest = words[(row >> 2) + 1] - wanted;
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
  writeRow(words, row, words[(row >> 2) + 1], Kind.Hole);
  for (row = Image.HeaderBytes; (above = row + words[(row >> 2) + 1]) < heap.length; ) {
    if ((words[row >> 2] & 15) === Kind.Hole && (words[above >> 2] & 15) === Kind.Hole) {
      writeRow(words, row, above - row + words[(above >> 2) + 1], Kind.Hole);
      // Once inside a region the old row must not pass for one.
      words[above >> 2] = 0;
    } else row = above;
  }
}
