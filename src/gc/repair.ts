/**
 * A collector whose call was cut off in the middle. The pool is mended first; colours and blocks then say which objects there are, and the
 * rest is made anew from them. Each step can be done again after it was itself cut off.
 */

import { Fault, refuse } from '../core/faults.ts';
import { bytesAt, recycle } from '../tables/entries.ts';
import { repair as repairTables } from '../tables/index.ts';
import { Colour, Control, type Gc, Limit, State } from './layout.ts';
import { costOf } from './pool.ts';
import { isPinLost, verify, verifyAs } from './verify.ts';

/** Put back the colour where a search had planted a grey. Returns whether there can have been one. */
function unplant(gc: Gc): boolean {
  var w = gc.w;
  var at = gc.slot + Control.Planted;
  var i = w[at];
  if (i) {
    if (
      i > gc.end + 1 ||
      w[at + 1] > Colour.Waiting ||
      (gc.u8[gc.cols + i] !== Colour.Grey && gc.u8[gc.cols + i] !== w[at + 1])
    )
      return false;
    gc.u8[gc.cols + i] = w[at + 1];
    w[at] = 0;
  }
  w[at + 1] = 0;
  return true;
}

/** Object `i` as it is between cycles, or behind the sweep, or gone where a call was making or freeing it. */
function settle(gc: Gc, i: number): void {
  var at = gc.cols + i;
  var colour = gc.u8[at];
  if (colour === Colour.New) recycle(gc.tables, i);
  if (colour === Colour.New || !bytesAt(gc.tables, i)) gc.u8[at] = Colour.None;
  else if (
    colour < Colour.Waiting &&
    (gc.w[gc.slot + Control.State] !== State.Sweep || i < gc.w[gc.slot + Control.Sweep])
  )
    gc.u8[at] = Colour.White;
}

/** Count objects, bytes, and those that wait. High stays, if it is enough. */
function recount(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  var count = 0;
  var waiting = 0;
  var bytes = 0;
  var i = 1;
  for (; i <= gc.end; i++) {
    if (gc.u8[gc.cols + i]) settle(gc, i);
    if (gc.u8[gc.cols + i]) {
      count++;
      bytes += costOf(bytesAt(gc.tables, i));
      if (gc.u8[gc.cols + i] === Colour.Waiting) waiting++;
      if (i > w[slot + Control.High]) w[slot + Control.High] = i;
    } else if (i > w[slot + Control.High]) gc.u8[gc.cols + gc.end + 2 + i] = 0;
  }
  w[slot + Control.Count] = count;
  w[slot + Control.Waiting] = waiting;
  gc.wide[(slot + Control.Bytes) >> 1] = bytes;
}

/** Let a cycle of marking begin anew, and a sweep go on. */
function restart(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  w[slot + Control.Cursor] = w[slot + Control.Depth] = w[slot + Control.Array] = w[slot + Control.Slice] = 0;
  if (w[slot + Control.State] === State.Sweep) return;
  w[slot + Control.State] = State.Idle;
  w[slot + Control.Sweep] = 0;
  if (!w[slot + Control.Tax] || !w[slot + Control.TaxBytes]) w[slot + Control.Tax] = w[slot + Control.TaxBytes] = 0;
}

/** Let the scope around a closed one hold what close had in hand. */
function holdKept(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  var top = w[slot + Control.HeldTop];
  if (
    w[slot + Control.Kept] &&
    w[slot + Control.Scope] &&
    top < Limit.Held &&
    w[slot + Control.Held + top - 1] !== w[slot + Control.Kept]
  ) {
    w[slot + Control.Held + top] = w[slot + Control.Kept];
    w[slot + Control.HeldTop] = top + 1;
  }
  w[slot + Control.Kept] = 0;
}

/** See repair in index.ts. */
export function mend(gc: Gc): boolean {
  var w = gc.w;
  var k = gc.slot + Control.Pins;
  if (!repairTables(gc.tables)) return false;
  if (w[gc.slot] !== 1) return !verify(gc) || !!refuse(gc.u8, Fault.Corrupt);
  if (!unplant(gc) || verifyAs(gc, true)) return !!refuse(gc.u8, Fault.Corrupt);
  recount(gc);
  restart(gc);
  for (; k < gc.slot + Control.Kept; k++) if (isPinLost(gc, k)) w[k] = 0;
  holdKept(gc);
  w[gc.slot] = 0;
  return true;
}
