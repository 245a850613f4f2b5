/**
 * Page frames. Eviction is SIEVE (Zhang et al., NSDI 2024) with a filter: `order` has the frames in the
 * order they were filled; a hand goes from the oldest to the newest, spares and unmarks each visited one,
 * and takes the first that is not. A page is marked only when it is accessed again after another page was.
 */

import { Fault, refuse } from '../core/faults.ts';
import { Control, Flag, Limit, type Pager } from './layout.ts';
import { readPage, room, tidy, writePage } from './space.ts';

/** Address of a frame. */
export function frameAt(p: Pager, frame: number): number {
  return p.frame + frame * p.pageSize;
}

/** No page is at hand. */
export function forget(p: Pager): void {
  var w = p.w;
  w[p.slot + Control.ReadStart] = w[p.slot + Control.WriteStart] = Limit.Nowhere;
  w[p.slot + Control.ReadFrame] = w[p.slot + Control.WriteFrame] = p.stage;
}

/** Take the frame at place i out of the order and put it last. */
function requeue(p: Pager, i: number): number {
  var u8 = p.u8;
  var at = p.order + i;
  var end = p.order + p.frameCount - 1;
  var frame = u8[at];
  u8.set(u8.subarray(at + 1, end + 1), at);
  u8[end] = frame;
  p.w[p.slot + Control.Hand] = at < end ? i : 0;
  return frame;
}

/**
 * The frame that SIEVE gives up; it becomes the last of the order. With a window above 1, a clean frame among
 * the next few is taken before a dirty one, and visited ones that are passed meanwhile stay marked. At least
 * two frames are not pinned, so this ends. O(frames).
 */
function pick(p: Pager): number {
  var u8 = p.u8;
  var hand = p.w[p.slot + Control.Hand];
  var window = p.w[p.slot + Control.Window];
  var best = -1;
  var at: number;
  var flags: number;
  for (;;) {
    at = p.flags + u8[p.order + hand];
    flags = u8[at];
    if (flags < Flag.Pin) {
      if (!(flags & Flag.Visited)) {
        if (best < 0 || !(flags & Flag.Dirty)) best = hand;
        if (!(flags & Flag.Dirty)) window = 0;
      } else if (best < 0) u8[at] = flags - Flag.Visited;
    }
    if (best >= 0 && --window <= 0) return requeue(p, best);
    hand = hand + 1 < p.frameCount ? hand + 1 : 0;
  }
}

/** Write a dirty frame to the store; it stays dirty while it is held for writing. Returns false and a fault. */
function writeBack(p: Pager, frame: number): boolean {
  var w = p.w;
  var k = p.slot;
  if (w[k + Control.Failed]) return !!refuse(p.u8, Fault.StoreFailed);
  // Its own reserve is what it is written into.
  if (!writePage(p, p.h[p.pageOf + frame], frameAt(p, frame), false)) return false;
  w[k + Control.WriteBacks]++;
  w[k + Control.Written]++;
  if (!(p.u8[p.flags + frame] & Flag.Held)) {
    p.u8[p.flags + frame] -= Flag.Dirty;
    w[k + Control.Dirty]--;
  }
  return true;
}

/** Write all dirty frames. Returns false and a fault; some may be written then. O(frames). */
export function writeAll(p: Pager): boolean {
  var frame = p.frameCount;
  while (frame--) if (p.u8[p.flags + frame] & Flag.Dirty && !writeBack(p, frame)) return false;
  p.w[p.slot + Control.WriteStart] = Limit.Nowhere;
  p.w[p.slot + Control.WriteFrame] = p.stage;
  return true;
}

/** Empty a frame that is clean. */
function vacate(p: Pager, frame: number): void {
  var page = p.h[p.pageOf + frame];
  if (page === Limit.None) return;
  if (p.w[p.slot + Control.ReadFrame] === frameAt(p, frame)) forget(p);
  p.u8[p.frameOf + page] = Limit.Out;
  p.u8[p.flags + frame] = 0;
  p.h[p.pageOf + frame] = Limit.None;
}

/** Empty all frames, whatever is in them. O(frames). */
export function dropAll(p: Pager): void {
  var frame = p.frameCount;
  while (frame--) vacate(p, frame);
  p.w[p.slot + Control.Dirty] = 0;
}

/** Whether there is such a page, and the pager is open. */
export function isPage(p: Pager, page: number): boolean {
  return (page >= 0 && page < p.w[p.slot + Control.Open] && page === Math.floor(page)) || !!refuse(p.u8, Fault.BadArgument);
}

/** The frame of a page, which is brought in if it is out; -1 and a fault: the store failed or has no space. */
export function bring(p: Pager, page: number): number {
  var frame = p.u8[p.frameOf + page];
  if (frame !== Limit.Out) return frame;
  p.w[p.slot + Control.Misses]++;
  frame = pick(p);
  if (p.u8[p.flags + frame] & Flag.Dirty && !writeBack(p, frame)) return -1;
  vacate(p, frame);
  if (!readPage(p, page, frameAt(p, frame))) return -1;
  p.h[p.pageOf + frame] = page;
  p.u8[p.frameOf + page] = frame;
  return frame;
}

/** Bring the page of a virtual address and put it at hand for reading. Returns its frame, or -1 and a fault. */
export function reach(p: Pager, va: number): number {
  var w = p.w;
  var k = p.slot;
  var page = Math.floor(va / p.pageSize);
  var misses = w[k + Control.Misses];
  var frame: number;
  if (va !== Math.floor(va) || !isPage(p, page)) return refuse(p.u8, Fault.BadArgument) - 1;
  frame = bring(p, page);
  if (frame < 0) return frame;
  if (w[k + Control.ReadStart] !== page * p.pageSize) {
    if (w[k + Control.Misses] === misses) {
      w[k + Control.Hits]++;
      p.u8[p.flags + frame] |= Flag.Visited;
    }
    w[k + Control.ReadStart] = page * p.pageSize;
    w[k + Control.ReadFrame] = frameAt(p, frame);
    w[k + Control.WriteStart] = p.u8[p.flags + frame] & Flag.Dirty ? page * p.pageSize : Limit.Nowhere;
    w[k + Control.WriteFrame] = p.u8[p.flags + frame] & Flag.Dirty ? frameAt(p, frame) : p.stage;
  }
  return frame;
}

/** Whether `count` more pages can become dirty; if not, a fault. Cleans first where nothing waits for a commit. */
export function hasRoom(p: Pager, count: number): boolean {
  if (p.w[p.slot + Control.Failed]) return !!refuse(p.u8, Fault.StoreFailed);
  if (room(p) < count && !(p.rootCount && p.w[p.slot + Control.Changed])) tidy(p, count);
  return room(p) >= count || !!refuse(p.u8, Fault.NoSpace);
}

/** Mark a frame dirty, which keeps a slot of the store for it. Returns false and a fault when there is none. */
export function soil(p: Pager, frame: number): boolean {
  if (p.u8[p.flags + frame] & Flag.Dirty) return true;
  if (!hasRoom(p, 1)) return false;
  p.u8[p.flags + frame] |= Flag.Dirty;
  p.w[p.slot + Control.Dirty]++;
  return true;
}

/** The same as reach, for writing. */
export function reachDirty(p: Pager, va: number): number {
  var frame = reach(p, va);
  if (frame < 0 || !soil(p, frame)) return -1;
  p.w[p.slot + Control.WriteStart] = p.w[p.slot + Control.ReadStart];
  p.w[p.slot + Control.WriteFrame] = p.w[p.slot + Control.ReadFrame];
  return frame;
}
