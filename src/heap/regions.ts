/** The directory: rows that tile the image. Pools take their region here and give it back. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Change, type Heap, Image, Kind } from './layout.ts';

/** The words of the directory. */
export function directory(heap: Heap): Uint32Array {
  return new Uint32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
}

/** The word of the header that counts the regions given back, as an array of one: for pool objects to watch. */
export function epochOf(heap: Heap): Int32Array {
  return new Int32Array(heap.buffer, heap.byteOffset + 4 * Image.EpochWord, 1);
}

/** Write a row. Its first word counts: when a call is cut off between the two, `repair` makes the second anew. */
export function writeRow(words: Uint32Array, row: number, bytes: number, kind: number): void {
  words[row >> 2] = (bytes << 4) | kind;
  words[(row >> 2) + 1] = ~words[row >> 2];
}

/** Bytes of the region whose row is at `row`, the row included. */
export function rowBytes(words: Uint32Array, row: number): number {
  return words[row >> 2] >>> 4;
}

/** Bytes from `row`, where a row begins, to the next one; 0 when the row is damaged. O(1). */
function rowStep(words: Uint32Array, row: number, end: number): number {
  var word = words[row >> 2];
  var bytes = word >>> 4;
  return bytes < Image.RowBytes || bytes & 3 || bytes > end - row || word + words[(row >> 2) + 1] !== Image.RowSum
    ? 0
    : bytes;
}

/** Refuse for a directory that is not sound: a call on it was cut off, or it is damaged. */
export function refuseDirectory(heap: Heap): 0 {
  return refuse(heap, heap[Image.ChangeByte] ? Fault.Interrupted : Fault.Corrupt);
}

/**
 * Refuse because no region of a kind is at an address, for `reason`; or because this is no image, then nothing is written; or
 * because the rows may not lead there only for a call that was cut off.
 */
export function refuseRegion(heap: Heap, reason: Fault): 0 {
  if (directory(heap)[0] !== Image.Magic) return refuse(null, Fault.NotAnImage);
  return refuse(heap, heap[Image.ChangeByte] ? Fault.Interrupted : reason);
}

/**
 * The row of the `nth` region (from 0) of `kind` with at least `least` bytes; the heap's length when
 * there is none, 0 when a row is damaged. O(regions).
 */
export function scan(heap: Heap, kind: Kind, nth: number, least: number): number {
  var words = directory(heap);
  var row: number = Image.HeaderBytes;
  var bytes: number;
  for (; row < heap.length; row += bytes) {
    bytes = rowStep(words, row, heap.length);
    if (!bytes) return 0;
    if ((words[row >> 2] & 15) === kind && bytes >= least && !nth--) break;
  }
  return row;
}

/**
 * The address of the `nth` region (from 0) of a kind (1 = headers, 2 = tables, ...), or 0: there is none, or a fault says
 * that the kind or the number is none, or the directory is damaged. O(regions).
 */
export function findRegion(heap: Heap, kind: number, nth: number): number {
  var row: number;
  if (nth >>> 0 !== nth || kind >>> 0 !== kind || !kind || kind > Kind.Last) return refuse(heap, Fault.BadArgument);
  row = scan(heap, kind, nth, Image.RowBytes);
  if (!row) return refuseDirectory(heap);
  return row < heap.length ? row + Image.RowBytes : 0;
}

/** Whether a region of `kind` is at `address`. O(regions): only a row that the rows lead to is one. */
export function isRegion(heap: Heap, address: number, kind: Kind): boolean {
  var words = directory(heap);
  var wanted = address - Image.RowBytes;
  var row: number = Image.HeaderBytes;
  var bytes = 1;
  while (bytes && row < wanted) row += bytes = rowStep(words, row, heap.length);
  return row === wanted && row < heap.length && rowStep(words, row, heap.length) > 0 && (words[row >> 2] & 15) === kind;
}

/**
 * Take `bytes` bytes (its row included, rounded up to 4) of a hole for a region. Returns its
 * address, or 0 (no space, bad argument). It is New until `nameRegion` says what it holds. O(regions).
 * Nothing in the region is cleared. Where heaps can be large isFit(heap, address, end) says whether the region would do.
 */
export function takeRegion(
  heap: Heap,
  bytes: number,
  isFit?: (heap: Heap, address: number, end: number) => boolean,
): number {
  var words = directory(heap);
  var wanted = (bytes + 3) & -4;
  var row: number;
  var rest: number;
  if (words[0] !== Image.Magic) return refuse(null, Fault.NotAnImage);
  if (bytes >>> 0 !== bytes || wanted < Image.LeastRegionBytes) return refuse(heap, Fault.BadArgument);
  if (heap[Image.ChangeByte]) return refuseDirectory(heap);
  // Bytes near 2^32 must not wrap round.
  row = bytes >>> 28 ? heap.length : scan(heap, Kind.Hole, 0, wanted);
  if (!row) return refuseDirectory(heap);
  if (row >= heap.length) return refuse(heap, Fault.NoSpace);
  rest = rowBytes(words, row) - wanted;
  // A remainder too small for a row stays with the region.
  if (rest < Image.RowBytes) wanted += rest;
  if (LARGE_HEAPS && isFit && !isFit(heap, row + Image.RowBytes, row + wanted)) return refuse(heap, Fault.BadArgument);
  heap[Image.ChangeByte] = Change.Rows;
  if (rest >= Image.RowBytes) writeRow(words, row + wanted, rest, Kind.Hole);
  writeRow(words, row, wanted, Kind.New);
  heap[Image.ChangeByte] = Change.None;
  return row + Image.RowBytes;
}

/**
 * Say what the region at `address` holds: its pool is whole. O(1). With `bytes` (its row included) it is so long from now on, and
 * the caller has written the row of another region behind it: both are there at once.
 */
export function nameRegion(heap: Heap, address: number, kind: Kind, bytes?: number): void {
  var words = directory(heap);
  var row = address - Image.RowBytes;
  heap[Image.ChangeByte] = Change.Rows;
  writeRow(words, row, bytes || rowBytes(words, row), kind);
  heap[Image.ChangeByte] = Change.None;
}

/** Make one hole of those that are neighbours. Ends at a damaged row. O(regions). */
export function mergeHoles(heap: Heap): void {
  var words = directory(heap);
  var row: number = Image.HeaderBytes;
  var bytes: number;
  var above: number;
  while ((bytes = rowStep(words, row, heap.length)) && (above = row + bytes) < heap.length) {
    if ((words[row >> 2] | words[above >> 2]) & 15) row = above;
    else if ((bytes = rowStep(words, above, heap.length))) writeRow(words, row, above - row + bytes, Kind.Hole);
    else return;
  }
}

/** What all pool objects have. @internal */
interface AnyPool {
  u8: Heap;
  base: number;
}

/**
 * Whether a pool object is one of `kind`, as the directory has it, and not of another module: what a call asks before it gives the region
 * back or writes all over it. If not, a fault. O(regions).
 */
export function isPool(pool: AnyPool, kind: Kind): boolean {
  return isRegion(pool.u8, pool.base, kind) || !!refuseRegion(pool.u8, Fault.BadArgument);
}

/**
 * Regions were given back since the pool object was described: `found`, the object that its region is described by now, takes its place.
 * Returns true, or false and a fault: `found` is none, as the pool is gone. O(fields).
 */
export function renewed<Pool extends AnyPool>(pool: Pool, found: Pool | null): boolean {
  var old: any = pool;
  var fields: any = found;
  var names: string[];
  var name: string;
  if (!found) return !!refuseRegion(pool.u8, Fault.BadArgument);
  for (names = Object.keys(fields); names.length;) {
    name = names.pop()!;
    old[name] = fields[name];
  }
  return true;
}

/** Whether the directory is sound, and a region begins with the row at `row`. O(regions). */
function hasRegion(heap: Heap, wanted: number): boolean {
  var words = directory(heap);
  var row: number = Image.HeaderBytes;
  var isMet = false;
  var bytes = 1;
  for (; bytes && row < heap.length; row += bytes) {
    bytes = rowStep(words, row, heap.length);
    if (row === wanted) isMet = (words[row >> 2] & 15) !== Kind.Hole;
  }
  return bytes > 0 && isMet;
}

/**
 * Give the region at `address` back, and with it `more` bytes of regions behind it, all at once; every object of their pools is
 * refused from now on. Neighbouring holes become one. Returns true, or false and nothing is changed: the directory is not sound, or
 * has no such region. O(regions).
 */
export function releaseRegion(heap: Heap, address: number, more?: number): boolean {
  var words = directory(heap);
  var row = address - Image.RowBytes;
  if (heap[Image.ChangeByte] || !hasRegion(heap, row)) return !!refuseDirectory(heap);
  heap[Image.ChangeByte] = Change.Rows;
  // Of a region that is New no object was handed out.
  if ((words[row >> 2] & 15) !== Kind.New) words[Image.EpochWord]++;
  writeRow(words, row, rowBytes(words, row) + (more || 0), Kind.Hole);
  mergeHoles(heap);
  heap[Image.ChangeByte] = Change.None;
  return true;
}
