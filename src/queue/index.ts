/**
 * Queues: rows that leave in the order they came. A queue is a pool of records (see
 * ../records/layout.ts) whose rows are pushed at one end and shifted at the other; full, it refuses,
 * or, as a ring, gives up its oldest row. Messages of bytes are rows of one bytes:n field.
 */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { Head, Limit, type Pool } from '../records/layout.ts';
import { make, openAt } from '../records/pool.ts';

export { at, clear, column, count, destroy, get, set } from '../records/index.ts';
export type { Column, Pool, Value } from '../records/index.ts';

/**
 * Carve a queue of up to `rows` rows (1 to 65,535) of the declared fields out of a heap; see
 * records.create. A ring overwrites its oldest row when it is full. Returns the queue, or null: no
 * hole of that size, or a bad declaration. O(rows / 32).
 */
export function create(heap: Heap, fields: string, rows: number, isRing?: boolean): Pool | null {
  return make(heap, Kind.Queue, fields, rows, isRing ? Limit.Ring : 0);
}

/** Open the queue that an image has at `address`; see records.attach. O(rows). */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return openAt(heap, Kind.Queue, address, fields);
}

/** The rest of push: a ring that is full overwrites its oldest row, which is the next one. */
function pushFull(queue: Pool): number {
  var head = queue.head;
  var row = head[Head.Next];
  if (!row || queue.link) return refuse(queue.u8, Fault.BadArgument);
  if (!(head[Head.Rows] & Limit.Ring)) return refuse(queue.u8, Fault.NoSpace);
  head[Head.Next] = row < queue.end ? row + 1 : 1;
  return row;
}

/**
 * Append a row and return its number, to be filled in by set or by its columns; it holds what the
 * last one there held. Returns 0 when the queue is full and no ring. O(1), no loop.
 */
export function push(queue: Pool): number {
  var head = queue.head;
  var row = head[Head.Next];
  return row && head[Head.Count] < queue.end && !queue.link
    ? ((queue.live[row >> 5] |= 1 << (row & 31)), head[Head.Count]++, (head[Head.Next] = row < queue.end ? row + 1 : 1), row)
    : pushFull(queue);
}

/** The oldest row, which stays, or 0: empty, which is no fault. O(1). */
export function peek(queue: Pool): number {
  var count = queue.head[Head.Count];
  var row = queue.head[Head.Next] - count;
  return count && !queue.link ? (row > 0 ? row : row + queue.end) : 0;
}

/**
 * Take the oldest row off. Returns its number, or 0: empty. Its columns keep their values until it
 * is pushed again; get and set refuse it: peek, read, then shift. O(1), no loop.
 */
export function shift(queue: Pool): number {
  var row = peek(queue);
  return row && ((queue.live[row >> 5] &= ~(1 << (row & 31))), queue.head[Head.Count]--, row);
}
