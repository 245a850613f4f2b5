/** Reading and writing payloads by handle. Nothing is ever written outside a block, or at all when refused. */

import { zero } from '../core/zero.ts';
import { Fault, refuse } from '../core/faults.ts';
import { find, payloadAt, payloadBytes } from './block.ts';
import { Control, Header, type Pool } from './layout.ts';
import { wordAt } from './pool.ts';

/** Bytes of payload the block can take (at least those asked for), or 0: not a handle. O(1). */
export function sizeOf(pool: Pool, handle: number): number {
  var k = find(pool, handle);
  return k && payloadBytes(pool, k);
}

/** The rest of addrOf: pinned and big blocks, and what is no handle. */
function addrOfAny(pool: Pool, handle: number): number {
  var k = find(pool, handle);
  return k && payloadAt(pool, k);
}

/** The address of the payload, valid until the next call that may move blocks (alloc, resize, reorder); or 0: not a handle. O(1). */
export function addrOf(pool: Pool, handle: number): number {
  var w = pool.w;
  var i = handle & 65535;
  var k: number;
  var header: number;
  return pool.epochs[0] === pool.epoch &&
    pool.end > i &&
    i <= w[Control.Valid] &&
    pool.end > (k = wordAt(w[pool.end - i], pool)) &&
    ((((header = w[k]) >> Header.GenerationShift) << 16) | i) === handle &&
    header < Header.Pin
    ? pool.base + 2 * k + 2
    : addrOfAny(pool, handle);
}

/** Whether something is an array, typed or not: it has a length that can be one. */
function isArray(array: { length: number }): boolean {
  return !!array && typeof array === 'object' && array.length >>> 0 === array.length;
}

/** The address of byte `at` (0) of the payload, or 0 and a fault when `array` is none, or the block ends before as many bytes. */
function spanAt(pool: Pool, handle: number, at: number | undefined, array: { length: number }): number {
  var k = find(pool, handle);
  var size = k && payloadBytes(pool, k);
  var from = at === undefined ? 0 : at!;
  if (!k) return 0;
  return isArray(array) && from >>> 0 === from && from <= size && array.length <= size - from
    ? payloadAt(pool, k) + from
    : refuse(pool.u8, Fault.BadArgument);
}

/**
 * Write `bytes` into the block from byte `at` on (0 if not given). Returns true, or false and writes nothing: not a
 * handle, not an array, or it does not fit. O(bytes), one native move.
 */
export function write(pool: Pool, handle: number, bytes: Uint8Array | number[], at?: number): boolean {
  var address = spanAt(pool, handle, at, bytes);
  if (address) pool.u8.set(bytes, address);
  return !!address;
}

/**
 * Fill `into`, a typed array, with bytes of the block from byte `at` on (0 if not given). Returns true, or false and
 * writes nothing: not a handle, or the block ends before `into` is full. O(bytes), one native move.
 */
export function read(pool: Pool, handle: number, into: Uint8Array, at?: number): boolean {
  var address = spanAt(pool, handle, at, into);
  if (address && !into.buffer) address = refuse(pool.u8, Fault.BadArgument);
  // On Espruino an empty subarray is not empty.
  if (address && into.length) into.set(pool.u8.subarray(address, address + into.length));
  return !!address;
}

/**
 * Copy the whole payload of `from` to the start of that of `to`. Returns true, or false and writes
 * nothing: not handles, or `to` is smaller. O(bytes), one native move.
 */
export function copy(pool: Pool, to: number, from: number): boolean {
  var bytes = sizeOf(pool, from);
  var source = addrOf(pool, from);
  return bytes > 0 && write(pool, to, pool.u8.subarray(source, source + bytes));
}

/** Zero the payload. Returns true, or false: not a handle. O(bytes), by native moves. */
export function clean(pool: Pool, handle: number): boolean {
  var bytes = sizeOf(pool, handle);
  if (bytes) zero(pool.u8, addrOf(pool, handle), bytes);
  return !!bytes;
}
