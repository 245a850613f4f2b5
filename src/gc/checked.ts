/**
 * The collector as the checked build has it: misuse throws, and so does a reference word that something other than
 * setRef wrote to, when getRef, setRef, step, alloc or collect come across it: step, alloc and collect look
 * at all objects first. O(objects and references).
 */

import { checked, requireVisit } from '../core/checked.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { Kind } from '../heap/layout.ts';
import { handleAt } from '../tables/entries.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';
import type { Gc } from './index.ts';
import { highOf, isAlive, isReady } from './pool.ts';
import { checkReferences } from './verify.ts';

export type { Finalize, Gc, Heap } from './index.ts';
export type { Stats, Visit } from './inspect.ts';

var GC = 'pass what create or attach returned, before destroy';
var WORD = 'the type of the object has no reference there, or its payload ends before; see defineType';
var NAME = 'a name or weak reference is a whole number from 1 to 16, a handle that of a live object';

function collector(gc: Gc, call: string): void {
  requirePool(gc, call, Kind.Gc);
}

function visitor(gc: Gc, call: string, visit: unknown): void {
  collector(gc, call);
  requireVisit(visit, call);
}

/** Throw unless each reference word of object `i` holds what setRef wrote there. */
function requireReferences(gc: Gc, call: string, i: number): void {
  var found = isAlive(gc, i) && handleAt(gc.tables, i) ? checkReferences(gc, i) : 0;
  if (found) {
    throw new Error(
      call.split('(')[0] +
        ': a reference word of object ' +
        handleAt(gc.tables, i) +
        (found === 4
          ? ' names an object that the collector does not know of'
          : ' holds no reference to a live object') +
        ': it was written without setRef; write references with setRef only, and data outside the references of the type',
    );
  }
}

/** The references of one object. None there is no fault, but what was refused before may have been one. */
function ofOne(gc: Gc, call: string, handle: number): void {
  collector(gc, call);
  if (isAlive(gc, handle & 65535)) requireReferences(gc, call, handle & 65535);
}

/** The references of all objects. */
function ofAll(gc: Gc, call: string): void {
  var i: number;
  collector(gc, call);
  for (i = isReady(gc) ? highOf(gc) : 0; i; i--) requireReferences(gc, call, i);
}

export var create = checked(
  lean.create,
  'gc.create($1, $2)',
  requireHeap,
  'a collector needs about 620 bytes, 4 for each of objects, and room for them; objects is a whole number from 1 to 64999',
);
export var attach = checked(lean.attach, 'gc.attach($1)', requireHeap, GC);
export var defineType = checked(
  lean.defineType,
  'gc.defineType($1)',
  collector,
  'references is a list of words below 16, or the first word (below 65536) of an array of references',
);
export var alloc = checked(
  lean.alloc,
  'gc.alloc($1, $2)',
  ofAll,
  'type is one that defineType returned, or 0; bytes a whole number from 1 up, with room for the references of the type',
);
export var getRef = checked(lean.getRef, 'gc.getRef($1, $2)', ofOne, WORD);
export var setRef = checked(lean.setRef, 'gc.setRef($1, $2, $3)', ofOne, WORD);
export var open = checked(lean.open, 'gc.open(gc)', collector, GC);
export var hold = checked(lean.hold, 'gc.hold($1)', collector, 'open a scope first');
export var close = checked(lean.close, 'gc.close($1, $2)', collector, 'pass what open returned, once');
export var setRoot = checked(lean.setRoot, 'gc.setRoot($1, $2)', collector, NAME);
export var getRoot = checked(lean.getRoot, 'gc.getRoot($1)', collector, NAME);
export var pin = checked(lean.pin, 'gc.pin($1)', collector, GC);
export var unpin = checked(lean.unpin, 'gc.unpin($1)', collector, 'the object is not pinned');
export var weak = checked(lean.weak, 'gc.weak($1)', collector, NAME);
export var deref = checked(lean.deref, 'gc.deref($1)', collector, NAME);
export var dropWeak = checked(lean.dropWeak, 'gc.dropWeak($1)', collector, NAME);
export var step = checked(
  lean.step,
  'gc.step($1)',
  ofAll,
  'budget is a number of units above 0; gc is one that was not destroyed',
);
export var collect = checked(lean.collect, 'gc.collect(gc)', ofAll, GC);
export var runFinalizers = checked(
  lean.runFinalizers,
  'gc.runFinalizers($1)',
  collector,
  'max is a number from 0 up, finalize a function',
);
export var destroy = checked(lean.destroy, 'gc.destroy(gc)', collector, GC);
export var repair = checked(lean.repair, 'gc.repair', collector);
export var repairAt = checked(lean.repairAt, 'gc.repairAt($1)', requireHeap, GC);
export var stats = checked(inspect.stats, 'gc.stats', collector);
export var walk = checked(inspect.walk, 'gc.walk', visitor);
export var check = checked(inspect.check, 'gc.check', collector);
