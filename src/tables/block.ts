/** Blocks: their sizes and headers, which handle names one, and giving one back. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Control, Entry, Header, type Pool, State } from './layout.ts';
import { granulesIn, headerAt, logOf, placeOf } from './pool.ts';

/** Whether a call may work on the pool now; if not, the fault says why. O(1). */
export function isIdle(pool: Pool): boolean {
  var state = pool.w[pool.slot + Control.State];
  return state === State.Idle || !!refuse(state === State.Busy ? Fault.Locked : Fault.BadArgument);
}

/** The word that holds the generation and pins of the block with its header at `k`. */
export function generationAt(pool: Pool, k: number): number {
  var header = pool.w[k];
  return header & Header.Big ? k + (granulesIn(header) << (logOf(pool) - 1)) - 1 : k;
}

/** Bytes of payload of the used block. */
export function payloadBytes(pool: Pool, k: number): number {
  var header = pool.w[k];
  return (granulesIn(header) << logOf(pool)) - (header & Header.Big ? 4 : 2);
}

/**
 * Granules of a block with `bytes` of payload, all told; 0 and a fault when the pool is busy or
 * `bytes` is not a whole number from 1 up. O(1).
 */
export function granulesFor(pool: Pool, bytes: number): number {
  var log = logOf(pool);
  var granules = (bytes + (1 << log) + 1) >>> log;
  if (!isIdle(pool)) return 0;
  if (bytes >>> 0 !== bytes || !bytes) return refuse(Fault.BadArgument);
  // Nothing near 2^32 may wrap round.
  if (bytes >>> 30) return refuse(Fault.NoSpace);
  if (granules > Header.SmallGranules) granules = (bytes + (1 << log) + 3) >>> log;
  return LARGE_HEAPS && granules > Header.ExactGranules ? (granules + 3) & -4 : granules;
}

/** What a block adds to the checksum. */
export function weightOf(pool: Pool, k: number): number {
  var header = pool.w[k];
  if (header & Header.Big) return header + pool.w[generationAt(pool, k)];
  return (header & Header.Free) < Header.Free ? header : header - Header.Free;
}

/** Write the headers of a used block and count them. `generation` is in place, other bits 0. */
export function claim(pool: Pool, k: number, granules: number, generation: number): void {
  var w = pool.w;
  var header = generation + granules * 2;
  if (granules > Header.SmallGranules) {
    w[k + (granules << (logOf(pool) - 1)) - 1] = generation;
    if (LARGE_HEAPS && granules > Header.ExactGranules) granules = (granules + Header.Bias) >> 2;
    header = granules * 2 + Header.Big;
    w[pool.slot + Control.Checksum] += generation;
  }
  w[k] = header;
  w[pool.slot + Control.Checksum] += header;
}

/** End the blocks at `place`. */
export function setTop(pool: Pool, place: number): void {
  pool.w[pool.slot + Control.Top] = place;
  pool.w[headerAt(pool, place)] = Header.Sentinel;
}

/** Make a hole of `granules` granules at `k`, or lower the top when nothing is above. What was there is not counted any more. */
export function makeHole(pool: Pool, k: number, granules: number): void {
  var w = pool.w;
  var place = placeOf(pool, k);
  if (place + granules === w[pool.slot + Control.Top]) {
    w[pool.slot + Control.Top] = place;
    w[k] = Header.Sentinel;
  } else {
    w[k] = 0;
    w[k + 1] = granules;
    w[pool.slot + Control.Holes] += granules;
  }
}

/** The header of the free block with `granules` granules that entry `i` names, or 0. Never leaves the pool. */
export function freeBlockOf(pool: Pool, i: number, granules: number): number {
  var w = pool.w;
  var slot = pool.slot;
  var place: number;
  var k: number;
  return i <= w[slot + Control.Entries] && (place = w[pool.end - i]) + granules <= w[slot + Control.Top] &&
    (w[(k = slot + Control.Words + (place << (logOf(pool) - 1)))] & Header.Below) === Header.Free + granules * 2 ? k : 0;
}

/** The rest of find: big blocks, and what is no handle. */
function findBig(pool: Pool, handle: number): number {
  var w = pool.w;
  var slot = pool.slot;
  var i = handle & 65535;
  var place: number;
  var k: number;
  var granules: number;
  if (i <= w[slot] && (place = w[pool.end - i]) < w[slot + Control.Top]) {
    k = slot + Control.Words + (place << (logOf(pool) - 1));
    granules = LARGE_HEAPS ? granulesIn(w[k]) : w[k] >> 1;
    if (w[k] & Header.Big && granules && place + granules <= w[slot + Control.Top] &&
      ((w[k + (granules << (logOf(pool) - 1)) - 1] >> Header.GenerationShift << 16) | i) === handle) return k;
  }
  return isIdle(pool) ? refuse(Fault.StaleHandle) : 0;
}

/** The header of the used block that `handle` names, or 0 and a fault. What it says of sizes keeps to the pool. O(1). */
export function find(pool: Pool, handle: number): number {
  var w = pool.w;
  var slot = pool.slot;
  var i = handle & 65535;
  var place: number;
  var k: number;
  var header: number;
  return i <= w[slot] && (place = w[pool.end - i]) < w[slot + Control.Top] &&
    (((header = w[(k = slot + Control.Words + (place << (logOf(pool) - 1)))]) >> Header.GenerationShift << 16) | i) === handle &&
    !(header & Header.Big) && (header & Header.Free) < Header.Free &&
    place + ((header >> 1) & Header.SmallGranules) <= w[slot + Control.Top]
    ? k : findBig(pool, handle);
}

/** Put the free block of entry `i` on the spare list; what it has above one granule becomes a hole. */
export function spare(pool: Pool, k: number, i: number, granules: number, generation: number): void {
  var w = pool.w;
  var slot = pool.slot;
  if (granules > 1) makeHole(pool, k + (1 << (logOf(pool) - 1)), granules - 1);
  w[k] = generation + Header.Spare;
  w[k + 1] = w[slot + Control.Spare];
  w[slot + Control.Spare] = i;
  w[slot + Control.Checksum] += generation + 2;
}

/** Free the used, unpinned block of entry `i`; after its last generation the entry retires. O(1). */
export function release(pool: Pool, k: number, i: number): void {
  var w = pool.w;
  var slot = pool.slot;
  var header = w[k];
  var granules = granulesIn(header);
  var generation = header;
  if (header & Header.Big) {
    generation = w[k + (granules << (logOf(pool) - 1)) - 1];
    header += generation;
  }
  generation &= ~Header.Below;
  w[slot + Control.Checksum] -= header;
  if (generation < Header.Last) spare(pool, k, i, granules, generation + Header.Generation);
  else {
    w[pool.end - i] = Entry.Retired;
    makeHole(pool, k, granules);
  }
}
