/**
 * Blocks by the number of their entry, for a collector that stands on the pool: it keeps a byte per
 * entry, not handles, and it alone may say that nothing names a block any more.
 */

import { generationAt, handleOf, isPinned, payloadAt, payloadBytes, release } from './block.ts';
import { Control, Header, Place, type Pool } from './layout.ts';
import { granulesIn, shiftOf, wordAt } from './pool.ts';

/** The header of the used block of entry `i`, or 0. What it says of sizes keeps to the pool. O(1). */
function usedAt(pool: Pool, i: number): number {
  var w = pool.w;
  var place = i && i <= w[Control.Valid] ? w[pool.end - i] : 0;
  var k = place >= Place.First ? wordAt(place, pool) : 0;
  var granules = k && granulesIn(w[k]);
  // A spare's entry names another spare: a free block.
  return granules && (w[k] < Header.Free || w[k] > Header.Sentinel) &&
    k + (granules << shiftOf(pool)) <= wordAt(w[Control.Top], pool) ? k : 0;
}

/** The handle of the used block of entry `i`, or 0: there is none, or the pool is busy. O(1). */
export function handleAt(pool: Pool, i: number): number {
  var k = usedAt(pool, i);
  return k && handleOf(pool.w[generationAt(pool, k)], i);
}

/** Where the payload of the used block of entry `i` is, or 0. O(1). */
export function addressAt(pool: Pool, i: number): number {
  var k = usedAt(pool, i);
  return k && payloadAt(pool, k);
}

/** Bytes of payload of the used block of entry `i`, or 0. O(1). */
export function bytesAt(pool: Pool, i: number): number {
  var k = usedAt(pool, i);
  return k && payloadBytes(pool, k);
}

/** Pins of the used block of entry `i`, 0 to 2. O(1). */
export function pinsAt(pool: Pool, i: number): number {
  var k = usedAt(pool, i);
  return k && (pool.w[generationAt(pool, k)] & Header.Free) / Header.Pin;
}

/**
 * Free the used block of entry `i` as dealloc does, but start its generations anew instead of
 * retiring the entry after the last one. Only for an owner that knows that no handle of it is left.
 * Returns whether it did: not when it is pinned. O(1).
 */
export function recycle(pool: Pool, i: number): boolean {
  var w = pool.w;
  var k = usedAt(pool, i);
  var at = k && generationAt(pool, k);
  if (!k || isPinned(w[at])) return false;
  if (w[at] >= Header.Last) {
    w[at] -= Header.Last - Header.Generation;
    w[Control.Checksum] -= Header.Last - Header.Generation;
  }
  release(pool, k, i);
  return true;
}
