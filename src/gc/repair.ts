/**
 * A collector whose call was cut off in the middle. The pool is mended first; colours and blocks then say which objects there are, and the
 * rest is made anew from them. Each step can be done again after it was itself cut off.
 */

import { Fault, refuse } from '../core/faults.ts';
import { bytesAt, recycle } from '../tables/entries.ts';
import { repair as repairTables } from '../tables/index.ts';
import { Colour, Control, type Gc, Limit, State } from './layout.ts';
import { costOf } from './pool.ts';
import { isPinLost } from './verify-roots.ts';
import { verify, verifyAs } from './verify.ts';

/** Put back the colour where a search had planted a grey. Returns whether there can have been one. */
function unplant(gc: Gc): boolean {
  var w = gc.w;
  var at = gc.control + Control.Planted;
  var i = w[at];
  if (i) {
    if (
      i > gc.end + 1 ||
      w[at + 1] > Colour.Waiting ||
      (gc.u8[gc.colours + i] !== Colour.Grey && gc.u8[gc.colours + i] !== w[at + 1])
    )
      return false;
    gc.u8[gc.colours + i] = w[at + 1];
    w[at] = 0;
  }
  w[at + 1] = 0;
  return true;
}

/** Object `i` as it is between cycles, or behind the sweep, or gone where a call was making or freeing it. */
function mendObject(gc: Gc, i: number): void {
  var at = gc.colours + i;
  var colour = gc.u8[at];
  if (colour === Colour.New) recycle(gc.tables, i);
  if (colour === Colour.New || !bytesAt(gc.tables, i)) gc.u8[at] = Colour.None;
  else if (
    colour < Colour.Waiting &&
    (gc.w[gc.control + Control.State] !== State.Sweep || i < gc.w[gc.control + Control.Sweep])
  )
    gc.u8[at] = Colour.White;
}

/** Count objects, bytes, and those that wait. High stays, if it is enough. */
function recount(gc: Gc): void {
  var w = gc.w;
  var control = gc.control;
  var count = 0;
  var waiting = 0;
  var bytes = 0;
  var i = 1;
  for (; i <= gc.end; i++) {
    if (gc.u8[gc.colours + i]) mendObject(gc, i);
    if (gc.u8[gc.colours + i]) {
      count++;
      bytes += costOf(bytesAt(gc.tables, i));
      if (gc.u8[gc.colours + i] === Colour.Waiting) waiting++;
      if (i > w[control + Control.High]) w[control + Control.High] = i;
    } else if (i > w[control + Control.High]) gc.u8[gc.colours + gc.end + 2 + i] = 0;
  }
  w[control + Control.Count] = count;
  w[control + Control.Waiting] = waiting;
  gc.wide[(control + Control.Bytes) >> 1] = bytes;
}

/** Let a cycle of marking begin anew, and a sweep go on. */
function restart(gc: Gc): void {
  var w = gc.w;
  var control = gc.control;
  w[control + Control.Cursor] =
    w[control + Control.Depth] =
    w[control + Control.Array] =
    w[control + Control.Slice] =
      0;
  if (w[control + Control.State] === State.Sweep) return;
  w[control + Control.State] = State.Idle;
  w[control + Control.Sweep] = 0;
  w[control + Control.Asked] = 0;
  if (!w[control + Control.Assist] || !w[control + Control.AssistBytes])
    w[control + Control.Assist] = w[control + Control.AssistBytes] = 0;
}

/** Let the scope around a closed one hold what close had in hand. */
function holdKept(gc: Gc): void {
  var w = gc.w;
  var control = gc.control;
  var top = w[control + Control.HeldTop];
  if (
    w[control + Control.Kept] &&
    w[control + Control.Scope] &&
    top < Limit.Held &&
    w[control + Control.Held + top - 1] !== w[control + Control.Kept]
  ) {
    w[control + Control.Held + top] = w[control + Control.Kept];
    w[control + Control.HeldTop] = top + 1;
  }
  w[control + Control.Kept] = 0;
}

/** See repair in index.ts. */
export function mend(gc: Gc): boolean {
  var w = gc.w;
  var k = gc.control + Control.Pins;
  if (!repairTables(gc.tables)) return false;
  if (w[gc.control] !== 1) return !verify(gc) || !!refuse(gc.u8, Fault.Corrupt);
  if (!unplant(gc) || verifyAs(gc, true)) return !!refuse(gc.u8, Fault.Corrupt);
  recount(gc);
  restart(gc);
  for (; k < gc.control + Control.Kept; k++) if (isPinLost(gc, k)) w[k] = 0;
  holdKept(gc);
  w[gc.control] = 0;
  return true;
}
