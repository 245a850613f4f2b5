/**
 * Declarations for machine code: create, attach and repairAt of records and queues, without texts. A declaration is bytes, in a text of the
 * program or where it lies in a region, and is looked at as fields.ts does it, character by character. Nothing of this is in a bundle;
 * build/native compiles it.
 */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, isRegion, nameRegion, refuseRegion, rowBytes, takeRegion } from '../heap/regions.ts';
import { bytesAt, Code, describeBytes, repair } from './bytes.ts';
import { maskFor } from './fields.ts';
import { Head, Limit, type Pool } from './layout.ts';
import { refuseFound, reset } from './pool.ts';
import { verify } from './verify.ts';

/** Four characters as a word. */
const enum Word {
  /** "Infi" and "nity": with what follows, that is a number. */
  Infi = 0x69666e49,
  Nity = 0x7974696e,
  Byte = 0x65747962,
}

/** What `survey` finds, and what `take` is told beside the rows. */
const enum Found {
  /** Bytes a row: more than a text of 65,535 characters can declare. */
  Bytes = 0x1fffffff,
  /** One field has two bytes or more. */
  HasLink = 0x20000000,
  /** It is a queue that is made. */
  IsQueue = 0x100000,
}

function wordAt(text: Heap, at: number): number {
  return text[at] | (text[at + 1] << 8) | (text[at + 2] << 16) | (text[at + 3] << 24);
}

/** Where the name at `at` ends, a ":", or 0: it is missing, or a number. */
function nameEnd(text: Heap, at: number, end: number): number {
  var code = text[at];
  var i = at;
  // + - . 0 to 9; and Infinity.
  if (code === Code.Plus || code === Code.Minus || code === Code.Point || (code >= Code.Zero && code < Code.Colon))
    return 0;
  while (i < end && text[i] !== Code.Colon && text[i] !== Code.Space) i++;
  if (i === end || i === at || text[i] !== Code.Colon) return 0;
  return i - at === 8 && wordAt(text, at) === Word.Infi && wordAt(text, at + 4) === Word.Nity ? 0 : i;
}

/** Whether the `length` characters at `at`, a name and its ":", begin no field behind: there each name once. */
function isOnce(text: Heap, at: number, length: number, end: number): boolean {
  var next = at + length;
  var i = 0;
  while (next < end) {
    // Begins behind a space.
    if (text[next++] === Code.Space) {
      for (i = 0; i < length && next + i < end && text[next + i] === text[at + i]; i++);
      if (i === length) return false;
    }
  }
  return true;
}

/** Bytes a row of the type that stands from `at` to before `stop`, or 0: there is none such. */
function exactBytes(text: Heap, at: number, stop: number): number {
  var bytes = bytesAt(text, at, stop);
  var i = at + 6;
  if (text[at] !== Code.B)
    return stop - at === (bytes > 1 ? 3 : 2) && (bytes < 2 || text[at + 2] === (bytes > 2 ? Code.Two : Code.Six))
      ? bytes
      : 0;
  if (wordAt(text, at) !== Word.Byte || text[at + 4] !== Code.S || text[at + 5] !== Code.Colon) return 0;
  // Digits, the first no 0, of a number of 16 bits.
  if (stop - i > 5 || text[i] === Code.Zero) return 0;
  for (; i < stop; i++) if (text[i] < Code.Zero || text[i] >= Code.Colon) return 0;
  return bytes > Limit.Bits ? 0 : bytes;
}

/**
 * Bytes a row of what is declared from `at` to before `end`, with Found.HasLink; or 0: characters that cannot be printed, a name that is
 * missing, a number, or there twice; an unknown type; a bad count of bytes. O(characters x fields).
 */
function survey(text: Heap, at: number, end: number): number {
  var bytes = 0;
  var link = 0;
  var stop = at;
  var name: number;
  var width: number;
  if (end - at > Limit.Bits) return 0;
  for (; stop < end; stop++) if (text[stop] < Code.Space || text[stop] >= Code.Delete) return 0;
  do {
    name = nameEnd(text, at, end);
    for (stop = name; stop < end && text[stop] !== Code.Space; stop++);
    width = name ? exactBytes(text, name + 1, stop) : 0;
    if (!width || !isOnce(text, at, name + 1 - at, end)) return 0;
    bytes = (bytes + width) & Found.Bytes;
    if (width > 1 && text[name + 1] !== Code.B) link = Found.HasLink;
    at = stop + 1;
  } while (stop < end);
  return bytes | link;
}

/** The same of a text of `bytes` bytes that is not in a heap. */
export function surveyText(text: Heap, bytes: number): number {
  return survey(text, 0, bytes & Limit.Bits);
}

/** Bytes of a region for so many rows behind a head of `head` bytes; 0: 2^31 or more, which takeRegion refuses in another way, and 2^17 for all that no heap here has. */
function regionBytes(bytes: number, rows: number, head: number): number {
  var low = ((bytes & Limit.Bits) * (rows + 1)) | 0;
  var rest = (low & Limit.Bits) + head + 3;
  var high = (bytes >> 16) * (rows + 1) + (low >>> 16) + (rest >> 16);
  return high > 32767 ? 0 : high > 1 ? 2 << 16 : (high << 16) | (rest & 0xfffc);
}

/** Zeros to what rounds something up. */
function round(heap: Heap, at: number, end: number): void {
  while (at < end) heap[at++] = 0;
}

/** Bytes of the head and the live bits. */
function headBytes(rows: number): number {
  return Head.Bytes + (((maskFor(rows) & Limit.Bits) + 1) >> 3);
}

/** Where in a region the declaration is. */
function textPlace(heap: Heap, address: number): number {
  var head = new Uint32Array(heap.buffer, heap.byteOffset + address, Head.Words);
  return address + headBytes(head[Head.Rows] & Limit.Bits);
}

/** The same, for who has it of take. */
export function placeIn(heap: Heap, address: number): number {
  return textPlace(heap, address & Limit.Bits);
}

/**
 * Takes a region for rows of what `survey` found in a text of `bytes` bytes, and writes all that there is before anything is live but the text. `rows` is their
 * number, with Limit.Ring and Found.IsQueue. Returns the region's address, or 0 and a fault. O(regions).
 */
export function take(heap: Heap, found: number, bytes: number, rows: number): number {
  var count = rows & Limit.Bits;
  var isGood = count > 0 && found > 0 && (found & Found.HasLink) + (rows & Found.IsQueue) > 0;
  var columns = (headBytes(count) + (bytes & Limit.Bits) + 3) & -4;
  var address =
    takeRegion(heap, isGood ? regionBytes(found & Found.Bytes, count, Image.RowBytes + columns) : 0) & Limit.Bits;
  var head: Uint32Array;
  var text: number;
  if (!address) return 0;
  head = new Uint32Array(heap.buffer, heap.byteOffset + address, Head.Words);
  head[Head.Next] = 0;
  head[Head.Rows] = count | (rows & Limit.Ring);
  head[Head.TextBytes] = bytes & Limit.Bits;
  text = textPlace(heap, address);
  round(heap, text + (bytes & Limit.Bits), address + columns);
  round(
    heap,
    address + columns + ((found * (count + 1)) & Limit.Bits),
    address - Image.RowBytes + rowBytes(directory(heap), address - Image.RowBytes),
  );
  return address;
}

/** Makes the pool of a region that `take` took, its declaration now written. O(rows). */
export function complete(heap: Heap, address: number, rows: number): Pool | null {
  var kind = rows & Found.IsQueue ? Kind.Queue : Kind.Records;
  var at = address & Limit.Bits;
  var pool = describeBytes(heap, at, kind);
  if (pool) {
    reset(pool);
    nameRegion(heap, at, kind);
  }
  return pool;
}

/** Whether the bytes before `end` are 0 from `at` on. */
function isRound(heap: Heap, at: number, end: number): boolean {
  while (at < end && !heap[at]) at++;
  return at >= end;
}

/** Whether a pool that describeBytes took is declared as fields.ts takes it. */
function isDeclared(pool: Pool): boolean {
  var heap = pool.u8;
  var text = textPlace(heap, pool.base);
  var end = text + (pool.head[Head.TextBytes] & Limit.Bits);
  var found = survey(heap, text, end);
  var columns = (end + 3) & -4;
  return (
    found !== 0 &&
    isRound(heap, end, columns) &&
    isRound(heap, columns + ((found * (pool.end + 1)) & Limit.Bits), pool.to)
  );
}

/** See poolAt of pool.ts. */
function poolAt(heap: Heap, address: number, kind: number): Pool | null {
  var isThere = isRegion(heap, address, kind);
  var pool = isThere ? describeBytes(heap, address, kind) : null;
  if (pool && isDeclared(pool)) return pool;
  return (isThere ? refuse(heap, Fault.Corrupt) : refuseRegion(heap, Fault.BadAddress)) || null;
}

/** Open the pool of that kind at `address`, see openAt of pool.ts; what it was declared as is compared by who asks. O(rows and characters x fields). */
export function attach(heap: Heap, address: number, kind: number): Pool | null {
  var pool = poolAt(heap, address, kind);
  var found = pool ? verify(pool) : 0;
  return found ? refuseFound(heap, found) || null : pool;
}

/** See mendAt of repair.ts. */
export function mendAt(heap: Heap, address: number, kind: number): boolean {
  var pool = poolAt(heap, address, kind);
  return pool ? repair(pool) : false;
}

/** The declaration of a pool: its address << 16 | its bytes. O(1). */
export function declaration(pool: Pool): number {
  return (textPlace(pool.u8, pool.base) << 16) | (pool.head[Head.TextBytes] & Limit.Bits);
}
