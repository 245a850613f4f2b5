/**
 * The invariants of layout.ts, checked word by word. `attach` refuses a pool that breaks one, a
 * compaction does not start on one, and `check` puts the answer in words. Reads only; no index leaves
 * the pool, whatever it finds.
 */

import { generationAt, isFreeAt, nextSpare } from './block.ts';
import { Control, Header, Place, type Pool, State } from './layout.ts';
import { blockOf, granulesAt, limitFor, placeOf, shiftOf, topOf, wordAt } from './pool.ts';

/** What a walk over the blocks finds. */
interface Found {
  broken: number;
  /** The word where the walk ended. */
  k: number;
  holes: number;
  checksum: number;
  free: number;
  /** Blocks less entries, and the sum of their places, spares left out: cheaper than looking for each one's entry. */
  surplus: number;
  places: number;
  spares: number;
}

/** Whether the control words are those of an idle pool, and bound everything that follows. */
function isControlSound(pool: Pool): boolean {
  var w = pool.w;
  return w[Control.State] === State.Idle && w[Control.Valid] === w[Control.Entries] &&
    w[Control.Top] >= Place.First && w[Control.Top] <= w[Control.Limit] &&
    w[Control.Limit] <= limitFor(pool, w[Control.Entries]) &&
    w[pool.end] === Place.Retired && w[wordAt(Place.Retired, pool)] === Header.None;
}

function walkBlocks(pool: Pool, found: Found): void {
  var w = pool.w;
  var top = topOf(pool);
  var k = found.k;
  var granules: number;
  var generation: number;
  for (; k < top; found.k = k += granules << shiftOf(pool)) {
    granules = granulesAt(w, k);
    if (!granules || k + (granules << shiftOf(pool)) > top) break;
    if (w[k]) {
      generation = w[generationAt(pool, k)];
      found.surplus++;
      found.checksum += w[k] < Header.Big ? w[k] : w[k] + generation;
      if (generation >= Header.Free) {
        found.free++;
        found.checksum -= Header.Free;
      }
      if (isFreeAt(pool, k, 1)) found.spares++;
      else found.places += placeOf(k, pool);
    } else found.holes += granules;
  }
  if (k !== top || w[k] !== Header.Sentinel) found.broken = 1;
}

/** Take the entries out of the sums; each must name a block, or be out of service. */
function walkEntries(pool: Pool, found: Found): void {
  var w = pool.w;
  var i = w[Control.Entries];
  var place: number;
  for (; i; i--) {
    place = w[pool.end - i];
    if (place !== Place.Retired) {
      found.surplus--;
      if (place >= w[Control.Top]) found.broken = 4;
      else if (isFreeAt(pool, wordAt(place, pool), 1)) found.spares--;
      else found.places -= place;
    }
  }
  if (found.surplus || found.places || found.spares) found.broken = 4;
}

/** Whether the slots and the list of spares hold `free` free blocks, each where it belongs. */
function areListed(pool: Pool, free: number): boolean {
  var w = pool.w;
  var granules: number = Header.SmallGranules;
  var place: number;
  var i: number;
  var k: number;
  for (; granules; granules--) {
    i = w[granules];
    if (i && (i > w[Control.Entries] || !isFreeAt(pool, blockOf(pool, i), granules) || !free--)) return false;
  }
  for (place = w[Control.Spare]; place !== Place.Retired; place = nextSpare(pool, place)) {
    k = wordAt(place, pool);
    if (place >= w[Control.Top] || !isFreeAt(pool, k, 1) || w[k + 1] > w[Control.Entries] || !free--) return false;
  }
  return !free;
}

/**
 * 0 when the pool is sound, else the number of a broken invariant + 16 x the byte address of the
 * payload where it shows. O(blocks).
 */
export function verify(pool: Pool): number {
  var w = pool.w;
  var found: Found = {
    broken: 6, k: wordAt(Place.First, pool), holes: 0, checksum: 0, free: 0, surplus: 0, places: 0, spares: 0,
  };
  if (isControlSound(pool)) {
    found.broken = 0;
    walkBlocks(pool, found);
    if (!found.broken) walkEntries(pool, found);
    if (!found.broken) {
      found.broken = (found.checksum & 65535) !== w[Control.Checksum] ? 2
        : found.holes !== w[Control.Holes] ? 3
          : areListed(pool, found.free) ? 0 : 5;
    }
  }
  return found.broken && found.broken + 16 * (pool.base + 2 * found.k + 2);
}
