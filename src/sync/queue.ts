/**
 * A queue as a mailbox between workers: `send` and `receive` move whole messages under the lock, so that
 * nobody sees half of one. A worker that dies in either has not sent, or not received. (Where messages
 * are rows to be filled in place, push and set of ../queue would show them to others too soon: so there
 * is no `push` here.)
 */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import * as lean from '../queue/index.ts';
import type { Value } from '../records/index.ts';
import { type Column, Head, Limit, type Pool } from '../records/layout.ts';
import { describe, isSafe, reset } from '../records/pool.ts';
import { rewind } from '../records/repair.ts';
import { verify as verifyRows } from '../records/verify.ts';
import { destroy as destroyLock, guarded, join, make } from './guard.ts';
import { type Guard, Op, Reason, Word } from './layout.ts';
import { enter, intend, leave } from './lock.ts';

type Queue = Guard<Pool>;

/** 0 for a sound queue. O(rows). */
function verify(queue: Pool): number {
  return isSafe(queue) ? verifyRows(queue, true) : 1;
}

/** Bring the queue of a dead worker to what it was before its call; a clear is finished. O(rows). */
function repair(guard: Queue): number {
  var words = guard.words;
  var op = words[guard.slot + Word.Op];
  var next = words[guard.slot + Word.A];
  if (op === Op.Clear) reset(guard.pool);
  if (op === Op.Queue) {
    if (next < 1 || next > guard.pool.end) return Reason.Structure;
    rewind(guard.pool, next, words[guard.slot + Word.B]);
  }
  return verify(guard.pool) ? Reason.Unsound : Reason.None;
}

/** Make a lock for a queue; see headers.create. */
export function create(queue: Pool): number {
  return make(queue.u8, queue.base, 0);
}

/** Open the lock at `address` as the worker `owner`; see headers.attach. O(rows). */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Queue | null {
  var queue = guarded(heap, address, Kind.Queue, owner);
  return queue ? join(heap, address, describe(heap, queue, Kind.Queue), owner, waits, verify, repair) : null;
}

/**
 * Give the lock back, not the queue; no other worker may use it any more. Returns true, or false: the lock
 * cannot be had. O(regions).
 */
export function destroy(guard: Queue): boolean {
  return destroyLock(guard, guard.pool.u8);
}

/** Begin a call that may change `next` or `count`: where they are is its intent. */
function enterQueue(guard: Queue): boolean {
  var head = guard.pool.head;
  if (!enter(guard, Op.None, 0, 0)) return false;
  intend(guard, Op.Queue, head[Head.Next], head[Head.Count], 0, 0);
  return true;
}

/** Whether the values are one for each field, and bytes fit; nobody may see a row before. */
function fits(queue: Pool, values: Value[]): boolean {
  var i = values.length;
  var bytes: Value;
  if (i !== queue.cols.length - 1) return false;
  while (i--) {
    bytes = values[i];
    if (!queue.cols[i + 1] && !(bytes && typeof bytes === 'object')) return false;
  }
  for (i = 0; i < queue.wide.length; i++) {
    if ((values[queue.wide[i].slot - 1] as number[]).length > queue.wide[i].bytes) return false;
  }
  return true;
}

/** Fill row `row`, which is nobody's. */
function fill(queue: Pool, row: number, values: Value[]): void {
  var i = values.length;
  var column: Column | null;
  while (i--) {
    column = queue.cols[i + 1];
    if (column) column[row] = values[i] as number;
  }
  for (i = 0; i < queue.wide.length; i++) {
    queue.u8.set(values[queue.wide[i].slot - 1] as number[], queue.wide[i].base + row * queue.wide[i].bytes);
  }
}

/**
 * Append a message: one value for each field, in declared order, a number or up to n bytes. Returns
 * true, or false: the queue is full and no ring, values that do not fit the fields, or locked. A full
 * ring gives up its oldest message first. O(fields).
 */
export function send(guard: Queue, values: Value[]): boolean {
  var queue = guard.pool;
  var head = queue.head;
  var row = 0;
  if (!fits(queue, values)) return !!refuse(guard.pool.u8, Fault.BadArgument);
  if (!enterQueue(guard)) return false;
  if (head[Head.Count] === queue.end && head[Head.Rows] & Limit.Ring) {
    lean.shift(queue);
    guard.words[guard.slot + Word.B] = head[Head.Count];
  }
  if (head[Head.Count] < queue.end) fill(queue, head[Head.Next], values);
  row = lean.push(queue);
  leave(guard, 0);
  return row > 0;
}

/** The value of field `i` + 1 of a row, a copy. */
function valueOf(queue: Pool, row: number, i: number): Value {
  var column = queue.cols[i + 1];
  var view = column ? null : (lean.get(queue, row, i + 1) as Uint8Array);
  var copy: Uint8Array;
  if (column) return column[row];
  copy = new Uint8Array(view!.length);
  copy.set(view!);
  return copy;
}

/**
 * Take the oldest message off: its values in declared order, or null: empty, which is no fault, or
 * locked. O(fields).
 */
export function receive(guard: Queue): Value[] | null {
  var queue = guard.pool;
  var values: Value[] | null = null;
  var row: number;
  var i = 1;
  if (!enterQueue(guard)) return null;
  row = lean.peek(queue);
  if (row) {
    values = [];
    for (; i < queue.cols.length; i++) values.push(valueOf(queue, row, i - 1));
    lean.shift(queue);
  }
  leave(guard, 0);
  return values;
}

/** See ../queue. Takes no lock: what it says may be old when it says it. */
export function count(guard: Queue): number {
  return lean.count(guard.pool);
}

/** See ../queue. Of a worker that dies meanwhile the queue is empty. */
export function clear(guard: Queue): boolean {
  var done = false;
  if (enter(guard, Op.Clear, 0, 0)) {
    done = lean.clear(guard.pool);
    leave(guard, 0);
  }
  return done;
}
