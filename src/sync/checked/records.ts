/** Shared records as the checked build has them: misuse throws; a lock that cannot be had is a return value. */

import { checked } from '../../core/checked.ts';
import { requireHeap, requirePool } from '../../heap/require.ts';
import { Kind } from '../../heap/layout.ts';
import { isFit, tellRow } from '../../records/require.ts';
import type { Value } from '../../records/index.ts';
import type { Pool } from '../../records/layout.ts';
import * as lean from '../records.ts';
import type { Guard } from '../layout.ts';
import { requireGuard, OWNER, SHARED, tellLock, tellShared } from './require.ts';

export type { Column, Guard, Heap, Pool, Records, Value } from '../records.ts';

var ROW = 'pass the number that alloc returned';
var FIELD =
  'field is a name of the declaration or its number, from 1; set takes a number below 2^63 or, for bytes:n, up to n bytes';

function pool(p: Pool, call: string): void {
  requirePool(p, call, Kind.Records);
}

function lock(guard: Guard<Pool>, call: string): void {
  requireGuard(guard, call, Kind.Records);
}

/** A lock, and a value that all engines store alike: whether it is refused. */
function value(guard: Guard<Pool>, call: string, _row: number, field: number | string, given: Value): boolean {
  lock(guard, call);
  return !isFit(guard.pool, field, given);
}

/** As tellShared, in the words of rows. */
function tellSharedRow(reason: number): string | undefined {
  return tellRow(reason) || tellShared(reason);
}

export var create = checked(lean.create, 'sync.records.create(pool)', pool, SHARED, tellShared);
export var attach = checked(lean.attach, 'sync.records.attach($1, $2)', requireHeap, OWNER, tellLock);
export var destroy = checked(lean.destroy, 'sync.records.destroy(guard)', lock, OWNER, tellShared);
export var alloc = checked(lean.alloc, 'sync.records.alloc(guard)', lock, ROW, tellShared);
export var dealloc = checked(lean.dealloc, 'sync.records.dealloc($1)', lock, ROW, tellSharedRow);
export var get = checked(lean.get, 'sync.records.get($1, $2)', lock, FIELD, tellSharedRow);
export var set = checked(lean.set, 'sync.records.set($1, $2, $3)', value, FIELD, tellSharedRow);
export var column = checked(lean.column, 'sync.records.column($1)', lock, FIELD, tellShared);
export var count = checked(lean.count, 'sync.records.count', lock);
export var next = checked(lean.next, 'sync.records.next($1)', lock, ROW, tellSharedRow);
export var clear = checked(lean.clear, 'sync.records.clear(guard)', lock, ROW, tellShared);
