/** Used blocks: which address names one, what a size takes, giving a tail back, growing. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { granulesOf, insert, remove, release, settleDeferred, writeHeader } from './bins.ts';
import { Big, Bit, type Pool, Deferred, State, Wiped } from './layout.ts';
import { renew } from './pool.ts';

/** log2 of a granule's bytes, where it can differ at all. */
export function logOf(pool: Pool): number {
  return LARGE_HEAPS ? pool.log : 2;
}

/** Whether the state word is a state and no counter. */
export function isStopped(pool: Pool): boolean {
  return LARGE_HEAPS ? pool.w[pool.control] > pool.end - pool.first + 1 : pool.w[pool.control] > pool.end;
}

/** Which call the pool's state says is running, or was cut off: State.Kind of it, or 0 for a counter and for what is neither. */
export function stateOf(pool: Pool): number {
  return pool.w[pool.control] >>> 2 === (logOf(pool) > 2 ? 0x3fffffff : 0x3fff) ? pool.w[pool.control] & State.Kind : 0;
}

/** Whether a call may work on the pool now; if not, the fault says why. O(1); O(regions) after one was given back. */
export function isIdle(pool: Pool): boolean {
  if (pool.epochs[0] !== pool.epoch && !renew(pool)) return false;
  return (
    !isStopped(pool) ||
    !!refuse(
      pool.u8,
      (pool.w[pool.control] & State.Kind) === (State.Busy & State.Kind) ? Fault.Locked : Fault.Interrupted,
    )
  );
}

/** Granules between the start of the used block `b` and its payload's. */
export function payloadOffsetOf(pool: Pool, b: number): number {
  return LARGE_HEAPS && pool.log < 3 && granulesOf(pool, b) > Big.Granules ? Big.PayloadOffset : 0;
}

/** Bytes of payload of the used block `b`. */
export function payloadBytes(pool: Pool, b: number): number {
  var log = logOf(pool);
  var granules = granulesOf(pool, b);
  return ((LARGE_HEAPS ? granules - payloadOffsetOf(pool, b) : granules) << log) - (1 << (log - 1));
}

/**
 * Granules of a block with `bytes` of payload, its header included; 0 and a fault when the pool is
 * busy, `bytes` is not a whole number from 1 up, or more than any pool there could have. O(1).
 */
export function granulesFor(pool: Pool, bytes: number): number {
  var log: number;
  var granules: number;
  // Most calls end here, without another: it costs as much as the rest.
  if ((pool.epochs[0] !== pool.epoch || LARGE_HEAPS || pool.w[pool.control] > pool.end) && !isIdle(pool)) return 0;
  if (bytes >>> 0 !== bytes || !bytes) return refuse(pool.u8, Fault.BadArgument);
  log = logOf(pool);
  if (bytes >>> log >= pool.end) return refuse(pool.u8, Fault.NoSpace);
  granules = (bytes + (LARGE_HEAPS ? (3 << (log - 1)) - 1 : 5)) >>> log;
  if (LARGE_HEAPS && granules >= Big.Granules && log < 3) granules += Big.PayloadOffset;
  return granules < 2 ? 2 : granules;
}

/**
 * The used block whose payload is at `address`, or 0 and a fault. O(1).
 *
 * What it lets pass: an address inside a block whose payload holds, right before it, a word that
 * reads as the header of a used block, and another such word with bit 1 set, or a real header, at
 * the end that the first one states. The checked build walks the pool and refuses those too.
 */
export function blockAt(pool: Pool, address: number): number {
  var w: Pool['w'];
  var log: number;
  var b: number;
  var header: number;
  var granules: number;
  if ((pool.epochs[0] !== pool.epoch || LARGE_HEAPS || pool.w[pool.control] > pool.end) && !isIdle(pool)) return 0;
  w = pool.w;
  log = logOf(pool);
  b = address >> log;
  if (b << log === address && b >= pool.first && b < pool.end) {
    header = w[2 * b - 1];
    granules = header >> 2;
    if (LARGE_HEAPS && header === Big.Marker && log < 3 && b - Big.PayloadOffset >= pool.first) {
      b -= Big.PayloadOffset;
      header = w[2 * b - 1];
      granules = header < 4 ? w[2 * b + 4] : 0;
    }
    if (header === Wiped.Header || (header & Bit.Both) === Bit.BelowUsed) return refuse(pool.u8, Fault.AlreadyFree);
    if (header & Bit.Used && granules > 1 && b + granules <= pool.end && w[2 * (b + granules) - 1] & Bit.BelowUsed) {
      return granules <= Deferred.Last && w[pool.control + granules] === b ? refuse(pool.u8, Fault.AlreadyFree) : b;
    }
  }
  return refuse(pool.u8, Fault.BadAddress);
}

/** Give back what the used block `b` has beyond `granules`, if that makes a block. O(1). */
export function trim(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var free = w[pool.control];
  var rest = granulesOf(pool, b) - granules;
  if (rest > 1) {
    w[pool.control] = State.Cut;
    writeHeader(pool, b + granules, rest, Bit.BelowUsed);
    writeHeader(pool, b, granules, w[2 * b - 1] & Bit.Both);
    release(pool, b + granules, rest, free + rest);
  }
}

/**
 * The large block `b` of a dense pool becomes a plain one of `granules`, where its payload is: what was before that is
 * given back, too. One granule above the largest plain block it keeps all it has. O(1).
 */
export function shrinkLarge(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var free = w[pool.control];
  var start = b + Big.PayloadOffset;
  var rest = granulesOf(pool, b) - Big.PayloadOffset - granules;
  if (rest < 2) granules += rest;
  if (granules > Big.Granules) return;
  w[pool.control] = State.Cut;
  if (rest > 1) writeHeader(pool, start + granules, rest, Bit.BelowUsed);
  w[2 * start - 1] = (granules << 2) | Bit.Both;
  // This store makes it the plain block: what it was ends where it starts.
  w[2 * b - 1] = (Big.PayloadOffset << 2) | (w[2 * b - 1] & Bit.BelowUsed);
  if (release(pool, b, Big.PayloadOffset, rest > 1 ? State.Cut : free + Big.PayloadOffset) && rest > 1) {
    release(pool, start + granules, rest, free + Big.PayloadOffset + rest);
  }
}

/** Give back what the used block `b` has beyond `granules`, of whichever kind it is and becomes. O(1). */
export function shrink(pool: Pool, b: number, granules: number): void {
  if (LARGE_HEAPS && granules <= Big.Granules && payloadOffsetOf(pool, b)) shrinkLarge(pool, b, granules);
  else trim(pool, b, granules);
}

/** Grow the used block `b` into the free block above it, if that makes `granules`. O(1). */
export function growUp(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var has = granulesOf(pool, b);
  var above = b + has;
  var size = w[2 * above - 1] >> 2;
  var free: number;
  var rest: number;
  if (size >= Deferred.First && size <= Deferred.Last && w[pool.control + size] === above)
    settleDeferred(pool, size, size);
  size = granulesOf(pool, above);
  rest = has + size - granules;
  if (isStopped(pool) || w[2 * above - 1] & Bit.Used || size < 2 || above + size > pool.end || rest < 0) return;
  free = w[pool.control];
  w[pool.control] = State.Cut;
  remove(pool, above, size);
  // Never more than is kept, even for a moment: the size of a large block lies where payload is.
  if (rest > 1) {
    // The links of what is left may lie where the large block that goes has its size.
    if (LARGE_HEAPS) {
      writeHeader(pool, b + granules, rest, Bit.BelowUsed);
      writeHeader(pool, b, granules, w[2 * b - 1] & Bit.Both);
    }
    insert(pool, b + granules, rest);
  } else {
    granules += rest;
    w[2 * (b + granules) - 1] |= Bit.BelowUsed;
  }
  writeHeader(pool, b, granules, w[2 * b - 1] & Bit.Both);
  w[pool.control] = free - granules + has;
}
