/**
 * A pool of rows for machine code, which has neither texts nor arrays of fields: the declaration is read where it lies, byte by byte,
 * in each call. Nothing of this is in a bundle; build/native compiles it beside the calls of index.ts.
 *
 * Of a declaration that create has written it finds what fields.ts finds. One that was overwritten may pass here and not there, as long
 * as its columns fill the region exactly; then calls work on other columns, inside the region.
 */

import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, epochOf, rowBytes } from '../heap/regions.ts';
import { maskFor, Type } from './fields.ts';
import { Head, Limit, type Pool } from './layout.ts';
import { refuseFound } from './pool.ts';
import { rebuild } from './repair.ts';
import { bitOf, isCut, verify } from './verify.ts';

/** Characters of a declaration. */
export const enum Code {
  Space = 32,
  Plus = 43,
  Minus = 45,
  Point = 46,
  Zero = 48,
  One = 49,
  Two = 50,
  Three = 51,
  Six = 54,
  Eight = 56,
  Colon = 58,
  /** The first letters of types: bytes, f32, i8 to i32, u8 to u32. */
  B = 98,
  F = 102,
  I = 105,
  S = 115,
  U = 117,
  Delete = 127,
}

/**
 * What a walk over a declaration finds: how wide fields are, and one of them.
 * @internal
 */
interface FieldSearch {
  /** Fields of four bytes and of two, and bytes a row of all others. */
  four: number;
  two: number;
  one: number;
  /** The width of the first field of two bytes or more, 0 where there is none. */
  link: number;
  /** Of the field that is looked for: its bytes a row, width (0: none, or bytes:n), first letter, and what of its width comes before it. */
  bytes: number;
  width: number;
  letter: number;
  before: number;
}

/** The bytes a row that "bytes:n" at `at` says, or 0: it does not. */
function countAt(heap: Heap, at: number, end: number): number {
  var n = 0;
  for (at += 6; at < end && heap[at] >= Code.Zero && heap[at] < Code.Colon && n < 65536; at++)
    n = n * 10 + heap[at] - Code.Zero;
  return n;
}

/** The bytes a row of a field whose type is at `at`; a width for all but bytes:n. 0: there is no such type. */
export function bytesAt(heap: Heap, at: number, end: number): number {
  var letter = heap[at];
  var digit = heap[at + 1];
  if (letter === Code.B) return countAt(heap, at, end);
  if (letter !== Code.F && letter !== Code.I && letter !== Code.U) return 0;
  if (digit === Code.Three) return 4;
  if (letter === Code.F) return 0;
  return digit === Code.One ? 2 : digit === Code.Eight ? 1 : 0;
}

/** Adds a field of `bytes` bytes a row, which is the one that is looked for or not. */
function add(found: FieldSearch, letter: number, bytes: number, isWanted: boolean): void {
  var width = letter === Code.B ? 1 : bytes;
  if (isWanted) {
    found.bytes = bytes;
    found.width = letter === Code.B ? 0 : bytes;
    found.letter = letter;
    found.before = width > 2 ? found.four : width > 1 ? found.two : found.one;
  }
  if (width > 1 && !found.link) found.link = width;
  if (width > 2) found.four++;
  else if (width > 1) found.two++;
  else found.one += bytes;
}

/** Walks over the declaration from `at` to `end`; `number` is that of the field that is looked for. False: it is none. */
function walk(heap: Heap, at: number, end: number, number: number, found: FieldSearch): boolean {
  var bytes = 0;
  for (; at < end; number--) {
    while (at < end && heap[at] !== Code.Colon) at++;
    bytes = at < end ? bytesAt(heap, ++at, end) : 0;
    if (!bytes) return false;
    add(found, heap[at], bytes, number === 1);
    while (at < end && heap[at] !== Code.Space) at++;
    at++;
  }
  return bytes > 0;
}

/** Bytes of the columns. */
function columnBytes(found: FieldSearch, rows: number): number {
  return (4 * found.four + 2 * found.two + (found.one & 0xffffff)) * ((rows & Limit.Bits) + 1);
}

/** Where the columns begin: behind the declaration, which is behind the live bits. */
function columnsAt(pool: Pool): number {
  return (pool.base + Head.Bytes + ((pool.mask + 1) >> 3) + pool.head[Head.TextBytes] + 3) & -4;
}

/** The pool object for the region at `address`, or null when its head or declaration is damaged. O(the declaration). */
export function describeBytes(heap: Heap, address: number, kind: number): Pool | null {
  var row = address - Image.RowBytes;
  var to = row + rowBytes(directory(heap), row);
  var epoch = epochOf(heap);
  var found: FieldSearch = { four: 0, two: 0, one: 0, link: 0, bytes: 0, width: 0, letter: 0, before: 0 };
  var head: Uint32Array;
  var rows: number;
  var mask: number;
  var text: number;
  var end: number;
  var left: number;
  if (to - address < Head.Bytes) return null;
  head = new Uint32Array(heap.buffer, heap.byteOffset + address, Head.Words);
  rows = head[Head.Rows] & Limit.Bits;
  mask = maskFor(rows);
  text = address + Head.Bytes + ((mask + 1) >> 3);
  if (!rows || !head[Head.TextBytes] || head[Head.TextBytes] > Limit.Bits || text + head[Head.TextBytes] > to)
    return null;
  end = text + (head[Head.TextBytes] & Limit.Bits);
  if (!walk(heap, text, end, 0, found)) return null;
  end = (end + 3) & -4;
  left = to - end - columnBytes(found, rows);
  if (left < 0 || left > 7 || (kind === Kind.Records && !found.link)) return null;
  // The column of links: the first of its width.
  if (found.link === 2) end += 4 * found.four * (rows + 1);
  return {
    u8: heap,
    base: address,
    kind: kind,
    to: to,
    end: rows,
    link:
      kind === Kind.Queue
        ? null
        : found.link > 2
          ? new Uint32Array(heap.buffer, heap.byteOffset + end, rows + 1)
          : new Uint16Array(heap.buffer, heap.byteOffset + end, rows + 1),
    lastRow: kind === Kind.Queue ? 0 : rows,
    lastTurn: kind === Kind.Queue ? rows : 0,
    head: head,
    mask: mask,
    epoch: epoch,
    seen: epoch[0],
    live: new Int32Array(heap.buffer, heap.byteOffset + address + Head.Bytes, (mask + 1) >> 5),
  } as Pool;
}

/** See repair in repair.ts. What the pool was declared as has just been read. O(rows). */
export function repair(pool: Pool): boolean {
  var found = verify(pool);
  if (found && !isCut(found)) return !!refuseFound(pool.u8, found);
  if (found) rebuild(pool);
  return true;
}

/** What `getWhole` returns where there is no such number: an i32 can be that as well, which `place` then tells. */
const enum Whole {
  None = -2147483648,
}

/** Finds a numbered field; false: there is none such. No fault says so, here and below: JavaScript that asks may find another way. */
function findField(pool: Pool, field: number, found: FieldSearch): boolean {
  var text = pool.base + Head.Bytes + ((pool.mask + 1) >> 3);
  return (
    field > 0 && walk(pool.u8, text, text + (pool.head[Head.TextBytes] & Limit.Bits), field, found) && found.bytes > 0
  );
}

/** The address of a field's element in a row. */
function elementAt(pool: Pool, row: number, found: FieldSearch): number {
  var columns = columnsAt(pool);
  if (found.width < 4) columns += 4 * found.four * (pool.end + 1);
  if (found.width < 2) columns += 2 * found.two * (pool.end + 1);
  // What describeBytes has found to fit: the masks only say how large numbers can be.
  return (
    columns +
    (found.width ? found.width & 7 : 1) * (found.before & 0xffffff) * (pool.end + 1) +
    (found.bytes & Limit.Bits) * (row & Limit.Bits)
  );
}

/** The address of the element of a field of whole numbers in a live row, with its type in `found`; or 0. */
function wholeAt(pool: Pool, row: number, field: number, found: FieldSearch): number {
  var isLive = row >>> 0 === row && row <= pool.end && bitOf(pool, row & Limit.Bits) > 0;
  return isLive && findField(pool, field, found) && found.width && found.letter !== Code.F
    ? elementAt(pool, row, found)
    : 0;
}

/**
 * The value of a numbered field of whole numbers. Whole.None, where there is no such live row or no such field, where it is
 * a float or bytes, and a u32 of 2^31 or more. O(the declaration).
 */
export function getWhole(pool: Pool, row: number, field: number): number {
  var found: FieldSearch = { four: 0, two: 0, one: 0, link: 0, bytes: 0, width: 0, letter: 0, before: 0 };
  var at = wholeAt(pool, row, field, found);
  var heap = pool.u8;
  var value: number;
  if (!at) return Whole.None;
  if (found.width > 2) {
    value = new Int32Array(heap.buffer, heap.byteOffset + at, 1)[0];
    return value < 0 && found.letter === Code.U ? Whole.None : value;
  }
  if (found.width > 1) {
    value = new Uint16Array(heap.buffer, heap.byteOffset + at, 1)[0];
    return found.letter === Code.I ? (value << 16) >> 16 : value;
  }
  value = heap[at];
  return found.letter === Code.I ? (value << 24) >> 24 : value;
}

/** Set such a field; numbers wrap as in typed arrays. Returns true, or false and changes nothing. O(the declaration). */
export function setWhole(pool: Pool, row: number, field: number, value: number): boolean {
  var found: FieldSearch = { four: 0, two: 0, one: 0, link: 0, bytes: 0, width: 0, letter: 0, before: 0 };
  var at = wholeAt(pool, row, field, found);
  var heap = pool.u8;
  if (!at) return false;
  if (found.width > 2) new Int32Array(heap.buffer, heap.byteOffset + at, 1)[0] = value;
  else if (found.width > 1) new Uint16Array(heap.buffer, heap.byteOffset + at, 1)[0] = value;
  else heap[at] = value;
  return true;
}

/** What `place` says of a field's type: the TYPES of fields.ts. */
function typeOf(found: FieldSearch): number {
  var i = found.letter === Code.I ? 1 : 0;
  if (!found.width) return Type.Bytes;
  if (found.letter === Code.F) return Type.Float;
  return found.width > 2 ? i : found.width > 1 ? Type.Two + i : Type.One + i;
}

/**
 * 16 times the address of a numbered field in a row, live or not, and its type: for fields that machine code hands nobody. Row -1 is where the
 * column ends. 0: no such row or field. O(the declaration).
 */
export function place(pool: Pool, row: number, field: number): number {
  var found: FieldSearch = { four: 0, two: 0, one: 0, link: 0, bytes: 0, width: 0, letter: 0, before: 0 };
  if (row < -1 || row > pool.end || !findField(pool, field, found)) return 0;
  return 16 * (elementAt(pool, row < 0 ? pool.end + 1 : row, found) & 0x1ffff) + typeOf(found);
}
