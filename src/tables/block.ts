/** Blocks and holes: their sizes and headers, and which handle names one. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Control, Header, Place, type Pool, Refused, State } from './layout.ts';
import { granulesIn, isThere, logOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';

/** Refuse for a pool that is not idle. */
function refuseBusy(pool: Pool): boolean {
  var state = pool.w[Control.State];
  return !!refuse(
    pool.u8,
    state === State.Busy ? Fault.Locked : state >= State.Pushing ? Fault.Interrupted : Fault.Corrupt,
  );
}

/** Whether a call may work on the pool now; if not, the fault says why. O(1), but see isThere. */
export function isIdle(pool: Pool): boolean {
  return (pool.epochs[0] === pool.epoch || isThere(pool)) && (pool.w[Control.State] === State.Idle || refuseBusy(pool));
}

/** Begin to change an idle pool: from here to `end` a call that is cut off has to be repaired. */
export function begin(pool: Pool): void {
  pool.w[Control.State] = State.Changing;
  pool.w[Control.Valid] = 0;
}

/** The change is whole. */
export function end(pool: Pool): void {
  pool.w[Control.Valid] = pool.w[Control.Entries];
  pool.w[Control.State] = State.Idle;
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

/** Whether a word with pins says that the block is used and pinned. One comparison, which the build puts into its callers; isFree alike. */
export function isPinned(generation: number): boolean {
  return (generation - Header.Pin) >>> 0 < Header.Free - Header.Pin;
}

/** Whether a word with pins says that the block is free. */
export function isFree(generation: number): boolean {
  return (generation - Header.Free) >>> 0 < Header.Big - Header.Free;
}

/** The handle of entry `i`, with the word that has its generation. */
export function handleOf(generation: number, i: number): number {
  return (((generation >> Header.GenerationShift) & Header.Generations) << 16) | i;
}

/** Granules of a block with `bytes` of payload, all told; 0 and a fault when no block can have as many. O(1). */
export function granulesFor(pool: Pool, bytes: number): number {
  var log = logOf(pool);
  var granules = (bytes + (1 << log) + 1) >>> log;
  if (bytes >>> 0 !== bytes || !bytes) return refuse(pool.u8, Fault.BadArgument);
  // Nothing near 2^32 may wrap round.
  if (bytes >>> 30) return refuse(pool.u8, Fault.NoSpace);
  if (granules > Header.SmallGranules) granules = (bytes + (1 << log) + 3) >>> log;
  return LARGE_HEAPS && granules > Header.ExactGranules ? (granules + 3) & -4 : granules;
}

/** What a block adds to the checksum. */
export function weightOf(pool: Pool, k: number): number {
  var header = pool.w[k];
  var word = pool.w[generationAt(pool, k)];
  if (isFree(word)) word -= Header.Free;
  return header < Header.Big ? word : header + word;
}

/** Write the headers of a used block, the first one last, and count them. `generation` is in place, other bits 0. */
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

/** End the blocks at `k`, where a hole or block ends or begins. */
export function setTop(pool: Pool, k: number): void {
  pool.w[Control.Top] = placeOf(k, pool);
  pool.w[k] = Header.Sentinel;
  if (pool.w[Control.Rover] > pool.w[Control.Top]) pool.w[Control.Rover] = pool.w[Control.Top];
  if (pool.w[Control.Slide] > pool.w[Control.Top]) pool.w[Control.Slide] = Place.First;
}

/** Make a hole of `granules` granules at `k`, joined with one above, or lower the top when nothing is above. What was there is not counted any more. */
export function makeHole(pool: Pool, k: number, granules: number): void {
  var w = pool.w;
  var above = k + (granules << shiftOf(pool));
  var top = topOf(pool);
  w[Control.Refused] = Refused.Nothing;
  w[Control.Holes] += granules;
  if (above < top && !w[above]) {
    if (w[Control.Rover] === placeOf(above, pool)) w[Control.Rover] = placeOf(k, pool);
    if (w[Control.Slide] === placeOf(above, pool)) w[Control.Slide] = placeOf(k, pool);
    granules += w[above + 1];
    above = k + (granules << shiftOf(pool));
  }
  if (above === top) {
    w[Control.Holes] -= granules;
    setTop(pool, k);
  } else {
    w[k + 1] = granules;
    w[k] = 0;
  }
}

/** The rest of find: big blocks, and what is no handle. */
function findBig(pool: Pool, handle: number): number {
  var w = pool.w;
  var i = handle & 65535;
  var e = pool.end - i;
  var k = e > 0 && i <= w[Control.Valid] ? wordAt(w[e], pool) : e;
  var granules = k < e && w[k] > Header.Sentinel ? granulesIn(w[k]) : 0;
  var last = k + (granules << shiftOf(pool)) - 1;
  if (granules > Header.SmallGranules && last < e && w[last] < Header.Free && handleOf(w[last], i) === handle) return k;
  return isIdle(pool) ? refuse(pool.u8, Fault.StaleHandle) : 0;
}

/** The header of the used block that `handle` names, or 0 and a fault. What it says of sizes keeps to the pool. O(1). */
export function find(pool: Pool, handle: number): number {
  var w = pool.w;
  var i = handle & 65535;
  var e = pool.end - i;
  var k: number;
  var header: number;
  if (pool.epochs[0] !== pool.epoch) return isThere(pool) ? find(pool, handle) : 0;
  return e > 0 &&
    i <= w[Control.Valid] &&
    (k = wordAt(w[e], pool)) < e &&
    (header = w[k]) < Header.Free &&
    ((((header >> Header.GenerationShift) & Header.Generations) << 16) | i) === handle &&
    (header &= Header.Size) &&
    k + (header << shiftOf(pool)) <= e
    ? k
    : findBig(pool, handle);
}
