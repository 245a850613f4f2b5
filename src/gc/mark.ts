/** Marking: from the roots along the references, with a small stack. What does not fit stays grey and is searched for. */

import { addressAt, addressOf, bytesAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';
import { highOf, typeAt } from './pool.ts';

/** What typed arrays have on the boards' engines, but not on each one that tests run on. */
interface Searching {
  indexOf?(value: number, from: number): number;
}

/** Make object `i`, which is white, grey; or black when its type has no references. O(1). */
function greyWhite(gc: Gc, i: number): void {
  var w = gc.w;
  var u8 = gc.u8;
  var control = gc.control;
  var at = control + Control.Types + 2 * (u8[typeAt(gc, i)] & Type.Number);
  if (w[at] || w[at + 1] & Type.Array) {
    u8[gc.colours + i] = Colour.Grey;
    at = w[control + Control.Depth];
    if (at < Limit.Stack) {
      w[control + Control.Stack + at] = i;
      w[control + Control.Depth] = at + 1;
    } else if (i < w[control + Control.Cursor]) w[control + Control.Cursor] = i;
  } else u8[gc.colours + i] = Colour.Black;
}

/** Make object `i`, if there is one and it is white, grey; or black when its type has no references. O(1). */
export function grey(gc: Gc, i: number): void {
  if (i <= gc.end && gc.u8[gc.colours + i] === Colour.White) greyWhite(gc, i);
}

/** A grey object from the cursor on, in one window; or 0, and the cursor is behind the window. */
function search(gc: Gc, high: number): number {
  var u8 = gc.u8;
  var colours = gc.colours;
  var at = gc.control + Control.Planted;
  var cursor = gc.control + Control.Cursor;
  var i = colours + gc.w[cursor];
  var last = Math.min(i + Limit.Window, colours + high + 1);
  var colour = u8[last];
  gc.w[at + 1] = colour;
  gc.w[at] = last - colours;
  u8[last] = Colour.Grey;
  if ((u8 as Searching).indexOf) i = (u8 as Searching).indexOf!(Colour.Grey, i);
  else while (u8[i] !== Colour.Grey) i++;
  u8[last] = colour;
  gc.w[at] = 0;
  gc.w[at + 1] = 0;
  gc.w[cursor] = i - colours + (i < last ? 1 : 0);
  return i < last ? i - colours : 0;
}

/** Grey what the words from `k` to before `end` name, each `by` words: most name nothing, or what is marked already. */
function greyAll(gc: Gc, k: number, end: number, by: number): void {
  var w = gc.w;
  var u8 = gc.u8;
  var colours = gc.colours;
  var most = gc.end;
  var i: number;
  for (; k < end; k += by) {
    i = w[k];
    if (i && i <= most && u8[colours + i] === Colour.White) greyWhite(gc, i);
  }
}

/** Grey what all roots name. O(roots): this is what cannot be interrupted. */
function greyRoots(gc: Gc): void {
  var held = gc.control + Control.Held;
  greyAll(gc, held, held + Math.min(gc.w[gc.control + Control.HeldTop], Limit.Held), 1);
  greyAll(gc, gc.control + Control.Named, gc.control + Control.Kept, 1);
}

/** Grey what the next slice of array `i` names. */
function scanSlice(gc: Gc, i: number, first: number): void {
  var w = gc.w;
  var control = gc.control;
  var k = addressAt(gc.tables, i) >> 1;
  var words = bytesAt(gc.tables, i) >> 2;
  var from = first + Limit.References * w[control + Control.Slice];
  greyAll(gc, k + 2 * from, k + 2 * Math.min(words, from + Limit.References), 2);
  w[control + Control.Array] = from + Limit.References < words ? i : 0;
  w[control + Control.Slice] = w[control + Control.Array] ? w[control + Control.Slice] + 1 : 0;
}

/** Grey what object `i` names; of an array, what one slice of it does. */
function scan(gc: Gc, i: number): void {
  var w = gc.w;
  var u8 = gc.u8;
  var colours = gc.colours;
  var bits: number;
  var k: number;
  // Something wrote to the stack.
  if (!i || i > gc.end) return;
  k = gc.control + Control.Types + 2 * (u8[typeAt(gc, i)] & Type.Number);
  bits = w[k];
  u8[colours + i] = Colour.Black;
  if (w[k + 1] & Type.Array) return scanSlice(gc, i, bits);
  k = addressOf(gc.tables, i) >> 1;
  // References of what is no sound object may lead out of the pool.
  if (k >= gc.last) bits &= (1 << (Math.min(bytesAt(gc.tables, i) >> 2, Limit.References) & 31)) - 1;
  for (; k && bits; bits >>= 1) {
    if (bits & 1 && (i = w[k]) && i <= gc.end && u8[colours + i] === Colour.White) greyWhite(gc, i);
    k += 2;
  }
}

/** Begin a cycle. */
export function beginMark(gc: Gc): void {
  gc.w[gc.control + Control.Cursor] = gc.end + 1;
  gc.w[gc.control + Control.State] = State.Mark;
}

/** Nothing is left to mark: what is white is dead. */
function beginSweep(gc: Gc): void {
  var w = gc.w;
  var control = gc.control;
  w[control + Control.Cursor] = 0;
  w[control + Control.Sweep] = 1;
  w[control + Control.State] = State.Sweep;
}

/** One unit of marking where the stack is empty, or an array has slices left. When it finds that nothing is left to mark, the sweep begins. */
function markRest(gc: Gc): void {
  var w = gc.w;
  var control = gc.control;
  var i = w[control + Control.Array];
  var high: number;
  if (i) {
    // Again, if it has another slice.
    w[control + Control.Array] = 0;
    scan(gc, i);
    return;
  }
  high = highOf(gc);
  if (w[control + Control.Cursor] <= high) {
    i = search(gc, high);
    if (i) scan(gc, i);
  } else {
    greyRoots(gc);
    if (!w[control + Control.Depth]) beginSweep(gc);
  }
}

/** Units of marking, up to `budget`. Returns how many it were. */
export function markUnits(gc: Gc, budget: number): number {
  var w = gc.w;
  var control = gc.control;
  var at = control + Control.Depth;
  var units = 0;
  var depth: number;
  while (units < budget && w[control + Control.State] === State.Mark) {
    depth = w[at];
    if (depth && !w[control + Control.Array]) {
      if (depth > Limit.Stack) depth = Limit.Stack;
      w[at] = --depth;
      scan(gc, w[control + Control.Stack + depth]);
    } else markRest(gc);
    units++;
  }
  return units;
}
