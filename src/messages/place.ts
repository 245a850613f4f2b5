/** Where a message goes in the ring, how room is made for it, and how it comes to be there. */

import { Fault, refuse } from '../core/faults.ts';
import { Control, Flag, type Pool, Ring } from './layout.ts';
import { drop, indexOf, oldest } from './pool.ts';

const enum No {
  /** Room, unless something is overwritten. */
  Room = -1,
  /** Way to tell: the control words lead out of the ring. */
  Way = -2,
}

/**
 * Where `units` units, which the ring has, are free in one piece now, or why nowhere. An empty ring goes on where it is, or begins at 0
 * if that does not do. The short way of `push` decides alike: images do not tell which way a message took. O(1).
 */
export function placeFor(pool: Pool, units: number): number {
  var tail = pool.head[Control.Tail];
  var head = pool.head[Control.Head];
  var from = tail & Ring.Unit;
  var to = head & Ring.Unit;
  if (!((tail ^ head) >>> 16)) return tail === head && pool.end - from >= units ? from : 0;
  if ((from > to ? from : to) >= pool.end) return No.Way;
  if (from > to) return pool.end - from >= units ? from : to >= units ? 0 : No.Room;
  return to - from >= units ? from : No.Room;
}

/** Make room by giving up the oldest messages. Returns the place, or a number below 0 and a fault: nothing is to be overwritten, or damaged. */
export function overwrite(pool: Pool, units: number, place: number): number {
  var unit = 0;
  if (place < No.Room) return refuse(pool.u8, Fault.Corrupt) - 1;
  if (!(pool.head[Control.Flags] & Flag.Overwrites)) return refuse(pool.u8, Fault.NoSpace) - 1;
  // Each turn there is one message less; the last leaves an empty ring, which has room.
  while (place < 0 && (unit = oldest(pool)) >= 0) {
    drop(pool, unit);
    place = placeFor(pool, units);
  }
  return place;
}

/**
 * Say that a message of `bytes` bytes, which are written already, is at `place`; the last store says that it is there. They may have
 * been bytes of the ring itself, which the other words overwrite.
 */
export function enter(pool: Pool, place: number, units: number, bytes: number): void {
  var head = pool.head;
  var tail = head[Control.Tail];
  var from = tail & Ring.Unit;
  pool.w[indexOf(pool, place)] = bytes;
  if (!((tail ^ head[Control.Head]) >>> 16)) head[Control.Head] = (tail & ~Ring.Unit) | place;
  // What is left of the ring is skipped.
  else if (place !== from) pool.w[indexOf(pool, from)] = Ring.Skip;
  place += units;
  head[Control.Tail] = ((tail & ~Ring.Unit) + Ring.Message) | (place < pool.end ? place : 0);
}
