/** A cycle: marking, then the sweep, unit by unit; and how fast allocations drive it. */

import { Image } from '../heap/layout.ts';
import { isIdle } from '../tables/block.ts';
import { recycle } from '../tables/entries.ts';
import { Control as PoolControl, Header, List, State as PoolState } from '../tables/layout.ts';
import { logOf, pauseOf, wordAt } from '../tables/pool.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Colour, Control, Four, type Gc, Limit, State, Type } from './layout.ts';
import { beginMark, markRest, scanRest } from './mark.ts';
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
  w[control + Control.Asked] = 0;
  // The state first: a sweep that is cut off takes what is white from Sweep on for dead.
  w[control + Control.State] = State.Idle;
  w[control + Control.Sweep] = 0;
}

/**
 * Units of the sweep, up to `budget`: four entries at once where none is to be freed, and one by one else. A unit ends where four colours do that
 * are one word. Cut off in the middle, what is white from the noted entry on is dead, and before it is not, and what is black there was to be white.
 * Returns how many it were.
 */
// eslint-disable-next-line max-lines-per-function -- on an interpreter a call for each object costs half as much as freeing it
function sweepUnits(gc: Gc, budget: number): number {
  var i: number;
  var u8 = gc.u8;
  var w = gc.w;
  var colours = gc.colours;
  var k: number;
  var next = highOf(gc) + 1;
  var wide = gc.wide;
  var header: number;
  var sweep = gc.control + Control.Sweep;
  var from = w[sweep];
  var lists = gc.first - 1;
  var freed = 0;
  var granules = 0;
  if (budget * Limit.References < next - from) next = ((from + budget * Limit.References - 2) & -4) + 2;
  for (i = from; i < next; i++) {
    if ((i & 3) === 2 && i + 4 <= next) {
      k = wide[(colours + i) >> 2];
      // None is white, with bit 0 and not bit 1.
      if (!(k & ~(k >> 1) & Four.Ones)) {
        w[sweep] = i + 4;
        if (k) wide[(colours + i) >> 2] = k & Four.Kept;
        i += 3;
        continue;
      }
    }
    if (u8[colours + i] === Colour.White) {
      k = wordAt(w[gc.table - i], gc.tables) + lists;
      // As tables.dealloc has it: header, checksum, list.
      if (
        k < gc.table &&
        (header = w[k]) < Header.Last &&
        (header & Header.Size) > List.Big &&
        u8[gc.types + i] < Type.Weak &&
        !(wide[gc.pairs + (Control.Types >> 1) + u8[gc.types + i]] & Type.IsFinalized)
      ) {
        w[k] = header + Header.Freed;
        w[lists + PoolControl.Checksum] += Header.Generation;
        header &= Header.Size;
        w[k + 1] = w[lists + header];
        w[lists + header] = i;
        u8[colours + i] = Colour.None;
        granules += header;
        freed++;
      } else finalizeOrFree(gc, i);
    } else if (u8[colours + i] === Colour.Black) {
      w[sweep] = i + 1;
      u8[colours + i] = Colour.White;
    }
  }
  w[sweep] = next;
  w[gc.control + Control.Count] -= freed;
  wide[gc.pairs + (Control.Bytes >> 1)] -= granules << logOf(gc.tables);
  if (next > highOf(gc)) endCycle(gc);
  return (next - from) >> 4 || 1;
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

/** What step asks first, in full: whether it may go on; if not, a fault. */
function mayStep(gc: Gc, budget: number): boolean {
  return isReady(gc) && isIdle(gc.tables) && (budget > 0 || !!refuse(gc.u8, Fault.BadArgument));
}

/** What is not the scan of an object from the stack: a cycle begins, which is a unit; or the rest of marking; or the sweep. Returns how many units it were. */
function workRest(gc: Gc, budget: number): number {
  var state = gc.w[gc.control + Control.State];
  if (state === State.Mark) return markRest(gc);
  if (state !== State.Idle) return sweepUnits(gc, budget);
  begin(gc);
  return 1;
}

/**
 * Do up to `budget` units of a cycle, beginning one if none is under way. A unit is one object, 16 references of a
 * long array, a search through 256 colours, the scan of at most 96 roots, the sweep of 16 entries, or the beginning.
 * Returns true if the cycle ended, otherwise false: there is more to do, or a fault. O(budget).
 */
// eslint-disable-next-line max-lines-per-function -- on an interpreter calls and variables for one object cost as much as its scan
export function step(gc: Gc, budget: number): boolean {
  var i: number;
  var u8: Uint8Array;
  var w = gc.w;
  var depth: number;
  var k: number;
  var bits: number;
  var units = 0;
  var colours: number;
  var control = gc.control;
  if (
    !(
      gc.wide[Image.EpochWord] === gc.epoch &&
      !w[control] &&
      gc.tables.w[PoolControl.State] === PoolState.Idle &&
      budget > 0
    ) &&
    !mayStep(gc, budget)
  )
    return false;
  colours = gc.colours;
  u8 = gc.u8;
  // Cut off in the middle of marking, the cycle begins anew: so the stack's depth can wait.
  w[control] = 1;
  do {
    depth = w[control + Control.Depth];
    if (!depth || w[control + Control.Array]) units += workRest(gc, budget - units);
    else {
      if (depth > Limit.Stack) depth = Limit.Stack;
      do {
        i = w[control + Control.Stack + --depth];
        units++;
        // Something wrote to the stack.
        if (i > gc.end) continue;
        u8[colours + i] = Colour.Black;
        bits = gc.wide[gc.pairs + (Control.Types >> 1) + (u8[gc.types + i] & Type.Number)];
        k = wordAt(w[gc.table - i], gc.tables) + gc.first;
        if (k >= gc.last || bits & Type.IsArray) {
          w[control + Control.Depth] = depth;
          scanRest(gc, i, bits);
          depth = w[control + Control.Depth];
          if (w[control + Control.Array]) break;
        } else
          for (bits &= 65535; bits; bits >>= 1) {
            if (bits & 1 && (i = w[k]) && i <= gc.end && u8[colours + i] === Colour.White) {
              if (!(u8[gc.types + i] & Type.Number)) u8[colours + i] = Colour.Black;
              else {
                u8[colours + i] = Colour.Grey;
                if (depth < Limit.Stack) w[control + Control.Stack + depth++] = i;
                else if (i < w[control + Control.Cursor]) w[control + Control.Cursor] = i;
              }
            }
            k += 2;
          }
      } while (units < budget && depth);
      w[control + Control.Depth] = depth;
    }
  } while (units < budget && w[control + Control.State] !== State.Idle);
  gc.wide[gc.pairs + (Control.WorkUnits >> 1)] += units;
  w[control] = 0;
  return w[control + Control.State] === State.Idle;
}

/**
 * Finish the cycle that is under way, if any, and do a complete one: everything that is unreachable now is freed.
 * Returns true, or false and a fault: destroyed, cut off before, or called from inside a callback. O(objects,
 * references and entries).
 */
export function collect(gc: Gc): boolean {
  return isReady(gc) && (gc.w[gc.control + Control.State] === State.Idle || step(gc, 1 / 0)) && step(gc, 1 / 0);
}

/** Begin a cycle where none is under way, in a call that need not do more. */
export function beginCycle(gc: Gc): void {
  gc.w[gc.control] = 1;
  begin(gc);
  gc.w[gc.control] = 0;
}

/**
 * What an allocation of `bytes` does for the cycle, which begins if none is under way: no more units than a pause allows. The collector and its pool
 * are ready. O(units of the assist).
 */
export function assist(gc: Gc, bytes: number): void {
  var w = gc.w;
  var control = gc.control;
  // The assist is that of the cycle that begins.
  if (w[control + Control.State] === State.Idle) beginCycle(gc);
  step(
    gc,
    Math.min(
      pauseOf(gc.tables),
      Math.max(w[control + Control.Assist], Math.ceil((costOf(bytes) * w[control + Control.AssistBytes]) / 256)),
    ),
  );
}
