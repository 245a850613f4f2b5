/** Looking into a collector: figures, a walk over its objects, and whether it is sound. Left out where unused. */

import { bytesAt, handleAt } from '../tables/entries.ts';
import { Colour, Control, type Gc, State, Type } from './layout.ts';
import { freeBytes, regionBytes, typeAt } from './pool.ts';
import { verify } from './verify.ts';

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
  units: number;
  /** Units the next allocation pays for itself, and for each 256 bytes, whichever is more. */
  tax: number;
  taxOf256Bytes: number;
  /** Cycles ended, and allocations that had to end one at once; both modulo 65536. */
  cycles: number;
  forced: number;
  /** Handles and scopes held, of 64. */
  held: number;
}

export type Visit = (handle: number, type: number, bytes: number, colour: 'white' | 'grey' | 'black' | 'waiting') => void;

/** Call visit(handle, type, bytes, colour) for each object in order of entry; `bytes` is its payload. O(objects). */
export function walk(gc: Gc, visit: Visit): void {
  var i = 1;
  var colour: number;
  for (; i <= gc.w[gc.slot + Control.High]; i++) {
    colour = gc.u8[gc.cols + i];
    if (colour) {
      visit(handleAt(gc.tables, i), gc.u8[typeAt(gc, i)] & Type.Number, bytesAt(gc.tables, i),
        colour === Colour.White ? 'white' : colour === Colour.Grey ? 'grey' : colour === Colour.Black ? 'black' : 'waiting');
    }
  }
}

/** Figures of the collector. O(1). */
export function stats(gc: Gc): Stats {
  var w = gc.w;
  var slot = gc.slot;
  var isIdle = w[slot] === State.Idle;
  return {
    ownBytes: (regionBytes(gc.end) + 3) & -4, mostObjects: gc.end,
    objects: w[slot + Control.Count], waiting: w[slot + Control.Waiting],
    usedBytes: gc.wide[(slot + Control.Bytes) >> 1], freeBytes: freeBytes(gc),
    phase: isIdle ? 'idle' : w[slot] === State.Mark ? 'mark' : w[slot] === State.Sweep ? 'sweep' : 'gone',
    units: gc.wide[(slot + Control.Units) >> 1],
    tax: isIdle ? 0 : w[slot + Control.Tax], taxOf256Bytes: isIdle ? 0 : w[slot + Control.TaxBytes],
    cycles: w[slot + Control.Cycles], forced: w[slot + Control.Forced], held: w[slot + Control.HeldTop],
  };
}

/** Invariants 1 to 6 of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'the control words are out of their bounds: they were overwritten',
  'objects do not match their colours, types and counts: the region was overwritten, or a block was deallocated through the pool',
  'grey objects do not match the mark stack: the region was overwritten',
  'it is marked and names an unmarked object: a reference was written without setRef',
  'a root or weak reference names no live object: the region was overwritten',
  'a slot holds no reference to a live object: it was written without setRef',
];

/** '' when the collector is sound, else a sentence with the broken invariant and the object's number; see also tables.check. O(objects and slots). */
export function check(gc: Gc): string {
  var found = verify(gc);
  var invariant = found & 15;
  return found ? 'invariant ' + invariant + (found > 15 ? ' at object ' + (found >> 4) : '') + ': ' + INVARIANTS[invariant] : '';
}
