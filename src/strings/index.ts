/** Strings: byte strings behind handles, without an object for each. See layout.ts. */

import { Fault, refuse } from '../core/faults.ts';
import { isContent, readChunk, readText, steady, Text, writeContent } from '../core/text.ts';
import { find, payloadAt, payloadBytes } from '../tables/block.ts';
import { alloc as allocBlock, resize } from '../tables/index.ts';
import type { Pool } from '../tables/layout.ts';
import { isThere } from '../tables/pool.ts';
import { bytesAt } from './block.ts';
import { type Content, Limit } from './layout.ts';

export type { Heap } from '../heap/layout.ts';
export type { Pool } from '../tables/layout.ts';
export type { Content } from './layout.ts';
export { attach, create, dealloc, destroy, repair, repairAt } from '../tables/index.ts';

/** Length of the string in bytes, or -1 and a fault: not a handle, or its last byte is damaged. O(1). */
export function length(pool: Pool, handle: number): number {
  return bytesAt(pool, find(pool, handle));
}

/** Bytes that storing `content` takes, or -1 and a fault: it is none of a Content's types, or not all bytes. */
function bytesOf(pool: Pool, content: Content): number {
  if (typeof content === 'number') return bytesAt(pool, find(pool, content));
  return isThere(pool) && pool.log <= Limit.GranuleLog && isContent(content)
    ? content.length
    : refuse(pool.u8, Fault.BadArgument) - 1;
}

/** Put `bytes` bytes of `content` behind the first `at` of a block that has room for them. Returns the handle, or 0 and a fault when headers are damaged. */
function put(pool: Pool, handle: number, at: number, content: Content, bytes: number): number {
  var k = find(pool, handle);
  var from = typeof content === 'number' ? find(pool, content) : k;
  var address = payloadAt(pool, k) + at;
  var last = payloadAt(pool, k) + payloadBytes(pool, k) - 1;
  if (!k || !from || address + bytes > last || (typeof content === 'number' && bytes > payloadBytes(pool, from)))
    return refuse(pool.u8, Fault.Corrupt);
  if (typeof content !== 'number') writeContent(pool.u8, address, content);
  else if (bytes) {
    // On Espruino an empty subarray is not empty.
    from = payloadAt(pool, from);
    pool.u8.set(pool.u8.subarray(from, from + bytes), address);
  }
  pool.u8[last] = last - address - bytes;
  return handle;
}

/**
 * Store a string: text of characters 0 to 255, bytes, or a copy of the string of another handle. Returns its handle,
 * or 0: no space, a character above 255, or not something that can be stored. Takes length + 1 bytes of the pool,
 * rounded up, and 4 to 6 for the block. O(1) and one native move, or a compaction.
 */
export function alloc(pool: Pool, content: Content): number {
  var bytes = bytesOf(pool, content);
  var source = bytes < 0 ? content : steady(pool.u8, content);
  var handle = bytes < 0 ? 0 : allocBlock(pool, bytes + 1);
  return handle && put(pool, handle, 0, source, bytes);
}

/** The rest of set and append: `content` takes the place of all behind the first `at` bytes. */
function replace(pool: Pool, handle: number, at: number, content: Content): number {
  var bytes = at < 0 ? -1 : bytesOf(pool, content);
  var source = bytes < 0 ? content : steady(pool.u8, content);
  return bytes < 0 || !resize(pool, handle, at + bytes + 1) ? 0 : put(pool, handle, at, source, bytes);
}

/**
 * Replace the contents of the string. Returns its handle, which stays the same, or 0, and the string stays as it was:
 * not a handle, no space, pinned, or not something that can be stored. O(1) and the bytes moved, or a compaction.
 */
export function set(pool: Pool, handle: number, content: Content): number {
  // A string is its own contents already; a block that shrinks could lose them.
  return content === handle ? (bytesAt(pool, find(pool, handle)) < 0 ? 0 : handle) : replace(pool, handle, 0, content);
}

/** Append `content` to the string. Returns and costs what set does. */
export function append(pool: Pool, handle: number, content: Content): number {
  return replace(pool, handle, bytesAt(pool, find(pool, handle)), content);
}

/** The string as text, one character a byte, or null: not a handle. O(bytes), by native calls. */
export function text(pool: Pool, handle: number): string | null {
  var k = find(pool, handle);
  var bytes = bytesAt(pool, k);
  return bytes < 0 ? null : readText(pool.u8, payloadAt(pool, k), bytes);
}

/** A copy of the string's bytes, or null: not a handle. One native move. */
export function bytes(pool: Pool, handle: number): Uint8Array | null {
  var k = find(pool, handle);
  var count = bytesAt(pool, k);
  var copy = count < 0 ? null : new Uint8Array(count);
  if (count > 0) copy!.set(pool.u8.subarray(payloadAt(pool, k), payloadAt(pool, k) + count));
  return copy;
}

/**
 * What compare returns. Without `isOrdered`, strings of unlike length are told apart by that alone.
 * Blocks do not move meanwhile, so each is looked up once.
 */
function differ(pool: Pool, handle: number, other: string | number, isOrdered: boolean): number | null {
  var u8 = pool.u8;
  var k = find(pool, handle);
  var end = bytesAt(pool, k);
  var j = end >= 0 && typeof other === 'number' ? find(pool, other) : 0;
  var otherEnd = typeof other === 'string' ? other.length : bytesAt(pool, j);
  var at = 0;
  var one: string;
  var two: string;
  if (end < 0) return null;
  if (otherEnd < 0) return (typeof other !== 'number' && refuse(pool.u8, Fault.BadArgument)) || null;
  if (isOrdered || end === otherEnd) {
    for (; at < end && at < otherEnd; at += Text.Chunk) {
      one = readChunk(u8, payloadAt(pool, k) + at, Math.min(end - at, Text.Chunk));
      two =
        typeof other === 'string'
          ? otherEnd > Text.Chunk
            ? other.substring(at, at + Text.Chunk)
            : other
          : readChunk(u8, payloadAt(pool, j) + at, Math.min(otherEnd - at, Text.Chunk));
      if (one !== two) return one < two ? -1 : 1;
    }
  }
  return end - otherEnd;
}

/**
 * Compare a string with another one, or with a text: below 0, 0 if equal, or above 0, by the first bytes that differ;
 * or null: not a handle. O(bytes) up to there, 64 at a time by native calls.
 */
export function compare(pool: Pool, handle: number, other: string | number): number | null {
  return differ(pool, handle, other, true);
}

/** Whether a string equals another one, or a text; also false if there is no such string. O(1) if their lengths differ. */
export function equals(pool: Pool, handle: number, other: string | number): boolean {
  return differ(pool, handle, other, false) === 0;
}
