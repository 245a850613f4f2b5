/** From a region of the heap to a pool and back: made, opened, made sound again, renewed, given back. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isPool, isRegion, nameRegion, refuseRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { begin, end, isIdle } from './block.ts';
import { Control, Entry, Header, type Pool } from './layout.ts';
import { describe, entriesOf, format, isEnough, isThere, markOf } from './pool.ts';
import { mend } from './repair.ts';
import { countFree, freeEntry } from './table.ts';
import { Broken, verify } from './verify.ts';

/**
 * Carve a pool out of a heap: `bytes` bytes in all, including everything the pool needs. The table grows as needed;
 * with `handles`, room for that many entries is kept free of blocks. Returns the pool, or null: no hole of that size,
 * or no block fits beside the table. O(regions).
 */
export function create(heap: Heap, bytes: number, handles?: number): Pool | null {
  var entries = handles || 1;
  var isFit = entries >>> 0 === entries && entries <= Entry.Most && isEnough(bytes, entries);
  var address = takeRegion(heap, isFit ? bytes : 0);
  var pool = address ? describe(heap, address) : null;
  if (!pool) return null;
  format(pool, entries);
  nameRegion(heap, address, Kind.Tables);
  return pool;
}

/**
 * Open the pool at `address` of an image (from heap.find). Returns it, or null: no tables pool there, its structure
 * is damaged, or a call was cut off in the middle (Fault.Interrupted: see repairAt). Changes nothing. O(blocks), and
 * a search of the table for each.
 */
export function attach(heap: Heap, address: number): Pool | null {
  var pool = isRegion(heap, address, Kind.Tables) ? describe(heap, address) : null;
  var broken = pool ? verify(pool) & 15 : 0;
  if (!pool) return refuseRegion(heap, Fault.BadAddress) || null;
  return broken ? refuse(heap, broken === Broken.CutOff ? Fault.Interrupted : Fault.Corrupt) || null : pool;
}

/**
 * Make a pool sound again after a call that was cut off in the middle (Ctrl-C, out of memory): until then, calls are
 * refused with Fault.Interrupted. No block that was handed out is lost; the interrupted call is done completely or
 * not at all. Returns true, also if there was nothing to do, or false and changes nothing: damaged by something else.
 * Works inside `moved`, too: it ends the call that moves blocks. O(blocks), and a search of the table for each.
 */
export function repair(pool: Pool): boolean {
  return isThere(pool) && mend(pool);
}

/** The same for a pool that attach refused as interrupted: see repair. Also false if there is no tables pool at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  return isRegion(heap, address, Kind.Tables) ? mend(describe(heap, address)) : !!refuseRegion(heap, Fault.BadAddress);
}

/**
 * Let entries that have used up their 511 generations start over, and those that the table gave back. Call it only
 * when no handle of a deallocated block is kept anywhere: such a handle could name a new block. Returns how many
 * entries came back; also 0 when called from inside `moved`. O(entries).
 */
export function renew(pool: Pool): number {
  var w: Uint16Array;
  var i = isIdle(pool) ? entriesOf(pool) : 0;
  var renewed = 0;
  if (!i) return 0;
  w = pool.w;
  begin(pool);
  for (; i; i--) {
    if (w[pool.end - i] === Entry.Retired) {
      freeEntry(pool, i, Header.Generation);
      countFree(pool, i);
      renewed++;
    }
  }
  if (markOf(pool) === Header.Generations) renewed += w[Control.High] - w[Control.Entries];
  w[Control.Mark] -= markOf(pool);
  w[Control.High] = w[Control.Entries];
  end(pool);
  return renewed;
}

/**
 * Give the pool's region back to the heap. Every block is gone, and every later call on the pool is
 * refused. Returns true, or false and nothing changed: called from inside `moved`, destroyed before, a call was cut off,
 * or the heap's directory is damaged. O(regions).
 */
export function destroy(pool: Pool): boolean {
  return isPool(pool, Kind.Tables) && isIdle(pool) && releaseRegion(pool.u8, pool.base);
}
