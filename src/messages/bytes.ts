/**
 * Messages for machine code, which is given neither texts nor arrays: it says where the bytes of a message go or are, and the program
 * writes or reads them there by a call of the engine's. Nothing of this is in a bundle; build/native compiles it.
 */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image } from '../heap/layout.ts';
import { directory, rowBytes } from '../heap/regions.ts';
import { Control, type Pool, Ring } from './layout.ts';
import { enter, overwrite, findGap } from './place.ts';
import { bytesAt, countOf, describe, drop, indexOf, oldest, granulesOf } from './pool.ts';

const enum Small {
  /** Addresses of a heap that is not large. */
  Address = 0xffff,
}

/** The pool object for the region at `address`, or null: it is too small for a ring. */
export function describeBytes(heap: Heap, address: number): Pool | null {
  return rowBytes(directory(heap), address - Image.RowBytes) >= Image.RowBytes + Ring.LeastBytes
    ? describe(heap, address)
    : null;
}

/** Granules that a message of `bytes` bytes takes, or 0: the ring can have no such. */
function granulesFor(pool: Pool, bytes: number): number {
  var granules = bytes < 0 || bytes > Ring.MostBytes ? 0 : granulesOf(pool, bytes);
  return granules > pool.end ? 0 : granules;
}

/**
 * Make room for a message of `bytes` bytes, which the program writes next, and then commits. Returns the address for its first byte, or 0 and
 * a fault, as push has them. Nothing but a message given up is changed yet. O(messages given up).
 */
export function reserve(pool: Pool, bytes: number): number {
  var granules = granulesFor(pool, bytes);
  var at: number;
  if (!granules) return refuse(pool.u8, Fault.BadArgument);
  at = findGap(pool, granules);
  if (at < 0) at = overwrite(pool, granules, at);
  return at < 0 ? 0 : bytesAt(pool, at);
}

/** The message of `bytes` bytes that reserve made room for is written: it is the last one now. Returns true, or false: there is no room for it. O(1). */
export function commit(pool: Pool, bytes: number): boolean {
  var granules = granulesFor(pool, bytes);
  var at = granules ? findGap(pool, granules) : -1;
  if (at < 0) return !!refuse(pool.u8, Fault.BadArgument);
  enter(pool, at, granules, bytes);
  return true;
}

/** Where the oldest message is: the address of its first byte << 16 | its bytes. 0: there is none, or a fault says that the pool is damaged. O(1). */
export function first(pool: Pool): number {
  var granule = oldest(pool);
  return granule < 0 ? 0 : ((bytesAt(pool, granule) & Small.Address) << 16) | pool.w[indexOf(pool, granule)];
}

/** Take the oldest message off. Returns true, or false as of first. O(1). */
export function dropFirst(pool: Pool): boolean {
  var granule = oldest(pool);
  if (granule < 0) return false;
  drop(pool, granule);
  return true;
}

/** See count of index.ts. */
export function count(pool: Pool): number {
  return countOf(pool);
}

/** See clear of index.ts. */
export function clear(pool: Pool): boolean {
  pool.head[Control.Head] = pool.head[Control.Tail];
  return true;
}
