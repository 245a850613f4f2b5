/**
 * Page slots: who refers to them, and which sector is filled next. Taking the least worn free sector, and
 * the least worn one to reclaim (reclaim.ts), is a ring as long as all are worn alike, and levels them when they are not.
 */

import { HAS_COMMIT } from '../board.ts';
import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import { zero } from '../core/zero.ts';
import { eraseSector, fetch, isPutOff, isRetired, isStopped, put, retire } from './device.ts';
import { Control, Limit, Mark, type Pager } from './layout.ts';
import { append, save } from './records.ts';

/** Note that a page (its number) or a sector (pages + its number) is not as the last root has it. */
export function noteChanged(p: Pager, index: number): void {
  var count = p.w[p.control + Control.Changed];
  if (count >>> 0 < p.mostChanged) p.h[p.changed + count] = index;
  if (count <= p.mostChanged) p.w[p.control + Control.Changed] = count + 1;
}

/** Nobody needs this page slot any more. */
function drop(p: Pager, pageSlot: number): void {
  var sector = Math.floor(pageSlot / p.span);
  if (
    sector < p.sectorCount &&
    !--p.h[p.references + sector] &&
    sector !== p.w[p.control + Control.Sector] &&
    !isRetired(p, sector)
  ) {
    p.w[p.control + Control.Free]++;
  }
}

/** The least worn data sector that is free, or that is in use and not open; -1: none. O(sectors). */
export function leastWorn(p: Pager, isFree: boolean): number {
  var w = p.w;
  var open = w[p.control + Control.Sector];
  var left = p.sectorCount - p.first;
  var sector = open;
  var best = -1;
  var wear: number;
  while (left-- > 0) {
    sector = sector >= p.first && sector + 1 < p.sectorCount ? sector + 1 : p.first;
    wear = w[p.wear + sector];
    if (
      wear >= 0 &&
      !p.h[p.references + sector] === isFree &&
      (isFree || sector !== open) &&
      (best < 0 || wear < w[p.wear + best])
    )
      best = sector;
  }
  return best;
}

/** Close the open sector: it is free at once when nothing in it is needed. */
export function closeSector(p: Pager): void {
  var sector = p.w[p.control + Control.Sector];
  if (sector >= p.first && sector < p.sectorCount && !p.h[p.references + sector] && !isRetired(p, sector))
    p.w[p.control + Control.Free]++;
  p.w[p.control + Control.Sector] = p.first - 1;
  p.w[p.control + Control.Used] = p.span;
}

/** Make page `page` what the root now says it is: its former page slot is not needed any more. */
function prove(p: Pager, page: number): void {
  var proven = p.h[p.proven + page];
  var pageSlot = p.h[p.pageSlots + page];
  if (proven === pageSlot) return;
  if (proven !== Limit.None) drop(p, proven);
  p.h[p.proven + page] = pageSlot;
}

/** Append what changed as a delta. Returns as append does; 0 also when too much changed. */
function appendChanged(p: Pager, count: number): number {
  var entries = new Int32Array(2 * p.mostChanged);
  var i = 0;
  var index: number;
  if (count >>> 0 > p.mostChanged) return 0;
  for (; i < count; i++) {
    index = p.h[p.changed + i];
    if (index >= p.pageCount + p.sectorCount) return 0;
    entries[2 * i] = index < p.pageCount ? index | (p.h[p.pageSlots + index] << 16) : index;
    entries[2 * i + 1] = p.w[p.crcs + index];
  }
  return append(p, new Uint8Array(entries.buffer), count * Limit.EntryBytes);
}

/** The table is on record: nothing is changed any more, and former page slots are not needed. O(pages), or O(changed). */
export function proveAll(p: Pager, isListed: boolean): void {
  var count = isListed ? p.w[p.control + Control.Changed] : p.pageCount;
  var i = 0;
  var index: number;
  p.w[p.control + Control.Changed] = 0;
  for (; i < count; i++) {
    index = isListed ? p.h[p.changed + i] : i;
    if (index < p.pageCount) prove(p, index);
  }
}

/**
 * Put the table on record: what changed as a delta, or all of it. Returns false and a fault. When the store may
 * have taken a delta and nothing can be written for now, what it holds is not known: the pager stays marked, and repair
 * puts the table on record.
 */
export function saveTable(p: Pager): boolean {
  var k = p.control;
  var mark = p.w[k + Control.Open];
  var appended: number;
  p.w[k + Control.Open] = Mark.Saving;
  appended = appendChanged(p, p.w[k + Control.Changed]);
  if (appended <= 0 && (isStopped(p) || !save(p))) {
    if (!isStopped(p) && (!appended || p.w[k + Control.Failed])) p.w[k + Control.Open] = mark;
    return false;
  }
  proveAll(p, appended > 0);
  p.w[k + Control.Open] = mark;
  return true;
}

/** Save a root in which the erase to come is counted already, if this life has not yet (R8). */
function announce(p: Pager, sector: number): boolean {
  var k = p.control;
  var isSaved: boolean;
  if (!p.rootCount || p.w[k + Control.IsAnnounced] || p.w[k + Control.Changed]) return true;
  p.w[p.wear + sector]++;
  noteChanged(p, p.pageCount + sector);
  isSaved = saveTable(p);
  if (isStopped(p)) return false;
  p.w[p.wear + sector]--;
  if (isSaved) p.w[k + Control.IsAnnounced] = 1;
  return isSaved;
}

/** Erase the next sector to fill. Returns false and a fault: none is free, the store is full now, or it fails. */
function openSector(p: Pager): boolean {
  var k = p.control;
  var tries = p.sectorCount;
  var sector: number;
  var isErased: boolean;
  closeSector(p);
  while (tries-- && (sector = leastWorn(p, true)) >= 0) {
    if (HAS_COMMIT && !announce(p, sector)) return false;
    isErased = eraseSector(p, sector);
    if (!isErased && isPutOff(p)) return false;
    p.w[k + Control.Free]--;
    p.w[k + Control.DataErases]++;
    noteChanged(p, p.pageCount + sector);
    p.w[k + Control.Sector] = sector;
    if (isErased) {
      p.w[k + Control.Used] = 0;
      return true;
    }
    retire(p, sector);
    closeSector(p);
  }
  return !!refuse(p.u8, Fault.NoSpace);
}

/**
 * Page slots that can still be written before a commit: a sector's worth is kept for cleaning, and one for each
 * page that is dirty in a frame. O(1).
 */
export function writablePages(p: Pager): number {
  var w = p.w;
  var k = p.control;
  return w[k + Control.Free] * p.span - w[k + Control.Used] - w[k + Control.Dirty];
}

/** Read a page to address `at`. Returns false and a fault: the store fails, or what it has is not the page. */
export function readPage(p: Pager, page: number, at: number): boolean {
  var pageSlot = p.h[p.pageSlots + page];
  if (pageSlot === Limit.None) {
    zero(p.u8, at, p.pageSize);
    return true;
  }
  p.w[p.control + Control.Reads]++;
  return (
    (fetch(p, pageSlot * p.pageSize, p.u8, at, p.pageSize) || !!refuse(p.u8, Fault.StoreFailed)) &&
    (crc32(p.u8, at, p.pageSize) === p.w[p.crcs + page] || !!refuse(p.u8, Fault.Corrupt))
  );
}

/** A page is in another page slot now, which is programmed. What is pending here is done again by repair. */
function moveTo(p: Pager, page: number, pageSlot: number, crc: number): void {
  var w = p.w;
  var k = p.control;
  var old = p.h[p.pageSlots + page];
  w[k + Control.PendingPageSlot] = pageSlot;
  w[k + Control.PendingCrc] = crc;
  w[k + Control.PendingPage] = page + 1;
  w[p.crcs + page] = crc;
  if (old === p.h[p.proven + page]) noteChanged(p, page);
  else drop(p, old);
  p.h[p.pageSlots + page] = pageSlot;
  p.h[p.references + w[k + Control.Sector]]++;
  w[k + Control.PendingPage] = 0;
}

/** Write the page at address `at` into a new page slot. Returns false and a fault, and no page is changed. */
export function writePage(p: Pager, page: number, at: number, isMoved: boolean): boolean {
  var w = p.w;
  var k = p.control;
  var crc = isMoved ? w[p.crcs + page] : crc32(p.u8, at, p.pageSize);
  var tries = p.sectorCount;
  var pageSlot: number;
  while (tries--) {
    if (w[k + Control.Used] >= p.span && !openSector(p)) return false;
    // Opening a sector, like failing to program one, uses the stage.
    if (isMoved && !readPage(p, page, at)) return false;
    if (w[k + Control.Sector] < p.first || w[k + Control.Sector] >= p.sectorCount) return !!refuse(p.u8, Fault.Corrupt);
    pageSlot = w[k + Control.Sector] * p.span + w[k + Control.Used]++;
    if (put(p, pageSlot * p.pageSize, p.u8, at, p.pageSize)) {
      moveTo(p, page, pageSlot, crc);
      return true;
    }
    if (isStopped(p)) return !!refuse(p.u8, Fault.Interrupted);
    retire(p, w[k + Control.Sector]);
    noteChanged(p, p.pageCount + w[k + Control.Sector]);
    closeSector(p);
  }
  return !!refuse(p.u8, Fault.NoSpace);
}
