/** Making a pool of rows and opening one: for records and for queues. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, isRegion, nameRegion, releaseRegion, rowBytes, takeRegion } from '../heap/regions.ts';
import { maskFor, parse, place, readText, Type } from './fields.ts';
import { type Column, type Field, Head, Limit, type Pool } from './layout.ts';

interface ColumnMaker {
  new (buffer: Heap['buffer'], byteOffset: number, count: number): Column;
}

/** By type, as fields.ts has them. */
var VIEWS: ColumnMaker[] = [Uint32Array, Int32Array, Float32Array, Uint16Array, Int16Array, Uint8Array, Int8Array];

/** The head of a region. */
function headAt(heap: Heap, address: number): Int32Array {
  return new Int32Array(heap.buffer, heap.byteOffset + address, Head.Words);
}

/** Where the declaration is. */
function textAt(address: number, rows: number): number {
  return address + Head.Bytes + ((maskFor(rows) + 1) >> 3);
}

/** The address after the region. */
function endOf(heap: Heap, address: number): number {
  var row = address - Image.RowBytes;
  return row + rowBytes(directory(heap), row);
}

/** The declaration in the region at `address`, or '': the region is too small for it. */
export function textOf(heap: Heap, address: number): string {
  var end = endOf(heap, address);
  var head: Int32Array;
  var bytes: number;
  var at: number;
  if (end - address < Head.Bytes) return '';
  head = headAt(heap, address);
  bytes = head[Head.TextBytes];
  at = textAt(address, head[Head.Rows] & Limit.Bits);
  return bytes >= 0 && at + bytes <= end ? readText(heap, at, bytes) : '';
}

/** The fields of that region with their columns' addresses, or null: they do not fit it. */
export function fieldsOf(heap: Heap, address: number): Field[] | null {
  var text = textOf(heap, address);
  var rows = text ? headAt(heap, address)[Head.Rows] & Limit.Bits : 0;
  var fields = rows ? parse(text) : null;
  return fields && place(fields, rows, (textAt(address, rows) + text.length + 3) & -4) <= endOf(heap, address)
    ? fields : null;
}

/** The pool object for the region at `address`, or null when its head or declaration is damaged. */
export function describe(heap: Heap, address: number, kind: Kind): Pool | null {
  var fields = fieldsOf(heap, address);
  var cols: (Column | null)[] = [null];
  var wide: Field[] = [];
  var link: Column | null = null;
  var i = 0;
  var head: Int32Array;
  var rows: number;
  var mask: number;
  var type: number;
  if (!fields) return null;
  head = headAt(heap, address);
  rows = head[Head.Rows] & Limit.Bits;
  mask = maskFor(rows);
  for (; i < fields.length; i++) {
    type = fields[i].type;
    cols.push(type < Type.Bytes ? new VIEWS[type](heap.buffer, heap.byteOffset + fields[i].base, rows + 1) : null);
    if (!link && type < Type.One && kind === Kind.Records) link = cols[i + 1];
    if (type === Type.Bytes) wide.push(fields[i]);
  }
  return {
    u8: heap, base: address, end: rows, wide: wide, link: link, cols: cols, head: head, mask: mask,
    live: new Int32Array(heap.buffer, heap.byteOffset + address + Head.Bytes, (mask + 1) >> 5),
  };
}

/** No row is live. O(rows / 32). */
function empty(pool: Pool): void {
  var i = (pool.mask + 1) >> 5;
  while (i) pool.live[--i] = 0;
  for (; i < Head.Rows; i++) pool.head[i] = 0;
}

/** All rows are free, in order; or, of a queue, to be pushed in order. O(rows). */
export function reset(pool: Pool): void {
  var row = pool.end;
  empty(pool);
  pool.head[Head.Next] = 1;
  if (pool.link) for (pool.link[row] = 0; --row; ) pool.link[row] = row + 1;
}

/** Fields that can be stored so: records need a column for links. */
function storable(kind: Kind, text: string): Field[] | null {
  var fields = parse(text);
  var i = 0;
  while (fields && i < fields.length && fields[i].type >= Type.One) i++;
  return kind === Kind.Queue || (fields && i < fields.length) ? fields : null;
}

/** Carve a pool of `rows` rows (plus Limit.Ring for a ring). Returns it, or null. O(rows). */
export function make(heap: Heap, kind: Kind, declared: string, rows: number, ring: number): Pool | null {
  var text = '' + declared;
  var fields = (rows & Limit.Bits) === rows && rows ? storable(kind, text) : null;
  var i = text.length;
  var at = textAt(0, rows);
  var address = fields
    ? takeRegion(heap, Image.RowBytes + place(fields, rows, (at + i + 3) & -4)) : refuse(heap, Fault.BadArgument);
  var pool: Pool | null = null;
  var head: Int32Array;
  if (address) {
    head = headAt(heap, address);
    head[Head.Rows] = rows | ring;
    head[Head.TextBytes] = i;
    while (i--) heap[address + at + i] = text.charCodeAt(i);
    pool = describe(heap, address, kind)!;
    reset(pool);
    nameRegion(heap, address, kind);
  }
  return pool;
}

function isUpTo(most: number, value: number): boolean {
  return value >= 0 && value <= most;
}

/** Whether no call can leave the region, whatever else is wrong. O(1): at most 32768 bits beyond the last row. */
export function isSafe(pool: Pool): boolean {
  var head = pool.head;
  var row = pool.mask;
  while (row > pool.end && !((pool.live[row >> 5] >> (row & 31)) & 1)) row--;
  return row === pool.end && !(pool.live[0] & 1) && isUpTo(row, head[Head.Next]) && isUpTo(row, head[Head.Count]);
}

/** Open the pool of that kind at `address`, if `text` is absent or what it was declared with. O(rows). */
export function openAt(heap: Heap, kind: Kind, address: number, text?: string): Pool | null {
  var isThere = isRegion(heap, address, kind);
  var pool = isThere ? describe(heap, address, kind) : null;
  var isWrong = pool && text && text !== textOf(heap, address);
  return pool && isSafe(pool) && !isWrong ? pool
    : refuse(heap, isWrong ? Fault.BadArgument : isThere ? Fault.Corrupt : Fault.BadAddress) || null;
}

/** Whether the pool was not destroyed; if it was, the fault says so. O(1). */
export function isOpen(pool: Pool): boolean {
  return !!(pool.head[Head.Rows] || refuse(pool.u8, Fault.BadArgument));
}

/** Give all rows back. Returns true, or false: destroyed before. O(rows). */
export function clear(pool: Pool): boolean {
  var open = isOpen(pool);
  if (open) reset(pool);
  return open;
}

/** Give the region back to the heap; every later call on the pool is refused. Returns true, or false: destroyed before. O(rows / 32 and regions). */
export function destroy(pool: Pool): boolean {
  var open = isOpen(pool);
  if (open) {
    empty(pool);
    pool.head[Head.Rows] = 0;
    releaseRegion(pool.u8, pool.base);
  }
  return open;
}
