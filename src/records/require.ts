/** What the checked calls of records and of queues ask first, and how they say what is wrong. */

import { refuseArgument } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isBytes, Type } from './fields.ts';
import type { Value } from './index.ts';
import type { Field, Pool } from './layout.ts';
import { fieldsOf, isOpen } from './pool.ts';

/** From here on engines differ in what an integer column makes of a number. */
var TOO_LARGE = 9223372036854775808;

export var DECLARED =
  'fields must be text like "t:u32 v:i16 id:bytes:6", of u8 i8 u16 i16 u32 i32 f32 bytes:n, ' +
  'each name once and not a number; rows a whole number from 1 to 65535';

/** Throw unless `pool` is records or, what at, get, set, column and clear take as well, a queue. */
export function requireRows(pool: Pool, call: string): void {
  requirePool(pool, call, pool && pool.kind === Kind.Queue ? Kind.Queue : Kind.Records);
}

/** A heap, and text that can be stored: one byte a character, which can be printed. */
export function declared(heap: Heap, call: string, fields: string): void {
  var i = 0;
  var code: number;
  for (; typeof fields === 'string' && i < fields.length; i++) {
    code = fields.charCodeAt(i);
    if (code < 32 || code > 126) refuseArgument(call, fields, 'names must be of plain characters');
  }
  requireHeap(heap, call);
}

/** Whether a value is one that all engines store alike in that field. */
function takes(field: Field, value: Value): boolean {
  return field.type === Type.Bytes
    ? isBytes(value, field.bytes)
    : typeof value === 'number' && (field.type === Type.Float || (value < TOO_LARGE && value > -TOO_LARGE));
}

/** The fields of a pool, or null: the call itself has to say what is wrong with it. */
function fieldsIn(pool: Pool): Field[] | null {
  return isOpen(pool) ? fieldsOf(pool.u8, pool.base, pool.to) : null;
}

/** The field of exactly that number or name, or null; the lean calls take '1' and true for 1. */
function search(fields: Field[], field: number | string): Field | null {
  var i = fields.length;
  while (i && fields[i - 1].number !== field && fields[i - 1].name !== field) i--;
  return i ? fields[i - 1] : null;
}

/** Whether the pool has that field; if not, a fault. */
export function isField(pool: Pool, field: number | string): boolean {
  var fields = fieldsIn(pool);
  return !fields || !!search(fields, field) || !!refuse(pool.u8, Fault.BadArgument);
}

/** Whether the pool has that field, and all engines store the same for `value` in it; if not, a fault. */
export function isFit(pool: Pool, field: number | string, value: Value): boolean {
  var fields = fieldsIn(pool);
  var found = fields && search(fields, field);
  return !fields || (!!found && takes(found, value)) || !!refuse(pool.u8, Fault.BadArgument);
}

/** How a fault is told where rows are meant; see `checked`. */
export function tellRow(reason: number): string | undefined {
  return reason === Fault.BadAddress
    ? 'there is no such row: pass the number that alloc, push or next returned'
    : reason === Fault.AlreadyFree
      ? 'not a live row: it was given back, or never taken; forget the number of a row when you give it back'
      : undefined;
}

/** How a fault is told where the address of a pool is meant; see `checked`. */
export function tellAddress(reason: number): string | undefined {
  return reason === Fault.BadAddress ? 'nothing of that kind is there: heap.find returns its address' : undefined;
}
