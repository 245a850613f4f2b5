/** What keeps objects: scopes of held handles, named roots, pins. And weak references, which do not. */

import { Fault, refuse } from '../core/faults.ts';
import { handleAt } from '../tables/entries.ts';
import { pin as pinBlock, unpin as unpinBlock } from '../tables/index.ts';
import { Control, type Gc, Limit, Type } from './layout.ts';
import { find, isAlive, isReady, typeAt } from './pool.ts';

/** Put `word` on the held ones, and let the innermost scope be the one at `scope`, or stay. Returns its place, from 1 up, or 0: no space. */
function push(gc: Gc, word: number, isScope: boolean): number {
  var pair = gc.control + Control.HeldTop;
  var top = gc.w[pair];
  if (top >= Limit.Held) return refuse(gc.u8, Fault.NoSpace);
  gc.w[gc.control + Control.Held + top++] = word;
  gc.wide[pair >> 1] = top | ((isScope ? top : gc.w[pair + 1]) << 16);
  return top;
}

/**
 * Open a scope: what is allocated or held from here on stays until the scope is closed. Returns the scope, for close,
 * or 0: 64 handles and scopes are held already. O(1).
 */
export function open(gc: Gc): number {
  return isReady(gc) ? push(gc, Limit.Frame + gc.w[gc.control + Control.Scope], true) : 0;
}

/** Keep the object until the innermost scope is closed. Returns the handle, or 0: not a live object, no open scope, or 64 are held. O(1). */
export function hold(gc: Gc, handle: number): number {
  if (!isReady(gc) || !find(gc, handle)) return 0;
  if (!gc.w[gc.control + Control.Scope]) return refuse(gc.u8, Fault.BadArgument);
  return push(gc, handle & 65535, false) && handle;
}

/**
 * Close a scope and those opened inside it. `kept`, if given, is then held by the enclosing scope, if there is one; 0
 * means none, so that a scope can be closed after an alloc that found no space. Returns true, or false: not an open
 * scope, or `kept` is not a live object. O(1).
 */
export function close(gc: Gc, scope: number, kept?: number): boolean {
  var w = gc.w;
  var control = gc.control;
  var at = control + Control.Held + scope - 1;
  var outer: number;
  if (!isReady(gc)) return false;
  if (!(
    scope >= 1 &&
    scope <= w[control + Control.HeldTop] &&
    scope <= Limit.Held &&
    scope >>> 0 === scope &&
    w[at] >= Limit.Frame
  ))
    return !!refuse(gc.u8, Fault.BadArgument);
  if (kept && !find(gc, kept)) return false;
  outer = w[at] - Limit.Frame;
  if (kept && outer) {
    w[control] = 1;
    w[control + Control.Kept] = kept & 65535;
  }
  gc.wide[(control + Control.HeldTop) >> 1] = (scope - 1) | (outer << 16);
  if (kept && outer) {
    push(gc, kept & 65535, false);
    w[control + Control.Kept] = 0;
    w[control] = 0;
  }
  return true;
}

/** Where named root or weak reference `name`, 1 to 16, is; or 0 and a fault. Both have 16. */
function wordOf(gc: Gc, from: number, name: number): number {
  return name >= 1 && name <= Limit.Named && name >>> 0 === name
    ? gc.control + from + name - 1
    : refuse(gc.u8, Fault.BadArgument);
}

/** Let root `name`, a number from 1 to 16, keep an object; 0 for none. Returns true, or false: not a live object, or no such root. O(1). */
export function setRoot(gc: Gc, name: number, handle: number): boolean {
  var k = isReady(gc) ? wordOf(gc, Control.Named, name) : 0;
  if (!k || (handle !== 0 && !find(gc, handle))) return false;
  gc.w[k] = handle & 65535;
  return true;
}

/** The handle that root `name` keeps, or 0. After attach this is where a program finds its objects. O(1). */
export function getRoot(gc: Gc, name: number): number {
  var k = isReady(gc) ? wordOf(gc, Control.Named, name) : 0;
  return k && gc.w[k] && handleAt(gc.tables, gc.w[k]);
}

/** The first of `count` words from `from` on that is `value`, or 0. */
function findWord(gc: Gc, from: number, count: number, value: number): number {
  var k = gc.control + from;
  for (; count && gc.w[k] !== value; count--) k++;
  return count && k;
}

/** The place of a pin of the object `handle` that is `value` now, 0 and a fault (`reason` when all are others): not ready, not a live object. O(pins). */
function pinWord(gc: Gc, handle: number, value: number, reason: Fault): number {
  return isReady(gc) && find(gc, handle) ? findWord(gc, Control.Pins, Limit.Pins, value) || refuse(gc.u8, reason) : 0;
}

/**
 * Keep the object, and keep it in place, until it has been unpinned as often. Returns the address of its payload, or
 * 0: not a live object, pinned twice already, or 16 pins are in use. O(pins).
 */
export function pin(gc: Gc, handle: number): number {
  var k = pinWord(gc, handle, 0, Fault.NoSpace);
  var address = 0;
  if (k) {
    // Of more pins here than the block has, repair takes one away.
    gc.w[gc.control] = 1;
    gc.w[k] = handle & 65535;
    address = pinBlock(gc.tables, handle);
    if (!address) gc.w[k] = 0;
    gc.w[gc.control] = 0;
  }
  return address;
}

/** Undo one pin. Returns true, or false: not a live object, or not pinned. O(pins). */
export function unpin(gc: Gc, handle: number): boolean {
  var k = pinWord(gc, handle, handle & 65535, Fault.BadArgument);
  var isDone = false;
  if (k) {
    gc.w[gc.control] = 1;
    isDone = unpinBlock(gc.tables, handle);
    if (isDone) gc.w[k] = 0;
    gc.w[gc.control] = 0;
  }
  return isDone;
}

/** Refer to the object without keeping it. Returns the reference, 1 to 16, or 0: not a live object, or all are in use. O(weak references). */
export function weak(gc: Gc, handle: number): number {
  var k =
    isReady(gc) && find(gc, handle) ? findWord(gc, Control.Weak, Limit.Weak, 0) || refuse(gc.u8, Fault.NoSpace) : 0;
  if (!k) return 0;
  gc.u8[typeAt(gc, handle & 65535)] |= Type.Weak;
  gc.w[k] = handle & 65535;
  return k - gc.control - Control.Weak + 1;
}

/**
 * The handle of the object that a weak `reference` (from weak) names, or 0 if it is gone, or about to go. Hold it, or
 * store it, before the next call that may collect. O(1).
 */
export function deref(gc: Gc, reference: number): number {
  var k = isReady(gc) ? wordOf(gc, Control.Weak, reference) : 0;
  return k && gc.w[k] && isAlive(gc, gc.w[k]) ? handleAt(gc.tables, gc.w[k]) : 0;
}

/** Give up a weak `reference`, also one whose object is gone: only then can weak return it again. Returns true, or false: not a possible reference. O(1). */
export function dropWeak(gc: Gc, reference: number): boolean {
  var k = isReady(gc) ? wordOf(gc, Control.Weak, reference) : 0;
  if (k) gc.w[k] = 0;
  return k > 0;
}
