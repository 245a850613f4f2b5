/** The collector: objects that are freed when nothing refers to them, in pauses that the caller chooses. See layout.ts. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import {
  directory,
  isPool,
  isRegion,
  nameRegion,
  refuseRegion,
  releaseRegion,
  rowBytes,
  takeRegion,
  writeRow,
} from '../heap/regions.ts';
import { isIdle } from '../tables/block.ts';
import { attach as attachTables } from '../tables/index.ts';
import { describe as describeTables, format as formatTables, isEnough } from '../tables/pool.ts';
import { Control, type Gc, Limit, State } from './layout.ts';
import { describe, isReady, mostBytes, regionBytes, renew } from './pool.ts';
import { mend } from './repair.ts';
import { Broken, verify } from './verify.ts';

export type { Heap } from '../heap/layout.ts';
export type { Gc } from './layout.ts';
export { collect, step } from './cycle.ts';
export type { Finalize } from './finalizers.ts';
export { runFinalizers } from './finalizers.ts';
export { alloc, defineType, getRef, setRef } from './objects.ts';
export { close, deref, dropWeak, getRoot, hold, open, pin, setRoot, unpin, weak } from './roots.ts';

/** Make an empty pool of `bytes` bytes, with room for so many entries, in the region that its row at `row` will be. */
function createPool(heap: Heap, row: number, bytes: number, entries: number): void {
  // Nothing leads to this row yet.
  writeRow(directory(heap), row, bytes, Kind.Tables);
  formatTables(describeTables(heap, row + Image.RowBytes), entries);
}

/** Set up the control words of an empty collector, `bytes` before its pool. */
function format(heap: Heap, address: number, bytes: number, objects: number, poolBytes: number): void {
  var w = new Uint16Array(heap.buffer, heap.byteOffset + address, bytes >> 1);
  var k = bytes >> 1;
  while (k--) w[k] = 0;
  w[Control.State] = State.Idle;
  w[Control.Objects] = objects;
  w[Control.TypeCount] = 1;
  w[Control.StartObjects] = objects >> 1;
  k = mostBytes(poolBytes, objects) >> 1;
  w[Control.StartBytes] = k;
  w[Control.StartBytes + 1] = k >>> 16;
}

/**
 * Carve a collector out of a heap: `bytes` bytes in all, for up to `objects` objects (below 65000); 550 bytes of
 * them, and 4 for each object, are for the collector itself. Returns it, or null: no hole of that size, or too few
 * bytes. O(regions, objects).
 */
export function create(heap: Heap, bytes: number, objects: number): Gc | null {
  var own = regionBytes(objects);
  var isFit =
    bytes >>> 0 === bytes &&
    objects >>> 0 === objects &&
    objects > 0 &&
    objects < Limit.Frame &&
    bytes > own + Image.RowBytes + Image.LeastRegionBytes &&
    isEnough(bytes - own - Image.RowBytes, objects);
  var address = takeRegion(heap, isFit ? bytes : 0);
  var poolBytes: number;
  if (!address) return null;
  poolBytes = rowBytes(directory(heap), address - Image.RowBytes) - Image.RowBytes - own;
  createPool(heap, address + own, poolBytes, objects);
  format(heap, address, own, objects, poolBytes);
  // Collector and pool are there with this store.
  nameRegion(heap, address, Kind.Gc, own + Image.RowBytes);
  return describe(heap, address);
}

/** The collector at `address`, in whatever state it is, or null and a fault. O(regions). */
function collectorAt(heap: Heap, address: number): Gc | null {
  var isThere = isRegion(heap, address, Kind.Gc);
  return (isThere && describe(heap, address)) || refuseRegion(heap, isThere ? Fault.Corrupt : Fault.BadAddress) || null;
}

/**
 * Open the collector at `address` of an image (from heap.find), with its pool; a cycle that was under way continues.
 * Returns it, or null: none there, a call on it was cut off in the middle (Fault.Interrupted: see repairAt), or its
 * structure is damaged. Changes nothing. O(objects and references).
 */
export function attach(heap: Heap, address: number): Gc | null {
  var gc = collectorAt(heap, address);
  var broken: number;
  if (!gc || !attachTables(heap, gc.tables.base)) return null;
  broken = verify(gc);
  return broken ? refuse(heap, broken === Broken.CutOff ? Fault.Interrupted : Fault.Corrupt) || null : gc;
}

/**
 * Make a collector and its pool sound again after a call that was cut off in the middle (Ctrl-C, out of memory):
 * until then calls are refused with Fault.Interrupted. No object that was there before is lost, and none that
 * something refers to is freed; a cycle of marking starts over. Returns true, also if there was nothing to do, or
 * false and changes nothing: damaged by something else. O(objects and references).
 */
export function repair(gc: Gc): boolean {
  return (gc.wide[Image.EpochWord] === gc.epoch || renew(gc)) && mend(gc);
}

/** The same for a collector that attach refused as interrupted: see repair. Also false if there is none at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  var gc = collectorAt(heap, address);
  return !!gc && mend(gc);
}

/**
 * Give the collector and its pool back to the heap; every later call on either is refused. Returns true, or false and nothing
 * changed: called from inside `moved`, destroyed or cut off before, or the heap's directory is damaged. O(regions).
 */
export function destroy(gc: Gc): boolean {
  return (
    isPool(gc, Kind.Gc) &&
    isReady(gc) &&
    isIdle(gc.tables) &&
    releaseRegion(gc.u8, gc.base, rowBytes(directory(gc.u8), gc.tables.base - Image.RowBytes))
  );
}
