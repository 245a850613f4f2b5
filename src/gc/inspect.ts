/** Looking into a collector: figures, a walk over its objects, and whether it is sound. Left out where unused. */

import { goneText } from '../heap/gone.ts';
import { bytesAt, handleAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, State, Type } from './layout.ts';
import { Image } from '../heap/layout.ts';
import { freeBytes, highOf, regionBytes, renew, typeAt } from './pool.ts';
import { Broken, verify } from './verify.ts';

export type { Gc } from './layout.ts';

export interface Stats {
  /** Of the collector's own region, its directory row not included: 2 an object, and the rest. */
  ownBytes: number;
  /** Objects there can be; and those there are, the waiting ones included. */
  mostObjects: number;
  objects: number;
  /** Dead, and waiting for runFinalizers. */
  waiting: number;
  /** Of all objects, headers included. */
  usedBytes: number;
  /** What new objects can take, an estimate: pinned blocks may have it in pieces. */
  freeBytes: number;
  phase: 'idle' | 'mark' | 'sweep' | 'gone';
  /** Units of work done, modulo 2^32. */
  workUnits: number;
  /** Units the next allocation does for itself, and for each 256 bytes, whichever is more. */
  assist: number;
  assistOf256Bytes: number;
  /** Cycles ended, and allocations that had to end one at once; both modulo 65536. */
  cycles: number;
  forced: number;
  /** Handles and scopes held, of 64. */
  held: number;
}

export type Visit = (
  handle: number,
  type: number,
  bytes: number,
  colour: 'white' | 'grey' | 'black' | 'waiting',
) => void;

/** Whether the collector is there, if perhaps cut off; if not, a fault. */
function isThere(gc: Gc): boolean {
  return gc.wide[Image.EpochWord] === gc.epoch || renew(gc);
}

/**
 * Call visit(handle, type, bytes, colour) for each object in order of entry; `bytes` is its payload. For a destroyed
 * collector nothing is visited, and fault() says so. O(objects).
 */
export function walk(gc: Gc, visit: Visit): void {
  var i = 1;
  var colour: number;
  // The visitor may change what is there, or destroy it.
  for (; isThere(gc) && i <= highOf(gc); i++) {
    colour = gc.u8[gc.colours + i];
    if (colour) {
      visit(
        handleAt(gc.tables, i),
        gc.u8[typeAt(gc, i)] & Type.Number,
        bytesAt(gc.tables, i),
        colour === Colour.White
          ? 'white'
          : colour === Colour.Grey
            ? 'grey'
            : colour === Colour.Black
              ? 'black'
              : 'waiting',
      );
    }
  }
}

/** Figures of a collector that is there. */
function figures(gc: Gc): Stats {
  var w = gc.w;
  var control = gc.control;
  var state = w[control + Control.State];
  var isIdle = state === State.Idle;
  return {
    ownBytes: regionBytes(gc.end),
    mostObjects: gc.end,
    objects: w[control + Control.Count],
    waiting: w[control + Control.Waiting],
    usedBytes: gc.wide[(control + Control.Bytes) >> 1],
    freeBytes: freeBytes(gc),
    phase: isIdle ? 'idle' : state === State.Mark ? 'mark' : 'sweep',
    workUnits: gc.wide[(control + Control.WorkUnits) >> 1] >>> 0,
    assist: isIdle ? 0 : w[control + Control.Assist],
    assistOf256Bytes: isIdle ? 0 : w[control + Control.AssistBytes],
    cycles: w[control + Control.Cycles],
    forced: w[control + Control.Forced],
    held: w[control + Control.HeldTop],
  };
}

/** Figures of the collector; all 0 or 'gone' if it was destroyed, and fault() says so. O(1). */
export function stats(gc: Gc): Stats {
  if (!isThere(gc)) {
    return {
      ownBytes: 0,
      mostObjects: 0,
      objects: 0,
      waiting: 0,
      usedBytes: 0,
      freeBytes: 0,
      phase: 'gone',
      workUnits: 0,
      assist: 0,
      assistOf256Bytes: 0,
      cycles: 0,
      forced: 0,
      held: 0,
    };
  }
  return figures(gc);
}

/** The invariants of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'the control words are out of their bounds: they were overwritten',
  'objects do not match their colours, types and counts: the region was overwritten, or a block was deallocated through the pool',
  'grey objects do not match the mark stack: the region was overwritten',
  'it is marked and names an unmarked object: a reference was written without setRef',
  'a root, scope, pin or weak reference does not belong to a live object: the region was overwritten, or a pin undone through the pool',
  'a reference word holds no reference to a live object: it was written without setRef',
  'a call was cut off in the middle, by Ctrl-C or out of memory: gc.repair makes the collector sound again, and no object is lost',
];

/**
 * '' if the collector is sound, otherwise a sentence: the broken invariant and the object's number, or that a call
 * was cut off and what to do, or that it was destroyed; see also tables.check. O(objects and references).
 */
export function check(gc: Gc): string {
  var found = isThere(gc) ? verify(gc) : -1;
  var invariant = found & 15;
  if (found < 0) return goneText(gc.u8);
  if (found === Broken.CutOff) return INVARIANTS[found];
  return found
    ? 'invariant ' + invariant + (found > 15 ? ' at object ' + (found >> 4) : '') + ': ' + INVARIANTS[invariant]
    : '';
}
