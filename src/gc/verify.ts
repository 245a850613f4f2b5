/**
 * The invariants of layout.ts, object by object. `attach` refuses an image that breaks one, and `check`
 * puts the answer in words. Reads only; no index leaves the regions, whatever it finds.
 */

import { addressAt, bytesAt, handleAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, Limit, Reference, State, Type } from './layout.ts';
import { costOf, holdsReferences, isAlive, typeAt } from './pool.ts';
import { areRootsSound } from './verify-roots.ts';
import { isControlSound, isRestEmpty } from './verify-words.ts';

/** What verify answers: the number of a broken invariant. */
export const enum Broken {
  Control = 1,
  Objects = 2,
  Stack = 3,
  Marked = 4,
  Roots = 5,
  References = 6,
  CutOff = 7,
}

/** What a walk over the objects adds up. @internal */
interface ObjectCounts {
  count: number;
  waiting: number;
  bytes: number;
  /** Grey objects below the cursor: exactly those must be on the stack. */
  stacked: number;
  /** Objects that a call was making or freeing when it was cut off. */
  torn: number;
}

/** 0 when reference word k of object i is sound, else the invariant it breaks. `isSeen`: its object is black, and slices have passed. */
function checkReference(gc: Gc, k: number, isSeen: boolean): number {
  var w = gc.w;
  if (!(w[k] | w[k + 1])) return 0;
  if (
    !isAlive(gc, w[k]) ||
    !(w[k + 1] & Reference.Used) ||
    handleAt(gc.tables, w[k]) !== (((w[k + 1] & ~Reference.Used) << 16) | w[k])
  )
    return Broken.References;
  return isSeen && gc.u8[gc.colours + w[k]] === Colour.White ? Broken.Marked : 0;
}

/** 0 when the references of object `i` are sound, else the invariant that one breaks. O(references). */
export function checkReferences(gc: Gc, i: number): number {
  var w = gc.w;
  var type = gc.control + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number);
  var k = addressAt(gc.tables, i) >> 1;
  var words = bytesAt(gc.tables, i) >> 2;
  var isBlack =
    w[gc.control + Control.State] === State.Mark && !w[gc.control] && gc.u8[gc.colours + i] === Colour.Black;
  var isArray = w[type + 1] & Type.Array;
  var word = isArray ? w[type] : 0;
  // Slices from here on are still to come.
  var unseen = w[gc.control + Control.Array] === i ? word + Limit.References * w[gc.control + Control.Slice] : words;
  var found = 0;
  if (!isArray && words > Limit.References) words = Limit.References;
  for (; word < words && !found; word++) {
    if (isArray || (w[type] >> (word & 31)) & 1) found = checkReference(gc, k + 2 * word, isBlack && word < unseen);
  }
  return found;
}

/** Whether an object may have `colour` in this phase of the cycle; a cut sweep may have one that it keeps behind it black. */
function isPhaseColour(gc: Gc, i: number, colour: number, isCut: boolean): boolean {
  var state = gc.w[gc.control + Control.State];
  return (
    colour === Colour.White ||
    colour === Colour.Waiting ||
    (state === State.Mark
      ? colour < Colour.Waiting
      : state === State.Sweep && colour === Colour.Black && (isCut || i >= gc.w[gc.control + Control.Sweep]))
  );
}

/** Whether a call that was cut off was making this object, or freeing it. */
function isTorn(colour: number, bytes: number): boolean {
  return colour === Colour.New || (colour <= Colour.Waiting && bytes === 0);
}

/** Add object `i` up. Returns the invariant it breaks, or 0. */
function checkObject(gc: Gc, i: number, found: ObjectCounts, isCut: boolean): number {
  var colour = gc.u8[gc.colours + i];
  var type = gc.u8[typeAt(gc, i)];
  var bytes = colour && bytesAt(gc.tables, i);
  if (!colour) return 0;
  if (isCut && isTorn(colour, bytes)) return found.torn++ ? Broken.Objects : 0;
  if (
    !bytes ||
    !isPhaseColour(gc, i, colour, isCut) ||
    type & ~(Type.Number | Type.Weak) ||
    (type & Type.Number) >= gc.w[gc.control + Control.TypeCount] ||
    !holdsReferences(gc, type & Type.Number, bytes)
  )
    return Broken.Objects;
  found.count++;
  found.bytes += costOf(bytes);
  if (colour === Colour.Waiting) {
    found.waiting++;
    return gc.w[gc.control + Control.Types + 2 * (type & Type.Number) + 1] & Type.Finalized ? 0 : Broken.Objects;
  }
  if (colour === Colour.Grey && i < gc.w[gc.control + Control.Cursor]) found.stacked++;
  return isAlive(gc, i) ? checkReferences(gc, i) : 0;
}

/** Whether word `k` of the stack is in an earlier one, too. */
function isStackedTwice(gc: Gc, k: number): boolean {
  var earlier = gc.control + Control.Stack;
  while (gc.w[earlier] !== gc.w[k]) earlier++;
  return earlier < k;
}

/** Whether each grey object below the cursor is on the stack, and slices are those of a black array. */
function isStackSound(gc: Gc, stacked: number): boolean {
  var w = gc.w;
  var k = gc.control + Control.Stack;
  var last = k + w[gc.control + Control.Depth];
  var i = w[gc.control + Control.Array];
  var type = gc.control + Control.Types + 2 * (gc.u8[typeAt(gc, i)] & Type.Number);
  var below = 0;
  for (; k < last; k++) {
    if (w[k] > gc.end || gc.u8[gc.colours + w[k]] !== Colour.Grey || isStackedTwice(gc, k)) return false;
    if (w[k] < w[gc.control + Control.Cursor]) below++;
  }
  return (
    below === stacked &&
    (!i ||
      (gc.u8[gc.colours + i] === Colour.Black &&
        (w[type + 1] & Type.Array) > 0 &&
        w[gc.control + Control.Slice] > 0 &&
        w[type] + Limit.References * w[gc.control + Control.Slice] < bytesAt(gc.tables, i) >> 2))
  );
}

/** Whether what was added up stands in the control words. */
function isCounted(gc: Gc, found: ObjectCounts): boolean {
  return (
    found.count === gc.w[gc.control + Control.Count] &&
    found.waiting === gc.w[gc.control + Control.Waiting] &&
    found.bytes === gc.wide[(gc.control + Control.Bytes) >> 1]
  );
}

/**
 * What verify does; with `isCut`, for a collector whose call was cut off: whether what is wrong can be of that call alone. Then counts, stack and
 * pins are not looked at, and one object may be half made, or half gone.
 */
export function verifyAs(gc: Gc, isCut: boolean): number {
  var found: ObjectCounts = { count: 0, waiting: 0, bytes: 0, stacked: 0, torn: 0 };
  var broken = 0;
  var i = 0;
  var last = gc.end;
  if (!isControlSound(gc, isCut)) return Broken.Control;
  if (!isCut) last = gc.w[gc.control + Control.High];
  if (!isCut && !isRestEmpty(gc)) return Broken.Objects;
  while (!broken && i++ < last) broken = checkObject(gc, i, found, isCut);
  if (broken) return broken + 16 * i;
  if (!isCut && !isCounted(gc, found)) return Broken.Objects;
  if (!isCut && gc.w[gc.control + Control.State] === State.Mark && !isStackSound(gc, found.stacked))
    return Broken.Stack;
  return areRootsSound(gc, isCut) ? 0 : Broken.Roots;
}

/** 0 when the collector is sound, else the number of a broken invariant + 16 x that of the object where it shows. O(objects and references). */
export function verify(gc: Gc): number {
  return gc.w[gc.control] === 1 ? Broken.CutOff : verifyAs(gc, false);
}
