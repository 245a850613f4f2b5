/**
 * The invariants of layout.ts, checked row by row: what attach asks of a pool whose head and declaration
 * fit its region, and what `check` puts in words. Needs no memory. Reads only.
 */

import { Kind } from '../heap/layout.ts';
import { Head, Limit, type Pool } from './layout.ts';

/** Whether the live bit of a row is set; `row` must not exceed the mask. */
export function bitOf(pool: Pool, row: number): number {
  return (pool.live[row >> 5] >> (row & 31)) & 1;
}

/** How many of 32 bits are set. */
function onesOf(bits: number): number {
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  bits += bits >>> 8;
  return (bits + (bits >>> 16)) & 63;
}

/** How many live bits are set. O(rows / 32). */
export function countBits(pool: Pool): number {
  var i = (pool.mask + 1) >> 5;
  var bits = 0;
  while (i) bits += onesOf(pool.live[--i]);
  return bits;
}

/** Whether bits of row 0 or beyond the last are set. O(rows / 32). */
function hasForeignBits(pool: Pool): boolean {
  var i = (pool.mask + 1) >> 5;
  var last = pool.end >> 5;
  while (--i > last) if (pool.live[i]) return true;
  return !!((pool.live[last] >>> (pool.end & 31)) >>> 1) || !!(pool.live[0] & 1);
}

/** Whether the words of the head have bits that mean nothing in a pool of this kind. */
function hasForeignHead(pool: Pool, isQueue: boolean): boolean {
  var head = pool.head;
  return (
    head[Head.Rows] !== (pool.end | (head[Head.Rows] & (isQueue ? Limit.Ring : Limit.Cut))) ||
    (isQueue && head[Head.Next] > 0)
  );
}

/** How long the free list is, or - 1 - row where it leads to no free row, or does not end. O(rows). */
function lengthOf(pool: Pool): number {
  var row = pool.head[Head.Next];
  var length = 0;
  // One that ends cannot have had a row twice.
  for (; row; row = pool.link![row]) {
    if (row > pool.end || bitOf(pool, row | 0) || length++ === pool.end) return -1 - row;
  }
  return length;
}

/** Of records: 0, or what is wrong. */
function verifyRecords(pool: Pool, bits: number): number {
  var head = pool.head;
  var count = head[Head.Count];
  var length: number;
  if (head[Head.Next] > pool.end) return 2;
  length = lengthOf(pool);
  if (length < 0) return 4 - 8 * (length + 1);
  if (count < bits || count + length > pool.end) return 3;
  return count + length === pool.end && count === bits && head[Head.Rows] === pool.end ? 0 : 6;
}

/** Of a queue: 0, or what is wrong. */
function verifyQueue(pool: Pool, bits: number): number {
  var row = pool.head[Head.Count] >>> 16;
  var count = pool.head[Head.Count] & Limit.Bits;
  var left = count;
  if (!row || row > pool.end) return 2;
  if (count > pool.end) return 3;
  for (; left; left--) {
    row = row > 1 ? row - 1 : pool.end;
    if (!bitOf(pool, row)) return 5 + 8 * row;
  }
  return bits > count ? 6 : 0;
}

/** 0 when the pool is sound, else the number of a broken invariant (6: a call was cut off) + 8 x the row where it shows. O(rows). */
export function verify(pool: Pool): number {
  var isQueue = pool.kind === Kind.Queue;
  if (hasForeignBits(pool) || hasForeignHead(pool, isQueue)) return 1;
  return isQueue ? verifyQueue(pool, countBits(pool)) : verifyRecords(pool, countBits(pool));
}

/** Whether what verify found is what a call leaves that was cut off. */
export function isCut(found: number): boolean {
  return found === 6;
}
