/**
 * Page frames. Eviction is SIEVE (Zhang et al., NSDI 2024) with a filter: `order` has the frames in the
 * order they were filled; a hand goes from the oldest to the newest, spares and unmarks each visited one,
 * and takes the first that is not. A page is marked only when it is accessed again after another page was.
 */

import { Fault, refuse } from '../core/faults.ts';
import { isStopped } from './device.ts';
import { begin, end } from './here.ts';
import { Control, Flag, type Frames, Limit, type Pager } from './layout.ts';
import { readPage, writablePages, writePage } from './space.ts';
import { compact, reclaim } from './reclaim.ts';

/** Address of a frame. */
export function frameAt(p: Frames, frame: number): number {
  return p.frame + frame * p.pageSize;
}

/** What objects noted of the page at hand does not count any more. */
export function moveOn(p: Frames): void {
  p.w[p.control]++;
}

/** No page is at hand. */
export function invalidate(p: Frames): void {
  moveOn(p);
  p.w[p.control + Control.AtHand] = Limit.Nowhere;
}

/** Take the frame at place i out of the order and put it last. */
export function requeue(p: Frames, i: number): number {
  var u8 = p.u8;
  var at = p.order + i;
  var last = p.order + p.frameCount - 1;
  var frame = u8[at];
  u8.set(u8.subarray(at + 1, last + 1), at);
  u8[last] = frame;
  p.w[p.control + Control.Hand] = at < last ? i : 0;
  return frame;
}

/**
 * The place in `order` of the frame that SIEVE gives up, but not `kept`. With a window above 1, a clean frame among
 * the next few is taken before a dirty one, and visited ones that are passed meanwhile stay marked. At least
 * two frames are not pinned; were they, it would end after three rounds: -1. O(frames).
 */
export function chooseVictim(p: Frames, kept: number): number {
  var u8 = p.u8;
  var hand = p.w[p.control + Control.Hand];
  var window = p.w[p.control + Control.Window];
  var left = 3 * p.frameCount;
  var best = -1;
  var frame: number;
  var flags: number;
  if (hand >>> 0 >= p.frameCount) hand = 0;
  while (left--) {
    frame = u8[p.order + hand];
    if (frame < p.frameCount && frame !== kept && (flags = u8[p.flags + frame]) < Flag.Pin) {
      if (!(flags & Flag.Visited)) {
        if (best < 0 || !(flags & Flag.Dirty)) best = hand;
        if (!(flags & Flag.Dirty)) window = 0;
      } else if (best < 0) u8[p.flags + frame] = flags - Flag.Visited;
    }
    if (best >= 0 && --window <= 0) left = 0;
    hand = hand + 1 < p.frameCount ? hand + 1 : 0;
  }
  return best;
}

/** Whether the page slot of a page that is held has what its frame has: a commit that is tried again needs no page slot for it. O(page). */
function isWritten(p: Pager, page: number, at: number): boolean {
  var i = p.pageSize;
  if (p.h[p.pageSlots + page] === Limit.None || !readPage(p, page, p.stage)) return false;
  while (i-- && p.u8[p.stage + i] === p.u8[at + i]);
  return i < 0;
}

/** Whether a page that is held may take a page slot: its reserve stays, so what is taken comes from the sector for cleaning, up to one for each. */
function canTake(p: Pager): boolean {
  return writablePages(p) + p.w[p.control + Control.Held] > 0;
}

/** Write a dirty frame to the store; it stays dirty while it is held for writing. Returns false and a fault. */
function writeBack(p: Pager, frame: number): boolean {
  var w = p.w;
  var k = p.control;
  var page = p.h[p.pageOf + frame];
  var isHeld = (p.u8[p.flags + frame] & Flag.Held) > 0;
  if (w[k + Control.Failed]) return !!refuse(p.u8, Fault.StoreFailed);
  if (page >= p.pageCount) return !!refuse(p.u8, Fault.Corrupt);
  if (isHeld && !canTake(p)) return isWritten(p, page, frameAt(p, frame)) || !!refuse(p.u8, Fault.NoSpace);
  // Nothing may be written into a frame that is no longer dirty.
  moveOn(p);
  // Its own reserve is what it is written into.
  if (!writePage(p, page, frameAt(p, frame), false)) return false;
  w[k + Control.WriteBacks]++;
  w[k + Control.Written]++;
  if (!isHeld) {
    p.u8[p.flags + frame] -= Flag.Dirty;
    w[k + Control.Dirty]--;
  }
  return true;
}

/** Write all dirty frames, with `isCommit` those that are held as well. Returns false and a fault; some may be written then. O(frames). */
export function writeAll(p: Pager, isCommit: boolean): boolean {
  var frame = p.frameCount;
  var flags: number;
  while (frame--) {
    flags = p.u8[p.flags + frame];
    if (flags & Flag.Dirty && (isCommit || !(flags & Flag.Held)) && !writeBack(p, frame)) return false;
  }
  return true;
}

/** Empty a frame that is clean. */
export function emptyFrame(p: Frames, frame: number): void {
  var page = p.h[p.pageOf + frame];
  if (page === Limit.None) return;
  if (page * p.pageSize === p.w[p.control + Control.AtHand]) invalidate(p);
  if (page < p.pageCount) p.u8[p.frameOf + page] = Limit.Out;
  p.u8[p.flags + frame] = 0;
  p.h[p.pageOf + frame] = Limit.None;
}

/** Empty all frames, whatever is in them. O(frames). */
export function dropAll(p: Pager): void {
  var frame = p.frameCount;
  while (frame--) emptyFrame(p, frame);
  p.w[p.control + Control.Dirty] = p.w[p.control + Control.Pinned] = p.w[p.control + Control.Held] = 0;
}

/** Fill a frame other than `kept` with a page that is out. Returns it, or -1 and a fault. */
function fill(p: Pager, page: number, kept: number): number {
  var place: number;
  var frame: number;
  p.w[p.control + Control.Misses]++;
  place = chooseVictim(p, kept);
  if (place < 0) return refuse(p.u8, Fault.Corrupt) - 1;
  frame = requeue(p, place);
  if (p.u8[p.flags + frame] & Flag.Dirty && !writeBack(p, frame)) return -1;
  emptyFrame(p, frame);
  if (!readPage(p, page, frameAt(p, frame))) return -1;
  p.h[p.pageOf + frame] = page;
  p.u8[p.frameOf + page] = frame;
  return frame;
}

/** The frame of a page, which is brought in if it is out, but not in place of frame `kept`; -1 and a fault: the store failed or has no space. */
export function pageIn(p: Pager, page: number, kept: number): number {
  var frame = p.u8[p.frameOf + page];
  if (frame < p.frameCount) return frame;
  if (frame !== Limit.Out) return refuse(p.u8, Fault.Corrupt) - 1;
  begin(p);
  frame = fill(p, page, kept);
  end(p);
  return frame;
}

/**
 * Whether `count` more pages can become dirty; if not, a fault. Makes room first where nothing waits for a commit. Of
 * a pager without commits, which never need wait, dirty frames are written where that makes room.
 */
function canDirty(p: Pager, count: number): boolean {
  var w = p.w;
  var k = p.control;
  if (w[k + Control.Failed]) return !!refuse(p.u8, Fault.StoreFailed);
  if (writablePages(p) < count && !(p.rootCount && w[k + Control.Changed])) {
    reclaim(p, count);
    compact(p, count);
    if (!p.rootCount && writablePages(p) < count && writeAll(p, false)) compact(p, count);
  }
  if (isStopped(p)) return !!refuse(p.u8, Fault.Interrupted);
  return writablePages(p) >= count || !!refuse(p.u8, Fault.NoSpace);
}

/** How many of one or two frames are not dirty. */
function cleanOf(p: Pager, frame: number, second: number): number {
  return (
    (p.u8[p.flags + frame] & Flag.Dirty ? 0 : 1) + (second === frame || p.u8[p.flags + second] & Flag.Dirty ? 0 : 1)
  );
}

/** Mark one or two frames dirty, which keeps a page slot of the store for each. Returns false and a fault when there is none, and marks none. */
export function markDirty(p: Pager, frame: number, second: number): boolean {
  var count = cleanOf(p, frame, second);
  var isDone = true;
  if (count) {
    begin(p);
    // Making room may write one that is dirty.
    isDone = canDirty(p, p.rootCount || frame === second ? count : 2);
    if (isDone) {
      p.w[p.control + Control.Dirty] += cleanOf(p, frame, second);
      p.u8[p.flags + frame] |= Flag.Dirty;
      p.u8[p.flags + second] |= Flag.Dirty;
    }
    end(p);
  }
  return isDone;
}

/** Note in the object which frame is at hand. `stamp` goes last: only then the others count. */
function note(p: Pager, frame: number, start: number): void {
  p.start = start;
  p.near = frameAt(p, frame);
  p.writable = p.u8[p.flags + frame] & Flag.Dirty ? start : Limit.Nowhere;
  p.stamp = p.w[p.control];
}

/** Bring a page and put it at hand for reading. Returns its frame, or -1 and a fault. */
export function frameFor(p: Pager, page: number, kept: number): number {
  var w = p.w;
  var k = p.control;
  var frame = p.u8[p.frameOf + page];
  var isMissed = frame >= p.frameCount;
  var start = page * p.pageSize;
  if (isMissed && (frame = pageIn(p, page, kept)) < 0) return frame;
  if (w[k + Control.AtHand] !== start) {
    if (!isMissed) {
      w[k + Control.Hits]++;
      p.u8[p.flags + frame] |= Flag.Visited;
    }
    w[k]++;
    w[k + Control.AtHand] = start;
  }
  if (p.stamp !== w[k]) note(p, frame, start);
  return frame;
}

/** The same as frameFor, for writing. */
export function frameForWrite(p: Pager, page: number): number {
  var frame = frameFor(p, page, Limit.Out);
  if (frame < 0 || !markDirty(p, frame, frame)) return -1;
  if (p.stamp === p.w[p.control]) p.writable = p.start;
  else note(p, frame, page * p.pageSize);
  return frame;
}
