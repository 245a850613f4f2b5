/**
 * The invariants of layout.ts, checked row by row, for a pool that attach let pass. The checked
 * build's attach refuses a pool that breaks one, and `check` puts the answer in words. Reads only.
 */

import { Head, type Pool } from './layout.ts';

/** Whether the live bit of a row is set; `row` must not exceed the mask. */
function bitOf(pool: Pool, row: number): number {
  return (pool.live[row >> 5] >> (row & 31)) & 1;
}

/** How many bits are set, or -1: one is that of no row. */
function countBits(pool: Pool): number {
  var row = 0;
  var bits = 0;
  for (; row <= pool.mask; row++) {
    if (bitOf(pool, row) && (!row || row > pool.end)) return -1;
    bits += bitOf(pool, row);
  }
  return bits;
}

/** 0 when the free list is sound, else the row, or 1, where it is not. */
function badLink(pool: Pool, free: number): number {
  var row = pool.head[Head.Next];
  // A list that ends after `free` free rows cannot have had one twice.
  for (; free > 0; free--) {
    if (row < 1 || row > pool.end || bitOf(pool, row)) return row || 1;
    row = pool.link![row] & pool.mask;
  }
  return row;
}

/** 0 when the live rows are the `count` before `next`, else a row where they are not. */
function badOrder(pool: Pool): number {
  var row = pool.head[Head.Next];
  var left = pool.head[Head.Count];
  for (; left > 0; left--) {
    row = row > 1 ? row - 1 : pool.end;
    if (!bitOf(pool, row)) return row;
  }
  return 0;
}

/** 0 when the pool is sound, else the number of a broken invariant + 8 x the row where it shows. O(rows). */
export function verify(pool: Pool, isQueue: boolean): number {
  var head = pool.head;
  var bits = countBits(pool);
  var row: number;
  if (bits < 0) return 1;
  if (head[Head.Next] < (isQueue ? 1 : 0) || head[Head.Next] > pool.end) return 2;
  if (bits !== head[Head.Count]) return 3;
  row = isQueue ? badOrder(pool) : badLink(pool, pool.end - bits);
  return row && (isQueue ? 5 : 4) + 8 * row;
}
