/**
 * The invariants of layout.ts, for whatever bytes are in the region. `attach` refuses a pager that breaks
 * one, and `check` puts the answer in words. Reads only; no index leaves the region.
 */

import { Control, Flag, Limit, type Pager } from './layout.ts';

function isWithin(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}

/** Invariant 1. */
function isControlSound(p: Pager): boolean {
  var w = p.w;
  var k = p.slot;
  return p.frameCount >= Limit.LeastFrames && w[k + Control.Frames] === p.frameCount &&
    (w[k + Control.Open] === 0 || w[k + Control.Open] === p.pageCount) &&
    isWithin(w[k + Control.Hand], 0, p.frameCount - 1) &&
    isWithin(w[k + Control.Sector], p.first - 1, p.sectorCount - 1) &&
    isWithin(w[k + Control.Used], w[k + Control.Sector] < p.first ? p.span : 0, p.span) &&
    isWithin(w[k + Control.Changed], 0, p.mostChanged + 1) &&
    isWithin(w[k + Control.Newest], -1, p.rootCount - 1) && isWithin(w[k + Control.Keep], -1, p.rootCount - 1) &&
    isWithin(w[k + Control.Tail], -1 - p.slotSectors * p.store.eraseBytes, p.slotSectors * p.store.eraseBytes);
}

/** Whether a page at hand is in the frame that is said to have it. */
function isAtHand(p: Pager, start: number, at: number, isDirty: boolean): boolean {
  var page = start / p.pageSize;
  var frame = (at - p.frame) / p.pageSize;
  if (start === Limit.Nowhere) return at === p.stage;
  return isWithin(page, 0, p.pageCount - 1) && p.u8[p.frameOf + page] === frame &&
    (!isDirty || (p.u8[p.flags + frame] & Flag.Dirty) > 0);
}

/** Invariants 2 and 3. Returns the number of the broken one + 16 x the frame, or 0. */
function badFrame(p: Pager): number {
  var dirty = 0;
  var pinned = 0;
  var seen = 0;
  var frame = 0;
  var page: number;
  var flags: number;
  for (; frame < p.frameCount; frame++) {
    page = p.h[p.pageOf + frame];
    flags = p.u8[p.flags + frame];
    if (page === Limit.None ? flags : page >= p.pageCount || p.u8[p.frameOf + page] !== frame) return 2 + 16 * frame;
    if (p.u8[p.order + frame] >= p.frameCount) return 2 + 16 * frame;
    for (page = 0; page < frame; page++) if (p.u8[p.order + page] === p.u8[p.order + frame]) return 2 + 16 * frame;
    dirty += flags & Flag.Dirty;
    if (flags >= Flag.Pin) pinned++;
  }
  for (page = 0; page < p.pageCount; page++) if (p.u8[p.frameOf + page] !== Limit.Out) seen++;
  for (frame = 0; frame < p.frameCount; frame++) if (p.h[p.pageOf + frame] !== Limit.None) seen--;
  if (seen) return 2;
  return dirty !== p.w[p.slot + Control.Dirty] || pinned !== p.w[p.slot + Control.Pinned] || pinned + 2 > p.frameCount ? 3 : 0;
}

/** Count a page's slot for its sector. Returns false when it is no data slot, or another's too; `seen` has a bit per slot. */
function countSlot(p: Pager, slot: number, counts: Uint16Array, seen: Uint8Array): boolean {
  var bit = 1 << (slot & 7);
  if (slot === Limit.None) return true;
  if (!isWithin(slot, p.first * p.span, p.sectorCount * p.span - 1) || seen[slot >> 3] & bit) return false;
  seen[slot >> 3] |= bit;
  counts[Math.floor(slot / p.span)]++;
  return true;
}

/** References that the table gives to each sector, or null: a slot is no data slot, or that of two pages. */
function referencesOf(p: Pager): Uint16Array | null {
  var counts = new Uint16Array(p.sectorCount);
  var seen = new Uint8Array((p.sectorCount * p.span + 7) >> 3);
  var i = 0;
  var slot: number;
  for (; i < p.pageCount; i++) {
    slot = p.h[p.slots + i];
    if (!countSlot(p, slot, counts, seen) ||
      (p.h[p.proven + i] !== slot && !countSlot(p, p.h[p.proven + i], counts, seen))) return null;
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
    if (!counts[i] && i !== p.w[p.slot + Control.Sector] && p.w[p.wear + i] >= 0) free++;
  }
  return free === p.w[p.slot + Control.Free] ? 0 : 5;
}

/** Invariant 6. Returns the page + 1 that nobody would save, or 0. */
function badChange(p: Pager): number {
  var count = p.w[p.slot + Control.Changed];
  var page = 0;
  var i: number;
  if (!p.rootCount || count > p.mostChanged) return 0;
  for (; page < p.pageCount; page++) {
    if (p.h[p.slots + page] === p.h[p.proven + page]) continue;
    for (i = 0; i < count && p.h[p.changed + i] !== page; ) i++;
    if (i === count) return page + 1;
  }
  return 0;
}

/** 0 when the pager is sound, else the number of a broken invariant + 16 x where it shows. O(pages + frames squared). */
export function verify(p: Pager): number {
  var w = p.w;
  var k = p.slot;
  var found: number;
  if (!isControlSound(p)) return 1;
  found = badFrame(p);
  if (found) return found;
  if (!isAtHand(p, w[k + Control.ReadStart], w[k + Control.ReadFrame], false) ||
    !isAtHand(p, w[k + Control.WriteStart], w[k + Control.WriteFrame], true)) return 1;
  found = badSector(p);
  if (found) return found;
  found = badChange(p);
  return found && 6 + 16 * (found - 1);
}
