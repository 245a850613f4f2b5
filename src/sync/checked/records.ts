/** Shared records as the checked build has them: misuse throws; a lock that cannot be had is a return value. */

import { Fault, fault } from '../../core/faults.ts';
import { demandHeap, demandPool } from '../../heap/demand.ts';
import { type Heap, Kind } from '../../heap/layout.ts';
import { isFit, judgeRow } from '../../records/demand.ts';
import type { Column, Value } from '../../records/index.ts';
import type { Pool } from '../../records/layout.ts';
import * as lean from '../records.ts';
import type { Guard } from '../layout.ts';
import { demandGuard, judgeLock, judgeShared, OWNER, SHARED } from './judge.ts';

type Records = Guard<Pool>;

var ROW = 'pass the number that alloc returned';
var FIELD = 'field is a name of the declaration or its number, from 1; a set takes a number below 2^63, or for bytes:n up to n bytes';

/** As judgeShared, in the words of rows. */
function judgeSharedRow<T>(result: T, call: string, value: unknown, wanted: string): T {
  return result || fault() === Fault.Locked ? result : judgeRow(result, call, value, wanted);
}

/** Pass on the guard, or throw. */
function mine(guard: Records, call: string): Records {
  return demandGuard(guard, 'sync.records.' + call, Kind.Records);
}

/** See ../records.ts; throws when there is no such pool, or its heap is not shared. */
export function create(pool: Pool): number {
  return judgeShared(lean.create(demandPool(pool, 'sync.records.create', Kind.Records)), 'sync.records.create', 'pool', SHARED);
}

/** See ../records.ts; throws when no such lock is there, or on a bad owner. */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Records | null {
  return judgeLock(lean.attach(demandHeap(heap, 'sync.records.attach'), address, owner, waits), 'sync.records.attach', address, owner);
}

/** See ../records.ts; throws when there is no such lock. */
export function destroy(guard: Records): boolean {
  return judgeShared(lean.destroy(mine(guard, 'destroy')), 'sync.records.destroy', 'guard', OWNER);
}

/** See ../records.ts; throws when there is no such lock. */
export function alloc(guard: Records): number {
  return judgeShared(lean.alloc(mine(guard, 'alloc')), 'sync.records.alloc', 'guard', ROW);
}

/** See ../records.ts; throws when `row` is no live row. */
export function dealloc(guard: Records, row: number): boolean {
  return judgeSharedRow(lean.dealloc(mine(guard, 'dealloc'), row), 'sync.records.dealloc', row, ROW);
}

/** See ../records.ts; throws when there is no such live row or field. */
export function get(guard: Records, row: number, field: number | string): number | Uint8Array | null {
  return judgeSharedRow(lean.get(mine(guard, 'get'), row, field), 'sync.records.get', row + ', ' + field, FIELD);
}

/** See ../records.ts; throws when there is no such live row or field, or the value does not fit. */
export function set(guard: Records, row: number, field: number | string, value: Value): boolean {
  return judgeSharedRow(isFit(mine(guard, 'set').pool, field, value) && lean.set(guard, row, field, value),
    'sync.records.set', row + ', ' + field + ', ' + value, FIELD);
}

/** See ../records.ts; throws when there is no such field. */
export function column(guard: Records, field: number | string): Column | null {
  return judgeShared(lean.column(mine(guard, 'column'), field), 'sync.records.column', field, FIELD);
}

/** See ../records.ts; throws when there is no such lock. */
export function count(guard: Records): number {
  return lean.count(mine(guard, 'count'));
}

/** See ../records.ts; throws when `row` is no row number. */
export function next(guard: Records, row: number): number {
  return judgeSharedRow(lean.next(mine(guard, 'next'), row), 'sync.records.next', row, ROW);
}

/** See ../records.ts; throws when there is no such lock. */
export function clear(guard: Records): boolean {
  return judgeShared(lean.clear(mine(guard, 'clear')), 'sync.records.clear', 'guard', ROW);
}
