/** Making a pool of rows, opening one, and finding it again: for records and for queues. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import {
  directory,
  epochOf,
  isRegion,
  isPool,
  nameRegion,
  refuseRegion,
  releaseRegion,
  renewed,
  rowBytes,
  takeRegion,
} from '../heap/regions.ts';
import { maskFor, parse, layOut, readText, Type } from './fields.ts';
import { type Column, type Field, Head, Limit, type Pool } from './layout.ts';
import { isCut, verify } from './verify.ts';

interface ColumnMaker {
  new (buffer: Heap['buffer'], byteOffset: number, count: number): Column;
}

/** By type, as fields.ts has them. */
var VIEWS: ColumnMaker[] = [Uint32Array, Int32Array, Float32Array, Uint16Array, Int16Array, Uint8Array, Int8Array];

/** The head of a region. */
function headAt(heap: Heap, address: number): Uint32Array {
  return new Uint32Array(heap.buffer, heap.byteOffset + address, Head.Words);
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

/** The declaration in the region from `address` to `end`, or '': the region is too small for it. */
export function textOf(heap: Heap, address: number, end: number): string {
  var head: Uint32Array;
  var at: number;
  if (end - address < Head.Bytes) return '';
  head = headAt(heap, address);
  at = textAt(address, head[Head.Rows] & Limit.Bits);
  return head[Head.TextBytes] <= Limit.Bits && at + head[Head.TextBytes] <= end
    ? readText(heap, at, head[Head.TextBytes])
    : '';
}

/** Whether the bytes before `end` are 0 from `at` on, and fewer than 8. */
function isRounding(heap: Heap, at: number, end: number): boolean {
  if (end - at < 0 || end - at > 7) return false;
  while (at < end && !heap[at]) at++;
  return at === end;
}

/** The fields of that region with their columns' addresses, or null: they are not what create makes of a region of that size. */
export function fieldsOf(heap: Heap, address: number, end: number): Field[] | null {
  var text = textOf(heap, address, end);
  var rows = text ? headAt(heap, address)[Head.Rows] & Limit.Bits : 0;
  var fields = rows ? parse(text) : null;
  var at = textAt(address, rows) + text.length;
  var columns = (at + 3) & -4;
  return fields && isRounding(heap, at, columns) && isRounding(heap, layOut(fields, rows, columns), end)
    ? fields
    : null;
}

/** The field's column, or that of its links: numbers without a sign. */
function viewOf(heap: Heap, field: Field, rows: number, isLink: boolean): Column {
  var type = isLink ? (field.type < Type.Two ? 0 : Type.Two) : field.type;
  return new VIEWS[type](heap.buffer, heap.byteOffset + field.base, rows + 1);
}

/** The pool object for the region at `address`, or null when its head or declaration is damaged. */
export function describe(heap: Heap, address: number, kind: Kind): Pool | null {
  var end = endOf(heap, address);
  var fields = fieldsOf(heap, address, end);
  var epoch = epochOf(heap);
  var columns: (Column | null)[] = [null];
  var wide: Field[] = [];
  var link: Column | null = null;
  var isQueue = kind === Kind.Queue;
  var names = '';
  var i = 0;
  var head: Uint32Array;
  var rows: number;
  var mask: number;
  if (!fields) return null;
  head = headAt(heap, address);
  rows = head[Head.Rows] & Limit.Bits;
  mask = maskFor(rows);
  for (; i < fields.length; i++) {
    names += ' ' + fields[i].name + ':';
    columns.push(fields[i].type < Type.Bytes ? viewOf(heap, fields[i], rows, false) : null);
    if (!link && fields[i].type < Type.One && !isQueue) link = viewOf(heap, fields[i], rows, true);
    if (fields[i].type === Type.Bytes) wide.push(fields[i]);
  }
  if (!link && !isQueue) return null;
  return {
    u8: heap,
    base: address,
    kind: kind,
    to: end,
    wide: wide,
    names: names,
    mask: mask,
    lastTurn: isQueue ? rows : 0,
    link: link as Pool['link'],
    lastRow: isQueue ? 0 : rows,
    head: head,
    columns: columns,
    end: rows,
    epoch: epoch,
    seen: epoch[0],
    live: new Int32Array(heap.buffer, heap.byteOffset + address + Head.Bytes, (mask + 1) >> 5),
  };
}

/** No row is live. O(rows / 32). */
function empty(pool: Pool): void {
  var i = (pool.mask + 1) >> 5;
  while (i) pool.live[--i] = 0;
}

/** All rows are free, in order; or, of a queue, to be pushed in order. Can be cut off at any store, see layout.ts. O(rows). */
export function reset(pool: Pool): void {
  var head = pool.head;
  var row = pool.end;
  if (!pool.link) {
    head[Head.Count] = 1 << 16;
    empty(pool);
    return;
  }
  head[Head.Rows] = row | Limit.Cut;
  head[Head.Next] = 0;
  empty(pool);
  for (pool.link[row] = 0; --row;) pool.link[row] = row + 1;
  head[Head.Count] = 0;
  head[Head.Next] = 1;
  head[Head.Rows] = pool.end;
}

/** Fields that can be stored so: records need a column for links. */
function storable(kind: Kind, text: string): Field[] | null {
  var fields = text.length <= Limit.Bits ? parse(text) : null;
  var i = 0;
  while (fields && i < fields.length && fields[i].type >= Type.One) i++;
  return kind === Kind.Queue || (fields && i < fields.length) ? fields : null;
}

/** Write a head, the declaration, and 0 to what rounds it and the last column up: a region that describe takes. */
function declare(heap: Heap, address: number, rows: number, text: string, fields: Field[]): void {
  var head = headAt(heap, address);
  var at = textAt(address, rows & Limit.Bits);
  var i = text.length;
  var end = endOf(heap, address);
  head[Head.Next] = 0;
  head[Head.Rows] = rows;
  head[Head.TextBytes] = i;
  while (i--) heap[at + i] = text.charCodeAt(i);
  for (i = at + text.length; i & 3; i++) heap[i] = 0;
  for (i = layOut(fields, rows & Limit.Bits, i); i < end; i++) heap[i] = 0;
}

/** Carve a pool of `rows` rows (plus Limit.Ring for a ring). Returns it, or null. O(rows). */
export function make(heap: Heap, kind: Kind, declared: string, rows: number, ring: number): Pool | null {
  var text = '' + declared;
  var fields = (rows & Limit.Bits) === rows && rows ? storable(kind, text) : null;
  var address = takeRegion(
    heap,
    fields ? Image.RowBytes + layOut(fields, rows, (textAt(0, rows) + text.length + 3) & -4) : 0,
  );
  var pool: Pool | null = null;
  if (address) {
    declare(heap, address, rows | ring, text, fields!);
    pool = describe(heap, address, kind)!;
    reset(pool);
    nameRegion(heap, address, kind);
  }
  return pool;
}

/** The fault for a pool in which verify `found` something. */
export function refuseFound(heap: Heap, found: number): 0 {
  return refuse(heap, isCut(found) ? Fault.Interrupted : Fault.Corrupt);
}

/** The pool of that kind at `address`, in whatever state its rows are, or null and a fault: for `none` when nothing of the kind is there. O(regions and fields). */
export function poolAt(heap: Heap, kind: Kind, address: number, none: Fault): Pool | null {
  var isThere = isRegion(heap, address, kind);
  var pool = isThere ? describe(heap, address, kind) : null;
  return pool || (isThere ? refuse(heap, Fault.Corrupt) : refuseRegion(heap, none)) || null;
}

/** Open the pool of that kind at `address`, if `text` is absent or what it was declared with. O(rows). */
export function openAt(heap: Heap, kind: Kind, address: number, text?: string): Pool | null {
  var pool = poolAt(heap, kind, address, Fault.BadAddress);
  var found = pool && verify(pool);
  if (found) return refuseFound(heap, found) || null;
  return pool && text && text !== textOf(heap, address, pool.to) ? refuse(heap, Fault.BadArgument) || null : pool;
}

/**
 * Look whether a region of this kind still is at the pool's address, after a region of the heap was given back; if so,
 * the object takes what is to be known of it now. Returns whether it is there; if not, the fault says so. O(regions and fields).
 */
export function renew(pool: Pool): boolean {
  var found = poolAt(pool.u8, pool.kind, pool.base, Fault.BadArgument);
  return !!found && renewed(pool, found);
}

/** Whether the pool was not destroyed; if it was, the fault says so. O(1) as long as no region of the heap is given back. */
export function isOpen(pool: Pool): boolean {
  return pool.epoch[0] === pool.seen || renew(pool);
}

/** verify, of an open pool, with what it was declared as: that may have been overwritten since. O(rows). */
export function examine(pool: Pool): number {
  return fieldsOf(pool.u8, pool.base, pool.to) ? verify(pool) : 1;
}

/** Give all rows back. Returns true, or false: destroyed before. If it is cut off, some of them have been given back. O(rows). */
export function clear(pool: Pool): boolean {
  var open = isOpen(pool);
  if (open) reset(pool);
  return open;
}

/** Give the region back to the heap; every later call on the pool is refused. Returns true, or false: destroyed before. O(regions). */
export function destroy(pool: Pool): boolean {
  return isPool(pool, pool.kind) && releaseRegion(pool.u8, pool.base);
}
