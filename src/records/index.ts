/** Records: rows of named fields in place of objects. See layout.ts. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { type Column, type Field, Head, type Pool } from './layout.ts';
import { fieldsOf, isOpen, make, openAt } from './pool.ts';

export type { Column, Pool } from './layout.ts';
export { clear, destroy } from './pool.ts';

/** What set takes: a number, or bytes. */
export type Value = number | Uint8Array | number[];

/**
 * Carve records out of a heap: `rows` rows (1 to 65,535) of declared fields, "t:u32 v:i16
 * id:bytes:6" (u8 i8 u16 i16 u32 i32 f32 bytes:n), one of them of two bytes or more. Takes 24 bytes,
 * the text, a bit a row (rounded up to a power of two) and the fields' own bytes for rows + 1.
 * Returns the pool, or null: no hole of that size, or a bad declaration. O(rows). What the fields of
 * a new row hold is undefined.
 */
export function create(heap: Heap, fields: string, rows: number): Pool | null {
  return make(heap, Kind.Records, fields, rows, 0);
}

/**
 * Open the records that an image has at `address` (from heap.find). The names come from the image;
 * `fields`, where given, must be the text they were created with. Returns the pool, or null: no
 * records there, damaged, or declared otherwise. Changes nothing. O(rows). The lean build refuses
 * what could make a call leave the region, the checked build also what `check` finds.
 */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return openAt(heap, Kind.Records, address, fields);
}

/** Why there is no row to take. */
function refuseAlloc(pool: Pool): number {
  return isOpen(pool) ? refuse(pool.u8, pool.link ? Fault.NoSpace : Fault.BadArgument) : 0;
}

/** Take a row. Returns its number, from 1, or 0: all are taken. Does not clear it. O(1), no loop. */
export function alloc(pool: Pool): number {
  var head = pool.head;
  var row = head[Head.Next];
  return row && row <= pool.end && pool.link
    ? ((pool.live[row >> 5] |= 1 << (row & 31)), head[Head.Count]++, (head[Head.Next] = pool.link[row] & pool.mask), row)
    : refuseAlloc(pool);
}

/** Whether the row is live; if not, the fault says why. O(1). */
function isLive(pool: Pool, row: number): boolean {
  return (row & pool.mask) === row && row > 0 && row <= pool.end
    ? !!((pool.live[row >> 5] >> (row & 31)) & 1) || !!refuse(pool.u8, Fault.AlreadyFree)
    : !!refuse(pool.u8, Fault.BadAddress);
}

/** Why the row cannot be given back. A queue gives rows back in order. */
function refuseDealloc(pool: Pool, row: number): boolean {
  return isLive(pool, row) && !!refuse(pool.u8, Fault.BadArgument);
}

/** Give a row back. Returns true, or false and changes nothing: not a row, or already free. O(1), no loop. */
export function dealloc(pool: Pool, row: number): boolean {
  var head = pool.head;
  return (row & pool.mask) === row && (pool.live[row >> 5] >> (row & 31)) & 1 && pool.link
    ? ((pool.live[row >> 5] ^= 1 << (row & 31)), head[Head.Count]--, (pool.link[row] = head[Head.Next]), !!(head[Head.Next] = row))
    : refuseDealloc(pool, row);
}

/**
 * The row itself if it is live, else 0: `t[at(pool, row)]` reads and writes a column with its check,
 * and costs two thirds of get and set. Element 0 of a column is nobody's: what is written there is lost,
 * and what is read means nothing. Cuts its argument to 32 bits, as bit operators do: 2.9 is row 2. O(1).
 */
export function at(pool: Pool, row: number): number {
  // The live bit, moved to the sign and spread, is all ones or 0.
  // What is left to isLive is not: it gives the reason.
  return (((pool.live[row >>> 5] << (~row & 31)) >> 31) & row) || +isLive(pool, row | 0);
}

/** The one of these fields that has that number or name, or null. */
function search(fields: Field[], field: number | string): Field | null {
  var i = fields.length;
  while (i--) if (fields[i].slot === field || fields[i].name === field) return fields[i];
  return null;
}

/** The field of that number or name, or null. O(fields); but for bytes:n it reads the declaration: not for hot code. */
function find(pool: Pool, field: number | string): Field | null {
  return search(pool.wide, field) || search((isOpen(pool) && fieldsOf(pool.u8, pool.base)) || [], field) ||
    refuse(pool.u8, Fault.BadArgument) || null;
}

/** Elements of a field from `row` on, `rows` rows of it. */
function slice(pool: Pool, field: Field, row: number, rows: number): Column {
  var from = field.base + row * field.bytes;
  return pool.u8.subarray(from, from + rows * field.bytes);
}

/**
 * A column as a typed array that is indexed with the row: the cheapest access there is, and without
 * a check. bytes:n has those of a row from row * n on. Returns null when there is no such field. The
 * elements of rows that are not live are not yours: free rows are linked through one. O(fields).
 */
export function column(pool: Pool, field: number | string): Column | null {
  var found = find(pool, field);
  return found && (pool.cols[found.slot] || slice(pool, found, 0, pool.end + 1));
}

/** The rest of get and set: names, bytes, and what is refused. */
function access(pool: Pool, row: number, field: number | string, isSet: boolean, value: Value): number | Column | boolean | null {
  var found = isLive(pool, row) ? find(pool, field) : null;
  var col: Column | null;
  if (!found) return isSet ? false : null;
  col = pool.cols[found.slot];
  if (col) {
    return isSet ? ((col[row] = value as number), true) : col[row];
  }
  col = slice(pool, found, row, 1);
  if (!isSet) return col;
  if (!value || typeof value !== 'object' || !(value.length <= found.bytes)) return !!refuse(pool.u8, Fault.BadArgument);
  col.set(value);
  return true;
}

/**
 * The value of a field, by number (from 1 in declared order: fast) or by name; of bytes:n a view of
 * them, without a copy. Returns null: no such live row, or no such field. O(1) by number.
 */
export function get(pool: Pool, row: number, field: number | string): number | Uint8Array | null {
  var col = pool.cols[+field];
  return col && (row & pool.mask) === row && (pool.live[row >> 5] >> (row & 31)) & 1
    ? col[row] : (access(pool, row, field, false, 0) as number | Uint8Array | null);
}

/**
 * Set a field, by number (fast) or by name. Numbers wrap as in typed arrays (300 is 44 in a u8, and
 * 2.9 is 2); bytes:n takes up to n bytes, and the rest stay. Returns true, or false and changes
 * nothing: no such live row, no such field, or too many bytes. O(1) by number.
 */
export function set(pool: Pool, row: number, field: number | string, value: Value): boolean {
  var col = pool.cols[+field];
  return col && (row & pool.mask) === row && (pool.live[row >> 5] >> (row & 31)) & 1
    ? ((col[row] = value as number), true) : (access(pool, row, field, true, value) as boolean);
}

/** Live rows; 0 when there are none, and of a destroyed pool. O(1). */
export function count(pool: Pool): number {
  return pool.head[Head.Count];
}

/**
 * The next live row after `row`, 0 when there is none: for (row = next(p, 0); row; row = next(p, row)).
 * The row may be given back meanwhile. O(rows) for the whole walk.
 */
export function next(pool: Pool, row: number): number {
  if ((row & pool.mask) !== row) return refuse(pool.u8, Fault.BadAddress);
  while (++row <= pool.end) if ((pool.live[row >> 5] >> (row & 31)) & 1) return row;
  return 0;
}
