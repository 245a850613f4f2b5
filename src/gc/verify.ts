/**
 * The invariants of layout.ts, object by object. `attach` refuses an image that breaks one, and `check`
 * puts the answer in words. Reads only; no index leaves the regions, whatever it finds.
 */

import { addressAt, bytesAt, handleAt, pinsAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, Limit, Slot, State, Type } from './layout.ts';
import { costOf, hasRoom, isAlive, typeAt } from './pool.ts';

/** What verify answers: the number of a broken invariant. */
export const enum Broken {
  Control = 1,
  Objects = 2,
  Stack = 3,
  Marked = 4,
  Roots = 5,
  Slots = 6,
  CutOff = 7,
}

/** Whether the types are sound: type 0 is the leaf, undefined ones are 0. */
function areTypesSound(gc: Gc): boolean {
  var w = gc.w;
  var k = gc.slot + Control.Types;
  var last = k + 2 * w[gc.slot + Control.TypeCount];
  if (w[k] | w[k + 1]) return false;
  for (; k < gc.slot + Control.Held; k += 2) {
    if (k < last ? w[k + 1] & ~(Type.Array | Type.Finalized) : w[k] | w[k + 1]) return false;
  }
  return true;
}

/** Whether the words of marking and sweeping are those of the state; of a cycle that was cut off, only what no index may exceed. */
function isPhaseSound(gc: Gc, isCut: boolean): boolean {
  var w = gc.w;
  var slot = gc.slot;
  var state = w[slot + Control.State];
  var isMark = state === State.Mark;
  var isSweep = state === State.Sweep;
  var cursor = w[slot + Control.Cursor];
  var sweep = w[slot + Control.Sweep];
  if (!(state === State.Idle || isMark || isSweep) || sweep > w[slot + Control.High] + 1) return false;
  if (isCut) return true;
  return (
    (isMark ? cursor > 0 && cursor <= gc.end + 1 : !(cursor | w[slot + Control.Depth] | w[slot + Control.Array])) &&
    w[slot + Control.Depth] <= Limit.Stack &&
    w[slot + Control.Array] <= gc.end &&
    (w[slot + Control.Array] > 0 || !w[slot + Control.Slice]) &&
    (isSweep ? sweep > 0 : !sweep) &&
    (w[slot + Control.Tax] ? w[slot + Control.TaxBytes] > 0 : state === State.Idle && !w[slot + Control.TaxBytes])
  );
}

/** Whether the other control words are in their bounds. */
function isControlSound(gc: Gc, isCut: boolean): boolean {
  var w = gc.w;
  var slot = gc.slot;
  return (
    w[slot] <= 1 &&
    !w[slot + Control.Spare] &&
    (isCut || !(w[slot + Control.Planted] | w[slot + Control.PlantedColour] | w[slot + Control.Kept])) &&
    w[slot + Control.High] <= gc.end &&
    w[slot + Control.TypeCount] > 0 &&
    w[slot + Control.TypeCount] <= Limit.Types &&
    areTypesSound(gc) &&
    w[slot + Control.StartObjects] <= gc.end >> 1 &&
    gc.wide[(slot + Control.StartBytes) >> 1] >= 0 &&
    gc.wide[(slot + Control.StartBytes) >> 1] <= gc.most >> 1 &&
    isPhaseSound(gc, isCut)
  );
}

/** Whether nothing stands beyond the objects there have been: a cut call may have raised High, or not yet. */
function isRestEmpty(gc: Gc): boolean {
  var u8 = gc.u8;
  var i = gc.w[gc.slot + Control.High];
  if (u8[gc.cols] | u8[typeAt(gc, 0)]) return false;
  while (++i <= gc.end) if (u8[gc.cols + i] | u8[typeAt(gc, i)]) return false;
  // The colour behind the last, and what rounds the region up.
  for (i = typeAt(gc, gc.end) + 1; i & 3; i++) if (u8[i]) return false;
  return !u8[gc.cols + gc.end + 1];
}

/** Whether word `k` of the roots and weak references is sound. */
function isRootSound(gc: Gc, k: number): boolean {
  var i = gc.w[k];
  // The sweep may not have come by the object of a weak reference yet.
  if (k >= gc.slot + Control.Weak) {
    return (
      !i ||
      i === Limit.Cleared ||
      (i <= gc.end && (gc.u8[gc.cols + i] & 3) > 0 && (gc.u8[typeAt(gc, i)] & Type.Weak) > 0)
    );
  }
  return !i || isAlive(gc, i) || (k < gc.slot + Control.Named && i >= Limit.Frame);
}

/** Whether the scopes lead down to 0, and nothing else among the held ones looks like one. */
function areScopesSound(gc: Gc): boolean {
  var w = gc.w;
  var held = gc.slot + Control.Held;
  var scope = w[gc.slot + Control.Scope];
  var k = w[gc.slot + Control.HeldTop];
  if (k > Limit.Held) return false;
  for (; k; k--) {
    if (w[held + k - 1] >= Limit.Frame) {
      if (k !== scope) return false;
      scope = w[held + k - 1] - Limit.Frame;
    } else if (!scope || !w[held + k - 1]) return false;
  }
  return !scope;
}

/** Pins that the collector counts of object `i`, from word `k` on. */
function pinsFrom(gc: Gc, k: number, i: number): number {
  var pins = 0;
  for (; k < gc.slot + Control.Kept; k++) if (gc.w[k] === i) pins++;
  return pins;
}

/** Whether word `k` is of an object whose block has fewer pins than the collector counts from there on. */
export function isPinLost(gc: Gc, k: number): boolean {
  return gc.w[k] > 0 && pinsFrom(gc, k, gc.w[k]) > pinsAt(gc.tables, gc.w[k]);
}

/** Whether the roots, scopes and weak references are sound: invariant 5. */
function areRootsSound(gc: Gc, isCut: boolean): boolean {
  var slot = gc.slot;
  var k = slot + Control.Held;
  if (!areScopesSound(gc)) return false;
  for (; k < slot + Control.Words; k++) {
    if (k === slot + Control.Held + gc.w[slot + Control.HeldTop]) k = slot + Control.Named;
    if (!isRootSound(gc, k)) return false;
    if (!isCut && k >= slot + Control.Pins && k < slot + Control.Kept && isPinLost(gc, k)) return false;
  }
  return true;
}

/** What a walk over the objects adds up. @internal */
interface Found {
  count: number;
  waiting: number;
  bytes: number;
  /** Grey objects below the cursor: exactly those must be on the stack. */
  stacked: number;
  /** Objects that a call was making or freeing when it was cut off. */
  torn: number;
}

/** 0 when slot k of object i is sound, else the invariant it breaks. `isSeen`: its object is black, and slices have passed. */
function checkSlot(gc: Gc, k: number, isSeen: boolean): number {
  var w = gc.w;
  if (!(w[k] | w[k + 1])) return 0;
  if (
    !isAlive(gc, w[k]) ||
    !(w[k + 1] & Slot.Used) ||
    handleAt(gc.tables, w[k]) !== (((w[k + 1] & ~Slot.Used) << 16) | w[k])
  )
    return Broken.Slots;
  return isSeen && gc.u8[gc.cols + w[k]] === Colour.White ? Broken.Marked : 0;
}

/** 0 when the slots of object `i` are sound, else the invariant that one breaks. O(slots). */
export function checkSlots(gc: Gc, i: number): number {
  var w = gc.w;
  var type = gc.slot + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number);
  var k = addressAt(gc.tables, i) >> 1;
  var words = bytesAt(gc.tables, i) >> 2;
  var isBlack = w[gc.slot + Control.State] === State.Mark && !w[gc.slot] && gc.u8[gc.cols + i] === Colour.Black;
  var isArray = w[type + 1] & Type.Array;
  var word = isArray ? w[type] : 0;
  // Slices from here on are still to come.
  var unseen = w[gc.slot + Control.Array] === i ? word + Limit.Slots * w[gc.slot + Control.Slice] : words;
  var found = 0;
  if (!isArray && words > Limit.Slots) words = Limit.Slots;
  for (; word < words && !found; word++) {
    if (isArray || (w[type] >> (word & 31)) & 1) found = checkSlot(gc, k + 2 * word, isBlack && word < unseen);
  }
  return found;
}

/** Whether an object may have `colour` in this phase of the cycle; a cut sweep may have one that it keeps behind it black. */
function isPhaseColour(gc: Gc, i: number, colour: number, isCut: boolean): boolean {
  var state = gc.w[gc.slot + Control.State];
  return (
    colour === Colour.White ||
    colour === Colour.Waiting ||
    (state === State.Mark
      ? colour < Colour.Waiting
      : state === State.Sweep && colour === Colour.Black && (isCut || i >= gc.w[gc.slot + Control.Sweep]))
  );
}

/** Whether a call that was cut off was making this object, or freeing it. */
function isTorn(colour: number, bytes: number): boolean {
  return colour === Colour.New || (colour <= Colour.Waiting && bytes === 0);
}

/** Add object `i` up. Returns the invariant it breaks, or 0. */
function checkObject(gc: Gc, i: number, found: Found, isCut: boolean): number {
  var colour = gc.u8[gc.cols + i];
  var type = gc.u8[typeAt(gc, i)];
  var bytes = colour && bytesAt(gc.tables, i);
  if (!colour) return 0;
  if (isCut && isTorn(colour, bytes)) return found.torn++ ? Broken.Objects : 0;
  if (
    !bytes ||
    !isPhaseColour(gc, i, colour, isCut) ||
    type & ~(Type.Number | Type.Weak) ||
    (type & Type.Number) >= gc.w[gc.slot + Control.TypeCount] ||
    !hasRoom(gc, type & Type.Number, bytes)
  )
    return Broken.Objects;
  found.count++;
  found.bytes += costOf(bytes);
  if (colour === Colour.Waiting) {
    found.waiting++;
    return gc.w[gc.slot + Control.Types + 2 * (type & Type.Number) + 1] & Type.Finalized ? 0 : Broken.Objects;
  }
  if (colour === Colour.Grey && i < gc.w[gc.slot + Control.Cursor]) found.stacked++;
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
  return (
    below === stacked &&
    (!i ||
      (gc.u8[gc.cols + i] === Colour.Black &&
        (w[type + 1] & Type.Array) > 0 &&
        w[gc.slot + Control.Slice] > 0 &&
        w[type] + Limit.Slots * w[gc.slot + Control.Slice] < bytesAt(gc.tables, i) >> 2))
  );
}

/** Whether what was added up stands in the control words. */
function isCounted(gc: Gc, found: Found): boolean {
  return (
    found.count === gc.w[gc.slot + Control.Count] &&
    found.waiting === gc.w[gc.slot + Control.Waiting] &&
    found.bytes === gc.wide[(gc.slot + Control.Bytes) >> 1]
  );
}

/**
 * What verify does; with `isCut`, for a collector whose call was cut off: whether what is wrong can be of that call alone. Then counts, stack and
 * pins are not looked at, and one object may be half made, or half gone.
 */
export function verifyAs(gc: Gc, isCut: boolean): number {
  var found: Found = { count: 0, waiting: 0, bytes: 0, stacked: 0, torn: 0 };
  var broken = 0;
  var i = 0;
  var last = gc.end;
  if (!isControlSound(gc, isCut)) return Broken.Control;
  if (!isCut) last = gc.w[gc.slot + Control.High];
  if (!isCut && !isRestEmpty(gc)) return Broken.Objects;
  while (!broken && i++ < last) broken = checkObject(gc, i, found, isCut);
  if (broken) return broken + 16 * i;
  if (!isCut && !isCounted(gc, found)) return Broken.Objects;
  if (!isCut && gc.w[gc.slot + Control.State] === State.Mark && !isStackSound(gc, found.stacked)) return Broken.Stack;
  return areRootsSound(gc, isCut) ? 0 : Broken.Roots;
}

/** 0 when the collector is sound, else the number of a broken invariant + 16 x that of the object where it shows. O(objects and slots). */
export function verify(gc: Gc): number {
  return gc.w[gc.slot] === 1 ? Broken.CutOff : verifyAs(gc, false);
}
