/** A cycle: marking, then the sweep, unit by unit; and how fast allocations drive it. */

import { isIdle } from '../tables/block.ts';
import { recycle } from '../tables/entries.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';
import { beginMark, markUnits } from './mark.ts';
import { costOf, freeBytes, highOf, isReady, typeAt } from './pool.ts';

/** Let the weak references to object `i` name nothing; they stay taken until their owner drops them. O(weak references). */
function clearWeak(gc: Gc, i: number): void {
  var k = gc.control + Control.Weak;
  for (; k < gc.control + Control.Words; k++) if (gc.w[k] === i) gc.w[k] = Limit.Cleared;
}

/** Give the block of object `i` back; not when it was pinned through the pool, behind the collector's back. A call is marked. */
export function free(gc: Gc, i: number): boolean {
  var bytes = recycle(gc.tables, i);
  if (!bytes) return false;
  gc.u8[gc.colours + i] = Colour.None;
  gc.w[gc.control + Control.Count]--;
  gc.wide[(gc.control + Control.Bytes) >> 1] -= costOf(bytes);
  return true;
}

/** White object `i` is unreachable. */
function finalizeOrFree(gc: Gc, i: number): void {
  var u8 = gc.u8;
  var type = typeAt(gc, i);
  if (u8[type] & Type.Weak) clearWeak(gc, i);
  if (gc.w[gc.control + Control.Types + 2 * (u8[type] & Type.Number) + 1] & Type.Finalized) {
    u8[gc.colours + i] = Colour.Waiting;
    gc.w[gc.control + Control.Waiting]++;
  } else if (!free(gc, i)) u8[type] = 0; // what it names may go, so it becomes a leaf
}

/** Let the next cycle begin when half of what is free now is used up. */
function endCycle(gc: Gc): void {
  var w = gc.w;
  var control = gc.control;
  w[control + Control.StartObjects] = Math.max(gc.end - w[control + Control.Count], 0) >> 1;
  gc.wide[(control + Control.StartBytes) >> 1] = Math.max(freeBytes(gc), 0) >> 1;
  w[control + Control.Cycles]++;
  // The state first: a sweep that is cut off takes what is white from Sweep on for dead.
  w[control + Control.State] = State.Idle;
  w[control + Control.Sweep] = 0;
}

/** Units of the sweep, up to `budget`. Returns how many it were. Cut off in the middle, what is white from the noted entry on is dead, and before it is not. */
function sweepUnits(gc: Gc, budget: number): number {
  var u8 = gc.u8;
  var w = gc.w;
  var colours = gc.colours;
  var sweep = gc.control + Control.Sweep;
  var high = highOf(gc);
  var from = w[sweep];
  var i = from;
  var last = budget * Limit.References <= high - i ? i + budget * Limit.References - 1 : high;
  while (i <= last) {
    if (u8[colours + i] === Colour.Black) {
      w[sweep] = i + 1;
      u8[colours + i] = Colour.White;
    } else if (u8[colours + i] === Colour.White) finalizeOrFree(gc, i);
    i++;
  }
  w[sweep] = i;
  if (i > high) endCycle(gc);
  return Math.max(1, Math.ceil((i - from) / Limit.References));
}

/**
 * Begin a cycle, and set the assist so that it ends before what is free now is used up. W bounds its
 * units: each object once, slices, sweep, searches and root scans; docs/design/gc.md has the proof.
 */
function begin(gc: Gc): void {
  var w = gc.w;
  var control = gc.control;
  var work =
    w[control + Control.Count] +
    (gc.wide[(control + Control.Bytes) >> 1] >> 6) +
    (w[control + Control.High] >> 3) +
    Limit.References;
  w[control + Control.Assist] = Math.min(65535, Math.ceil(work / Math.max(1, gc.end - w[control + Control.Count])));
  w[control + Control.AssistBytes] = Math.min(65535, Math.ceil((work * 256) / Math.max(1, freeBytes(gc))));
  beginMark(gc);
}

/** Do up to `budget` units. The collector and its pool are ready. */
function work(gc: Gc, budget: number): boolean {
  var w = gc.w;
  var control = gc.control;
  var state = control + Control.State;
  var units = 0;
  w[control] = 1;
  if (w[state] === State.Idle) begin(gc);
  while (units < budget && w[state] !== State.Idle)
    units += w[state] === State.Mark ? markUnits(gc, budget - units) : sweepUnits(gc, budget - units);
  gc.wide[(control + Control.WorkUnits) >> 1] += units;
  w[control] = 0;
  return w[state] === State.Idle;
}

/**
 * Do up to `budget` units of a cycle, beginning one if none is under way. A unit is one object, 16
 * references of a long array, a search through 256 colours, the scan of at most 96 roots, or the sweep
 * of 16 entries. Returns true when the cycle ended, else false: more is left, or a fault. O(budget).
 */
export function step(gc: Gc, budget: number): boolean {
  if (!isReady(gc) || !isIdle(gc.tables)) return false;
  return budget > 0 ? work(gc, budget) : !!refuse(gc.u8, Fault.BadArgument);
}

/** Finish the cycle that is under way, if any, and do a whole one: all that is unreachable now goes. Returns true, or false and a fault: destroyed, cut off before, or called from inside a callback. O(objects, references and entries). */
export function collect(gc: Gc): boolean {
  return (
    isReady(gc) &&
    isIdle(gc.tables) &&
    (gc.w[gc.control + Control.State] === State.Idle || work(gc, 1 / 0)) &&
    work(gc, 1 / 0)
  );
}

/** What an allocation of `bytes` does for the cycle, and whether one must begin. The collector and its pool are ready. O(units of the assist). */
export function assist(gc: Gc, bytes: number): void {
  var w = gc.w;
  var control = gc.control;
  if (w[control + Control.State] === State.Idle) {
    if (
      gc.end - w[control + Control.Count] > w[control + Control.StartObjects] &&
      freeBytes(gc) - bytes > gc.wide[(control + Control.StartBytes) >> 1]
    )
      return;
    // The assist is that of the cycle that begins.
    w[control] = 1;
    begin(gc);
    w[control] = 0;
  }
  work(gc, Math.max(w[control + Control.Assist], Math.ceil((costOf(bytes) * w[control + Control.AssistBytes]) / 256)));
}
