/**
 * Records for several workers. Every call takes the lock, does what the call of the same name in ../records does,
 * and releases the lock; it is refused as locked if the lock cannot be taken. Columns are for the owner of a row:
 * `column` takes no lock, and other rows may change at any time.
 */

import { type Heap, Kind } from '../heap/layout.ts';
import * as lean from '../records/index.ts';
import type { Pool } from '../records/layout.ts';
import { describe, reset } from '../records/pool.ts';
import { disown, isOwned, rebuild, sumOf } from '../records/repair.ts';
import { verify } from '../records/verify.ts';
import { destroy as destroyLock, guarded, join, make } from './guard.ts';
import { type Guard, Op, Reason, Word } from './layout.ts';
import { enter, leave } from './lock.ts';

export type { Heap } from '../heap/layout.ts';
export type { Column, Pool, Value } from '../records/index.ts';
export type { Guard } from './layout.ts';

/** A lock of records, as one worker has it. */
export type Records = Guard<Pool>;

/** Undo what takes, finish what gives back; whether the sum of what is handed out agrees then. */
function resolveIntent(guard: Records, op: number, row: number): boolean {
  var pool = guard.pool;
  var change: number;
  change = (sumOf(pool) - guard.words[guard.control + Word.Sum]) | 0;
  if (op === Op.Take && change && isOwned(pool, change)) {
    disown(pool, change);
    return true;
  }
  if (op === Op.Give && !change && isOwned(pool, row)) disown(pool, row);
  return !change || (op === Op.Give && change === -row && !isOwned(pool, row));
}

/** Bring the records of a dead worker into order: see docs/design/sync.md. O(rows). */
function repair(guard: Records): number {
  var pool = guard.pool;
  var at = guard.control;
  var op = guard.words[at + Word.Op];
  if (op === Op.Clear) {
    guard.words[at + Word.Sum] = 0;
    reset(pool);
  } else {
    if (!resolveIntent(guard, op, guard.words[at + Word.A])) return Reason.Sum;
    rebuild(pool);
  }
  if (verify(pool)) return Reason.Unsound;
  if (op !== Op.None) guard.words[at + Word.Sum] = sumOf(pool);
  return sumOf(pool) === guard.words[at + Word.Sum] ? Reason.None : Reason.Sum;
}

/** Make a lock for records; see headers.create. */
export function create(pool: Pool): number {
  return make(pool.u8, pool.base, sumOf(pool));
}

/** Open the lock at `address` as the worker `owner`; see headers.attach. O(rows). */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Records | null {
  var pool = guarded(heap, address, Kind.Records, owner);
  return pool ? join(heap, address, describe(heap, pool, Kind.Records), owner, waits, verify, repair, sumOf) : null;
}

/** Give the lock back, not the records; after that no worker may use it. Returns true, or false: the lock cannot be taken. O(regions). */
export function destroy(guard: Records): boolean {
  return destroyLock(guard, guard.pool.u8);
}

/** See ../records. A worker that dies before this returns has taken nothing. */
export function alloc(guard: Records): number {
  var row = 0;
  if (enter(guard, Op.Take, 0, 0)) {
    row = lean.alloc(guard.pool);
    leave(guard, row);
  }
  return row;
}

/** See ../records. If the worker dies meanwhile, the row is given back. */
export function dealloc(guard: Records, row: number): boolean {
  var done = false;
  if (enter(guard, Op.Give, row, 0)) {
    done = lean.dealloc(guard.pool, row);
    leave(guard, done ? -row : 0);
  }
  return done;
}

/** See ../records. The value is a copy, bytes:n too. */
export function get(guard: Records, row: number, field: number | string): number | Uint8Array | null {
  var value: number | Uint8Array | null = null;
  if (enter(guard, Op.None, 0, 0)) {
    value = lean.get(guard.pool, row, field);
    if (value && typeof value === 'object') {
      value = new Uint8Array(value.length);
      value.set(lean.get(guard.pool, row, field) as Uint8Array);
    }
    leave(guard, 0);
  }
  return value;
}

/** See ../records. One native store: if the worker dies, it has happened or not. */
export function set(guard: Records, row: number, field: number | string, value: lean.Value): boolean {
  var done = false;
  if (enter(guard, Op.None, 0, 0)) {
    done = lean.set(guard.pool, row, field, value);
    leave(guard, 0);
  }
  return done;
}

/** See ../records; takes no lock. */
export function column(guard: Records, field: number | string): lean.Column | null {
  return lean.column(guard.pool, field);
}

/** See ../records. Takes no lock, so its answer may be out of date at once. */
export function count(guard: Records): number {
  return lean.count(guard.pool);
}

/** See ../records. */
export function next(guard: Records, row: number): number {
  var found = 0;
  if (enter(guard, Op.None, 0, 0)) {
    found = lean.next(guard.pool, row);
    leave(guard, 0);
  }
  return found;
}

/** See ../records. If the worker dies meanwhile, all rows are given back. */
export function clear(guard: Records): boolean {
  var done = false;
  if (enter(guard, Op.Clear, 0, 0)) {
    done = lean.clear(guard.pool);
    leave(guard, -guard.words[guard.control + Word.Sum]);
  }
  return done;
}
