/**
 * Slots of data sectors: who refers to them, which sector is filled next, and moving pages out of the
 * least worn one. Taking the least worn free sector, and the least worn one to clean, is a ring as long
 * as all are worn alike, and levels them when they are not.
 */

import { HAS_COMMIT } from '../board.ts';
import { crc32 } from '../core/crc32.ts';
import { Fault, fault, refuse } from '../core/faults.ts';
import { zero } from '../core/zero.ts';
import { eraseSector, isPutOff, isRetired, put, retire } from './device.ts';
import { Control, Limit, type Pager } from './layout.ts';
import { append, save } from './records.ts';

/** Note that a page (its number) or a sector (pages + its number) is not as the last root has it. */
function noteChanged(p: Pager, index: number): void {
  var count = p.w[p.slot + Control.Changed];
  if (count < p.mostChanged) p.h[p.changed + count] = index;
  if (count <= p.mostChanged) p.w[p.slot + Control.Changed] = count + 1;
}

/** Nobody needs this slot any more. */
function drop(p: Pager, slot: number): void {
  var sector = Math.floor(slot / p.span);
  if (!--p.h[p.references + sector] && sector !== p.w[p.slot + Control.Sector] && !isRetired(p, sector)) {
    p.w[p.slot + Control.Free]++;
  }
}

/** The least worn data sector that is free, or that is in use and not open; -1: none. O(sectors). */
function leastWorn(p: Pager, isFree: boolean): number {
  var w = p.w;
  var open = w[p.slot + Control.Sector];
  var left = p.sectorCount - p.first;
  var sector = open;
  var best = -1;
  var wear: number;
  while (left--) {
    sector = sector + 1 < p.sectorCount ? sector + 1 : p.first;
    wear = w[p.wear + sector];
    if (wear >= 0 && !p.h[p.references + sector] === isFree && (isFree || sector !== open) &&
      (best < 0 || wear < w[p.wear + best])) best = sector;
  }
  return best;
}

/** Close the open sector: it is free at once when nothing in it is needed. */
function closeSector(p: Pager): void {
  var sector = p.w[p.slot + Control.Sector];
  if (sector >= p.first && !p.h[p.references + sector] && !isRetired(p, sector)) p.w[p.slot + Control.Free]++;
  p.w[p.slot + Control.Sector] = p.first - 1;
  p.w[p.slot + Control.Used] = p.span;
}

/** Make page `page` what the root now says it is: its former slot is not needed any more. */
function settle(p: Pager, page: number): void {
  var proven = p.h[p.proven + page];
  var slot = p.h[p.slots + page];
  if (proven === slot) return;
  if (proven !== Limit.None) drop(p, proven);
  p.h[p.proven + page] = slot;
}

/** Put the table on record: what changed as a delta, or all of it. Returns false and a fault. */
export function saveTable(p: Pager): boolean {
  var w = p.w;
  var count = w[p.slot + Control.Changed];
  var isListed = count <= p.mostChanged;
  var entries = new Int32Array(2 * p.mostChanged);
  var i = 0;
  var index: number;
  for (; isListed && i < count; i++) {
    index = p.h[p.changed + i];
    entries[2 * i] = index < p.pageCount ? index | (p.h[p.slots + index] << 16) : index;
    entries[2 * i + 1] = w[p.crcs + index];
  }
  if (!(isListed && append(p, new Uint8Array(entries.buffer), count * Limit.EntryBytes)) && !save(p)) return false;
  w[p.slot + Control.Changed] = 0;
  if (!isListed) count = p.pageCount;
  for (i = 0; i < count; i++) {
    index = isListed ? p.h[p.changed + i] : i;
    if (index < p.pageCount) settle(p, index);
  }
  return true;
}

/** Save a root in which the erase to come is counted already, if this life has not yet (R8). */
function announce(p: Pager, sector: number): boolean {
  var k = p.slot;
  var isSaved: boolean;
  if (!p.rootCount || p.w[k + Control.IsAnnounced] || p.w[k + Control.Changed]) return true;
  p.w[p.wear + sector]++;
  noteChanged(p, p.pageCount + sector);
  isSaved = saveTable(p);
  p.w[p.wear + sector]--;
  if (isSaved) p.w[k + Control.IsAnnounced] = 1;
  return isSaved;
}

/** Erase the next sector to fill. Returns false and a fault: none is free, the store is full now, or it fails. */
function openSector(p: Pager): boolean {
  var k = p.slot;
  var sector: number;
  var isErased: boolean;
  closeSector(p);
  while ((sector = leastWorn(p, true)) >= 0) {
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
 * Slots that can still be written before a commit: a sector's worth is kept for cleaning, and one for each
 * page that is dirty in a frame. O(1).
 */
export function room(p: Pager): number {
  var w = p.w;
  var k = p.slot;
  return w[k + Control.Free] * p.span - w[k + Control.Used] - w[k + Control.Dirty];
}

/** Read a page to address `at`. Returns false and a fault: the store fails, or what it has is not the page. */
export function readPage(p: Pager, page: number, at: number): boolean {
  var slot = p.h[p.slots + page];
  if (slot === Limit.None) {
    zero(p.u8, at, p.pageSize);
    return true;
  }
  p.w[p.slot + Control.Reads]++;
  return (p.store.read(slot * p.pageSize, p.u8, at, p.pageSize) || !!refuse(p.u8, Fault.StoreFailed)) &&
    (crc32(p.u8, at, p.pageSize) === p.w[p.crcs + page] || !!refuse(p.u8, Fault.Corrupt));
}

/** Write the page at address `at` into a new slot. Returns false and a fault, and nothing is changed. */
export function writePage(p: Pager, page: number, at: number, isMoved: boolean): boolean {
  var w = p.w;
  var k = p.slot;
  var old = p.h[p.slots + page];
  var crc = isMoved ? w[p.crcs + page] : crc32(p.u8, at, p.pageSize);
  var slot: number;
  for (;;) {
    if (w[k + Control.Used] >= p.span && !openSector(p)) return false;
    // Opening a sector, like failing to program one, uses the stage.
    if (isMoved && !readPage(p, page, at)) return false;
    slot = w[k + Control.Sector] * p.span + w[k + Control.Used]++;
    if (put(p, slot * p.pageSize, p.u8, at, p.pageSize)) break;
    retire(p, w[k + Control.Sector]);
    noteChanged(p, p.pageCount + w[k + Control.Sector]);
    closeSector(p);
  }
  w[p.crcs + page] = crc;
  if (old === p.h[p.proven + page]) noteChanged(p, page);
  else drop(p, old);
  p.h[p.slots + page] = slot;
  p.h[p.references + w[k + Control.Sector]]++;
  return true;
}

/** Move all pages out of the least worn sector. Returns false and a fault when there is no place for them. O(pages). */
function clean(p: Pager): boolean {
  var victim = leastWorn(p, false);
  var from = victim * p.span;
  var page = 0;
  var slot: number;
  if (victim < 0) return false;
  for (; page < p.pageCount; page++) {
    slot = p.h[p.slots + page];
    if (slot >= from && slot < from + p.span && slot !== Limit.None) {
      if (!writePage(p, page, p.stage, true)) {
        if (fault() === Fault.NoSpace || p.w[p.slot + Control.Failed]) return false;
        // A page that cannot be read stays where it is, and so does its sector.
        retire(p, victim);
        noteChanged(p, p.pageCount + victim);
        return true;
      }
      p.w[p.slot + Control.Moved]++;
    }
  }
  return true;
}

/**
 * Clean until there is room for `wanted` pages or two sectors' worth, but no more than half of what cleaning
 * everything would give; at most once through all sectors. Two sectors: then a start that dies before it has
 * cleaned finds two that are free, and R8 takes them in turn.
 */
export function tidy(p: Pager, wanted: number): void {
  var tries = p.sectorCount;
  wanted = Math.min(Math.max(wanted, 2 * p.span), ((p.sectorCount - p.first - 1) * p.span - p.pageCount) >> 1);
  while (tries-- && room(p) < wanted && clean(p)) {
    if (HAS_COMMIT && p.rootCount && !saveTable(p)) tries = 0;
  }
}
