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

/** Where the payload is until the next call that may move blocks: alloc, resize, reorder; or 0: not a handle. O(1). */
export function addrOf(pool: Pool, handle: number): number {
  var w = pool.w;
  var i = handle & 65535;
  var k: number;
  var header: number;
  return i <= w[Control.Valid] &&
    (((header = w[(k = wordAt(w[pool.end - i], pool))]) >> Header.GenerationShift << 16) | i) === handle && header < Header.Pin
    ? pool.base + 2 * k + 2 : addrOfAny(pool, handle);
}

/** The address of byte `at` of the payload, or 0 and a fault when there is no `array`, or the block ends before as many bytes. */
function spanAt(pool: Pool, handle: number, at: number, array: { length: number }): number {
  var size = sizeOf(pool, handle);
  var bytes = array ? array.length : NaN;
  if (!size) return 0;
  return at >>> 0 === at && at <= size && bytes <= size - at ? addrOf(pool, handle) + at : refuse(pool.u8, Fault.BadArgument);
}

/**
 * Write `bytes` into the block from its byte `at` (0) on. Returns true, or false and writes nothing:
 * not a handle, or it does not fit. O(bytes), one native move.
 */
export function write(pool: Pool, handle: number, bytes: Uint8Array | number[], at?: number): boolean {
  var address = spanAt(pool, handle, at || 0, bytes);
  if (address) pool.u8.set(bytes, address);
  return !!address;
}

/**
 * Fill `into` from the block, starting at its byte `at` (0). Returns true, or false and writes
 * nothing: not a handle, or the block ends before `into` is full. O(bytes), one native move.
 */
export function read(pool: Pool, handle: number, into: Uint8Array, at?: number): boolean {
  var address = spanAt(pool, handle, at || 0, into);
  if (address) into.set(pool.u8.subarray(address, address + into.length));
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

/** Zero the payload. Returns true, or false: `handle` is none. O(bytes), by native moves. */
export function clean(pool: Pool, handle: number): boolean {
  var bytes = sizeOf(pool, handle);
  if (bytes) zero(pool.u8, addrOf(pool, handle), bytes);
  return !!bytes;
}
