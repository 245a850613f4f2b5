/** Sites for blocks: in the gap, in a larger block that waits in a list, in a hole, or after a compaction. */

import { setTop } from './block.ts';
import { compact, Slid } from './compact.ts';
import { Control, Header, Place, type Pool, Refused, Work } from './layout.ts';
import { gapOf, gapWith, granulesAt, pauseOf, placeOf, shiftOf, topOf, wordAt } from './pool.ts';
import { trim, Trimmed, wordsWithOne } from './table.ts';
import { dropLists, settle, waiting } from './waiting.ts';

/** What siteFor returns besides the header of a hole. */
export const enum Site {
  None = 0,
  /** The gap above the blocks. */
  Gap = 1,
  /** None, and the pool is damaged: refused already. */
  Damaged = -1,
  /** None yet: a pause is set, and the call did what it may. */
  Later = -2,
}

/** What a site is for. */
export const enum For {
  /** A block with an entry that is to be taken. */
  Block = 0,
  /** A block that has one. */
  Copy = 1,
  /** What is pushed up: the gap alone will do. */
  Push = 2,
}

/** Whether the gap takes `granules` granules. */
function hasGap(pool: Pool, granules: number, what: For): boolean {
  return granules <= (what === For.Block ? gapWith(pool, wordsWithOne(pool)) : gapOf(pool));
}

/** Make one of the holes at `k` and `next`. */
function join(pool: Pool, k: number, next: number): void {
  var w = pool.w;
  w[Control.Rover] = placeOf(k, pool);
  if (w[Control.Slide] === placeOf(next, pool)) w[Control.Slide] = placeOf(k, pool);
  w[k + 1] += w[next + 1];
}

/**
 * The first hole of at least `granules` from the rover up, or 0 when there is none, or Site.Later. Holes that are neighbours become one,
 * and the last one part of the gap. O(blocks), but each is passed once until blocks move; and with a pause only some.
 */
function seek(pool: Pool, granules: number): number {
  var w = pool.w;
  var top = topOf(pool);
  var k = wordAt(w[Control.Rover], pool);
  var looks = pauseOf(pool) < Work.All ? pauseOf(pool) * Work.Looks : Work.All;
  var next: number;
  while (k < top && looks--) {
    next = k + (granulesAt(w, k) << shiftOf(pool));
    if (next === k || next > top) return 0;
    if (w[k]) k = next;
    else if (next < top && !w[next] && w[next + 1]) join(pool, k, next);
    else {
      w[Control.Rover] = placeOf(k, pool);
      if (next === top) {
        w[Control.Holes] -= w[k + 1];
        setTop(pool, k);
        return 0;
      }
      if (w[k + 1] >= granules) return k;
      k = next;
    }
  }
  w[Control.Rover] = k < top ? placeOf(k, pool) : w[Control.Top];
  return k < top ? Site.Later : Site.None;
}

/** The gap, or a hole that is there already, when there is an entry for the block or room for one, too. */
function findSite(pool: Pool, granules: number, what: For): number {
  var w = pool.w;
  var k = 0;
  if (what !== For.Push && granules <= w[Control.Holes] && granules < w[Control.Refused] && hasGap(pool, 0, what))
    k = seek(pool, granules);
  return k > Site.None || !hasGap(pool, granules, what) ? k : Site.Gap;
}

/** There was no site, whatever moved: note it, so that it is not tried again and again. */
function noteRefusal(pool: Pool, granules: number, what: For): void {
  var w = pool.w;
  var isForLackOfHoles = what !== For.Push && hasGap(pool, 0, what);
  if (isForLackOfHoles && granules < w[Control.Refused]) w[Control.Refused] = granules;
  else if (w[Control.Refused] >= Refused.Round) w[Control.Refused] = Refused.Moves;
  w[Control.Rover] = Place.First;
}

/** The rest of siteFor where a compaction stopped: the hole below, if that is what it stopped for. */
function holeAtSlide(pool: Pool, granules: number): number {
  var k = wordAt(pool.w[Control.Slide], pool);
  return k < topOf(pool) && !pool.w[k] && pool.w[k + 1] >= granules ? k : Site.Later;
}

/** What trim adds to the gap, when that is all there is. */
function siteInTable(pool: Pool, granules: number, what: For): number {
  var trimmed = trim(pool, granules, what === For.Block);
  return trimmed === Trimmed.Enough ? Site.Gap : trimmed ? Site.Later : Site.None;
}

/** The same when nothing can move any more. */
function siteAtLast(pool: Pool, granules: number, what: For): number {
  var site = findSite(pool, granules, what) || siteInTable(pool, granules, what);
  if (!site) {
    // With a pause holes below the rover may be large enough: the next call looks there.
    if (pauseOf(pool) < Work.All) pool.w[Control.Rover] = Place.First;
    else noteRefusal(pool, granules, what);
  }
  return site;
}

/** Whether all that is free is less than `granules`: so much at most has the table, with its list, that blocks can have. */
function isTooLarge(pool: Pool, granules: number): boolean {
  var w = pool.w;
  granules -= gapOf(pool) + w[Control.Holes] + w[Control.Entries] + w[Control.Depth];
  return (
    granules > pool.end >> 1 ||
    (pauseOf(pool) === Work.All && granules > 0 && waiting(pool, granules, Work.All) < granules)
  );
}

/**
 * Whether so much is free, in blocks that wait, that a compaction is worth more than what it costs: 1/16 of what blocks have, and
 * `granules`. O(blocks that wait).
 */
function isPlenty(pool: Pool, granules: number): boolean {
  var w = pool.w;
  var enough = (w[Control.Top] >> 4) - gapOf(pool) - w[Control.Holes];
  if (granules > enough) enough = granules;
  return waiting(pool, enough, Work.All) >= enough;
}

/** The rest of siteFor: blocks must move, if any can. */
function siteAfterMoves(pool: Pool, granules: number, what: For): number {
  var w = pool.w;
  var missing = granules - w[Control.Holes];
  var site: number = hasGap(pool, missing, what) ? Site.Gap : siteInTable(pool, missing, what);
  if (site <= Site.None) return site;
  if (w[Control.Refused] < Refused.Round) w[Control.Rover] = Place.First;
  else if (w[Control.Holes] && compact(pool, 1 / 0, Work.All, Work.All) === Slid.Stopped) return Site.Damaged;
  return siteAtLast(pool, granules, what);
}

/** Some of the blocks that wait become holes. Where that leaves room; Site.None when none waits. */
function siteBySettling(pool: Pool, granules: number, what: For): number {
  if (!settle(pool, (pauseOf(pool) + 1) >> 1)) return Site.None;
  return hasGap(pool, granules, what) ? Site.Gap : Site.Later;
}

/** The same with a pause: blocks that wait become holes, then a compaction collects these, both from call to call. */
function siteByPieces(pool: Pool, granules: number, what: For): number {
  var w = pool.w;
  var isNew = w[Control.Slide] === Place.First || !w[Control.Holes];
  var site: number = isNew ? siteBySettling(pool, granules, what) : Site.None;
  var slid: number;
  var need: number;
  if (site) return site;
  if (w[Control.Refused] >= Refused.Round && w[Control.Holes]) {
    need = what !== For.Push && hasGap(pool, 0, what) ? granules : Work.All;
    slid = compact(pool, 1 / 0, pauseOf(pool), need);
    if (slid === Slid.Stopped) return Site.Damaged;
    if (!slid) return holeAtSlide(pool, need);
    site = siteBySettling(pool, granules, what);
    if (site) return site;
    w[Control.Refused] = Refused.Moves;
  }
  return siteAtLast(pool, granules, what);
}

/**
 * Where a block of `granules` can go, for `take`: Site.Gap or the header of a hole; Site.None
 * when nowhere, Site.Damaged when the pool is, Site.Later when a pause ends the call before that is known. What is free in pieces
 * is used first; then lists are settled, and blocks move when there is enough, but not in one piece. O(1), or that of a compaction.
 */
export function siteFor(pool: Pool, granules: number, what: For): number {
  var isPaused = pauseOf(pool) < Work.All;
  var site: number;
  if (isTooLarge(pool, granules)) return Site.None;
  // Where the gap is small no entry is added while one can be had from a block that waits; larger ones were looked for in vain.
  if (what === For.Block && !pool.w[Control.Free]) settle(pool, 1);
  if (hasGap(pool, granules, what)) return Site.Gap;
  if (isPaused) return siteByPieces(pool, granules, what);
  if (isPlenty(pool, granules)) {
    dropLists(pool);
    return compact(pool, 1 / 0, Work.All, Work.All) === Slid.Stopped ? Site.Damaged : siteAtLast(pool, granules, what);
  }
  settle(pool, Work.All);
  if (hasGap(pool, granules, what)) return Site.Gap;
  // No hole will be a large part of what is free.
  site = granules << 2 > pool.w[Control.Holes] ? Site.None : findSite(pool, granules, what);
  return site || siteAfterMoves(pool, granules, what);
}

/** The header of `granules` granules cut out of what siteFor returned: a hole for now. The gap gives them as a hole that is not counted. */
export function take(pool: Pool, site: number, granules: number): number {
  var w = pool.w;
  var k = site === Site.Gap ? topOf(pool) : site;
  var end = k + (granules << shiftOf(pool));
  var rest: number;
  if (site === Site.Gap) {
    w[end] = Header.Sentinel;
    w[k + 1] = granules;
    w[k] = 0;
    w[Control.Top] = placeOf(end, pool);
  } else {
    rest = w[k + 1] - granules;
    if (rest) {
      w[end + 1] = rest;
      w[end] = 0;
    }
    w[k + 1] = granules;
    w[Control.Holes] -= granules;
    w[Control.Rover] = placeOf(end, pool);
  }
  return k;
}
