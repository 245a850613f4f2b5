/** Marking: from the roots along the slots, with a small stack. What does not fit stays grey and is searched for. */

import { addressAt, bytesAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';
import { typeAt } from './pool.ts';

/** What typed arrays have on the boards' engines, but not on each one that tests run on. */
interface Searching {
  indexOf?(value: number, from: number): number;
}

/** Make object `i`, if there is one and it is white, grey; or black when its type has no slots. O(1). */
export function grey(gc: Gc, i: number): void {
  var w = gc.w;
  var slot = gc.slot;
  var depth: number;
  var type: number;
  if (i > gc.end || gc.u8[gc.cols + i] !== Colour.White) return;
  type = slot + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number);
  if (!w[type] && !(w[type + 1] & Type.Array)) gc.u8[gc.cols + i] = Colour.Black;
  else {
    gc.u8[gc.cols + i] = Colour.Grey;
    depth = w[slot + Control.Depth];
    if (depth < Limit.Stack) {
      w[slot + Control.Stack + depth] = i;
      w[slot + Control.Depth] = depth + 1;
    } else if (i < w[slot + Control.Cursor]) w[slot + Control.Cursor] = i;
  }
}

/** A grey object from the cursor on, in one window; or 0, and the cursor is behind the window. */
function search(gc: Gc): number {
  var u8 = gc.u8;
  var cols = gc.cols;
  var cursor = gc.slot + Control.Cursor;
  var i = cols + gc.w[cursor];
  var last = Math.min(i + Limit.Window, cols + gc.w[gc.slot + Control.High] + 1);
  var colour = u8[last];
  u8[last] = Colour.Grey;
  if ((u8 as Searching).indexOf) i = (u8 as Searching).indexOf!(Colour.Grey, i);
  else while (u8[i] !== Colour.Grey) i++;
  u8[last] = colour;
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
  greyAll(gc, held, held + gc.w[gc.slot + Control.HeldTop], 1);
  greyAll(gc, gc.slot + Control.Named, gc.slot + Control.Weak, 1);
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
  var type = gc.slot + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number);
  var bits = w[type];
  var k: number;
  gc.u8[gc.cols + i] = Colour.Black;
  if (w[type + 1] & Type.Array) scanSlice(gc, i, bits);
  else for (k = addressAt(gc.tables, i) >> 1; bits; bits >>= 1, k += 2) if (bits & 1) grey(gc, w[k]);
}

/** Begin a cycle. */
export function beginMark(gc: Gc): void {
  gc.w[gc.slot + Control.Cursor] = gc.end + 1;
  gc.w[gc.slot] = State.Mark;
}

/** One unit of marking. When it finds that nothing is left to mark, the sweep begins. */
export function markUnit(gc: Gc): void {
  var w = gc.w;
  var slot = gc.slot;
  var i = w[slot + Control.Array];
  var depth = w[slot + Control.Depth];
  if (i) scan(gc, i);
  else if (depth) {
    w[slot + Control.Depth] = depth - 1;
    scan(gc, w[slot + Control.Stack + depth - 1]);
  } else if (w[slot + Control.Cursor] <= w[slot + Control.High]) {
    i = search(gc);
    if (i) scan(gc, i);
  } else {
    greyRoots(gc);
    if (!w[slot + Control.Depth]) {
      w[slot + Control.Sweep] = 1;
      w[slot] = State.Sweep;
    }
  }
}
