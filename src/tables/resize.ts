/** Changing a block's size: in place, by a copy, or by pushing up what is above it. */

import { claim, generationAt, isPinned, makeHole, setTop, weightOf } from './block.ts';
import { move } from './compact.ts';
import { Control, Header, type Pool } from './layout.ts';
import { Room, roomFor, take } from './place.ts';
import { blockOf, gapTo, granulesIn, placeOf, shiftOf, topOf } from './pool.ts';

/** Whether a block above `k` is pinned. O(entries). */
function isPinnedAbove(pool: Pool, k: number): boolean {
  var i = pool.w[Control.Entries];
  var at: number;
  for (; i; i--) {
    at = blockOf(pool, i);
    // A retired entry names the nil word, which is below all blocks.
    if (at > k && isPinned(pool.w[generationAt(pool, at)])) return true;
  }
  return false;
}

/** Push all blocks from `k` on up by `granules`, into the gap. One native move and O(entries). */
function pushUp(pool: Pool, k: number, granules: number): void {
  var w = pool.w;
  var i = w[Control.Entries];
  var top = topOf(pool);
  var words = granules << shiftOf(pool);
  var header = w[k];
  var place = placeOf(k, pool);
  var places = placeOf(k + words, pool) - place;
  move(pool, k, k + words, (top - k) >> shiftOf(pool));
  w[k + words] = header;
  w[Control.Moves]++;
  setTop(pool, top + words);
  if (w[Control.Spare] >= place) w[Control.Spare] += places;
  for (; i; i--) if (w[pool.end - i] >= place) w[pool.end - i] += places;
}

/** Move the used block of entry `i` to a place with `granules` granules, more than it has; whether there is one. */
function copyOut(pool: Pool, i: number, granules: number): boolean {
  var w = pool.w;
  var room = roomFor(pool, granules, false);
  var k = blockOf(pool, i);
  var had = granulesIn(w[k]);
  var generation = w[generationAt(pool, k)] & Header.GenerationBits;
  var to: number;
  if (room) {
    w[Control.Checksum] -= weightOf(pool, k);
    to = take(pool, room, granules);
    move(pool, k, to, had);
    makeHole(pool, k, had);
    w[pool.end - i] = placeOf(to, pool);
    claim(pool, to, granules, generation);
  }
  return room > 0;
}

/** Make `granules` free right above the used block of entry `i`, which has `had` granules; whether it could. */
function openUp(pool: Pool, i: number, had: number, granules: number): boolean {
  if (roomFor(pool, granules, false) !== Room.Gap || isPinnedAbove(pool, blockOf(pool, i))) return false;
  pushUp(pool, blockOf(pool, i) + (had << shiftOf(pool)), granules);
  return true;
}

/**
 * Give the used, unpinned block of entry `i` `granules` granules, contents kept. Whether it could.
 * O(1) and the bytes moved, or that of a compaction; in a pool too full for a copy also O(entries).
 */
export function regrow(pool: Pool, i: number, granules: number): boolean {
  var w = pool.w;
  var k = blockOf(pool, i);
  var had = granulesIn(w[k]);
  var isLast = k + (had << shiftOf(pool)) === topOf(pool);
  var generation: number;
  if (granules > had && isLast && granules - had <= gapTo(pool, w[Control.Limit])) setTop(pool, k + (granules << shiftOf(pool)));
  else if (granules > had) {
    if (!isLast && copyOut(pool, i, granules)) return true;
    if (!openUp(pool, i, had, granules - had)) return isLast && copyOut(pool, i, granules);
  }
  k = blockOf(pool, i);
  generation = w[generationAt(pool, k)] & Header.GenerationBits;
  w[Control.Checksum] -= weightOf(pool, k);
  if (granules < had) makeHole(pool, k + (granules << shiftOf(pool)), had - granules);
  claim(pool, k, granules, generation);
  return true;
}
