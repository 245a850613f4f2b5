/** Changing a block's size: in place, by a copy, or by pushing up what is above it. */

import { claim, generationAt, makeHole, setTop, weightOf } from './block.ts';
import { isPinned, move } from './compact.ts';
import { Control, Entry, Header, type Pool } from './layout.ts';
import { Room, roomFor, take } from './place.ts';
import { granulesIn, headerAt, placeOf } from './pool.ts';

/** Whether a block above `place` is pinned. O(entries). */
function isPinnedAbove(pool: Pool, place: number): boolean {
  var w = pool.w;
  var i = w[pool.slot + Control.Entries];
  for (; i; i--) {
    if (w[pool.end - i] > place && w[pool.end - i] < Entry.Retired &&
      isPinned(w[generationAt(pool, headerAt(pool, w[pool.end - i]))])) return true;
  }
  return false;
}

/** Push all blocks from `place` on up by `granules`, into the gap. One native move and O(entries). */
function pushUp(pool: Pool, place: number, granules: number): void {
  var w = pool.w;
  var i = w[pool.slot + Control.Entries];
  var top = w[pool.slot + Control.Top];
  var from = headerAt(pool, place);
  var to = headerAt(pool, place + granules);
  var header = w[from];
  move(pool, from, to, top - place);
  w[to] = header;
  w[pool.slot + Control.Moves]++;
  setTop(pool, top + granules);
  for (; i; i--) if (w[pool.end - i] >= place && w[pool.end - i] < Entry.Retired) w[pool.end - i] += granules;
}

/** Move the used block of entry `i` to a place with `granules` granules, more than it has; whether there is one. */
function copyOut(pool: Pool, i: number, granules: number): boolean {
  var w = pool.w;
  var room = roomFor(pool, granules, false);
  var k = headerAt(pool, w[pool.end - i]);
  var had = granulesIn(w[k]);
  var generation = w[generationAt(pool, k)] & ~Header.Below;
  var to: number;
  if (room) {
    w[pool.slot + Control.Checksum] -= weightOf(pool, k);
    to = take(pool, room, granules);
    move(pool, k, to, had);
    makeHole(pool, k, had);
    w[pool.end - i] = placeOf(pool, to);
    claim(pool, to, granules, generation);
  }
  return room > 0;
}

/** Make `granules` free right above the used block of entry `i`, which has `had` granules; whether it could. */
function openUp(pool: Pool, i: number, had: number, granules: number): boolean {
  var w = pool.w;
  if (roomFor(pool, granules, false) !== Room.Gap || isPinnedAbove(pool, w[pool.end - i])) return false;
  pushUp(pool, w[pool.end - i] + had, granules);
  return true;
}

/**
 * Give the used, unpinned block of entry `i` `granules` granules, contents kept. Whether it could.
 * O(1) and the bytes moved, or that of a compaction; in a pool too full for a copy also O(entries).
 */
export function regrow(pool: Pool, i: number, granules: number): boolean {
  var w = pool.w;
  var place = w[pool.end - i];
  var had = granulesIn(w[headerAt(pool, place)]);
  var isLast = place + had === w[pool.slot + Control.Top];
  var generation: number;
  var k: number;
  if (granules > had && isLast && place + granules <= w[pool.slot + Control.Limit]) setTop(pool, place + granules);
  else if (granules > had) {
    if (!isLast && copyOut(pool, i, granules)) return true;
    if (!openUp(pool, i, had, granules - had)) return isLast && copyOut(pool, i, granules);
  }
  place = w[pool.end - i];
  k = headerAt(pool, place);
  generation = w[generationAt(pool, k)] & ~Header.Below;
  w[pool.slot + Control.Checksum] -= weightOf(pool, k);
  if (granules < had) makeHole(pool, headerAt(pool, place + granules), had - granules);
  claim(pool, k, granules, generation);
  return true;
}
