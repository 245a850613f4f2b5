/**
 * The invariants of layout.ts, checked word by word. `attach` refuses a pool that breaks one, and
 * `check` puts the answer in words. Reads only; no index leaves the pool, whatever it finds.
 */

import { LARGE_HEAPS } from '../board.ts';
import { halfOctave } from '../core/float.ts';
import { leadOf, logOf } from './block.ts';
import { Big, Bin, Bit, Control, type Pool, Slot, State } from './layout.ts';

/** Granules of the block `b`, 0 for a header that no block can have. */
export function granulesAt(pool: Pool, b: number): number {
  var w = pool.w;
  var granules = w[2 * b - 1] >> 2;
  if (LARGE_HEAPS && !granules && b < pool.end - 2) granules = w[2 * b + 4];
  return granules < 2 || b + granules > pool.end ? 0 : granules;
}

/** Whether `link` is the start of a block that has `b` in its word `which`. */
function names(pool: Pool, link: number, which: number, b: number): boolean {
  return link >= pool.low && link < pool.end - 1 && pool.w[2 * link + which] === b;
}

/** Non-empty lists, or -1 when a map bit says otherwise. */
function countLists(pool: Pool): number {
  var w = pool.w;
  var lists = 0;
  var bin: number = Bin.First;
  var bit: number;
  for (; bin < Bin.End; bin++) {
    bit = (w[pool.slot - Control.Map + (bin >> 4)] >> (bin & 15)) & 1;
    if (bin <= halfOctave(pool.end - pool.low) ? !bit !== !w[pool.slot - Control.Bins + bin] : bit) return -1;
    lists += bit;
  }
  return lists;
}

/**
 * 0 when the pool is sound, else the number of a broken invariant + 16 x the byte address of the
 * payload where it shows. O(blocks).
 */
export function verify(pool: Pool): number {
  var w = pool.w;
  var slot = pool.slot;
  var b = pool.low;
  var belowUsed: number = Bit.BelowUsed;
  var free = 0;
  var lists = countLists(pool);
  var deferred = 0;
  var broken = w[slot] !== State.Idle || w[slot + 1] !== 1 ? 8 : lists < 0 ? 5 : 0;
  var header: number;
  var granules: number;
  var previous: number;
  while (!broken && b < pool.end) {
    header = w[2 * b - 1];
    granules = granulesAt(pool, b);
    if (!granules) broken = 1;
    else if ((header & Bit.BelowUsed) !== belowUsed) broken = 3;
    else if (header & Bit.Used) {
      belowUsed = Bit.BelowUsed;
      if (LARGE_HEAPS && leadOf(pool, b) && w[2 * (b + Big.Lead) - 1] !== Big.Marker) broken = 1;
      if (granules <= Slot.Last && w[slot + granules] === b) deferred++;
    } else {
      previous = w[2 * b + 2];
      if (!previous) lists--;
      free += granules;
      if (!belowUsed) broken = 2;
      else if (w[2 * (b + granules) - 3] !== (header & ~Bit.Both) ||
        (LARGE_HEAPS && header < 4 && w[2 * (b + granules) - 2] !== granules)) broken = 4;
      else if (!(previous ? names(pool, previous, 0, b) : w[slot - Control.Bins + halfOctave(granules)] === b) ||
        (w[2 * b] && !names(pool, w[2 * b], 2, b))) broken = 5;
      belowUsed = 0;
    }
    if (!broken) b += granules;
  }
  for (granules = Slot.First; granules <= Slot.Last; granules++) if (w[slot + granules]) deferred--;
  broken = broken || (w[2 * b - 1] !== (Bit.Used | belowUsed) ? 1
    : lists ? 5 : free !== w[slot - Control.Free] ? 6 : deferred ? 7 : 0);
  return broken && broken + 16 * (b << logOf(pool));
}
