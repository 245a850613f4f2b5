/** Records as the checked build has them: misuse throws, and values must be numbers that the field can take, or bytes. */

import { demandVisit, judge } from '../core/checked.ts';
import { demandHeap, demandPool } from '../heap/demand.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import * as lean from './index.ts';
import type { Column, Pool, Value } from './index.ts';
import { DECLARED, demandPlain, demandRows, isField, isFit, judgeAddress, judgeRow } from './demand.ts';
import * as inspect from './inspect.ts';

export type { Column, Pool, Value } from './index.ts';

var POOL = 'pass what create or attach returned, before destroy';

/** Pass on records, or throw. */
function mine(pool: Pool, call: string): Pool {
  return demandPool(pool, call, Kind.Records);
}

/** What a field may be, for the message. */
function wanted(pool: Pool): string {
  return 'fields of this pool are "' + inspect.declaration(pool) + '", numbered from 1; a set takes a number below 2^63, or for bytes:n up to n bytes';
}

/** See index.ts; throws on a bad declaration. */
export function create(heap: Heap, fields: string, rows: number): Pool | null {
  demandPlain(fields, 'records.create');
  return judge(lean.create(demandHeap(heap, 'records.create'), fields, rows), 'records.create', '"' + fields + '", ' + rows,
    DECLARED + '; and one field must have two bytes or more, for free rows are linked through it');
}

/** See index.ts; throws when there are no records at `address`, or they were declared otherwise. */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return judgeAddress(lean.attach(demandHeap(heap, 'records.attach'), address, fields), 'records.attach', address,
    'these records were not declared as "' + fields + '"');
}

/** See index.ts; throws when the pool was destroyed. */
export function alloc(pool: Pool): number {
  return judge(lean.alloc(mine(pool, 'records.alloc')), 'records.alloc', 'pool', POOL);
}

/** See repair.ts; throws when the pool was destroyed. */
export function repair(pool: Pool): boolean {
  return judge(lean.repair(demandRows(pool, 'records.repair')), 'records.repair', 'pool', POOL);
}

/** See index.ts; throws when there are no records at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  return judgeAddress(lean.repairAt(demandHeap(heap, 'records.repairAt'), address), 'records.repairAt', address, POOL);
}

/** See index.ts; throws when `row` is no live row. */
export function dealloc(pool: Pool, row: number): boolean {
  return judgeRow(lean.dealloc(mine(pool, 'records.dealloc'), row), 'records.dealloc', row, POOL);
}

/** See index.ts; throws when `row` is no live row. */
export function at(pool: Pool, row: number): number {
  return judgeRow(lean.at(demandRows(pool, 'records.at'), row), 'records.at', row, POOL);
}

/** See index.ts; throws when there is no such field. */
export function field(pool: Pool, name: string): number {
  return judge(lean.field(demandRows(pool, 'records.field'), name), 'records.field', name, wanted(pool));
}

/** See index.ts; throws when there is no such field. */
export function column(pool: Pool, field: number | string): Column | null {
  return judge(isField(demandRows(pool, 'records.column'), field) ? lean.column(pool, field) : null, 'records.column', field, wanted(pool));
}

/** See index.ts; throws when there is no such live row or field. */
export function get(pool: Pool, row: number, field: number | string): number | Uint8Array | null {
  var value = isField(demandRows(pool, 'records.get'), field) ? lean.get(pool, row, field) : null;
  return value === null ? judgeRow(value, 'records.get', row + ', ' + field, wanted(pool)) : value;
}

/** See index.ts; throws when there is no such live row or field, or `value` is neither bytes nor a number that the field can take. */
export function set(pool: Pool, row: number, field: number | string, value: Value): boolean {
  return judgeRow(isFit(demandRows(pool, 'records.set'), field, value) && lean.set(pool, row, field, value), 'records.set', row + ', ' + field + ', ' + value, wanted(pool));
}

/** See index.ts; throws when `row` is no row number. */
export function next(pool: Pool, row: number): number {
  var found = lean.next(mine(pool, 'records.next'), row);
  return (row & pool.mask) === row ? found : judgeRow(found, 'records.next', row, POOL);
}

/** See index.ts; throws when the pool was destroyed. */
export function clear(pool: Pool): boolean {
  return judge(lean.clear(demandRows(pool, 'records.clear')), 'records.clear', 'pool', POOL);
}

/** See index.ts; throws when called twice. */
export function destroy(pool: Pool): boolean {
  return judge(lean.destroy(demandRows(pool, 'records.destroy')), 'records.destroy', 'pool', POOL);
}

/** See index.ts; throws when there are no such records. */
export function count(pool: Pool): number {
  return lean.count(demandRows(pool, 'records.count'));
}

/** See inspect.ts; throws when there are no such records. */
export function declaration(pool: Pool): string {
  return inspect.declaration(demandRows(pool, 'records.declaration'));
}

/** See inspect.ts; throws when there are no such records. */
export function layout(pool: Pool): string {
  return inspect.layout(demandRows(pool, 'records.layout'));
}

/** See inspect.ts; throws when there is no such pool. */
export function stats(pool: Pool): inspect.Stats {
  return inspect.stats(demandRows(pool, 'records.stats'));
}

/** See inspect.ts; throws when there is no such pool. */
export function walk(pool: Pool, visit: (row: number) => void): void {
  inspect.walk(mine(pool, 'records.walk'), demandVisit(visit, 'records.walk'));
}

/** See inspect.ts; throws when there is no such pool. */
export function check(pool: Pool): string {
  return inspect.check(mine(pool, 'records.check'));
}
