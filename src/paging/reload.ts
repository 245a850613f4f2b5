/** Bringing a pager to the store's last commit, and telling whether it is there already. */

import { HAS_COMMIT } from '../board.ts';
import { crc32 } from '../core/crc32.ts';
import { Fault, fault, refuse } from '../core/faults.ts';
import { eraseSector, fetch, isPutOff, isRetired, isStopped } from './device.ts';
import { dropAll, invalidate } from './frames.ts';
import { Control, Header, Limit, Mark, type Pager } from './layout.ts';
import { mount } from './mount.ts';
import { crcOfBlank } from './pager.ts';
import { type HeaderPair, isOurs, readRecord, rootSlotBytes } from './records.ts';
import { closeSector, readPage, writablePages } from './space.ts';

/** Count references and free sectors from the table and the proven page slots. Returns false when one of them is no page slot. O(pages). */
export function recount(p: Pager): boolean {
  var h = p.h;
  var open = p.w[p.control + Control.Sector];
  var free = 0;
  var i: number;
  var pageSlot: number;
  for (i = 0; i < p.sectorCount; i++) h[p.references + i] = 0;
  for (i = 0; i < 2 * p.pageCount; i++) {
    pageSlot = i < p.pageCount ? h[p.pageSlots + i] : h[p.proven + i - p.pageCount];
    if (pageSlot !== Limit.None && (i < p.pageCount || pageSlot !== h[p.pageSlots + i - p.pageCount])) {
      pageSlot = Math.floor(pageSlot / p.span);
      if (pageSlot < p.first || pageSlot >= p.sectorCount) return false;
      h[p.references + pageSlot]++;
    }
  }
  for (i = p.first; i < p.sectorCount; i++) if (!h[p.references + i] && i !== open && p.w[p.wear + i] >= 0) free++;
  p.w[p.control + Control.Free] = free;
  return true;
}

/** All pages are zero pages, no sector is worn, and the volume is the one that the pager had. */
function clear(p: Pager): void {
  var i = p.pageCount;
  while (i--) p.h[p.pageSlots + i] = Limit.None;
  for (i = p.pageCount + p.sectorCount; i--;) p.w[p.crcs + i] = 0;
  p.w[p.wear + p.sectorCount] = p.w[p.control + Control.PendingCrc];
}

/** Forget all that is not committed. */
function empty(p: Pager): void {
  var w = p.w;
  var k = p.control;
  dropAll(p);
  invalidate(p);
  w[k + Control.Changed] = w[k + Control.Written] = w[k + Control.Failed] = w[k + Control.PendingPage] = 0;
  w[k + Control.IsAnnounced] = w[k + Control.IsResumed] = w[k + Control.Tail] = 0;
  w[k + Control.Used] = p.span;
  w[k + Control.Sector] = p.first - 1;
  w[k + Control.Newest] = w[k + Control.Keep] = w[k + Control.Fenced] = -1;
  p.blank = crcOfBlank(p);
  clear(p);
}

/** Read the table; wear that is known is not forgotten. Returns true, or false and a fault. */
function readTable(p: Pager, isForced: boolean, wear: Int32Array): boolean {
  var newest = HAS_COMMIT && p.rootCount ? mount(p, true, isForced) : -1;
  var i: number;
  if (newest < -1) return false;
  if (newest < 0) clear(p);
  for (i = 0; i < p.sectorCount; i++)
    if (p.w[p.wear + i] >= 0 && (wear[i] < 0 || wear[i] > p.w[p.wear + i])) p.w[p.wear + i] = wear[i];
  p.h.set(p.h.subarray(p.pageSlots, p.pageSlots + p.pageCount), p.proven);
  return recount(p) || !!refuse(p.u8, Fault.Corrupt);
}

/** Nothing can be had from the store: no page is in a frame, and the store that the pager waits for is the one it had. */
function close(p: Pager): void {
  var w = p.w;
  var k = p.control;
  dropAll(p);
  w[p.wear + p.sectorCount] = w[k + Control.PendingCrc];
  w[k + Control.Newest] = w[k + Control.PendingPageSlot];
  w[k + Control.Keep] = -1;
  w[k + Control.Open] = Mark.Closed;
}

/**
 * Forget all that is not committed and read the table from the store. Wear that is known is not forgotten.
 * Returns true, or false and a fault: the store failed, is too full to be opened, or belongs to something
 * else; the pager is closed. The volume and whether there was a root wait in the words for what is pending.
 */
export function reload(p: Pager, isForced: boolean): boolean {
  var w = p.w;
  var k = p.control;
  var wear = new Int32Array(p.sectorCount);
  var isRead: boolean;
  wear.set(w.subarray(p.wear, p.wear + p.sectorCount));
  if (w[k + Control.Open] !== Mark.Reloading) {
    w[k + Control.PendingCrc] = w[p.wear + p.sectorCount];
    w[k + Control.PendingPageSlot] = w[k + Control.Newest];
    w[k + Control.Open] = Mark.Reloading;
  }
  empty(p);
  isRead = readTable(p, isForced, wear);
  if (isStopped(p)) return !!refuse(p.u8, Fault.Interrupted);
  if (isRead) w[k + Control.Open] = p.pageCount;
  else close(p);
  return isRead;
}

/** The same for a pager that is not new: false also where the store is not the one that it began. */
export function reopen(p: Pager): boolean {
  var w = p.w;
  var k = p.control;
  if (!reload(p, false)) return false;
  if (
    w[k + Control.Newest] < 0
      ? w[k + Control.PendingPageSlot] < 0
      : w[p.wear + p.sectorCount] === w[k + Control.PendingCrc]
  )
    return true;
  close(p);
  return !!refuse(p.u8, Fault.NotAnImage);
}

/**
 * Whether each page that is not committed can still be read: 1; 0: a later use of the store has erased one; -1 and a fault: the store failed.
 * O(pages), and a read for each that changed.
 */
function haveChanges(p: Pager): number {
  var page = p.pageCount;
  while (page--) {
    if (p.h[p.pageSlots + page] !== p.h[p.proven + page] && !readPage(p, page, p.stage))
      return fault() === Fault.StoreFailed ? -1 : 0;
  }
  return 1;
}

/** What newsIn, newsBehind and newsOf say. */
const enum News {
  None = 0,
  /** A later life was there. */
  MovedOn = 1,
  /** What cannot be read now, but could be a root next time. */
  Uncertain = 2,
  /** And a fault. */
  Failed = 3,
}

/** What a root slot says of a later life. An older root whose cells were never firm is uncertain, too. */
function newsIn(p: Pager, rootSlot: number): News {
  var found = readRecord(p, rootSlot * rootSlotBytes(p));
  var words = found.words;
  if (found.isFailed) return News.Failed + refuse(p.u8, Fault.StoreFailed);
  if (rootSlot === p.w[p.control + Control.Newest])
    return words && words[Header.Check] === p.w[p.control + Control.RootCheck] ? News.None : News.MovedOn;
  if (words)
    return !isOurs(p, words) || words[Header.Generation] > p.w[(p.head >> 2) + Header.Generation]
      ? News.MovedOn
      : News.None;
  return found.isBlank || isRetired(p, rootSlot * p.rootSlotSectors) || rootSlot === p.w[p.control + Control.Keep]
    ? News.None
    : News.Uncertain;
}

/** What stands behind the last record, and whether pages that are not committed are still there. */
function newsBehind(p: Pager): News {
  var tail = p.w[p.control + Control.Tail];
  var found: HeaderPair;
  var have: number;
  if (tail > 0 && tail + 2 * p.headerBytes <= rootSlotBytes(p)) {
    found = readRecord(p, p.w[p.control + Control.Newest] * rootSlotBytes(p) + tail);
    if (found.isFailed) return News.Failed + refuse(p.u8, Fault.StoreFailed);
    if (!found.isBlank) return News.MovedOn;
  }
  have = p.rootCount ? haveChanges(p) : 1;
  return have < 0 ? News.Failed : have ? News.None : News.MovedOn;
}

/**
 * Whether the store is as the image knows it: None, or MovedOn, or Failed and a fault: it could not be read, or lacks the space to
 * make sure. What could be a root next time is erased, as mount does (R4).
 */
function newsOf(p: Pager): News {
  var ofRootSlots: number[] = [];
  var news: News = News.None;
  var i = 0;
  for (; i < p.rootCount; i++) {
    ofRootSlots.push(newsIn(p, i));
    if (ofRootSlots[i] & News.MovedOn) return ofRootSlots[i];
  }
  news = newsBehind(p);
  if (news) return news;
  p.w[p.control + Control.Fenced] = -1;
  while (i--) {
    if (ofRootSlots[i]) {
      if (eraseSector(p, i * p.rootSlotSectors)) p.w[p.control + Control.Fenced] = i;
      else if (isPutOff(p)) return News.Failed;
    }
  }
  return News.None;
}

/** Whether a record is of a later life than the one that was putting the table on record when it was cut off: newer than that, or as new and another. */
function isLater(p: Pager, words: Int32Array | null): boolean {
  return (
    !!words &&
    words[Header.Check] !== p.w[(p.head >> 2) + Header.Check] &&
    words[Header.Generation] >= p.w[p.control + Control.Generation]
  );
}

/** Whether the store was used by a later life since the table was being put on record. O(pages). */
export function hasMovedOn(p: Pager): boolean {
  var k = p.control;
  var newest = p.w[k + Control.Newest];
  var tail = p.w[k + Control.Tail];
  var i = 0;
  for (; i < p.rootCount; i++) if (i !== newest && isLater(p, readRecord(p, i * rootSlotBytes(p)).words)) return true;
  return (
    !haveChanges(p) ||
    (newest >= 0 &&
      tail > 0 &&
      tail + 2 * p.headerBytes <= rootSlotBytes(p) &&
      isLater(p, readRecord(p, newest * rootSlotBytes(p) + tail).words))
  );
}

/** Whether the last page slots of the open sector, so many, are blank, however often they are read: 1, 0, or -1: the store failed. */
function isTailBlank(p: Pager, blank: number): number {
  var from = (p.w[p.control + Control.Sector] + 1) * p.span - blank;
  var left = 4 * blank;
  while (left--) {
    if (!fetch(p, (from + (left % blank)) * p.pageSize, p.u8, p.stage, p.pageSize)) return -1;
    if (crc32(p.u8, p.stage, p.pageSize) !== p.blank) return 0;
  }
  return 1;
}

/**
 * Another life appends to nothing that an earlier one began (R5). The open sector is gone on with only where what is not committed
 * would have no room without it, and where no life was in it since.
 */
function beginLife(p: Pager): News {
  var left = p.span - p.w[p.control + Control.Used];
  var isBlank = writablePages(p) < left ? isTailBlank(p, left) : 2;
  if (isBlank < 0) return News.Failed + refuse(p.u8, Fault.StoreFailed);
  if (!isBlank && p.rootCount) return News.MovedOn;
  if (isBlank !== 1) closeSector(p);
  p.w[p.control + Control.Tail] = p.w[p.control + Control.IsResumed] = 0;
  return News.None;
}

/**
 * Open a pager whose region is sound over its store: with what was not committed, unless the store has moved on.
 * Returns false and a fault: it is another store, or one that fails; or, for lack of space, not now, and nothing is changed.
 */
export function wake(p: Pager): boolean {
  var w = p.w;
  var k = p.control;
  var open = w[k + Control.Open];
  var news: News;
  w[k + Control.Open] = Mark.Busy;
  p.blank = crcOfBlank(p);
  news = open === Mark.Closed ? News.MovedOn : newsOf(p);
  if (!news && w[k + Control.IsResumed]) news = beginLife(p);
  if (isStopped(p)) return !!refuse(p.u8, Fault.Interrupted);
  if (news === News.MovedOn) return reopen(p);
  w[k + Control.Open] = news ? open : p.pageCount;
  return !news;
}
