/**
 * The invariants of layout.ts, checked word by word. `attach` refuses a pool that breaks one, a
 * compaction does not start on one, and `check` puts the answer in words. Reads only; no index leaves
 * the pool, whatever it finds.
 */

import { freeBlockOf, generationAt } from './block.ts';
import { Control, Entry, Header, type Pool, State } from './layout.ts';
import { granulesAt, headerAt, limitFor } from './pool.ts';

/** Whether the slots and the spare list hold `free` free blocks, each where it belongs. */
function areListed(pool: Pool, free: number): boolean {
  var w = pool.w;
  var granules: number = Header.SmallGranules;
  var i: number;
  var k: number;
  for (; granules; granules--) {
    i = w[pool.slot + granules];
    if (i && (!freeBlockOf(pool, i, granules) || !free--)) return false;
  }
  for (i = w[pool.slot + Control.Spare]; i; i = w[k + 1]) {
    k = freeBlockOf(pool, i, 1);
    if (!k || !free--) return false;
  }
  return !free;
}

/** Whether the control words are those of an idle pool, and bound everything that follows. */
function isControlSound(pool: Pool): boolean {
  var w = pool.w;
  var slot = pool.slot;
  return w[slot + Control.State] === State.Idle && w[slot] === w[slot + Control.Entries] &&
    w[slot + Control.Top] <= w[slot + Control.Limit] &&
    w[slot + Control.Limit] <= limitFor(pool, w[slot]) && w[pool.end] === Entry.Retired;
}

/** What a walk over the blocks finds. */
interface Found {
  broken: number;
  /** The word where the walk ended. */
  k: number;
  holes: number;
  checksum: number;
  free: number;
  /** Blocks less entries, and the sum of their places: cheaper than looking for each one's entry. */
  surplus: number;
  places: number;
}

function walkBlocks(pool: Pool, found: Found): void {
  var w = pool.w;
  var top = w[pool.slot + Control.Top];
  var place = 0;
  var k = found.k;
  var granules: number;
  var generation: number;
  for (; place < top; place += granules) {
    granules = granulesAt(w, k);
    if (!granules || place + granules > top) break;
    if (w[k]) {
      generation = w[generationAt(pool, k)];
      found.surplus++;
      found.places += place;
      found.checksum += w[k] & Header.Big ? w[k] + generation : w[k];
      if ((generation & Header.Free) === Header.Free) {
        found.free++;
        found.checksum -= Header.Free;
      }
    } else found.holes += granules;
    found.k = k = headerAt(pool, place + granules);
  }
  if (place < top || w[k] !== Header.Sentinel) found.broken = 1;
}

/** Take the entries out of the surplus; each must name a place below the top. */
function walkEntries(pool: Pool, found: Found): void {
  var w = pool.w;
  var i = w[pool.slot + Control.Entries];
  var place: number;
  for (; i; i--) {
    place = w[pool.end - i];
    if (place !== Entry.Retired) {
      found.surplus--;
      found.places -= place;
      if (place >= w[pool.slot + Control.Top]) found.broken = 4;
    }
  }
}

/**
 * 0 when the pool is sound, else the number of a broken invariant + 16 x the byte address of the
 * payload where it shows. O(blocks).
 */
export function verify(pool: Pool): number {
  var w = pool.w;
  var slot = pool.slot;
  var found: Found = { broken: 6, k: headerAt(pool, 0), holes: 0, checksum: 0, free: 0, surplus: 0, places: 0 };
  if (isControlSound(pool)) {
    found.broken = 0;
    walkBlocks(pool, found);
    if (!found.broken) walkEntries(pool, found);
    if (!found.broken) {
      found.broken = found.surplus || found.places ? 4
        : (found.checksum & 65535) !== w[slot + Control.Checksum] ? 2
          : found.holes !== w[slot + Control.Holes] ? 3
            : areListed(pool, found.free) ? 0 : 5;
    }
  }
  return found.broken && found.broken + 32 * (found.k + 1);
}
