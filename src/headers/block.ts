/** Used blocks: which address names one, cutting one from a free block, giving its tail back. */

import { LARGE_HEAPS } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import { granulesOf, insert, remove, resizeFree, search, settle, settleDeferred, writeHeader } from './bins.ts';
import { Big, Bit, Fit, type Pool, Slot, State, Wiped } from './layout.ts';

/** Whether a call may work on the pool now; if not, the fault says why. O(1). */
export function isIdle(pool: Pool): boolean {
  var state = pool.w[pool.slot];
  return state === State.Idle || !!refuse(pool.u8, state === State.Busy ? Fault.Locked : Fault.BadArgument);
}

/** log2 of a granule's bytes, where it can differ at all. */
export function logOf(pool: Pool): number {
  return LARGE_HEAPS ? pool.log : 2;
}

/** Granules between the start of the used block `b` and its payload's. */
export function leadOf(pool: Pool, b: number): number {
  return LARGE_HEAPS && pool.log < 3 && granulesOf(pool.w, b) > Big.Granules ? Big.Lead : 0;
}

/** Bytes of payload of the used block `b`. */
export function payloadBytes(pool: Pool, b: number): number {
  var log = logOf(pool);
  var granules = granulesOf(pool.w, b);
  return ((LARGE_HEAPS ? granules - leadOf(pool, b) : granules) << log) - (1 << (log - 1));
}

/**
 * Granules of a block with `bytes` of payload, its header included; 0 and a fault when the pool is
 * busy, `bytes` is not a whole number from 1 up, or more than any pool there could have. O(1).
 */
export function granulesFor(pool: Pool, bytes: number): number {
  var log = logOf(pool);
  var granules = (bytes + (LARGE_HEAPS ? (3 << (log - 1)) - 1 : 5)) >>> log;
  if (!isIdle(pool)) return 0;
  if (bytes >>> 0 !== bytes || !bytes) return refuse(pool.u8, Fault.BadArgument);
  if (bytes >>> log >= pool.end) return refuse(pool.u8, Fault.NoSpace);
  if (LARGE_HEAPS && granules >= Big.Granules && log < 3) granules += Big.Lead;
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
  var w = pool.w;
  var log = logOf(pool);
  var b = address >> log;
  var header: number;
  var granules: number;
  if (w[pool.slot] !== State.Idle && !isIdle(pool)) return 0;
  if (b << log === address && b >= pool.low && b < pool.end) {
    header = w[2 * b - 1];
    granules = header >> 2;
    if (LARGE_HEAPS && header === Big.Marker && log < 3 && b - Big.Lead >= pool.low) {
      b -= Big.Lead;
      header = w[2 * b - 1];
      granules = header < 4 ? w[2 * b + 4] : 0;
    }
    if (header === Wiped.Header || (header & Bit.Both) === Bit.BelowUsed) return refuse(pool.u8, Fault.AlreadyFree);
    if (header & Bit.Used && granules > 1 && b + granules <= pool.end &&
      w[2 * (b + granules) - 1] & Bit.BelowUsed) {
      return granules <= Slot.Last && w[pool.slot + granules] === b ? refuse(pool.u8, Fault.AlreadyFree) : b;
    }
  }
  return refuse(pool.u8, Fault.BadAddress);
}

/**
 * Cut a used block of `granules`, or one granule more, out of a free block: small ones from its
 * upper end, others from its lower. Returns it, or 0. O(1).
 */
export function reserve(pool: Pool, granules: number, bytes: number): number {
  var w = pool.w;
  var b = 0;
  var has: number;
  var rest: number;
  if (granules <= pool.end - pool.low) {
    b = search(pool, granules);
    if (!b) {
      settleDeferred(pool, 0);
      b = search(pool, granules);
    }
  }
  if (!b) return refuse(pool.u8, Fault.NoSpace);
  has = granulesOf(w, b);
  rest = has - granules;
  if (rest > 1 && bytes <= Fit.SmallBytes) {
    writeHeader(pool, b + rest, granules, Bit.Used);
    resizeFree(pool, b, has, rest);
    b += rest;
  } else {
    remove(pool, b, has);
    if (rest > 1) insert(pool, b + granules, rest);
    else granules += rest;
    writeHeader(pool, b, granules, Bit.Both);
  }
  w[2 * (b + granules) - 1] |= Bit.BelowUsed;
  return b;
}

/** Give back what the used block `b` has beyond `granules`, if that makes a block. O(1). */
export function trim(pool: Pool, b: number, granules: number): void {
  var rest = granulesOf(pool.w, b) - granules;
  if (rest > 1) {
    writeHeader(pool, b + granules, rest, Bit.BelowUsed);
    writeHeader(pool, b, granules, pool.w[2 * b - 1] & Bit.Both);
    settle(pool, b + granules, rest);
  }
}

/** Grow the used block `b` into the free block above it, if that makes `granules`. O(1). */
export function growUp(pool: Pool, b: number, granules: number): void {
  var w = pool.w;
  var has = granulesOf(w, b);
  var above = b + has;
  var size = w[2 * above - 1] >> 2;
  // Slots 0 and 1 name no block.
  if (size <= Slot.Last && w[pool.slot + size] === above) {
    w[pool.slot + size] = 0;
    settle(pool, above, size);
  }
  if (!(w[2 * above - 1] & Bit.Used) && has + (size = granulesOf(w, above)) >= granules) {
    remove(pool, above, size);
    has += size;
    // Never more than is kept, even for a moment: the size of a large block lies where payload is.
    if (has - granules > 1) {
      // The links of what is left may lie where the large block that goes has its size.
      if (LARGE_HEAPS) {
        writeHeader(pool, b + granules, has - granules, Bit.BelowUsed);
        writeHeader(pool, b, granules, w[2 * b - 1] & Bit.Both);
      }
      insert(pool, b + granules, has - granules);
    } else granules = has;
    w[2 * (b + granules) - 1] |= Bit.BelowUsed;
    writeHeader(pool, b, granules, w[2 * b - 1] & Bit.Both);
  }
}
