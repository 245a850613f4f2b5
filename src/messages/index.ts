/**
 * Messages: a ring of byte messages of any length, first in, first out, for logs and for whatever one part of a
 * program sends to another. See layout.ts.
 */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { isContent, readText, SETS_TEXT, writeContent } from '../core/text.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { isPool, nameRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { type Content, Control, Flag, type Pool, Ring } from './layout.ts';
import { enter, findGap, overwrite } from './place.ts';
import { bytesAt, countOf, describe, drop, indexOf, logOf, oldest, poolAt, renew, granulesOf } from './pool.ts';
import { verify } from './verify.ts';

export type { Heap } from '../heap/layout.ts';
export type { Content, Pool } from './layout.ts';

/**
 * Carve a ring for messages out of a heap: `bytes` bytes in all, 24 or more, including the 20 that the pool itself
 * needs. A message takes its own bytes, rounded up to an even number, and 2 more. With `overwrites`, a message that
 * finds no room takes that of the oldest ones. Returns the pool, or null: no hole of that size, or less than 24
 * bytes. O(regions).
 */
export function create(heap: Heap, bytes: number, overwrites?: boolean): Pool | null {
  // What is no size at all, or too small, is refused as such.
  var address = takeRegion(heap, bytes < Image.RowBytes + Ring.LeastBytes ? 0 : bytes);
  var pool = address ? describe(heap, address) : null;
  if (pool) {
    pool.head[Control.Flags] = overwrites ? Flag.Overwrites : 0;
    pool.head[Control.Tail] = pool.head[Control.Head] = 0;
    nameRegion(heap, address, Kind.Messages);
  }
  return pool;
}

/**
 * Open the messages at `address` of an image (from heap.find). Returns the pool, or null: none there, or its
 * structure is damaged. A call that was cut off in the middle did all of its work or none, so there is nothing to
 * repair. Changes nothing. O(messages).
 */
export function attach(heap: Heap, address: number): Pool | null {
  var pool = poolAt(heap, address);
  return pool && verify(pool) ? refuse(heap, Fault.Corrupt) || null : pool;
}

/** The rest of push: whatever can be stored, wherever there is room, and why not. */
function pushAny(pool: Pool, content: Content): boolean {
  var granules: number;
  var at: number;
  if (pool.epochs[0] !== pool.epoch && !renew(pool)) return false;
  granules = content instanceof Uint8Array || isContent(content) ? granulesOf(pool, content.length) : 0;
  if (!granules || granules > pool.end || content.length > Ring.MostBytes) return !!refuse(pool.u8, Fault.BadArgument);
  at = findGap(pool, granules);
  if (at < 0) at = overwrite(pool, granules, at);
  if (at < 0) return false;
  if (content.length) writeContent(pool.u8, bytesAt(pool, at), content);
  enter(pool, at, granules, content.length);
  return true;
}

/**
 * Append a message: text of characters 0 to 255, or bytes; up to 65,534 of them. Returns true, or false and changes
 * nothing: no room, and it does not overwrite; longer than the ring; or not something that can be stored. O(1) and
 * one native move; when it overwrites, O(messages dropped), in total at most as many as were pushed.
 */
export function push(pool: Pool, content: Content): boolean {
  var head = pool.head;
  var tail = head[Control.Tail];
  var from = tail & Ring.Granule;
  var to = head[Control.Head];
  var bytes = content instanceof Uint8Array || (SETS_TEXT && typeof content === 'string') ? content.length : 0;
  var next = from + granulesOf(pool, bytes);
  // Bytes, behind the last message: empty where both words are one, else there are messages between them, above or below.
  if (
    bytes &&
    (!LARGE_HEAPS || bytes <= Ring.MostBytes) &&
    pool.epochs[0] === pool.epoch &&
    (to === tail ? (to = 0) || 1 : (to ^ tail) >>> 16 && (to &= Ring.Granule) !== from) &&
    to < pool.end &&
    next < (to > from ? to : pool.end)
  ) {
    pool.u8.set(content as Uint8Array, pool.ring + Ring.LengthBytes + (from << logOf(pool)));
    pool.w[indexOf(pool, from)] = bytes;
    head[Control.Tail] = tail - from + Ring.Message + next;
    return true;
  }
  return pushAny(pool, content);
}

/** The granule of the oldest message of a pool that is there, or -1. */
function first(pool: Pool): number {
  return pool.epochs[0] === pool.epoch || renew(pool) ? oldest(pool) : -1;
}

/** Its bytes where they are. On Espruino an empty subarray is not empty. */
function viewAt(pool: Pool, granule: number): Uint8Array {
  var bytes = pool.w[indexOf(pool, granule)];
  var address = bytesAt(pool, granule);
  return bytes ? pool.u8.subarray(address, address + bytes) : new Uint8Array(0);
}

/**
 * The oldest message, which stays: its bytes in the heap, not a copy, valid until it is shifted or overwritten. Null:
 * there is none or, with a fault, the pool is gone or damaged. O(1).
 */
export function peek(pool: Pool): Uint8Array | null {
  var granule = first(pool);
  return granule < 0 ? null : viewAt(pool, granule);
}

/** The oldest message as text, one character a byte; it stays. Null as for peek. O(bytes), by native calls. */
export function text(pool: Pool): string | null {
  var granule = first(pool);
  return granule < 0 ? null : readText(pool.u8, bytesAt(pool, granule), pool.w[indexOf(pool, granule)]);
}

/** The rest of shift: behind the end of the ring is its start; a message without bytes; and why there is none. */
function shiftAny(pool: Pool): Uint8Array | null {
  var granule = first(pool);
  var copy: Uint8Array;
  if (granule < 0) return null;
  copy = new Uint8Array(pool.w[indexOf(pool, granule)]);
  if (copy.length) copy.set(viewAt(pool, granule));
  drop(pool, granule);
  return copy;
}

/**
 * Remove the oldest message. Returns a copy of its bytes, or null: there is none or, with a fault, the pool is gone
 * or damaged. O(1) and one native move.
 */
export function shift(pool: Pool): Uint8Array | null {
  var head = pool.head[Control.Head];
  var granule = head & Ring.Granule;
  var bytes = granule < pool.end ? pool.w[indexOf(pool, granule)] : 0;
  var next = granule + granulesOf(pool, bytes);
  var from = pool.ring + Ring.LengthBytes + (granule << logOf(pool));
  var copy: Uint8Array;
  if (!bytes || next >= pool.end || !((pool.head[Control.Tail] ^ head) >>> 16) || pool.epochs[0] !== pool.epoch)
    return shiftAny(pool);
  copy = new Uint8Array(bytes);
  copy.set(pool.u8.subarray(from, from + bytes));
  pool.head[Control.Head] = head - granule + Ring.Message + next;
  return copy;
}

/** How many messages there are; 0 if there are none or, with a fault, the pool is gone. O(1). */
export function count(pool: Pool): number {
  return pool.epochs[0] === pool.epoch || renew(pool) ? countOf(pool) : 0;
}

/** Remove all messages. Returns true, or false: the pool is gone. O(1). */
export function clear(pool: Pool): boolean {
  if (pool.epochs[0] !== pool.epoch && !renew(pool)) return false;
  pool.head[Control.Head] = pool.head[Control.Tail];
  return true;
}

/**
 * Give the pool's region back to the heap. Every later call with any object of the pool is refused, whatever is put
 * into the region; messages created there later take the place of these. Returns true, or false and changes nothing:
 * destroyed before, or the heap's directory is damaged. O(regions).
 */
export function destroy(pool: Pool): boolean {
  return isPool(pool, Kind.Messages) && releaseRegion(pool.u8, pool.base);
}
