/** Blocks: their sizes and headers, which handle names one, and giving one back. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Control, Header, Place, type Pool, State } from './layout.ts';
import { granulesIn, logOf, placeOf, shiftOf, wordAt } from './pool.ts';

/** Whether a call may work on the pool now; if not, the fault says why. O(1). */
export function isIdle(pool: Pool): boolean {
  var state = pool.w[Control.State];
  return state === State.Idle || !!refuse(pool.u8, state === State.Busy ? Fault.Locked : Fault.BadArgument);
}

/** The word that holds the generation and pins of the block with its header at `k`. */
export function generationAt(pool: Pool, k: number): number {
  var header = pool.w[k];
  return header < Header.Big ? k : k + (granulesIn(header) << shiftOf(pool)) - 1;
}

/** Bytes of payload of the used block. */
export function payloadBytes(pool: Pool, k: number): number {
  var header = pool.w[k];
  return (granulesIn(header) << logOf(pool)) - (header < Header.Big ? 2 : 4);
}

/** Byte address of the payload of the block with its header at `k`. */
export function payloadAt(pool: Pool, k: number): number {
  return pool.base + 2 * k + 2;
}

/** Whether a word with pins says that the block is used and pinned. */
export function isPinned(generation: number): boolean {
  return generation >= Header.Pin && generation < Header.Free;
}

/** The handle of entry `i`, with the word that has its generation. */
export function handleOf(generation: number, i: number): number {
  return (((generation >> Header.GenerationShift) & Header.Generations) << 16) | i;
}

/**
 * Granules of a block with `bytes` of payload, all told; 0 and a fault when the pool is busy or
 * `bytes` is not a whole number from 1 up. O(1).
 */
export function granulesFor(pool: Pool, bytes: number): number {
  var log = logOf(pool);
  var granules = (bytes + (1 << log) + 1) >>> log;
  if (!isIdle(pool)) return 0;
  if (bytes >>> 0 !== bytes || !bytes) return refuse(pool.u8, Fault.BadArgument);
  // Nothing near 2^32 may wrap round.
  if (bytes >>> 30) return refuse(pool.u8, Fault.NoSpace);
  if (granules > Header.SmallGranules) granules = (bytes + (1 << log) + 3) >>> log;
  return LARGE_HEAPS && granules > Header.ExactGranules ? (granules + 3) & -4 : granules;
}

/** What a block adds to the checksum. */
export function weightOf(pool: Pool, k: number): number {
  var header = pool.w[k];
  if (header < Header.Big) return header < Header.Free ? header : header - Header.Free;
  return header + pool.w[generationAt(pool, k)];
}

/** Write the headers of a used block and count them. `generation` is in place, other bits 0. */
export function claim(pool: Pool, k: number, granules: number, generation: number): void {
  var w = pool.w;
  var header = generation + granules;
  if (granules > Header.SmallGranules) {
    w[k + (granules << shiftOf(pool)) - 1] = generation;
    w[Control.Checksum] += generation;
    header = Header.Big + (LARGE_HEAPS && granules > Header.ExactGranules ? (granules + Header.Bias) >> 2 : granules);
  }
  w[k] = header;
  w[Control.Checksum] += header;
}

/** End the blocks at `k`. */
export function setTop(pool: Pool, k: number): void {
  pool.w[Control.Top] = placeOf(k, pool);
  pool.w[k] = Header.Sentinel;
}

/** Make a hole of `granules` granules at `k`, or lower the top when nothing is above. What was there is not counted any more. */
export function makeHole(pool: Pool, k: number, granules: number): void {
  var w = pool.w;
  if (k + (granules << shiftOf(pool)) === wordAt(pool.w[Control.Top], pool)) setTop(pool, k);
  else if (granules) {
    w[k] = 0;
    w[k + 1] = granules;
    w[Control.Holes] += granules;
  }
}

/** Whether at `k` there is a free block with `granules` granules. Never leaves the pool. */
export function isFreeAt(pool: Pool, k: number, granules: number): boolean {
  return k + (granules << shiftOf(pool)) <= wordAt(pool.w[Control.Top], pool) &&
    (pool.w[k] & ~Header.GenerationBits) === Header.Free + granules;
}

/** The rest of find: big blocks, and what is no handle. */
function findBig(pool: Pool, handle: number): number {
  var w = pool.w;
  var i = handle & 65535;
  var k: number;
  var end: number;
  if (i <= w[Control.Valid] && w[(k = wordAt(w[pool.end - i], pool))] > Header.Sentinel) {
    end = k + (granulesIn(w[k]) << shiftOf(pool));
    if (end <= wordAt(w[Control.Top], pool) && handleOf(w[end - 1], i) === handle) return k;
  }
  return isIdle(pool) ? refuse(pool.u8, Fault.StaleHandle) : 0;
}

/** The header of the used block that `handle` names, or 0 and a fault. What it says of sizes keeps to the pool. O(1). */
export function find(pool: Pool, handle: number): number {
  var w = pool.w;
  var i = handle & 65535;
  var k: number;
  var header: number;
  return i <= w[Control.Valid] && (header = w[(k = wordAt(w[pool.end - i], pool))]) < Header.Free &&
    (((header >> Header.GenerationShift) & Header.Generations) << 16 | i) === handle &&
    k + ((header & Header.Size) << shiftOf(pool)) <= wordAt(w[Control.Top], pool)
    ? k : findBig(pool, handle);
}

/** Put the spare of entry `i` at the head of their list. */
export function linkSpare(pool: Pool, k: number, i: number): void {
  var w = pool.w;
  var place = placeOf(k, pool);
  w[k + 1] = i;
  w[pool.end - i] = w[Control.Spare] === Place.Retired ? place : w[Control.Spare];
  w[Control.Spare] = place;
}

/** The place of the spare after the one at `place`, or Place.Retired. */
export function nextSpare(pool: Pool, place: number): number {
  var next = pool.w[pool.end - pool.w[wordAt(place, pool) + 1]];
  return next === place ? Place.Retired : next;
}

/** Make the granule at `k` a spare: it keeps entry `i`, with a generation in place, for the next block. */
export function spare(pool: Pool, k: number, i: number, generation: number): void {
  pool.w[k] = generation + Header.Free + 1;
  pool.w[Control.Checksum] += generation + 1;
  linkSpare(pool, k, i);
}

/** Free the used, unpinned block of entry `i`; after its last generation the entry retires. O(1). */
export function release(pool: Pool, k: number, i: number): void {
  var w = pool.w;
  var granules = granulesIn(w[k]);
  var generation = w[generationAt(pool, k)] & Header.GenerationBits;
  w[Control.Checksum] -= weightOf(pool, k);
  if (generation < Header.Last) {
    makeHole(pool, k + (1 << shiftOf(pool)), granules - 1);
    spare(pool, k, i, generation + Header.Generation);
  } else {
    w[pool.end - i] = Place.Retired;
    makeHole(pool, k, granules);
  }
}
