/** Records as the checked build has them: misuse throws, and values must be numbers that the field can take, or bytes. */

import { checked, requireVisit } from '../core/checked.ts';
import { Fault } from '../core/faults.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { Kind } from '../heap/layout.ts';
import * as lean from './index.ts';
import type { Pool, Value } from './index.ts';
import { DECLARED, declared, requireRows, isField, isFit, tellAddress, tellRow } from './require.ts';
import * as inspect from './inspect.ts';

export type { Column, Heap, Pool, Value } from './index.ts';
export type { Stats } from './inspect.ts';

var POOL = 'pass what create or attach returned, before destroy';
/** tellField says more. */
var FIELD = 'a field of this pool';

function records(pool: Pool, call: string): void {
  requirePool(pool, call, Kind.Records);
}

function visitor(pool: Pool, call: string, visit: unknown): void {
  records(pool, call);
  requireVisit(visit, call);
}

/** The checks that end in a field: whether it is refused. */
function fieldOf(pool: Pool, call: string, field: number | string): boolean {
  requireRows(pool, call);
  return !isField(pool, field);
}

function fieldOfRow(pool: Pool, call: string, _row: number, field: number | string): boolean {
  return fieldOf(pool, call, field);
}

function valueOfRow(pool: Pool, call: string, _row: number, field: number | string, value: Value): boolean {
  requireRows(pool, call);
  return !isFit(pool, field, value);
}

/** As tellRow, and what a field may be. */
function tellField(reason: number, pool: Pool): string | undefined {
  return reason === Fault.BadArgument
    ? 'bad argument: fields of this pool are "' +
        inspect.declaration(pool) +
        '", numbered from 1; set takes a number below 2^63 or, for bytes:n, up to n bytes'
    : tellRow(reason);
}

export var create = checked(
  lean.create,
  'records.create("$1", $2)',
  declared,
  DECLARED + '; and one field must have two bytes or more, because free rows are linked through it',
);
export var attach = checked(
  lean.attach,
  'records.attach($1)',
  requireHeap,
  'these records were not declared as "$2"',
  tellAddress,
);
export var alloc = checked(lean.alloc, 'records.alloc(pool)', records, POOL);
export var repair = checked(lean.repair, 'records.repair(pool)', requireRows, POOL);
export var repairAt = checked(lean.repairAt, 'records.repairAt($1)', requireHeap, POOL, tellAddress);
export var dealloc = checked(lean.dealloc, 'records.dealloc($1)', records, POOL, tellRow);
export var at = checked(lean.at, 'records.at($1)', requireRows, POOL, tellRow);
export var field = checked(lean.field, 'records.field($1)', requireRows, FIELD, tellField);
export var column = checked(lean.column, 'records.column($1)', fieldOf, FIELD, tellField);
export var get = checked(lean.get, 'records.get($1, $2)', fieldOfRow, FIELD, tellField);
export var set = checked(lean.set, 'records.set($1, $2, $3)', valueOfRow, FIELD, tellField);
export var next = checked(lean.next, 'records.next($1)', records, POOL, tellRow);
export var clear = checked(lean.clear, 'records.clear(pool)', requireRows, POOL);
export var destroy = checked(lean.destroy, 'records.destroy(pool)', requireRows, POOL);
export var count = checked(lean.count, 'records.count', requireRows);
export var declaration = checked(inspect.declaration, 'records.declaration', requireRows);
export var layout = checked(inspect.layout, 'records.layout', requireRows);
export var stats = checked(inspect.stats, 'records.stats', requireRows);
export var walk = checked(inspect.walk, 'records.walk', visitor);
export var check = checked(inspect.check, 'records.check', records);
