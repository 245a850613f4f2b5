/**
 * Records whose owner died in the middle of a call. The live bits say which rows
 * are handed out, at every moment; the count and the free list are made anew from them. Used by sync;
 * not in other bundles. Each function can be called again after it was itself cut short.
 */

import { Head, type Pool } from './layout.ts';

function bitOf(pool: Pool, row: number): number {
  return (pool.live[row >> 5] >> (row & 31)) & 1;
}

/** Whether the row is handed out. */
export function isOwned(pool: Pool, row: number): boolean {
  return row > 0 && row <= pool.end && !!bitOf(pool, row);
}

/** The sum of all rows that are handed out. O(rows). */
export function sumOf(pool: Pool): number {
  var sum = 0;
  var row = pool.end;
  for (; row; row--) if (isOwned(pool, row)) sum = (sum + row) | 0;
  return sum;
}

/** Take a row that is handed out from its owner, by one store. */
export function disown(pool: Pool, row: number): void {
  pool.live[row >> 5] ^= 1 << (row & 31);
}

/** Count the live bits and link the free rows, in order. O(rows). */
export function rebuild(pool: Pool): void {
  var head = pool.head;
  var row = pool.end;
  var count = 0;
  head[Head.Next] = 0;
  for (; row; row--) {
    if (bitOf(pool, row)) count++;
    else {
      pool.link![row] = head[Head.Next];
      head[Head.Next] = row;
    }
  }
  head[Head.Count] = count;
}

/** Put a queue back to where `next` and `count` were; the rows between have kept their bits, but for one at either end. */
export function rewind(queue: Pool, next: number, count: number): void {
  var head = queue.head;
  var row = next;
  var left = queue.end;
  for (; left; left--) {
    row = row > 1 ? row - 1 : queue.end;
    if (!bitOf(queue, row) === queue.end - left < count) queue.live[row >> 5] ^= 1 << (row & 31);
  }
  head[Head.Next] = next;
  head[Head.Count] = count;
}
