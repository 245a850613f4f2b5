/**
 * Rows after a call that was cut off in the middle (Ctrl-C, out of memory, a worker that died), see layout.ts: from what
 * is the truth the rest is made anew. Each function can be called again after it was itself cut short.
 */

import { Fault } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { Head, Limit, type Pool } from './layout.ts';
import { examine, isOpen, poolAt, refuseFound } from './pool.ts';
import { bitOf, countBits, isCut } from './verify.ts';

/** Whether the row is handed out. */
export function isOwned(pool: Pool, row: number): boolean {
  return row > 0 && row <= pool.end && !!bitOf(pool, row);
}

/** The sum of all rows that are handed out. O(rows). */
export function sumOf(pool: Pool): number {
  var sum = 0;
  var row = pool.end;
  for (; row; row--) if (bitOf(pool, row)) sum = (sum + row) | 0;
  return sum;
}

/** Take a row that is handed out from its owner, by one store. */
export function disown(pool: Pool, row: number): void {
  pool.live[row >> 5] ^= 1 << (row & 31);
}

/** Count the live bits of records and link the free rows, in order. O(rows). */
function relink(pool: Pool): void {
  var head = pool.head;
  var row = pool.end;
  var next = 0;
  head[Head.Rows] = row | Limit.Cut;
  head[Head.Next] = 0;
  for (; row; row--) {
    if (!bitOf(pool, row)) {
      pool.link![row] = next;
      next = row;
    }
  }
  head[Head.Count] = countBits(pool);
  head[Head.Next] = next;
  head[Head.Rows] = pool.end;
}

/** Clear the bits of rows that are not in the queue. O(rows). */
function unmark(queue: Pool): void {
  var row = queue.head[Head.Count] >>> 16;
  var free = queue.end - (queue.head[Head.Count] & Limit.Bits);
  for (; free > 0; free--) {
    if (bitOf(queue, row)) disown(queue, row);
    row = row < queue.end ? row + 1 : 1;
  }
}

/** Make the pool anew from what is the truth in it. O(rows). */
export function rebuild(pool: Pool): void {
  if (pool.link) relink(pool);
  else unmark(pool);
}

/** See repair. */
function mend(pool: Pool): boolean {
  var found = examine(pool);
  if (found && !isCut(found)) return !!refuseFound(pool.u8, found);
  if (found) rebuild(pool);
  return true;
}

/**
 * Make the pool sound again after a call that was cut off (Ctrl-C, out of memory). Rows that were handed out stay, in
 * a queue in their order; a row that the call was taking is free again, one that it was giving back is free or live;
 * after a clear, some rows may be left. Returns true, also if there was nothing to do, or false and changes nothing:
 * destroyed, or damaged by something else. O(rows).
 */
export function repair(pool: Pool): boolean {
  return isOpen(pool) && mend(pool);
}

/** As repair, for the pool at `address` that attach refused as interrupted. */
export function mendAt(heap: Heap, kind: Kind, address: number): boolean {
  var pool = poolAt(heap, kind, address, Fault.BadAddress);
  return !!pool && mend(pool);
}
