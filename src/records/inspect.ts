/** Looking into records: their layout, a walk over the rows, and whether they are sound. Left out where unused. */

import { goneText } from '../heap/gone.ts';
import { count, next } from './index.ts';
import { Head, Limit, type Pool } from './layout.ts';
import { examine, fieldsOf, isOpen, textOf } from './pool.ts';
import { isCut } from './verify.ts';

export type { Pool } from './layout.ts';

export interface Stats {
  /** Of the region, all included but its directory row. */
  bytes: number;
  rows: number;
  liveRows: number;
}

/** The text the pool was declared with; attach takes it as `fields`. '' if the pool was destroyed. O(text). */
export function declaration(pool: Pool): string {
  return isOpen(pool) ? textOf(pool.u8, pool.base, pool.to) : '';
}

/** The layout, for people: one line per field with its number, its type and the address of its column. O(fields). */
export function layout(pool: Pool): string {
  var types = declaration(pool).split(' ');
  var fields = (types[0] && fieldsOf(pool.u8, pool.base, pool.to)) || [];
  var lines = [pool.end + ' rows' + (pool.head[Head.Rows] & Limit.Ring ? ', a ring' : '')];
  var i = 0;
  for (; i < fields.length; i++) {
    lines.push(i + 1 + ' ' + types[i] + ' from address ' + fields[i].base + ', ' + fields[i].bytes + ' a row');
  }
  return lines.join('\n');
}

/** Figures of the pool; all 0 if it was destroyed. O(fields). */
export function stats(pool: Pool): Stats {
  var fields = (isOpen(pool) && fieldsOf(pool.u8, pool.base, pool.to)) || [];
  var end = 0;
  var i = 0;
  for (; i < fields.length; i++) end = Math.max(end, fields[i].base + fields[i].bytes * (pool.end + 1));
  return { bytes: end && ((end + 3) & -4) - pool.base, rows: end && pool.end, liveRows: end && count(pool) };
}

/** Call visit(row) for each live row, in ascending order. It may give the row back. O(rows). */
export function walk(pool: Pool, visit: (row: number) => void): void {
  var row = next(pool, 0);
  while (row) {
    visit(row);
    row = next(pool, row);
  }
}

/** Invariants 1 to 5 of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'head, declaration, live bits and region do not fit each other: they were overwritten',
  'the head names a next row that does not exist: it was overwritten',
  'the count is not that of the live rows: the head or the live bits were overwritten',
  'the free list is broken: someone wrote into a row after it was given back',
  'the live rows are not those before the next one: the head or the live bits were overwritten',
];

/** '' if the pool is sound, otherwise a sentence with the broken invariant, its number and the row. O(rows). */
export function check(pool: Pool): string {
  var found = 0;
  if (!isOpen(pool)) return goneText(pool.u8);
  found = examine(pool);
  return isCut(found)
    ? 'a call was cut off in the middle, and nothing is lost: repair makes the pool sound again'
    : found
      ? 'invariant ' + (found & 7) + ' at row ' + (found >> 3) + ': ' + INVARIANTS[found & 7]
      : '';
}
