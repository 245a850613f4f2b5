/** Finalisers: run when the program says, never inside the collector. */

import { Fault, refuse } from '../core/faults.ts';
import { isIdle } from '../tables/block.ts';
import { addressAt, bytesAt } from '../tables/entries.ts';
import { free } from './cycle.ts';
import { Colour, Control, type Gc, Type } from './layout.ts';
import { highOf, isReady, typeAt } from './pool.ts';

/** What runFinalizers calls for an object that is gone: with its type, and a copy of its first bytes. */
export type Finalize = (type: number, bytes: Uint8Array) => void;

/** Free a waiting object. Returns whether it is gone: it may be in use yet. */
export function release(gc: Gc, i: number): boolean {
  var isFreed: boolean;
  gc.w[gc.control] = 1;
  isFreed = free(gc, i);
  if (isFreed) gc.w[gc.control + Control.Waiting]--;
  gc.w[gc.control] = 0;
  return isFreed;
}

/** Free a waiting object and call back. Returns how many it were: 1, or 0 when it cannot go yet. */
function finalizeOne(gc: Gc, i: number, finalize: Finalize): number {
  var address = addressAt(gc.tables, i);
  var bytes = new Uint8Array(Math.min(8, bytesAt(gc.tables, i)));
  var type = gc.u8[typeAt(gc, i)] & Type.Number;
  var isFreed: boolean;
  bytes.set(gc.u8.subarray(address, address + bytes.length));
  isFreed = release(gc, i);
  if (isFreed) finalize(type, bytes);
  return isFreed ? 1 : 0;
}

/**
 * Free up to `max` dead objects of finalized types. Calls finalize(type, bytes) for each after it is gone, with a
 * copy of the first bytes of its payload, at most 8. It may call anything; if it throws, its object is gone all the
 * same. Returns how many were freed; 0 if none were waiting, or it is refused. O(objects), and the calls.
 */
export function runFinalizers(gc: Gc, max: number, finalize: Finalize): number {
  var i = isReady(gc) && isIdle(gc.tables) ? highOf(gc) : 0;
  var count = 0;
  if (i && (!(max >= 0) || typeof finalize !== 'function')) return refuse(gc.u8, Fault.BadArgument);
  for (; i > 0 && count < max && gc.w[gc.control + Control.Waiting]; i--) {
    if (gc.u8[gc.colours + i] === Colour.Waiting) {
      count += finalizeOne(gc, i, finalize);
      // It may have destroyed the collector, and made a smaller one.
      if (!isReady(gc) || !isIdle(gc.tables)) return count;
      if (i > highOf(gc)) i = highOf(gc) + 1;
    }
  }
  return count;
}
