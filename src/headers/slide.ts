/** Compaction for owners that can follow their blocks: every used block moves down over the free ones. */

import { LARGE_HEAPS } from '../board.ts';
import { granulesOf, remove, settle, settleDeferred } from './bins.ts';
import { leadOf, logOf, payloadBytes } from './block.ts';
import { Bit, type Pool, State, Wiped } from './layout.ts';

/** Told of a block that moved, before the next one does. May not call the pool. */
export type Moved = (from: number, to: number, bytes: number) => void;

/** Move the used block above the free block `gap` down to where the gap starts. */
function moveDown(pool: Pool, gap: number, from: number): void {
  var w = pool.w;
  var above = gap + granulesOf(w, from);
  remove(pool, gap, from - gap);
  w.set(w.subarray(2 * from - 1, 2 * (from + above - gap) - 1), 2 * gap - 1);
  w[2 * gap - 1] |= Bit.BelowUsed;
  // Either the old header now lies in the gap, or it became the gap's own.
  if (from > above) w[2 * from - 1] = Wiped.Header;
  w[2 * above - 1] = Bit.Both;
  settle(pool, above, from - gap);
}

/**
 * Slide used blocks down until the only free block is the last. Nothing may be deferred. The pool
 * is sound at every call of `moved`, so a callback that throws leaves it sound. O(blocks).
 */
export function slideDown(pool: Pool, moved: Moved): void {
  var w = pool.w;
  var log = logOf(pool);
  var b = pool.low;
  var from: number;
  var to: number;
  for (; b < pool.end; b += granulesOf(w, b)) {
    from = b + granulesOf(w, b);
    if (!(w[2 * b - 1] & Bit.Used) && from < pool.end) {
      moveDown(pool, b, from);
      to = (LARGE_HEAPS ? b + leadOf(pool, b) : b) << log;
      // Slots of 1 keep the fast paths of alloc and dealloc out, too.
      settleDeferred(pool, 1);
      w[pool.slot] = State.Busy;
      try {
        moved(to + ((from - b) << log), to, payloadBytes(pool, b));
      } finally {
        w[pool.slot] = State.Idle;
        settleDeferred(pool, 0);
      }
    }
  }
}
