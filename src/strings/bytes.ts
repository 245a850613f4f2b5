/**
 * Strings for machine code, which is given neither texts nor arrays: it says where the bytes of a string go or are, and the program
 * writes or reads them there by a call of the engine's. Nothing of this is in a bundle; build/native compiles it.
 */

import { Fault, refuse } from '../core/faults.ts';
import { find, payloadAt, payloadBytes } from '../tables/block.ts';
import { alloc, resize } from '../tables/index.ts';
import type { Pool } from '../tables/layout.ts';
import { bytesAt } from './block.ts';

const enum Small {
  /** Bytes of a heap that is not large: what strings take stays below. */
  Bytes = 0xffff,
}

/** Length of the string in bytes, or -1 and a fault: not a handle, or its last byte is damaged. O(1). */
export function length(pool: Pool, handle: number): number {
  return bytesAt(pool, find(pool, handle));
}

/** Where the string is: the address of its first byte << 16 | its bytes; 0 and a fault as of length. O(1). */
export function locate(pool: Pool, handle: number): number {
  var k = find(pool, handle);
  var bytes = bytesAt(pool, k);
  return bytes < 0 ? 0 : ((payloadAt(pool, k) & Small.Bytes) << 16) | (bytes & Small.Bytes);
}

/** The string of a block that has room for it ends `bytes` bytes behind the first `at`. Returns where those go, or 0 and a fault: headers are damaged. */
function endAt(pool: Pool, handle: number, at: number, bytes: number): number {
  var k = find(pool, handle);
  var address = payloadAt(pool, k) + at;
  var last = payloadAt(pool, k) + payloadBytes(pool, k) - 1;
  if (!k || at < 0 || bytes < 0 || at > Small.Bytes || bytes > last - address) return refuse(pool.u8, Fault.Corrupt);
  pool.u8[last] = last - address - bytes;
  return address;
}

/** Whether a string can have so many bytes at all. What a pool has no room for is refused by alloc and resize. */
function isLength(pool: Pool, bytes: number): boolean {
  return (bytes >= 0 && bytes < 0x7fff0000) || !!refuse(pool.u8, Fault.BadArgument);
}

/** A string of `bytes` bytes, which the program writes next, to where `locate` says. Returns its handle, or 0 and a fault, as alloc of index.ts. */
export function reserve(pool: Pool, bytes: number): number {
  var handle = isLength(pool, bytes) ? alloc(pool, bytes + 1) : 0;
  return handle && endAt(pool, handle, 0, bytes) ? handle : 0;
}

/**
 * Give a string other contents of `bytes` bytes, with `isAppend` behind those that it has; the program writes them next. Returns the
 * address where they go, or 0 and a fault, and the string is as it was.
 */
export function extend(pool: Pool, handle: number, bytes: number, isAppend: boolean): number {
  var at = isAppend ? length(pool, handle) : 0;
  if (at < 0 || !isLength(pool, bytes) || !resize(pool, handle, at + bytes + 1)) return 0;
  return endAt(pool, handle, at, bytes);
}

/** Copies the string of `other`, `bytes` bytes, to behind the first `at` of another's block. Returns its handle, or 0 and a fault. */
function copyInto(pool: Pool, handle: number, at: number, other: number, bytes: number): number {
  var from = find(pool, other);
  var to: number;
  if (!from || bytes > payloadBytes(pool, from)) return refuse(pool.u8, Fault.Corrupt);
  to = endAt(pool, handle, at, bytes);
  from = payloadAt(pool, from);
  if (to && bytes) pool.u8.set(pool.u8.subarray(from, from + bytes), to);
  return to && handle;
}

/** Store a copy of another string. Returns and refuses as alloc of index.ts. */
export function allocCopy(pool: Pool, other: number): number {
  var bytes = length(pool, other);
  var handle = bytes < 0 ? 0 : alloc(pool, bytes + 1);
  return handle && copyInto(pool, handle, 0, other, bytes);
}

/** Give a string the contents of another one, with `isAppend` behind its own. Returns and refuses as set and append of index.ts. */
export function setCopy(pool: Pool, handle: number, other: number, isAppend: boolean): number {
  var at = isAppend ? length(pool, handle) : 0;
  var bytes = at < 0 ? -1 : length(pool, other);
  if (bytes < 0 || (!isAppend && handle === other)) return bytes < 0 ? 0 : handle;
  return resize(pool, handle, at + bytes + 1) ? copyInto(pool, handle, at, other, bytes) : 0;
}

/** Whether a string equals another one; false, too, when there is no such string. O(bytes). */
export function same(pool: Pool, handle: number, other: number): boolean {
  var u8 = pool.u8;
  var k = find(pool, handle);
  var bytes = bytesAt(pool, k);
  var j = bytes < 0 ? 0 : find(pool, other);
  if (bytes < 0 || bytesAt(pool, j) !== bytes) return false;
  k = payloadAt(pool, k);
  j = payloadAt(pool, j);
  while (bytes > 0 && u8[k + bytes - 1] === u8[j + bytes - 1]) bytes--;
  return !bytes;
}
