/** A pager whose call was cut off in the middle: tables are made anew from what is never half-done. See layout.ts. */

import { Fault, refuse } from '../core/faults.ts';
import { isRetired, isStopped } from './device.ts';
import { invalidate } from './frames.ts';
import { Control, Flag, Limit, Mark, type Pager } from './layout.ts';
import { crcOfBlank } from './pager.ts';
import { hasMovedOn, recount, reopen } from './reload.ts';
import { save } from './records.ts';
import { proveAll } from './space.ts';
import { isCut, isDeclared, isPlausible, referencesOf, verify } from './verify.ts';

/** Whether each frame holds a page that there is, none twice. Looks at flags only where a page is. O(frames squared). */
function areFrames(p: Pager): boolean {
  var frame = p.frameCount;
  var page: number;
  var other: number;
  while (frame--) {
    page = p.h[p.pageOf + frame];
    if (page !== Limit.None && page >= p.pageCount) return false;
    for (other = frame; page !== Limit.None && other--;) if (p.h[p.pageOf + other] === page) return false;
  }
  return true;
}

/** Whether the damage is what a cut call leaves. */
function canMend(p: Pager): boolean {
  var isReloading = p.w[p.control + Control.Open] === Mark.Reloading;
  var page = p.w[p.control + Control.PendingPage];
  return (
    isDeclared(p) &&
    areFrames(p) &&
    (isReloading || (isPlausible(p) && page >= 0 && page <= p.pageCount && !!referencesOf(p)))
  );
}

/** Give each page its frame, count what is dirty, pinned and held, and put the frames in order. O(pages + frames). */
function mendFrames(p: Pager): void {
  var w = p.w;
  var k = p.control;
  var i: number;
  var page: number;
  var flags: number;
  w[k + Control.Dirty] = w[k + Control.Pinned] = w[k + Control.Held] = w[k + Control.Hand] = 0;
  invalidate(p);
  for (i = 0; i < p.pageCount; i++) p.u8[p.frameOf + i] = Limit.Out;
  for (i = 0; i < p.frameCount; i++) {
    page = p.h[p.pageOf + i];
    flags = page === Limit.None ? 0 : p.u8[p.flags + i];
    if (flags < Flag.Pin) flags &= ~Flag.Held;
    if (flags & Flag.Held) flags |= Flag.Dirty;
    p.u8[p.flags + i] = flags;
    p.u8[p.order + i] = i;
    if (page !== Limit.None) p.u8[p.frameOf + page] = i;
    w[k + Control.Dirty] += flags & Flag.Dirty;
    if (flags & Flag.Held) w[k + Control.Held]++;
    if (flags >= Flag.Pin) w[k + Control.Pinned]++;
  }
}

/** Do what is pending, and count anew who refers to which sector. What changed is not listed any more. O(pages). */
function mendPageSlots(p: Pager): void {
  var w = p.w;
  var k = p.control;
  var page = w[k + Control.PendingPage] - 1;
  if (page >= 0) {
    w[p.crcs + page] = w[k + Control.PendingCrc];
    p.h[p.pageSlots + page] = w[k + Control.PendingPageSlot];
    w[k + Control.PendingPage] = 0;
  }
  if (w[k + Control.Sector] < p.first || isRetired(p, w[k + Control.Sector])) {
    w[k + Control.Sector] = p.first - 1;
    w[k + Control.Used] = p.span;
  }
  if (w[k + Control.Newest] === w[k + Control.Keep]) w[k + Control.Keep] = -1;
  if (w[k + Control.Newest] === w[k + Control.Fenced]) w[k + Control.Fenced] = -1;
  for (page = p.pageCount; page--;)
    if (p.h[p.pageSlots + page] !== p.h[p.proven + page]) w[k + Control.Changed] = p.mostChanged + 1;
  if (w[k + Control.Changed]) w[k + Control.Changed] = p.mostChanged + 1;
  recount(p);
}

/** The table was being put on record: nobody knows whether it is. Do it again, outranking what there is. Returns false and a fault. */
function mendRoot(p: Pager): boolean {
  if (hasMovedOn(p)) return reopen(p);
  if (!save(p) && (isStopped(p) || !p.w[p.control + Control.Failed])) return false;
  // Where no root can be written any more, nothing else can: all stays as it is, and can be read.
  if (!p.w[p.control + Control.Failed]) {
    proveAll(p, false);
    p.w[p.control + Control.Written] = 0;
    recount(p);
  }
  return true;
}

/**
 * Make a pager whose call was cut off sound again. Returns true, also where nothing was to be done, or false and a fault:
 * what is damaged is not what a cut call leaves; or the store fails, or has no space, and it may be tried again.
 */
export function mend(p: Pager): boolean {
  var w = p.w;
  var k = p.control;
  var open = w[k + Control.Open];
  if (!isCut(p)) return !verify(p) || !!refuse(p.u8, Fault.Corrupt);
  if (!canMend(p)) return !!refuse(p.u8, Fault.Corrupt);
  p.blank = crcOfBlank(p);
  mendFrames(p);
  if (open === Mark.Reloading) return reopen(p);
  mendPageSlots(p);
  if (open === Mark.Saving && !mendRoot(p)) return false;
  if (w[k + Control.Open] < 0) w[k + Control.Open] = w[k + Control.IsResumed] ? Mark.Asleep : p.pageCount;
  return true;
}
