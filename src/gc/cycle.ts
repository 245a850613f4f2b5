/** A cycle: marking, then the sweep, unit by unit; and how fast allocations drive it. */

import { isIdle } from '../tables/block.ts';
import { recycle } from '../tables/entries.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';
import { beginMark, markUnits } from './mark.ts';
import { costOf, freeBytes, highOf, isReady, typeAt } from './pool.ts';

/** Let the weak references to object `i` name nothing; they stay taken until their owner drops them. O(weak references). */
function clearWeak(gc: Gc, i: number): void {
  var k = gc.slot + Control.Weak;
  for (; k < gc.slot + Control.Words; k++) if (gc.w[k] === i) gc.w[k] = Limit.Cleared;
}

/** Give the block of object `i` back; not when it was pinned through the pool, behind the collector's back. A call is marked. */
export function free(gc: Gc, i: number): boolean {
  var bytes = recycle(gc.tables, i);
  if (!bytes) return false;
  gc.u8[gc.cols + i] = Colour.None;
  gc.w[gc.slot + Control.Count]--;
  gc.wide[(gc.slot + Control.Bytes) >> 1] -= costOf(bytes);
  return true;
}

/** White object `i` is unreachable. */
function bury(gc: Gc, i: number): void {
  var u8 = gc.u8;
  var type = typeAt(gc, i);
  if (u8[type] & Type.Weak) clearWeak(gc, i);
  if (gc.w[gc.slot + Control.Types + 2 * (u8[type] & Type.Number) + 1] & Type.Finalized) {
    u8[gc.cols + i] = Colour.Waiting;
    gc.w[gc.slot + Control.Waiting]++;
  } else if (!free(gc, i)) u8[type] = 0; // what it names may go, so it becomes a leaf
}

/** Let the next cycle begin when half of what is free now is used up. */
function endCycle(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  w[slot + Control.StartObjects] = Math.max(gc.end - w[slot + Control.Count], 0) >> 1;
  gc.wide[(slot + Control.StartBytes) >> 1] = Math.max(freeBytes(gc), 0) >> 1;
  w[slot + Control.Cycles]++;
  // The state first: a sweep that is cut off takes what is white from Sweep on for dead.
  w[slot + Control.State] = State.Idle;
  w[slot + Control.Sweep] = 0;
}

/** Units of the sweep, up to `budget`. Returns how many it were. Cut off in the middle, what is white from the noted entry on is dead, and before it is not. */
function sweepUnits(gc: Gc, budget: number): number {
  var u8 = gc.u8;
  var w = gc.w;
  var cols = gc.cols;
  var sweep = gc.slot + Control.Sweep;
  var high = highOf(gc);
  var from = w[sweep];
  var i = from;
  var last = budget * Limit.Slots <= high - i ? i + budget * Limit.Slots - 1 : high;
  while (i <= last) {
    if (u8[cols + i] === Colour.Black) {
      w[sweep] = i + 1;
      u8[cols + i] = Colour.White;
    } else if (u8[cols + i] === Colour.White) bury(gc, i);
    i++;
  }
  w[sweep] = i;
  if (i > high) endCycle(gc);
  return Math.max(1, Math.ceil((i - from) / Limit.Slots));
}

/**
 * Begin a cycle, and set the tax so that it ends before what is free now is used up. W bounds its
 * units: each object once, slices, sweep, searches and root scans; docs/design/gc.md has the proof.
 */
function begin(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  var work =
    w[slot + Control.Count] + (gc.wide[(slot + Control.Bytes) >> 1] >> 6) + (w[slot + Control.High] >> 3) + Limit.Slots;
  w[slot + Control.Tax] = Math.min(65535, Math.ceil(work / Math.max(1, gc.end - w[slot + Control.Count])));
  w[slot + Control.TaxBytes] = Math.min(65535, Math.ceil((work * 256) / Math.max(1, freeBytes(gc))));
  beginMark(gc);
}

/** Do up to `budget` units. The collector and its pool are ready. */
function work(gc: Gc, budget: number): boolean {
  var w = gc.w;
  var slot = gc.slot;
  var state = slot + Control.State;
  var units = 0;
  w[slot] = 1;
  if (w[state] === State.Idle) begin(gc);
  while (units < budget && w[state] !== State.Idle)
    units += w[state] === State.Mark ? markUnits(gc, budget - units) : sweepUnits(gc, budget - units);
  gc.wide[(slot + Control.Units) >> 1] += units;
  w[slot] = 0;
  return w[state] === State.Idle;
}

/**
 * Do up to `budget` units of a cycle, beginning one if none is under way. A unit is one object, 16
 * slots of a long array, a search through 256 colours, the scan of at most 96 roots, or the sweep
 * of 16 entries. Returns true when the cycle ended, else false: more is left, or a fault. O(budget).
 */
export function step(gc: Gc, budget: number): boolean {
  if (!isReady(gc) || !isIdle(gc.tables)) return false;
  return budget > 0 ? work(gc, budget) : !!refuse(gc.u8, Fault.BadArgument);
}

/** Finish the cycle that is under way, if any, and do a whole one: all that is unreachable now goes. Returns true, or false and a fault: destroyed, cut off before, or called from inside a callback. O(objects, slots and entries). */
export function collect(gc: Gc): boolean {
  return (
    isReady(gc) &&
    isIdle(gc.tables) &&
    (gc.w[gc.slot + Control.State] === State.Idle || work(gc, 1 / 0)) &&
    work(gc, 1 / 0)
  );
}

/** What an allocation of `bytes` does for the cycle, and whether one must begin. The collector and its pool are ready. O(units of the tax). */
export function pay(gc: Gc, bytes: number): void {
  var w = gc.w;
  var slot = gc.slot;
  if (w[slot + Control.State] === State.Idle) {
    if (
      gc.end - w[slot + Control.Count] > w[slot + Control.StartObjects] &&
      freeBytes(gc) - bytes > gc.wide[(slot + Control.StartBytes) >> 1]
    )
      return;
    // The tax is that of the cycle that begins.
    w[slot] = 1;
    begin(gc);
    w[slot] = 0;
  }
  work(gc, Math.max(w[slot + Control.Tax], Math.ceil((costOf(bytes) * w[slot + Control.TaxBytes]) / 256)));
}
