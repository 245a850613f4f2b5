/** Roots, scopes, pins and weak references of a collector: invariant 5. See verify.ts. */

import { pinsAt } from '../tables/entries.ts';
import { Control, type Gc, Limit, Type } from './layout.ts';
import { isAlive, typeAt } from './pool.ts';

/** Whether word `k` of the roots and weak references is sound. */
function isRootSound(gc: Gc, k: number): boolean {
  var i = gc.w[k];
  // The sweep may not have come by the object of a weak reference yet.
  if (k >= gc.control + Control.Weak) {
    return (
      !i ||
      i === Limit.Cleared ||
      (i <= gc.end && (gc.u8[gc.colours + i] & 3) > 0 && (gc.u8[typeAt(gc, i)] & Type.Weak) > 0)
    );
  }
  return !i || isAlive(gc, i) || (k < gc.control + Control.Named && i >= Limit.Frame);
}

/** Whether the scopes lead down to 0, and nothing else among the held ones looks like one. */
function areScopesSound(gc: Gc): boolean {
  var w = gc.w;
  var held = gc.control + Control.Held;
  var scope = w[gc.control + Control.Scope];
  var k = w[gc.control + Control.HeldTop];
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
  for (; k < gc.control + Control.Kept; k++) if (gc.w[k] === i) pins++;
  return pins;
}

/** Whether word `k` is of an object whose block has fewer pins than the collector counts from there on. */
export function isPinLost(gc: Gc, k: number): boolean {
  return gc.w[k] > 0 && pinsFrom(gc, k, gc.w[k]) > pinsAt(gc.tables, gc.w[k]);
}

/** Whether the roots, scopes and weak references are sound: invariant 5. */
export function areRootsSound(gc: Gc, isCut: boolean): boolean {
  var control = gc.control;
  var k = control + Control.Held;
  if (!areScopesSound(gc)) return false;
  for (; k < control + Control.Words; k++) {
    if (k === control + Control.Held + gc.w[control + Control.HeldTop]) k = control + Control.Named;
    if (!isRootSound(gc, k)) return false;
    if (!isCut && k >= control + Control.Pins && k < control + Control.Kept && isPinLost(gc, k)) return false;
  }
  return true;
}
