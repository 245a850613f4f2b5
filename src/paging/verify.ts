/**
 * The invariants of layout.ts, for whatever bytes are in the region. `attach` refuses a pager that breaks
 * one, and `check` puts the answer in words. Reads only; no index leaves the region.
 */

import { crc32 } from '../core/crc32.ts';
import { Control, Flag, Header, Limit, Mark, type Pager } from './layout.ts';
import { recordBytes, rootSlotBytes } from './records.ts';

function isWithin(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}

/** Whether `bytes` bytes from `at` on are all `value`. */
function isFilled(p: Pager, at: number, end: number, value: number): boolean {
  while (at < end && p.u8[at] === value) at++;
  return at === end;
}

/** Whether the words are right that never change: what was declared, and what follows from it. */
export function isDeclared(p: Pager): boolean {
  var w = p.w;
  var k = p.control;
  var window = w[k + Control.Window];
  return (
    p.frameCount >= Limit.LeastFrames &&
    w[k + Control.Frames] === p.frameCount &&
    isWithin(w[k + Control.IsVolatile], 0, 1) &&
    w[k + Control.Span] === p.span &&
    w[k + Control.FrameOf] === p.frameOf &&
    w[k + Control.PageSlots] === p.pageSlots &&
    w[k + Control.Crcs] === p.crcs &&
    (window === (p.frameCount < 8 ? 1 : 2) || window === Math.max(2, p.frameCount >> 2)) &&
    isFilled(p, p.head + Header.TotalBytes, p.stage, 255) &&
    isFilled(p, p.imageAt + 4 * (p.pageCount + p.sectorCount + 1) + 2 * p.pageCount, p.imageAt + p.imageBytes, 0)
  );
}

/** Whether the words are ones that a cut call leaves, too: those of the open sector, of roots and of changes. */
export function isPlausible(p: Pager): boolean {
  var w = p.w;
  var k = p.control;
  var tail = w[k + Control.Tail];
  return (
    isWithin(w[k + Control.Sector], p.first - 1, p.sectorCount - 1) &&
    isWithin(w[k + Control.Used], 0, p.span) &&
    isWithin(w[k + Control.Changed], 0, p.mostChanged + 1) &&
    w[k + Control.Written] >= 0 &&
    isWithin(w[k + Control.Newest], -1, p.rootCount - 1) &&
    isWithin(w[k + Control.Keep], -1, p.rootCount - 1) &&
    isWithin(w[k + Control.Fenced], -1, p.rootCount - 1) &&
    (!tail || (isWithin(tail, recordBytes(p, p.imageBytes), rootSlotBytes(p)) && tail % p.store.programBytes === 0)) &&
    isWithin(w[k + Control.Failed], 0, 1) &&
    isWithin(w[k + Control.IsAnnounced], 0, 1) &&
    isWithin(w[k + Control.IsResumed], 0, 1)
  );
}

/** Invariant 1, for a pager that is declared. */
function isControlSound(p: Pager): boolean {
  var w = p.w;
  var k = p.control;
  var h = p.head >> 2;
  var open = w[k + Control.Open];
  var newest = w[k + Control.Newest];
  var sector = w[k + Control.Sector];
  return (
    isPlausible(p) &&
    (open === p.pageCount || open === Mark.Closed || (open === Mark.Asleep && w[k + Control.IsResumed] === 1)) &&
    isWithin(w[k + Control.Hand], 0, p.frameCount - 1) &&
    w[k + Control.PendingPage] === 0 &&
    (sector < p.first ? w[k + Control.Used] === p.span : w[p.wear + sector] >= 0) &&
    (newest < 0
      ? !w[k + Control.Tail] && w[k + Control.Keep] < 0
      : w[k + Control.Keep] !== newest && w[k + Control.Fenced] !== newest) &&
    (newest < 0 ||
      open === Mark.Closed ||
      (w[h + Header.Check] === crc32(p.u8, p.head, Header.Covered) &&
        w[h + Header.Generation] <= w[k + Control.Generation]))
  );
}

/** Whether `order` has each frame once. O(frames). */
function isOrder(p: Pager): boolean {
  var seen = new Uint8Array(p.frameCount);
  var i = 0;
  var frame: number;
  for (; i < p.frameCount; i++) {
    frame = p.u8[p.order + i];
    if (frame >= p.frameCount || seen[frame]) return false;
    seen[frame] = 1;
  }
  return true;
}

/** Whether a frame and what it says of itself are right. */
function isFrame(p: Pager, frame: number): boolean {
  var page = p.h[p.pageOf + frame];
  var flags = p.u8[p.flags + frame];
  if (page === Limit.None) return !flags;
  return (
    page < p.pageCount &&
    p.u8[p.frameOf + page] === frame &&
    (!(flags & Flag.Held) || (flags >= Flag.Pin && (flags & Flag.Dirty) > 0))
  );
}

/** Whether a page is out, or in the frame that it says, and the one at hand is in a frame. */
function isPlaced(p: Pager, page: number): boolean {
  var frame = p.u8[p.frameOf + page];
  return frame === Limit.Out
    ? p.w[p.control + Control.AtHand] !== page * p.pageSize
    : frame < p.frameCount && p.h[p.pageOf + frame] === page;
}

/** Invariants 2 and 3. Returns the number of the broken one + 16 x the frame or page, or 0. */
function badFrame(p: Pager): number {
  var w = p.w;
  var k = p.control;
  var dirty = 0;
  var pinned = 0;
  var held = 0;
  var i: number;
  var flags: number;
  for (i = 0; i < p.frameCount; i++) {
    if (!isFrame(p, i)) return 2 + 16 * i;
    flags = p.u8[p.flags + i];
    dirty += flags & Flag.Dirty;
    if (flags & Flag.Held) held++;
    if (flags >= Flag.Pin) pinned++;
  }
  for (i = 0; i < p.pageCount; i++) if (!isPlaced(p, i)) return 2 + 16 * i;
  if (!isOrder(p)) return 2;
  return dirty !== w[k + Control.Dirty] ||
    pinned !== w[k + Control.Pinned] ||
    held !== w[k + Control.Held] ||
    pinned + 2 > p.frameCount
    ? 3
    : 0;
}

/** Count a page slot for its sector. Returns false when it is none, or another page's too; `seen` has a bit per page slot. */
function countPageSlot(p: Pager, pageSlot: number, counts: Uint16Array, seen: Uint8Array): boolean {
  var bit = 1 << (pageSlot & 7);
  var sector = Math.floor(pageSlot / p.span);
  if (pageSlot === Limit.None) return true;
  if (!isWithin(sector, p.first, p.sectorCount - 1) || seen[pageSlot >> 3] & bit) return false;
  if (sector === p.w[p.control + Control.Sector] && pageSlot % p.span >= p.w[p.control + Control.Used]) return false;
  seen[pageSlot >> 3] |= bit;
  counts[sector]++;
  return true;
}

/** The page slot of a page; one that is pending counts as done. */
function pageSlotOf(p: Pager, page: number): number {
  return p.w[p.control + Control.PendingPage] === page + 1
    ? p.w[p.control + Control.PendingPageSlot] & 65535
    : p.h[p.pageSlots + page];
}

/** References that the table gives to each sector, or null: what stands there is no page slot, or that of two pages. O(pages). */
export function referencesOf(p: Pager): Uint16Array | null {
  var counts = new Uint16Array(p.sectorCount);
  var seen = new Uint8Array((p.sectorCount * p.span + 7) >> 3);
  var i = 0;
  var pageSlot: number;
  for (; i < p.pageCount; i++) {
    pageSlot = pageSlotOf(p, i);
    if (
      !countPageSlot(p, pageSlot, counts, seen) ||
      (p.h[p.proven + i] !== pageSlot && !countPageSlot(p, p.h[p.proven + i], counts, seen))
    )
      return null;
  }
  return counts;
}

/** Invariants 4 and 5. Returns the number of the broken one + 16 x the sector, or 0. */
function badSector(p: Pager): number {
  var counts = referencesOf(p);
  var free = 0;
  var i = 0;
  if (!counts) return 4;
  for (; i < p.sectorCount; i++) if (counts[i] !== p.h[p.references + i]) return 4 + 16 * i;
  for (i = p.first; i < p.sectorCount; i++) {
    if (!counts[i] && i !== p.w[p.control + Control.Sector] && p.w[p.wear + i] >= 0) free++;
  }
  return free === p.w[p.control + Control.Free] ? 0 : 5;
}

/** Invariant 6. Returns the page + 1 that nobody would save, or the place + 1 of what is no page and no sector, or 0. O(pages + changed x changed pages). */
function badChange(p: Pager): number {
  var count = p.w[p.control + Control.Changed];
  var page = 0;
  var i: number;
  if (!p.rootCount || count > p.mostChanged) return 0;
  for (i = 0; i < count; i++) if (p.h[p.changed + i] >= p.pageCount + p.sectorCount) return i + 1;
  for (; page < p.pageCount; page++) {
    if (p.h[p.pageSlots + page] === p.h[p.proven + page]) continue;
    for (i = 0; i < count && p.h[p.changed + i] !== page;) i++;
    if (i === count) return page + 1;
  }
  return 0;
}

/** Whether a call on the pager was cut off. */
export function isCut(p: Pager): boolean {
  var open = p.w[p.control + Control.Open];
  return open === Mark.Busy || open === Mark.Saving || open === Mark.Reloading;
}

/** 0 when the pager is sound, else the number of a broken invariant + 16 x where it shows. O(pages + frames). */
export function verify(p: Pager): number {
  var at = p.w[p.control + Control.AtHand];
  var isClosed = p.w[p.control + Control.Open] === Mark.Closed;
  var found: number;
  if (!isDeclared(p)) return 1;
  if (isCut(p)) return 7;
  if (!isControlSound(p) || (at !== Limit.Nowhere && (!isWithin(at, 0, (p.pageCount - 1) * p.pageSize) || at & p.mask)))
    return 1;
  found = badFrame(p);
  if (found) return found;
  // Of a closed pager nothing else counts, but it must be empty.
  if (isClosed) return isFilled(p, p.frameOf, p.flags, Limit.Out) ? 0 : 2;
  found = badSector(p);
  if (found) return found;
  found = badChange(p);
  return found && 6 + 16 * (found - 1);
}
