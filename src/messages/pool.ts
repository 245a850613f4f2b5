/** Where the parts of a pool are, worked out from its region alone, and what is at a granule of the ring. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, epochOf, isRegion, refuseRegion, renewed, rowBytes } from '../heap/regions.ts';
import { Control, type Pool, Ring } from './layout.ts';

/** log2 of a granule's bytes. Where heaps are small it is known, and costs nothing. */
export function logOf(pool: Pool): number {
  return LARGE_HEAPS ? pool.log : 1;
}

/** The pool object for the region at `address`, which a row says is there. */
export function describe(heap: Heap, address: number): Pool {
  var ring = address + Control.Bytes;
  var bytes = rowBytes(directory(heap), address - Image.RowBytes) - Image.RowBytes - Control.Bytes;
  var epochs = epochOf(heap);
  var log = 1;
  while (LARGE_HEAPS && bytes >> log > Ring.MostGranules) log++;
  return {
    u8: heap,
    base: address,
    ring: ring,
    log: log,
    end: bytes >> log,
    epoch: epochs[0],
    epochs: epochs,
    w: new Uint16Array(heap.buffer, heap.byteOffset + ring, bytes >> 1),
    head: new Int32Array(heap.buffer, heap.byteOffset + address, Control.Words),
  };
}

/** Whether the region at `address` is one of messages, and holds a ring. O(regions). */
export function isThere(heap: Heap, address: number): boolean {
  return (
    isRegion(heap, address, Kind.Messages) &&
    rowBytes(directory(heap), address - Image.RowBytes) >= Image.RowBytes + Ring.LeastBytes
  );
}

/**
 * Regions were given back since the object was described: describe it anew. Returns false, and the fault says why, when
 * its pool is gone; another one of this kind that is there now takes its place. O(regions).
 */
export function renew(pool: Pool): boolean {
  var heap = pool.u8;
  return renewed(pool, isThere(heap, pool.base) ? describe(heap, pool.base) : null);
}

/** The pool at `address`, or null and a fault. O(regions). */
export function poolAt(heap: Heap, address: number): Pool | null {
  return isThere(heap, address) ? describe(heap, address) : refuseRegion(heap, Fault.BadAddress) || null;
}

/** Granules that a message of so many bytes takes. */
export function granulesOf(pool: Pool, bytes: number): number {
  var log = logOf(pool);
  return (bytes + Ring.LengthBytes - 1 + (1 << log)) >> log;
}

/** Index in the lengths of what is at a granule. */
export function indexOf(pool: Pool, granule: number): number {
  return LARGE_HEAPS ? granule << (pool.log - 1) : granule;
}

/** The address of the first byte of the message at a granule. */
export function bytesAt(pool: Pool, granule: number): number {
  return pool.ring + (granule << logOf(pool)) + Ring.LengthBytes;
}

/** Messages in the ring. O(1). */
export function countOf(pool: Pool): number {
  return ((pool.head[Control.Tail] >>> 16) - (pool.head[Control.Head] >>> 16)) & Ring.Granule;
}

/**
 * The granule of the oldest message, or -1: the ring is empty, which is no fault, or what is there is no message: it was
 * overwritten, and the fault says so. O(1).
 */
export function oldest(pool: Pool): number {
  var head = pool.head[Control.Head];
  var granule = head & Ring.Granule;
  if (!((pool.head[Control.Tail] ^ head) >>> 16)) return -1;
  if (granule < pool.end && pool.w[indexOf(pool, granule)] === Ring.Skip) granule = 0;
  return granule < pool.end && granule + granulesOf(pool, pool.w[indexOf(pool, granule)]) <= pool.end
    ? granule
    : refuse(pool.u8, Fault.Corrupt) - 1;
}

/** Take off the oldest message, which is at `granule`, by one store. */
export function drop(pool: Pool, granule: number): void {
  var next = granule + granulesOf(pool, pool.w[indexOf(pool, granule)]);
  pool.head[Control.Head] = ((pool.head[Control.Head] & ~Ring.Granule) + Ring.Message) | (next < pool.end ? next : 0);
}
