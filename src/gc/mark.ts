/** Marking: from the roots along the references, with a small stack. What does not fit stays grey and is searched for. */

import { addressAt, bytesAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';
import { highOf, typeAt } from './pool.ts';

/** What typed arrays have on the boards' engines, but not on each one that tests run on. */
interface Searching {
  indexOf?(value: number, from: number): number;
}

/** Make object `i`, which is white, grey; or black when it is a leaf. O(1). */
function greyWhite(gc: Gc, i: number): void {
  var w = gc.w;
  var u8 = gc.u8;
  var control = gc.control;
  var depth = w[control + Control.Depth];
  if (!(u8[typeAt(gc, i)] & Type.Number)) {
    u8[gc.colours + i] = Colour.Black;
    return;
  }
  u8[gc.colours + i] = Colour.Grey;
  if (depth < Limit.Stack) {
    w[control + Control.Stack + depth] = i;
    w[control + Control.Depth] = depth + 1;
  } else if (i < w[control + Control.Cursor]) w[control + Control.Cursor] = i;
}

/** Make object `i`, if there is one and it is white, grey; or black when it is a leaf. O(1). */
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

/** Grey what all roots name: held ones, and named ones and pins, most of which are 0, eight words at a time. O(roots): this is what cannot be interrupted. */
function greyRoots(gc: Gc): void {
  var wide = gc.wide;
  var held = gc.w[gc.control + Control.HeldTop];
  var k = gc.control + Control.Held;
  var end = gc.pairs + (Control.Kept >> 1);
  if (held) greyAll(gc, k, k + Math.min(held, Limit.Held), 1);
  for (k = gc.pairs + (Control.Named >> 1); k < end; k += 4)
    if (wide[k] | wide[k + 1] | wide[k + 2] | wide[k + 3]) greyAll(gc, 2 * k, 2 * k + 8, 1);
}

/** Grey what the next slice of array `i` names, which has its references from word `first` on. */
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

/** What a scan leaves to do: an array, of which it is one slice, or an object at the end of the pool, whose references may lead out of it when it is no sound one. */
export function scanRest(gc: Gc, i: number, type: number): void {
  var w = gc.w;
  var k = addressAt(gc.tables, i) >> 1;
  var bits = type & ((1 << (Math.min(bytesAt(gc.tables, i) >> 2, Limit.References) & 31)) - 1);
  if (type & Type.IsArray) return scanSlice(gc, i, type & 65535);
  for (; k && bits; bits >>= 1) {
    if (bits & 1) grey(gc, w[k]);
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

/**
 * A unit of marking where the stack is empty, or an array has slices left. A grey object that was searched for and found is no unit yet: it is put
 * on the stack. When nothing is left to mark, the sweep begins. Returns how many units it were, 0 or 1.
 */
export function markRest(gc: Gc): number {
  var w = gc.w;
  var control = gc.control;
  var i = w[control + Control.Array];
  var high: number;
  if (i) {
    // Again, if it has another slice; and something may have written there.
    w[control + Control.Array] = 0;
    if (i <= gc.end) scanSlice(gc, i, w[control + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number)]);
    return 1;
  }
  high = highOf(gc);
  if (w[control + Control.Cursor] <= high) {
    i = search(gc, high);
    w[control + Control.Stack] = i;
    w[control + Control.Depth] = i && 1;
    return i ? 0 : 1;
  }
  greyRoots(gc);
  if (!w[control + Control.Depth]) beginSweep(gc);
  return 1;
}
