/** Looking into a queue: its layout, a walk over the rows, and whether it is sound. Left out where unused. */

import { Head, Limit, type Pool } from '../records/layout.ts';
import { isOpen } from '../records/pool.ts';

export type { Pool } from '../records/layout.ts';
export type { Stats } from '../records/inspect.ts';
export { check, declaration, layout, stats } from '../records/inspect.ts';

/** Call visit(row) for each row, oldest first. It must not push or shift. O(count). */
export function walk(queue: Pool, visit: (row: number) => void): void {
  var word = isOpen(queue) ? queue.head[Head.Count] : 0;
  var left = word & Limit.Bits;
  var row = (word >>> 16) - left;
  var turn: number;
  for (; left && queue.lastTurn; left--, row++) {
    turn = row > 0 ? row : row + queue.end;
    if (turn > 0 && turn <= queue.end) visit(turn);
  }
}
