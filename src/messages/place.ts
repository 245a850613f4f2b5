/** Where a message goes in the ring, how room is made for it, and how it comes to be there. */

import { Fault, refuse } from '../core/faults.ts';
import { Control, Flag, type Pool, Ring } from './layout.ts';
import { drop, indexOf, oldest } from './pool.ts';

const enum No {
  /** Gap, unless something is overwritten. */
  Gap = -1,
  /** Way to tell: the control words lead out of the ring. */
  Way = -2,
}

/**
 * Where `granules` granules, which the ring has, are free in one piece now, or why nowhere. An empty ring goes on where it is, or begins at 0
 * if that does not do. The short way of `push` decides alike: images do not tell which way a message took. O(1).
 */
export function findGap(pool: Pool, granules: number): number {
  var tail = pool.head[Control.Tail];
  var head = pool.head[Control.Head];
  var from = tail & Ring.Granule;
  var to = head & Ring.Granule;
  if (!((tail ^ head) >>> 16)) return tail === head && pool.end - from >= granules ? from : 0;
  if ((from > to ? from : to) >= pool.end) return No.Way;
  if (from > to) return pool.end - from >= granules ? from : to >= granules ? 0 : No.Gap;
  return to - from >= granules ? from : No.Gap;
}

/** Make room by giving up the oldest messages. Returns the granule, or a number below 0 and a fault: nothing is to be overwritten, or damaged. */
export function overwrite(pool: Pool, granules: number, at: number): number {
  var granule = 0;
  if (at < No.Gap) return refuse(pool.u8, Fault.Corrupt) - 1;
  if (!(pool.head[Control.Flags] & Flag.Overwrites)) return refuse(pool.u8, Fault.NoSpace) - 1;
  // Each turn there is one message less; the last leaves an empty ring, which has room.
  while (at < 0 && (granule = oldest(pool)) >= 0) {
    drop(pool, granule);
    at = findGap(pool, granules);
  }
  return at;
}

/**
 * Say that a message of `bytes` bytes, which are written already, is at `at`; the last store says that it is there. They may have
 * been bytes of the ring itself, which the other words overwrite.
 */
export function enter(pool: Pool, at: number, granules: number, bytes: number): void {
  var head = pool.head;
  var tail = head[Control.Tail];
  var from = tail & Ring.Granule;
  pool.w[indexOf(pool, at)] = bytes;
  if (!((tail ^ head[Control.Head]) >>> 16)) head[Control.Head] = (tail & ~Ring.Granule) | at;
  // What is left of the ring is skipped.
  else if (at !== from) pool.w[indexOf(pool, from)] = Ring.Skip;
  at += granules;
  head[Control.Tail] = ((tail & ~Ring.Granule) + Ring.Message) | (at < pool.end ? at : 0);
}
