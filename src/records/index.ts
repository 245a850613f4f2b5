/** Records: rows of named fields instead of objects. See layout.ts. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isBytes } from './fields.ts';
import { type Column, type Field, Head, Limit, type Pool } from './layout.ts';
import { isOpen, make, openAt, renew } from './pool.ts';
import { mendAt } from './repair.ts';

export type { Heap } from '../heap/layout.ts';
export type { Column, Pool } from './layout.ts';
export { clear, destroy } from './pool.ts';
export { repair } from './repair.ts';

/** What set takes: a number, or bytes. */
export type Value = number | Uint8Array | number[];

/**
 * Carve records out of a heap: `rows` rows (1 to 65,535) of declared fields, "t:u32 v:i16 id:bytes:6" (u8 i8 u16 i16
 * u32 i32 f32 bytes:n), one of them of two bytes or more. A name consists of printable characters (U+0021 to U+007E)
 * except ":", occurs once in the text, and does not begin like a number. Takes 24 bytes, the text, one bit a row
 * (rounded up to a power of two), and the bytes of the fields for rows + 1. Returns the pool, or null: no hole of
 * that size, or a bad declaration. O(rows). The contents of a new row are undefined.
 */
export function create(heap: Heap, fields: string, rows: number): Pool | null {
  return make(heap, Kind.Records, fields, rows, 0);
}

/**
 * Open the records at `address` of an image (from heap.find). The names come from the image; `fields`, if given, must
 * be the text they were created with. Returns the pool, or null: no records there, damaged, a call on them was cut
 * off (Fault.Interrupted: see repairAt), or declared differently. Changes nothing. O(rows): every row and link is
 * checked.
 */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return openAt(heap, Kind.Records, address, fields);
}

/** Repair the records at `address` that attach refused as interrupted; see repair. Returns true, or false and changes nothing: no records there, or damaged. O(rows). */
export function repairAt(heap: Heap, address: number): boolean {
  return mendAt(heap, Kind.Records, address);
}

/** The rest of alloc: a pool that has to be found anew, and why there is no row to take. */
function allocAny(pool: Pool): number {
  var row = isOpen(pool) ? pool.head[Head.Next] : 0;
  var head = pool.head;
  // What renew refused has its own fault.
  if (pool.epoch[0] !== pool.seen) return 0;
  if (row && row <= pool.lastRow && !((pool.live[row >> 5] >> (row & 31)) & 1)) {
    head[Head.Next] = pool.link![row];
    head[Head.Count]++;
    pool.live[row >> 5] |= 1 << (row & 31);
    return row;
  }
  return refuse(
    pool.u8,
    !pool.lastRow
      ? Fault.BadArgument
      : row
        ? Fault.Corrupt
        : head[Head.Count] < pool.end || head[Head.Rows] & Limit.Cut
          ? Fault.Interrupted
          : Fault.NoSpace,
  );
}

/**
 * Take a row. Returns its number, from 1, or 0: all are taken, or the list of free rows was overwritten (by a write
 * to a row that had been given back). Does not clear it. O(1), no loop.
 */
export function alloc(pool: Pool): number {
  var row = pool.head[Head.Next];
  // Off the list, counted, then live: a call that is cut off in between has taken nothing.
  return row && row <= pool.lastRow && ~(pool.live[row >> 5] >> (row & 31)) & 1 && pool.epoch[0] === pool.seen
    ? ((pool.head[Head.Next] = pool.link![row]), pool.head[Head.Count]++, (pool.live[row >> 5] |= 1 << (row & 31)), row)
    : allocAny(pool);
}

/** Whether the row is live; if not, the fault says why. O(1). */
function isLive(pool: Pool, row: number): boolean {
  return (
    isOpen(pool) &&
    ((row & pool.mask) === row && row > 0 && row <= pool.end
      ? !!((pool.live[row >> 5] >> (row & 31)) & 1) || !!refuse(pool.u8, Fault.AlreadyFree)
      : !!refuse(pool.u8, Fault.BadAddress))
  );
}

/** The rest of dealloc: a pool that has to be found anew, and why the row cannot be given back. A queue gives rows back in order. */
function deallocAny(pool: Pool, row: number): boolean {
  if (!isLive(pool, row)) return false;
  if (!pool.lastRow) return !!refuse(pool.u8, Fault.BadArgument);
  pool.live[row >> 5] ^= 1 << (row & 31);
  pool.head[Head.Count]--;
  pool.link![row] = pool.head[Head.Next];
  pool.head[Head.Next] = row;
  return true;
}

/** Give a row back. Returns true, or false and changes nothing: not a row, or already free. O(1), no loop. */
export function dealloc(pool: Pool, row: number): boolean {
  // Not live any more, then on the list: a call that is cut off in between has given it back. Row 0 never is, whatever its bit says:
  // the list ends with it. (at, get and set can do no harm to it.)
  return row &&
    row >>> 0 === row &&
    row <= pool.lastRow &&
    (pool.live[row >> 5] >> (row & 31)) & 1 &&
    pool.epoch[0] === pool.seen
    ? ((pool.live[row >> 5] ^= 1 << (row & 31)),
      pool.head[Head.Count]--,
      (pool.link![row] = pool.head[Head.Next]),
      !!(pool.head[Head.Next] = row))
    : deallocAny(pool, row);
}

/** The rest of at. */
function atAny(pool: Pool, row: number): number {
  return isLive(pool, row) ? row : 0;
}

/**
 * The row itself if it is live, else 0: `t[at(pool, row)]` checks the row before it reads or writes a column, and
 * costs less than get and set. Element 0 of a column belongs to no row: what is written there is lost, and what is
 * read there means nothing. O(1).
 */
export function at(pool: Pool, row: number): number {
  return row >>> 0 === row && row <= pool.end && (pool.live[row >> 5] >> (row & 31)) & 1 && pool.epoch[0] === pool.seen
    ? row
    : atAny(pool, row);
}

/** The number of a field that is given by number or by name; 0 and a fault when there is none. O(the names). */
function numberOf(pool: Pool, field: number | string): number {
  var at: number;
  if (!isOpen(pool)) return 0;
  if (typeof field === 'number') {
    // Column 0 is null, and no field.
    if (field && pool.columns[field] !== undefined) return field;
  } else {
    // No name has a space in it, so none is two of them.
    at = ('' + field).indexOf(' ') < 0 ? pool.names.indexOf(' ' + field + ':') : -1;
    if (at >= 0) return pool.names.slice(0, at).split(' ').length;
  }
  return refuse(pool.u8, Fault.BadArgument);
}

/** The number of the field with that name, for get, set and column, which are faster with numbers. Returns 0 if there is none. O(length of the names). */
export function field(pool: Pool, name: string): number {
  return numberOf(pool, name);
}

/** The bytes:n field of that number, which has no column of elements. */
function wideOf(pool: Pool, number: number): Field {
  var i = pool.wide.length - 1;
  while (i && pool.wide[i].number !== number) i--;
  return pool.wide[i];
}

/** Elements of a field from `row` on, `rows` rows of it. */
function slice(pool: Pool, field: Field, row: number, rows: number): Column {
  var from = field.base + row * field.bytes;
  return pool.u8.subarray(from, from + rows * field.bytes);
}

/**
 * A column as a typed array that is indexed with the row: the cheapest access, without checks. in a bytes:n column, a
 * row begins at row * n on. Returns null when there is no such field. The elements of rows that are not live are not
 * yours: free rows are linked through one. O(fields).
 */
export function column(pool: Pool, field: number | string): Column | null {
  var number = numberOf(pool, field);
  return number ? pool.columns[number] || slice(pool, wideOf(pool, number), 0, pool.end + 1) : null;
}

/** The rest of get and set: names, bytes, and what is refused. */
function access(
  pool: Pool,
  row: number,
  field: number | string,
  isSet?: boolean,
  value?: Value,
): number | Column | boolean | null {
  var number = isLive(pool, row) ? numberOf(pool, field) : 0;
  var col = pool.columns[number];
  var wide: Field;
  if (!number) return isSet ? false : null;
  if (col) {
    return isSet ? ((col[row] = value as number), true) : col[row];
  }
  wide = wideOf(pool, number);
  col = slice(pool, wide, row, 1);
  if (!isSet) return col;
  if (!isBytes(value, wide.bytes)) return !!refuse(pool.u8, Fault.BadArgument);
  col.set(value as Uint8Array);
  return true;
}

/**
 * The value of a field, by number (from 1 in declared order: fast) or by name; for bytes:n, a view of them, not a
 * copy. Returns null: no such live row, or no such field. O(1) by number.
 */
export function get(pool: Pool, row: number, field: number | string): number | Uint8Array | null {
  return row >>> 0 === row &&
    row <= pool.end &&
    (pool.live[row >> 5] >> (row & 31)) & 1 &&
    pool.epoch[0] === pool.seen &&
    pool.columns[+field]
    ? pool.columns[+field]![row]
    : (access(pool, row, field) as number | Uint8Array | null);
}

/**
 * Set a field, by number (fast) or by name. Numbers wrap as in typed arrays (300 is 44 in a u8, and 2.9 is 2);
 * bytes:n takes up to n bytes, and the rest stay as they are. A value that is not a number, or is 2^63 or more, is
 * stored in an integer field in whatever way the engine converts it; an RP2040 cannot hold NaN in an f32, so choose a
 * number for "no reading", such as -1e9. Returns true, or false and changes nothing: no such live row, no such field,
 * or too many bytes. O(1) by number.
 */
export function set(pool: Pool, row: number, field: number | string, value: Value): boolean {
  return row >>> 0 === row &&
    row <= pool.end &&
    (pool.live[row >> 5] >> (row & 31)) & 1 &&
    pool.epoch[0] === pool.seen &&
    pool.columns[+field]
    ? ((pool.columns[+field]![row] = value as number), true)
    : (access(pool, row, field, true, value) as boolean);
}

/** The number of live rows; 0 if there are none, or the pool was destroyed. After a call that was cut off, it may be one too many until repair. O(1). */
export function count(pool: Pool): number {
  return pool.epoch[0] === pool.seen || renew(pool) ? pool.head[Head.Count] & Limit.Bits : 0;
}

/**
 * The next live row after `row`, or 0 if there is none: for (row = next(p, 0); row; row = next(p, row)). The loop may
 * give the row back. O(rows) for the whole walk.
 */
export function next(pool: Pool, row: number): number {
  if (pool.epoch[0] !== pool.seen && !renew(pool)) return 0;
  if ((row & pool.mask) !== row) return refuse(pool.u8, Fault.BadAddress);
  while (++row <= pool.end) if ((pool.live[row >> 5] >> (row & 31)) & 1) return row;
  return 0;
}
