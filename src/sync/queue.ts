/**
 * A queue as a mailbox between workers: `send` and `receive` move whole messages under the lock, so that nobody sees
 * half of one. A worker that dies inside either has not sent, or not received. (There is no `push` here: push and set
 * of ../queue fill rows in place, and would show them to others too soon.)
 */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import * as lean from '../queue/index.ts';
import type { Value } from '../records/index.ts';
import { isBytes } from '../records/fields.ts';
import { type Column, type Field, Head, Limit, type Pool } from '../records/layout.ts';
import { describe, reset } from '../records/pool.ts';
import { rebuild } from '../records/repair.ts';
import { verify } from '../records/verify.ts';
import { destroy as destroyLock, guarded, join, make } from './guard.ts';
import { type Guard, Op, Reason, Word } from './layout.ts';
import { enter, leave } from './lock.ts';

export type { Heap } from '../heap/layout.ts';
export type { Pool, Value } from '../queue/index.ts';
export type { Guard } from './layout.ts';

/** A lock of a queue, as one worker has it. */
export type Queue = Guard<Pool>;

/** Bring the queue of a dead worker into order: its messages are those before its call or after it; a clear is finished. O(rows). */
function repair(guard: Queue): number {
  if (guard.words[guard.control + Word.Op] === Op.Clear) reset(guard.pool);
  rebuild(guard.pool);
  return verify(guard.pool) ? Reason.Unsound : Reason.None;
}

/** Nothing of a queue is handed out. */
function sumOf(): number {
  return 0;
}

/** Make a lock for a queue; see headers.create. */
export function create(queue: Pool): number {
  return make(queue.u8, queue.base, 0);
}

/** Open the lock at `address` as the worker `owner`; see headers.attach. O(rows). */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Queue | null {
  var queue = guarded(heap, address, Kind.Queue, owner);
  return queue ? join(heap, address, describe(heap, queue, Kind.Queue), owner, waits, verify, repair, sumOf) : null;
}

/** Give the lock back, not the queue; after that no worker may use it. Returns true, or false: the lock cannot be taken. O(regions). */
export function destroy(guard: Queue): boolean {
  return destroyLock(guard, guard.pool.u8);
}

/** Whether the values are one for each field, and bytes fit; nobody may see a row before. */
function fits(queue: Pool, values: Value[]): boolean {
  var i = queue.wide.length;
  if (!values || values.length !== queue.columns.length - 1) return false;
  while (i && isBytes(values[queue.wide[i - 1].number - 1], queue.wide[i - 1].bytes)) i--;
  return !i;
}

/** Fill row `row`, which is nobody's. */
function fill(queue: Pool, row: number, values: Value[]): void {
  var i = values.length;
  var column: Column | null;
  while (i--) {
    column = queue.columns[i + 1];
    if (column) column[row] = values[i] as number;
  }
  for (i = 0; i < queue.wide.length; i++) {
    queue.u8.set(values[queue.wide[i].number - 1] as number[], queue.wide[i].base + row * queue.wide[i].bytes);
  }
}

/** Whether no row is free. */
function isFull(queue: Pool): boolean {
  return (queue.head[Head.Count] & Limit.Bits) === queue.end;
}

/**
 * Append a message: one value for each field, in declared order, a number or up to n bytes. Returns true, or false:
 * the queue is full and not a ring, the values do not fit the fields, or it is locked. A full ring drops its oldest
 * message first. O(fields).
 */
export function send(guard: Queue, values: Value[]): boolean {
  var queue = guard.pool;
  var row: number;
  if (!enter(guard, Op.Queue, 0, 0)) return false;
  if (!fits(queue, values)) row = refuse(queue.u8, Fault.BadArgument);
  else {
    if (isFull(queue) && queue.head[Head.Rows] & Limit.Ring) lean.shift(queue);
    row = queue.head[Head.Count] >>> 16;
    // Nobody's until it is pushed.
    if (!isFull(queue) && row && row <= queue.end) fill(queue, row, values);
    row = lean.push(queue);
  }
  leave(guard, 0);
  return row > 0;
}

/** The values of a row, bytes as copies. */
function valuesOf(queue: Pool, row: number): Value[] {
  var values: Value[] = [];
  var i = 1;
  var column: Column | null;
  var field: Field;
  for (; i < queue.columns.length; i++) {
    column = queue.columns[i];
    values.push(column ? column[row] : 0);
  }
  for (i = 0; i < queue.wide.length; i++) {
    field = queue.wide[i];
    column = new Uint8Array(field.bytes);
    column.set(queue.u8.subarray(field.base + row * field.bytes, field.base + (row + 1) * field.bytes));
    values[field.number - 1] = column as Uint8Array;
  }
  return values;
}

/** Remove the oldest message. Returns its values in declared order, or null: empty, which is not a fault, or locked. O(fields). */
export function receive(guard: Queue): Value[] | null {
  var values: Value[] | null = null;
  var row: number;
  if (!enter(guard, Op.Queue, 0, 0)) return null;
  row = lean.peek(guard.pool);
  if (row) {
    values = valuesOf(guard.pool, row);
    lean.shift(guard.pool);
  }
  leave(guard, 0);
  return values;
}

/** See ../queue. Takes no lock, so its answer may be out of date at once. */
export function count(guard: Queue): number {
  return lean.count(guard.pool);
}

/** See ../queue. If the worker dies meanwhile, the queue is empty. */
export function clear(guard: Queue): boolean {
  var done = false;
  if (enter(guard, Op.Clear, 0, 0)) {
    done = lean.clear(guard.pool);
    leave(guard, 0);
  }
  return done;
}
