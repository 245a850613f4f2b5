/**
 * Blocks by the number of their entry, for a collector that stands on the pool: it keeps a byte per
 * entry, not handles, and it alone may say that nothing names a block any more.
 */

import { generationAt, handleOf, isIdle, isPinned, payloadAt, payloadBytes, weightOf } from './block.ts';
import { Control, Header, List, Place, type Pool, State } from './layout.ts';
import { dissolve } from './waiting.ts';
import { granulesIn, isThere, shiftOf, wordAt } from './pool.ts';

/** Put the block of entry `i` first into its list, free. */
function wait(pool: Pool, k: number, i: number, generation: number): void {
  var w = pool.w;
  var at = generationAt(pool, k);
  var list = w[k] < Header.Big ? w[k] & Header.Size : List.Big;
  w[Control.Checksum] += generation - (w[at] & Header.GenerationBits);
  w[at] += Header.Free + generation - (w[at] & Header.GenerationBits);
  w[k + 1] = w[list];
  w[list] = i;
}

/** Free the used, unpinned block of entry `i`; its next one has `generation`, in place, or the entry retires. The pool is idle. O(1). */
export function release(pool: Pool, k: number, i: number, generation: number): void {
  var w = pool.w;
  w[Control.State] = State.Changing;
  w[Control.Valid] = 0;
  if (generation && granulesIn(w[k]) > 1) wait(pool, k, i, generation);
  else {
    w[Control.Checksum] -= weightOf(pool, k);
    dissolve(pool, k, i, granulesIn(w[k]), generation);
  }
  w[Control.Valid] = w[Control.Entries];
  w[Control.State] = State.Idle;
}

/** The header of the used block of entry `i`, or 0. What it says of sizes keeps to the pool. O(1). */
function usedAt(pool: Pool, i: number): number {
  var w: Uint16Array;
  var e: number;
  var k: number;
  var granules: number;
  if (pool.epochs[0] !== pool.epoch && !isThere(pool)) return 0;
  w = pool.w;
  e = pool.end - i;
  k = i && e > 0 && i <= w[Control.Valid] ? wordAt(w[e], pool) : 0;
  if (k < Place.First || k >= e) return 0;
  granules = granulesIn(w[k]);
  return (w[k] < Header.Free ? granules : w[k] > Header.Sentinel && granules > Header.SmallGranules) &&
    k + (granules << shiftOf(pool)) <= e &&
    w[generationAt(pool, k)] < Header.Free
    ? k
    : 0;
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

/** The same without a look at the block: the address is in the pool, or 0, and the entry must be known to name a used block. O(1). */
export function addressOf(pool: Pool, i: number): number {
  var k = pool.end > i ? wordAt(pool.w[pool.end - i], pool) : pool.end;
  return k < pool.end ? payloadAt(pool, k) : 0;
}

/** Bytes of payload of the block of entry `i`, which must be known to name a used one. O(1). */
export function sizeOfEntry(pool: Pool, i: number): number {
  return payloadBytes(pool, wordAt(pool.w[pool.end - i], pool));
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
 * Returns the bytes of payload it had; 0, and it is there, when it is pinned. O(1).
 */
export function recycle(pool: Pool, i: number): number {
  var w: Uint16Array;
  var k = usedAt(pool, i);
  var generation: number;
  var bytes: number;
  if (!k || !isIdle(pool)) return 0;
  w = pool.w;
  generation = w[generationAt(pool, k)];
  if (isPinned(generation)) return 0;
  bytes = payloadBytes(pool, k);
  release(
    pool,
    k,
    i,
    ((generation & Header.GenerationBits) < Header.Last ? generation + Header.Generation : Header.Generation) &
      Header.GenerationBits,
  );
  return bytes;
}
