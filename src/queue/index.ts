/**
 * Queues: rows that leave in the order in which they came. A queue is a pool of records (see ../records/layout.ts)
 * whose rows are pushed at one end and shifted at the other. When it is full, it refuses, or, as a ring, overwrites
 * its oldest row. Messages of bytes can be rows with a single bytes:n field.
 */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { Head, Limit, type Pool } from '../records/layout.ts';
import { isOpen, make, openAt } from '../records/pool.ts';
import { mendAt } from '../records/repair.ts';

export type { Heap } from '../heap/layout.ts';
export { at, clear, column, count, destroy, field, get, repair, set } from '../records/index.ts';
export type { Column, Pool, Value } from '../records/index.ts';

/**
 * Carve a queue of up to `rows` rows (1 to 65,535) of the declared fields out of a heap; see
 * records.create. A ring overwrites its oldest row when it is full. Returns the queue, or null: no
 * hole of that size, or a bad declaration. O(rows / 32).
 */
export function create(heap: Heap, fields: string, rows: number, isRing?: boolean): Pool | null {
  return make(heap, Kind.Queue, fields, rows, isRing ? Limit.Ring : 0);
}

/** Open the queue at `address` of an image; see records.attach. O(rows). */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return openAt(heap, Kind.Queue, address, fields);
}

/** Repair the queue at `address` that attach refused as interrupted; see records.repair. Returns true, or false and changes nothing: no queue there, or damaged. O(rows). */
export function repairAt(heap: Heap, address: number): boolean {
  return mendAt(heap, Kind.Queue, address);
}

/**
 * The rest of push: a queue that has to be found anew, a ring that is full and overwrites its oldest row, which is the next
 * one, and why there is no row.
 */
function pushAny(queue: Pool): number {
  var word = isOpen(queue) ? queue.head[Head.Count] : 0;
  var row = word >>> 16;
  var count = word & Limit.Bits;
  // What renew refused has its own fault.
  if (queue.epoch[0] !== queue.seen) return 0;
  if (!queue.lastTurn) return refuse(queue.u8, Fault.BadArgument);
  if (!row || row > queue.end || count > queue.end) return refuse(queue.u8, Fault.Corrupt);
  if (count === queue.end && !(queue.head[Head.Rows] & Limit.Ring)) return refuse(queue.u8, Fault.NoSpace);
  queue.live[row >> 5] |= 1 << (row & 31);
  queue.head[Head.Count] = ((row < queue.end ? row + 1 : 1) << 16) | (count < queue.end ? count + 1 : count);
  return row;
}

/**
 * Append a row and return its number, to be filled in with set or through its columns; at first it holds what the
 * previous row there held. Returns 0 if the queue is full and not a ring. O(1), no loop.
 */
export function push(queue: Pool): number {
  var word = queue.head[Head.Count];
  var row = word >>> 16;
  // Live, then in the queue, by one store: a call that is cut off before has pushed nothing.
  return row && row <= queue.lastTurn && (word & Limit.Bits) < queue.end && queue.epoch[0] === queue.seen
    ? ((queue.live[row >> 5] |= 1 << (row & 31)),
      (queue.head[Head.Count] = (row < queue.end ? word : word & Limit.Bits) + Limit.Push),
      row)
    : pushAny(queue);
}

/** The rest of peek: a queue that has to be found anew, and why there is no oldest row; that it is empty is no fault. */
function peekAny(queue: Pool): number {
  var word = isOpen(queue) ? queue.head[Head.Count] : 0;
  var count = word & Limit.Bits;
  var row = word >>> 16;
  if (queue.epoch[0] !== queue.seen) return 0;
  if (!queue.lastTurn) return refuse(queue.u8, Fault.BadArgument);
  if (!row || row > queue.end || count > queue.end) return refuse(queue.u8, Fault.Corrupt);
  return count && (row > count ? row - count : row - count + queue.end);
}

/** The oldest row, which stays, or 0: empty, which is not a fault. O(1). */
export function peek(queue: Pool): number {
  var word = queue.head[Head.Count];
  var row = (word >>> 16) - (word & Limit.Bits);
  return (row > 0 || (row += queue.lastTurn) > 0) &&
    row <= queue.lastTurn &&
    word & Limit.Bits &&
    queue.epoch[0] === queue.seen
    ? row
    : peekAny(queue);
}

/**
 * Remove the oldest row. Returns its number, or 0: empty. Its columns keep their values until it is pushed again, but
 * get and set refuse it: peek, read, then shift. O(1), no loop.
 */
export function shift(queue: Pool): number {
  var row = peek(queue);
  // Out of the queue, then not live any more.
  return row && (queue.head[Head.Count]--, (queue.live[row >> 5] &= ~(1 << (row & 31))), row);
}
