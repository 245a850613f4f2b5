/** The invariants of a ring of messages as code; see layout.ts. Whatever the bytes are, it ends, and looks at the region alone. */

import { Control, Flag, type Pool, Ring } from './layout.ts';
import { countOf, indexOf, granulesOf } from './pool.ts';

/** Granules that the message, or the skipped rest, at `granule` takes; more than the ring has where it leads out of it. */
function stepAt(pool: Pool, granule: number): number {
  var bytes = pool.w[indexOf(pool, granule)];
  if (bytes === Ring.Skip) return granule ? pool.end - granule : pool.end + 1;
  return granule + granulesOf(pool, bytes) > pool.end ? pool.end + 1 : granulesOf(pool, bytes);
}

/** 0 when the messages lie as invariant 3 has it, else 3 + 16 x the address of the length where it shows. O(messages). */
function walk(pool: Pool): number {
  var left = countOf(pool);
  var tail = pool.head[Control.Tail] & Ring.Granule;
  var granule = pool.head[Control.Head] & Ring.Granule;
  var used = 0;
  var step: number;
  if (!left) return 0;
  while (left) {
    if (pool.w[indexOf(pool, granule)] !== Ring.Skip) left--;
    step = stepAt(pool, granule);
    used += step;
    if (used > pool.end) return 3 + 16 * (pool.ring + 2 * indexOf(pool, granule));
    granule = granule + step < pool.end ? granule + step : 0;
  }
  return granule === tail ? 0 : 3 + 16 * (pool.ring + 2 * indexOf(pool, granule));
}

/** 0 when the pool is sound, else the number of a broken invariant + 16 x the byte address where it shows. O(messages). */
export function verify(pool: Pool): number {
  var head = pool.head;
  if (head[Control.Flags] & ~Flag.Overwrites) return 1 + 16 * pool.base;
  if ((head[Control.Tail] & Ring.Granule) >= pool.end) return 2 + 16 * (pool.base + 4 * Control.Tail);
  if ((head[Control.Head] & Ring.Granule) >= pool.end) return 2 + 16 * (pool.base + 4 * Control.Head);
  return walk(pool);
}
