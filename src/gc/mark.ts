/** Marking: from the roots along the slots, with a small stack. What does not fit stays grey and is searched for. */

import { addressAt, addressOf, bytesAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';
import { highOf, typeAt } from './pool.ts';

/** What typed arrays have on the boards' engines, but not on each one that tests run on. */
interface Searching {
  indexOf?(value: number, from: number): number;
}

/** Make object `i`, which is white, grey; or black when its type has no slots. O(1). */
function greyWhite(gc: Gc, i: number): void {
  var w = gc.w;
  var u8 = gc.u8;
  var slot = gc.slot;
  var at = slot + Control.Types + 2 * (u8[typeAt(gc, i)] & Type.Number);
  if (w[at] || w[at + 1] & Type.Array) {
    u8[gc.cols + i] = Colour.Grey;
    at = w[slot + Control.Depth];
    if (at < Limit.Stack) {
      w[slot + Control.Stack + at] = i;
      w[slot + Control.Depth] = at + 1;
    } else if (i < w[slot + Control.Cursor]) w[slot + Control.Cursor] = i;
  } else u8[gc.cols + i] = Colour.Black;
}

/** Make object `i`, if there is one and it is white, grey; or black when its type has no slots. O(1). */
export function grey(gc: Gc, i: number): void {
  if (i <= gc.end && gc.u8[gc.cols + i] === Colour.White) greyWhite(gc, i);
}

/** A grey object from the cursor on, in one window; or 0, and the cursor is behind the window. */
function search(gc: Gc, high: number): number {
  var u8 = gc.u8;
  var cols = gc.cols;
  var at = gc.slot + Control.Planted;
  var cursor = gc.slot + Control.Cursor;
  var i = cols + gc.w[cursor];
  var last = Math.min(i + Limit.Window, cols + high + 1);
  var colour = u8[last];
  gc.w[at + 1] = colour;
  gc.w[at] = last - cols;
  u8[last] = Colour.Grey;
  if ((u8 as Searching).indexOf) i = (u8 as Searching).indexOf!(Colour.Grey, i);
  else while (u8[i] !== Colour.Grey) i++;
  u8[last] = colour;
  gc.w[at] = 0;
  gc.w[at + 1] = 0;
  gc.w[cursor] = i - cols + (i < last ? 1 : 0);
  return i < last ? i - cols : 0;
}

/** Grey what the words from `k` to before `end` name, each `by` words. */
function greyAll(gc: Gc, k: number, end: number, by: number): void {
  for (; k < end; k += by) grey(gc, gc.w[k]);
}

/** Grey what all roots name. O(roots): this is what cannot be interrupted. */
function greyRoots(gc: Gc): void {
  var held = gc.slot + Control.Held;
  greyAll(gc, held, held + Math.min(gc.w[gc.slot + Control.HeldTop], Limit.Held), 1);
  greyAll(gc, gc.slot + Control.Named, gc.slot + Control.Kept, 1);
}

/** Grey what the next slice of array `i` names. */
function scanSlice(gc: Gc, i: number, first: number): void {
  var w = gc.w;
  var slot = gc.slot;
  var k = addressAt(gc.tables, i) >> 1;
  var words = bytesAt(gc.tables, i) >> 2;
  var from = first + Limit.Slots * w[slot + Control.Slice];
  greyAll(gc, k + 2 * from, k + 2 * Math.min(words, from + Limit.Slots), 2);
  w[slot + Control.Array] = from + Limit.Slots < words ? i : 0;
  w[slot + Control.Slice] = w[slot + Control.Array] ? w[slot + Control.Slice] + 1 : 0;
}

/** Grey what object `i` names; of an array, what one slice of it does. */
function scan(gc: Gc, i: number): void {
  var w = gc.w;
  var u8 = gc.u8;
  var cols = gc.cols;
  var bits: number;
  var k: number;
  // Something wrote to the stack.
  if (!i || i > gc.end) return;
  k = gc.slot + Control.Types + 2 * (u8[typeAt(gc, i)] & Type.Number);
  bits = w[k];
  u8[cols + i] = Colour.Black;
  if (w[k + 1] & Type.Array) return scanSlice(gc, i, bits);
  k = addressOf(gc.tables, i) >> 1;
  // Slots of what is no sound object may lead out of the pool.
  if (k >= gc.last) bits &= (1 << (Math.min(bytesAt(gc.tables, i) >> 2, Limit.Slots) & 31)) - 1;
  for (; k && bits; bits >>= 1) {
    if (bits & 1) {
      i = w[k];
      if (i && i <= gc.end && u8[cols + i] === Colour.White) greyWhite(gc, i);
    }
    k += 2;
  }
}

/** Begin a cycle. */
export function beginMark(gc: Gc): void {
  gc.w[gc.slot + Control.Cursor] = gc.end + 1;
  gc.w[gc.slot + Control.State] = State.Mark;
}

/** Nothing is left to mark: what is white is dead. */
function beginSweep(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  w[slot + Control.Cursor] = 0;
  w[slot + Control.Sweep] = 1;
  w[slot + Control.State] = State.Sweep;
}

/** One unit of marking where the stack is empty, or an array has slices left. When it finds that nothing is left to mark, the sweep begins. */
function markRest(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  var i = w[slot + Control.Array];
  var high: number;
  if (i) {
    // Again, if it has another slice.
    w[slot + Control.Array] = 0;
    scan(gc, i);
    return;
  }
  high = highOf(gc);
  if (w[slot + Control.Cursor] <= high) {
    i = search(gc, high);
    if (i) scan(gc, i);
  } else {
    greyRoots(gc);
    if (!w[slot + Control.Depth]) beginSweep(gc);
  }
}

/** Units of marking, up to `budget`. Returns how many it were. */
export function markUnits(gc: Gc, budget: number): number {
  var w = gc.w;
  var slot = gc.slot;
  var at = slot + Control.Depth;
  var units = 0;
  var depth: number;
  while (units < budget && w[slot + Control.State] === State.Mark) {
    depth = w[at];
    if (depth && !w[slot + Control.Array]) {
      if (depth > Limit.Stack) depth = Limit.Stack;
      w[at] = --depth;
      scan(gc, w[slot + Control.Stack + depth]);
    } else markRest(gc);
    units++;
  }
  return units;
}
