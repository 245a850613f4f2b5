/**
 * The invariants of layout.ts, object by object. `attach` refuses an image that breaks one, and `check`
 * puts the answer in words. Reads only; no index leaves the heap, whatever it finds.
 */

import { addressAt, bytesAt, handleAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, Limit, Slot, State, Type } from './layout.ts';
import { costOf, isAlive, regionBytes, typeAt } from './pool.ts';
import { rowBytes } from '../heap/regions.ts';
import { Image } from '../heap/layout.ts';

/** Whether the control words are in their bounds, and the region holds as many colours as they say. */
function isControlSound(gc: Gc): boolean {
  var w = gc.w;
  var slot = gc.slot;
  var end = w[slot + Control.Objects];
  var spareBytes = rowBytes(gc.wide, gc.base - Image.RowBytes) - Image.RowBytes - regionBytes(end);
  // A region has its size rounded up, and 4 bytes more where no row fits behind it.
  return gc.end === end && end > 0 && end < Limit.Frame && spareBytes >= 0 && spareBytes < 8 &&
    (w[slot] === State.Mark || !(w[slot + Control.Depth] | w[slot + Control.Array])) && (w[slot + Control.Array] > 0 || !w[slot + Control.Slice]) &&
    w[slot] >= State.Idle && w[slot] <= State.Sweep && w[slot + Control.High] <= end && w[slot + Control.Array] <= end &&
    w[slot + Control.TypeCount] > 0 && w[slot + Control.TypeCount] <= Limit.Types && w[slot + Control.Depth] <= Limit.Stack &&
    w[slot + Control.HeldTop] <= Limit.Held && w[slot + Control.Scope] <= w[slot + Control.HeldTop];
}

/** Whether word `k` of the roots and weak references is sound. */
function isRootSound(gc: Gc, k: number): boolean {
  var i = gc.w[k];
  // The sweep may not have come by the object of a weak reference yet.
  if (k >= gc.slot + Control.Weak) return !i || i === Limit.Cleared || (i <= gc.end && (gc.u8[gc.cols + i] & 3) > 0);
  return !i || isAlive(gc, i) || (k < gc.slot + Control.Named && i >= Limit.Frame);
}

/** Whether the roots, scopes and weak references are sound: invariant 5. */
function areRootsSound(gc: Gc): boolean {
  var w = gc.w;
  var held = gc.slot + Control.Held;
  var k = held;
  var scope = w[gc.slot + Control.Scope];
  for (; k < gc.slot + Control.Words; k++) {
    if (k === held + w[gc.slot + Control.HeldTop]) k = gc.slot + Control.Named;
    if (!isRootSound(gc, k)) return false;
  }
  for (k = w[gc.slot + Control.HeldTop]; k; k--) {
    if (w[held + k - 1] >= Limit.Frame) {
      if (k !== scope) return false;
      scope = w[held + k - 1] - Limit.Frame;
    }
  }
  return !scope;
}

/** What a walk over the objects adds up. */
interface Found {
  count: number;
  waiting: number;
  bytes: number;
  /** Grey objects below the cursor: exactly those must be on the stack. */
  stacked: number;
}

/** 0 when slot k of object i is sound, else the invariant it breaks. `isSeen`: its object is black, and slices have passed. */
function checkSlot(gc: Gc, k: number, isSeen: boolean): number {
  var w = gc.w;
  if (!(w[k] | w[k + 1])) return 0;
  if (!isAlive(gc, w[k]) || !(w[k + 1] & Slot.Used) || handleAt(gc.tables, w[k]) !== (((w[k + 1] & ~Slot.Used) << 16) | w[k])) return 6;
  return isSeen && gc.u8[gc.cols + w[k]] === Colour.White ? 4 : 0;
}

/** 0 when the slots of object `i` are sound, else the invariant that one breaks. O(slots). */
export function checkSlots(gc: Gc, i: number): number {
  var w = gc.w;
  var type = gc.slot + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number);
  var k = addressAt(gc.tables, i) >> 1;
  var words = bytesAt(gc.tables, i) >> 2;
  var isBlack = w[gc.slot] === State.Mark && gc.u8[gc.cols + i] === Colour.Black;
  var isArray = w[type + 1] & Type.Array;
  var word = isArray ? w[type] : 0;
  // Slices from here on are still to come.
  var unseen = w[gc.slot + Control.Array] === i ? word + Limit.Slots * w[gc.slot + Control.Slice] : words;
  var found = 0;
  for (; word < words && !found; word++) {
    if (isArray || (word < Limit.Slots && (w[type] >> (word & 31)) & 1)) found = checkSlot(gc, k + 2 * word, isBlack && word < unseen);
  }
  return found;
}

/** Add object `i` up. Returns the invariant it breaks, or 0. */
function checkObject(gc: Gc, i: number, found: Found): number {
  var colour = gc.u8[gc.cols + i];
  var type = gc.u8[typeAt(gc, i)];
  if (!colour) return 0;
  if (colour > Colour.Waiting || !handleAt(gc.tables, i) || (type & Type.Number) >= gc.w[gc.slot + Control.TypeCount]) return 2;
  found.count++;
  found.bytes += costOf(bytesAt(gc.tables, i));
  if (colour === Colour.Waiting) found.waiting++;
  if (colour === Colour.Grey) {
    if (gc.w[gc.slot] !== State.Mark) return 3;
    if (i < gc.w[gc.slot + Control.Cursor]) found.stacked++;
  }
  return isAlive(gc, i) ? checkSlots(gc, i) : 0;
}

/** Whether word `k` of the stack is in an earlier one, too. */
function isStackedTwice(gc: Gc, k: number): boolean {
  var earlier = gc.slot + Control.Stack;
  while (gc.w[earlier] !== gc.w[k]) earlier++;
  return earlier < k;
}

/** Whether each grey object below the cursor is on the stack, and slices are those of a black array. */
function isStackSound(gc: Gc, stacked: number): boolean {
  var w = gc.w;
  var k = gc.slot + Control.Stack;
  var last = k + w[gc.slot + Control.Depth];
  var i = w[gc.slot + Control.Array];
  var type = gc.slot + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number);
  var below = 0;
  for (; k < last; k++) {
    if (w[k] > gc.end || gc.u8[gc.cols + w[k]] !== Colour.Grey || isStackedTwice(gc, k)) return false;
    if (w[k] < w[gc.slot + Control.Cursor]) below++;
  }
  return below === stacked && (!i || (gc.u8[gc.cols + i] === Colour.Black && (w[type + 1] & Type.Array) > 0 &&
    w[type] + Limit.Slots * w[gc.slot + Control.Slice] < bytesAt(gc.tables, i) >> 2));
}

/** 0 when the collector is sound, else the number of a broken invariant + 16 x that of the object where it shows. O(objects and slots). */
export function verify(gc: Gc): number {
  var w = gc.w;
  var slot = gc.slot;
  var found: Found = { count: 0, waiting: 0, bytes: 0, stacked: 0 };
  var broken = 0;
  var i = 0;
  if (!isControlSound(gc)) return 1;
  if (gc.u8[gc.cols]) return 2;
  while (!broken && i++ < w[slot + Control.High]) broken = checkObject(gc, i, found);
  if (broken) return broken + 16 * i;
  if (found.count !== w[slot + Control.Count] || found.waiting !== w[slot + Control.Waiting] ||
    found.bytes !== gc.wide[(slot + Control.Bytes) >> 1]) return 2;
  if (w[slot] === State.Mark && !isStackSound(gc, found.stacked)) return 3;
  return areRootsSound(gc) ? 0 : 5;
}
