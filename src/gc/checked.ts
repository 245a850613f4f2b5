/**
 * The collector as the checked build has it: misuse throws, and so does a slot that something other than
 * setRef wrote to, when getRef, setRef, step, alloc or collect come across it.
 */

import { demandVisit, judge } from '../core/checked.ts';
import { demandHeap, demandPool } from '../heap/demand.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { handleAt } from '../tables/entries.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';
import type { Finalize, Gc } from './index.ts';
import { highOf, isAlive, isReady } from './pool.ts';
import { checkSlots } from './verify.ts';

export type { Finalize, Gc } from './index.ts';

var GC = 'pass what create or attach returned, before destroy';
var SLOT = 'the type of the object has no slot there, or its payload ends before; see defineType';
var NAME = 'a name or weak reference is a whole number from 1 to 16, a handle that of a live object';

/** Pass on the collector, or throw. */
function mine(gc: Gc, call: string): Gc {
  return demandPool(gc, call, Kind.Gc);
}

/** Throw unless each slot of object `i` holds what setRef wrote there. */
function demandSlots(gc: Gc, i: number, call: string): void {
  var found = isAlive(gc, i) && handleAt(gc.tables, i) ? checkSlots(gc, i) : 0;
  if (found) {
    throw new Error(call + ': a slot of object ' + handleAt(gc.tables, i) +
      (found === 4 ? ' names an object that the collector was not told of' : ' holds no reference to a live object') +
      ': it was written without setRef; write references with setRef only, and data outside the slots of the type');
  }
}

/** The same for all objects. */
function demandAll(gc: Gc, call: string): void {
  var i = isReady(mine(gc, call)) ? highOf(gc) : 0;
  for (; i; i--) demandSlots(gc, i, call);
}

/** See index.ts; throws on sizes that no collector can have. */
export function create(heap: Heap, bytes: number, objects: number): Gc | null {
  return judge(lean.create(demandHeap(heap, 'gc.create'), bytes, objects), 'gc.create', bytes + ', ' + objects,
    'a collector needs about 620 bytes, 4 for each of objects, and room for them; objects is a whole number from 1 to 64999');
}

/** See index.ts; throws when there is no collector at `address`. */
export function attach(heap: Heap, address: number): Gc | null {
  return judge(lean.attach(demandHeap(heap, 'gc.attach'), address), 'gc.attach', address, GC);
}

/** See index.ts; throws on slots that no type can have. */
export function defineType(gc: Gc, slots: number[] | number, isFinalized?: boolean): number {
  return judge(lean.defineType(mine(gc, 'gc.defineType'), slots, isFinalized), 'gc.defineType', slots,
    'slots is a list of words below 16, or the first word (below 65536) of an array of references');
}

/** See index.ts; throws on an undefined type, a size too small for its slots, or a bad slot. O(objects and slots). */
export function alloc(gc: Gc, type: number, bytes: number): number {
  demandAll(gc, 'gc.alloc');
  return judge(lean.alloc(gc, type, bytes), 'gc.alloc', type + ', ' + bytes,
    'type is one that defineType returned, or 0; bytes a whole number from 1 up, with room for the slots of the type');
}

/** See index.ts; throws when there is no such slot, or something else wrote to it. */
export function getRef(gc: Gc, handle: number, word: number): number {
  // None there is no fault, but what was refused before may have been one.
  if (isAlive(mine(gc, 'gc.getRef'), handle & 65535)) demandSlots(gc, handle & 65535, 'gc.getRef');
  return judge(lean.getRef(gc, handle, word), 'gc.getRef', handle + ', ' + word, SLOT);
}

/** See index.ts; throws when there is no such slot, something else wrote to it, or a handle is that of no live object. */
export function setRef(gc: Gc, handle: number, word: number, child: number): boolean {
  if (isAlive(mine(gc, 'gc.setRef'), handle & 65535)) demandSlots(gc, handle & 65535, 'gc.setRef');
  return judge(lean.setRef(gc, handle, word, child), 'gc.setRef', handle + ', ' + word + ', ' + child, SLOT);
}

/** See index.ts; throws when the collector was destroyed. */
export function open(gc: Gc): number {
  return judge(lean.open(mine(gc, 'gc.open')), 'gc.open', 'gc', GC);
}

/** See index.ts; throws when `handle` is none, or no scope is open. */
export function hold(gc: Gc, handle: number): number {
  return judge(lean.hold(mine(gc, 'gc.hold'), handle), 'gc.hold', handle, 'open a scope first');
}

/** See index.ts; throws when the scope is not open, or `kept` is no handle. */
export function close(gc: Gc, scope: number, kept?: number): boolean {
  return judge(lean.close(mine(gc, 'gc.close'), scope, kept), 'gc.close', scope + ', ' + kept, 'pass what open returned, once');
}

/** See index.ts; throws when there is no such root, or `handle` is none. */
export function setRoot(gc: Gc, name: number, handle: number): boolean {
  return judge(lean.setRoot(mine(gc, 'gc.setRoot'), name, handle), 'gc.setRoot', name + ', ' + handle, NAME);
}

/** See index.ts; throws when there is no such root. */
export function getRoot(gc: Gc, name: number): number {
  return judge(lean.getRoot(mine(gc, 'gc.getRoot'), name), 'gc.getRoot', name, NAME);
}

/** See index.ts; throws when `handle` is none, or pinned twice. */
export function pin(gc: Gc, handle: number): number {
  return judge(lean.pin(mine(gc, 'gc.pin'), handle), 'gc.pin', handle, GC);
}

/** See index.ts; throws when `handle` is none, or not pinned. */
export function unpin(gc: Gc, handle: number): boolean {
  return judge(lean.unpin(mine(gc, 'gc.unpin'), handle), 'gc.unpin', handle, 'the object is not pinned');
}

/** See index.ts; throws when `handle` is none. */
export function weak(gc: Gc, handle: number): number {
  return judge(lean.weak(mine(gc, 'gc.weak'), handle), 'gc.weak', handle, NAME);
}

/** See index.ts; throws when there can be no such weak reference. */
export function deref(gc: Gc, reference: number): number {
  return judge(lean.deref(mine(gc, 'gc.deref'), reference), 'gc.deref', reference, NAME);
}

/** See index.ts; throws when there can be no such weak reference. */
export function dropWeak(gc: Gc, reference: number): boolean {
  return judge(lean.dropWeak(mine(gc, 'gc.dropWeak'), reference), 'gc.dropWeak', reference, NAME);
}

/** See index.ts; throws on a budget that is not above 0, when called from inside `moved`, or on a bad slot. O(objects and slots). */
export function step(gc: Gc, budget: number): boolean {
  demandAll(gc, 'gc.step');
  return judge(lean.step(gc, budget), 'gc.step', budget, 'budget is a number of units above 0; gc is one that was not destroyed');
}

/** See index.ts; throws when called from inside `moved`, or on a bad slot. */
export function collect(gc: Gc): boolean {
  demandAll(gc, 'gc.collect');
  return judge(lean.collect(gc), 'gc.collect', 'gc', GC);
}

/** See index.ts; throws when max is no number, or finalize no function. */
export function runFinalizers(gc: Gc, max: number, finalize: Finalize): number {
  return judge(lean.runFinalizers(mine(gc, 'gc.runFinalizers'), max, finalize), 'gc.runFinalizers', max, 'max is a number from 0 up, finalize a function');
}

/** See index.ts; throws when called from inside `moved`, or twice. */
export function destroy(gc: Gc): boolean {
  return judge(lean.destroy(mine(gc, 'gc.destroy')), 'gc.destroy', 'gc', GC);
}

/** See index.ts; throws when there is no such collector. */
export function repair(gc: Gc): boolean {
  return lean.repair(mine(gc, 'gc.repair'));
}

/** See index.ts; throws when there is no collector at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  return judge(lean.repairAt(demandHeap(heap, 'gc.repairAt'), address), 'gc.repairAt', address, GC);
}

/** See inspect.ts; throws when there is no such pool. */
export function stats(gc: Gc): inspect.Stats {
  return inspect.stats(mine(gc, 'gc.stats'));
}

/** See inspect.ts; throws when there is no such pool. */
export function walk(gc: Gc, visit: inspect.Visit): void {
  inspect.walk(mine(gc, 'gc.walk'), demandVisit(visit, 'gc.walk'));
}

/** See inspect.ts; throws when there is no such pool. */
export function check(gc: Gc): string {
  return inspect.check(mine(gc, 'gc.check'));
}
