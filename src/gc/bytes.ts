/**
 * Finalisers for machine code, which calls nobody back: what JavaScript that does goes through, one object after the other. Nothing of this
 * is in a bundle; build/native compiles it.
 */

import { isIdle } from '../tables/block.ts';
import { addressAt, bytesAt } from '../tables/entries.ts';
import { release } from './finalizers.ts';
import { Colour, Control, type Gc, Type } from './layout.ts';
import { highOf, isReady, typeAt } from './pool.ts';

/** The greatest number of an object there is; 0 and a fault where runFinalizers is refused. O(1). */
export function last(gc: Gc): number {
  return isReady(gc) && isIdle(gc.tables) ? highOf(gc) : 0;
}

/** The waiting object with the greatest number up to `i`, or 0: none waits, or runFinalizers is refused. O(objects). */
export function waiting(gc: Gc, i: number): number {
  var at = last(gc);
  if (!at || !gc.w[gc.control + Control.Waiting]) return 0;
  if (i < at) at = i;
  while (at > 0 && gc.u8[gc.colours + at] !== Colour.Waiting) at--;
  return at > 0 ? at : 0;
}

/** What runFinalizers tells of the waiting object `i`: the address of its payload << 16 | its type << 4 | how many bytes, at most 8. 0: it waits not. O(1). */
export function told(gc: Gc, i: number): number {
  if (waiting(gc, i) !== i || !i) return 0;
  return (
    (addressAt(gc.tables, i) << 16) | ((gc.u8[typeAt(gc, i)] & Type.Number) << 4) | Math.min(8, bytesAt(gc.tables, i))
  );
}

/** Free the waiting object `i`. Returns whether it is gone. */
export function finalize(gc: Gc, i: number): boolean {
  return i !== 0 && waiting(gc, i) === i && release(gc, i);
}
