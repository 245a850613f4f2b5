/** What moves when, as the program wants it: a compaction that it asks for, how long one may last, and when space is short. */

import { Fault, refuse } from '../core/faults.ts';
import { begin, end, isIdle } from './block.ts';
import { compact, isMoving, type Moved, Slid, stop } from './compact.ts';
import { Control, Mark, type Pool, State, Work } from './layout.ts';
import { gapOf, isThere, logOf, markOf, pauseOf } from './pool.ts';
import { dropLists, settle, waiting } from './waiting.ts';

/** Slide blocks down, and tell. What `moved` throws goes on, the pool in order. */
function slide(pool: Pool, budget: number, blocks: number, moved: Moved): boolean {
  var hasEnded = false;
  var isDone = false;
  try {
    isDone = compact(pool, budget, blocks, Work.All, moved) === Slid.Wholly;
    hasEnded = isThere(pool) && pool.w[Control.State] === State.Changing;
  } finally {
    if (!hasEnded && isMoving(pool)) {
      stop(pool);
      hasEnded = true;
    }
    if (hasEnded) end(pool);
  }
  return isDone;
}

/**
 * Slide blocks down until one free block remains, or until `budget` bytes have moved, and finish the block in
 * progress; with a budget, what setPause allows is a limit, too. Pinned blocks stay. moved(handle, from, to, bytes)
 * is called after each move, before the next one, and may not call the pool. Returns true if nothing is left to move,
 * otherwise false: the budget is used up, and the next call continues from there; or a fault. O(blocks), a search of
 * the table for each, and the bytes moved.
 */
export function reorder(pool: Pool, budget?: number, moved?: Moved): boolean {
  var blocks: number;
  var isPartly = false;
  var isDone = false;
  if (!isIdle(pool)) return false;
  if (
    (budget !== undefined && !(budget! > 0 && budget! === +budget!)) ||
    (moved !== undefined && typeof moved !== 'function')
  ) {
    return !!refuse(pool.u8, Fault.BadArgument);
  }
  blocks = budget ? pauseOf(pool) : Work.All;
  begin(pool);
  if (!budget && !moved) dropLists(pool);
  else isPartly = settle(pool, blocks < Work.All ? (blocks + 1) >> 1 : blocks) > 0 && blocks < Work.All;
  if (!isPartly) {
    if (moved) return slide(pool, budget || 1 / 0, blocks, moved);
    isDone = compact(pool, budget || 1 / 0, blocks, Work.All) === Slid.Wholly;
  }
  end(pool);
  return isDone;
}

/**
 * Let no call stall: from now on alloc and resize move at most `blocks` blocks, 1 to 127, and pass 3 times as many.
 * If there is no room by then, they are refused as not compact yet (Fault.NotCompact). Called again, or after
 * reorder(pool, budget) in idle time, they continue where they stopped. 0, the initial value, lets a call complete a
 * compaction. Kept in the image. Returns true, or false: not such a number. O(1).
 */
export function setPause(pool: Pool, blocks: number): boolean {
  if (!isIdle(pool)) return false;
  if ((blocks & Mark.Pause) !== blocks) return !!refuse(pool.u8, Fault.BadArgument);
  pool.w[Control.Mark] = markOf(pool) + (blocks << Mark.PauseShift);
  return true;
}

/** Set the threshold for isLow: fewer than `bytes` free, a whole number. O(1). */
export function setLow(pool: Pool, bytes: number): void {
  var granules = bytes >>> logOf(pool);
  if (!isIdle(pool)) return;
  if (bytes >>> 0 !== bytes) refuse(pool.u8, Fault.BadArgument);
  else pool.w[Control.Low] = granules > 65535 ? 65535 : granules;
}

/** Whether fewer bytes are free, in one piece or not, than setLow set. Up to 64 of the freed blocks that wait in lists count as free. O(those). */
export function isLow(pool: Pool): boolean {
  var low: number;
  if (!isThere(pool)) return false;
  low = pool.w[Control.Low] - gapOf(pool) - pool.w[Control.Holes];
  return low > 0 && waiting(pool, low, 64) < low;
}
