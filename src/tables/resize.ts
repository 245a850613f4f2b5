/** Changing a block's size: in place, by a copy, or by pushing up what is above it. */

import { claim, generationAt, isPinned, makeHole, weightOf } from './block.ts';
import { move, stop } from './compact.ts';
import { Control, Entry, Header, Note, type Pool, State, Work } from './layout.ts';
import { For, Site, siteFor, take } from './place.ts';
import { entriesOf, gapOf, granulesIn, pauseOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { blockOf } from './table.ts';

/** Write the block that the notes tell of, with its new size, and make a hole of what is over; or finish that. Returns the granules of that hole. */
export function finishResize(pool: Pool): number {
  var w = pool.w;
  var k = wordAt(w[Note.A], pool);
  var rest = w[Note.C] - w[Note.B];
  var end = k + (w[Note.B] << shiftOf(pool));
  claim(pool, k, w[Note.B], w[Note.D]);
  if (end + (rest << shiftOf(pool)) === topOf(pool)) {
    if (rest) {
      w[Control.Top] = placeOf(end, pool);
      w[end] = Header.Sentinel;
    }
    return 0;
  }
  if (rest) {
    w[end + 1] = rest;
    w[end] = 0;
  }
  return rest;
}

/** Give the used block at `k` `granules` granules of the `all` that it and the hole above it have, of which it had `had`. */
function resizeAt(pool: Pool, k: number, had: number, granules: number, all: number): void {
  var w = pool.w;
  var holes = w[Control.Holes] - all + had;
  var generation = w[generationAt(pool, k)] & Header.GenerationBits;
  w[Control.Checksum] -= weightOf(pool, k);
  w[Note.A] = placeOf(k, pool);
  w[Note.B] = granules;
  w[Note.C] = all;
  w[Note.D] = generation;
  w[Control.State] = State.Resizing;
  holes += finishResize(pool);
  stop(pool);
  w[Control.Holes] = holes;
}

/** Granules of the used block at `k` with the holes above it, which the gap is one of where that makes it `granules`. */
function reachOf(pool: Pool, k: number, had: number, granules: number): number {
  var w = pool.w;
  var above = k + (had << shiftOf(pool));
  var top = topOf(pool);
  while (above < top && !w[above] && w[above + 1] && (!granules || had < granules)) {
    had += w[above + 1];
    above = k + (had << shiftOf(pool));
  }
  if (above === top && had < granules && granules - had <= gapOf(pool)) {
    take(pool, Site.Gap, granules - had);
    w[Control.Holes] += granules - had;
    had = granules;
  }
  return had;
}

/** Whether a block above `k` is pinned. O(entries). */
function isPinnedAbove(pool: Pool, k: number): boolean {
  var w = pool.w;
  var i = entriesOf(pool);
  var at: number;
  for (; i; i--) {
    at = w[pool.end - i];
    if (
      at < Entry.Retired &&
      (at = wordAt(at, pool)) > k &&
      at < topOf(pool) &&
      (at = generationAt(pool, at)) < pool.end &&
      isPinned(w[at])
    )
      return true;
  }
  return false;
}

/** Move all blocks from the place noted on up, and all entries that name one; or finish that. Leaves a hole there. */
export function finishPush(pool: Pool): void {
  var w = pool.w;
  var place = w[Note.A];
  var k = wordAt(place, pool);
  var words = w[Note.B] << shiftOf(pool);
  var entries = entriesOf(pool);
  var i = w[Note.C];
  var at: number;
  if (i > entries) {
    // The first entry leaves this one of the two notes alone.
    at = wordAt(w[entries & 1 ? Note.D : Note.E], pool);
    // The sentinel moves with the blocks.
    if (w[at + words] !== Header.Sentinel && at > k) move(pool, k, k + words, (at - k) >> shiftOf(pool));
    if (w[k]) w[k + words] = w[k];
    w[k + 1] = w[Note.B];
    w[k] = 0;
    w[Control.Top] = placeOf(at + words, pool);
  } else i++;
  while (--i) {
    // The one that was being changed when the call was cut off is known by what it held.
    at = i === w[Note.C] ? w[i & 1 ? Note.E : Note.D] : w[pool.end - i];
    w[i & 1 ? Note.E : Note.D] = at;
    w[Note.C] = i;
    if (at >= place && at < Entry.Retired) w[pool.end - i] = at + placeOf(k + words, pool) - place;
  }
}

/** Push all from the block at `k` on up by `granules`, into the gap. One native move and O(entries). */
function pushUp(pool: Pool, k: number, granules: number): void {
  var w = pool.w;
  var holes = w[Control.Holes] + granules;
  var sum = w[Control.Checksum];
  w[topOf(pool) + (granules << shiftOf(pool))] = 0;
  w[Note.A] = placeOf(k, pool);
  w[Note.B] = granules;
  w[Note.C] = w[Control.Entries] + 1;
  w[w[Control.Entries] & 1 ? Note.D : Note.E] = w[Control.Top];
  w[Control.State] = State.Pushing;
  finishPush(pool);
  stop(pool);
  w[Control.Holes] = holes;
  w[Control.Checksum] = sum;
  w[Control.Moves]++;
}

/** Move the used block of entry `i` to a place with `granules` granules, more than it has. Returns whether there is one, or Site.Damaged. */
function copyOut(pool: Pool, i: number, granules: number): number {
  var w = pool.w;
  var site = siteFor(pool, granules, For.Copy);
  var k = blockOf(pool, i);
  var had = granulesIn(w[k]);
  var to: number;
  if (site <= Site.None) return site;
  to = take(pool, site, granules);
  claim(pool, to, granules, w[generationAt(pool, k)] & Header.GenerationBits);
  move(pool, k, to, had);
  w[pool.end - i] = placeOf(to, pool);
  w[Control.Checksum] -= weightOf(pool, k);
  makeHole(pool, k, had);
  return 1;
}

/** Grow the block of entry `i` where it is, if all it needs is above it. Returns whether it is. */
function growAt(pool: Pool, i: number, had: number, granules: number): number {
  var k = blockOf(pool, i);
  var all = reachOf(pool, k, had, granules);
  if (all < granules) return 0;
  resizeAt(pool, k, had, granules, all);
  return 1;
}

/** Make what is missing free right above the block of entry `i`, and grow it. Returns what copyOut does. */
function growUp(pool: Pool, i: number, had: number, granules: number): number {
  var w = pool.w;
  var site = siteFor(pool, granules - had, For.Push);
  var all: number;
  if (site < Site.None || growAt(pool, i, had, granules)) return site < Site.None ? site : 1;
  // That is a step for each entry.
  if (site === Site.None || w[Control.Entries] > pauseOf(pool) * Work.Looks || isPinnedAbove(pool, blockOf(pool, i)))
    return 0;
  // What is pushed begins with a block, or the sentinel.
  all = reachOf(pool, blockOf(pool, i), had, 0);
  pushUp(pool, blockOf(pool, i) + (all << shiftOf(pool)), granules - all);
  return growAt(pool, i, had, granules);
}

/**
 * Give the used, unpinned block of entry `i` `granules` granules, contents kept. Returns 1, or 0 when there is no space,
 * or Site.Damaged. O(1) and the bytes moved, or that of a compaction; in a pool too full for a copy also O(entries).
 */
export function regrow(pool: Pool, i: number, granules: number): number {
  var k = blockOf(pool, i);
  var had = granulesIn(pool.w[k]);
  if (granules < had) resizeAt(pool, k, had, granules, reachOf(pool, k, had, 0));
  return granules <= had
    ? 1
    : growAt(pool, i, had, granules) || copyOut(pool, i, granules) || growUp(pool, i, had, granules);
}
