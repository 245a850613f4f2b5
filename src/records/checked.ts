/**
 * Records as the checked build has them: misuse throws, values must be numbers or bytes, and attach
 * refuses whatever `check` would find. attach is O(rows).
 */

import { judge } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Heap } from '../heap/layout.ts';
import * as lean from './index.ts';
import type { Column, Pool, Value } from './index.ts';
import { declaration } from './inspect.ts';
import { verify } from './verify.ts';

export type { Column, Pool, Value } from './index.ts';
export { count } from './index.ts';
export { check, declaration, layout, stats, walk } from './inspect.ts';

export var DECLARED = 'fields must be text like "t:u32 v:i16 id:bytes:6", of u8 i8 u16 i16 u32 i32 f32 bytes:n, ' +
  'each name once and no number; rows a whole number from 1 to 65535';
var POOL = 'pass what create or attach returned, before destroy';

/** Pass on a pool that was opened unless its rows contradict each other. */
export function demandSound(pool: Pool | null, isQueue: boolean): Pool | null {
  return pool && verify(pool, isQueue) ? refuse(Fault.Corrupt) || null : pool;
}

/** Whether text can be stored: one byte a character. */
export function demandPlain(fields: string, call: string): void {
  var i = 0;
  for (; typeof fields === 'string' && i < fields.length; i++) {
    if (fields.charCodeAt(i) > 126) judge(refuse(Fault.BadArgument), call, fields, 'names must be of plain characters');
  }
}

/** What a field may be, for the message. */
function wanted(pool: Pool): string {
  return 'fields of this pool are "' + declaration(pool) + '", numbered from 1; a set takes a number, or for bytes:n up to n bytes';
}

/** See index.ts; throws on a bad declaration. */
export function create(heap: Heap, fields: string, rows: number): Pool | null {
  demandPlain(fields, 'records.create');
  return judge(lean.create(heap, fields, rows), 'records.create', '"' + fields + '", ' + rows,
    DECLARED + '; and one field must have two bytes or more, for free rows are linked through it');
}

/** See index.ts; throws when there are no records at `address`, or they were declared otherwise. */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return judge(demandSound(lean.attach(heap, address, fields), false), 'records.attach', address,
    'these records were not declared as "' + fields + '"');
}

/** See index.ts; throws when the pool was destroyed. */
export function alloc(pool: Pool): number {
  return judge(lean.alloc(pool), 'records.alloc', 'pool', POOL);
}

/** See index.ts; throws when `row` is no live row. */
export function dealloc(pool: Pool, row: number): boolean {
  return judge(lean.dealloc(pool, row), 'records.dealloc', row, POOL);
}

/** See index.ts; throws when `row` is no live row. */
export function at(pool: Pool, row: number): number {
  return (row & pool.mask) === row ? judge(lean.at(pool, row), 'records.at', row, POOL)
    : judge(refuse(Fault.BadAddress), 'records.at', row, POOL);
}

/** See index.ts; throws when there is no such field. */
export function column(pool: Pool, field: number | string): Column | null {
  return judge(lean.column(pool, field), 'records.column', field, wanted(pool));
}

/** See index.ts; throws when there is no such live row or field. */
export function get(pool: Pool, row: number, field: number | string): number | Uint8Array | null {
  var value = lean.get(pool, row, field);
  return value === null ? judge(value, 'records.get', row + ', ' + field, wanted(pool)) : value;
}

/** See index.ts; throws when there is no such live row or field, or `value` is neither a number nor bytes. */
export function set(pool: Pool, row: number, field: number | string, value: Value): boolean {
  var old = lean.get(pool, row, field);
  var isFit = typeof value === (typeof old === 'number' ? 'number' : 'object') || !!refuse(Fault.BadArgument);
  // What get refused has its own fault.
  if (old === null) lean.get(pool, row, field);
  return judge(old !== null && isFit && lean.set(pool, row, field, value),
    'records.set', row + ', ' + field + ', ' + value, wanted(pool));
}

/** See index.ts; throws when `row` is no row number. */
export function next(pool: Pool, row: number): number {
  return (row & pool.mask) === row ? lean.next(pool, row) : judge(lean.next(pool, row), 'records.next', row, POOL);
}

/** See index.ts; throws when the pool was destroyed. */
export function clear(pool: Pool): boolean {
  return judge(lean.clear(pool), 'records.clear', 'pool', POOL);
}

/** See index.ts; throws when called twice. */
export function destroy(pool: Pool): boolean {
  return judge(lean.destroy(pool), 'records.destroy', 'pool', POOL);
}
