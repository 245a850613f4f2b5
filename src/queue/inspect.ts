/** Looking into a queue: its layout, a walk over the rows, and whether it is sound. Left out where unused. */

import { inWords } from '../records/inspect.ts';
import { Head, type Pool } from '../records/layout.ts';
import { verify } from '../records/verify.ts';

export { declaration, layout, stats } from '../records/inspect.ts';

/** Call visit(row) for each row, the oldest first. It must not push or shift. O(count). */
export function walk(queue: Pool, visit: (row: number) => void): void {
  var left = queue.head[Head.Count];
  var row = queue.head[Head.Next] - left;
  for (; left--; row++) visit(row > 0 ? row : row + queue.end);
}

/** '' when the queue is sound, else a sentence with the broken invariant, its number and the row. O(rows). */
export function check(queue: Pool): string {
  return inWords(verify(queue, true));
}
