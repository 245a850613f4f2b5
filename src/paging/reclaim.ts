/** Making room: pages are moved together, out of sectors that are less than full of what is needed. See layout.ts, "Room". */

import { HAS_COMMIT } from '../board.ts';
import { Fault, fault } from '../core/faults.ts';
import { isStopped, retire } from './device.ts';
import { Control, Limit, type Pager } from './layout.ts';
import { closeSector, leastWorn, noteChanged, writablePages, saveTable, writePage } from './space.ts';

/** Page slots that pages do not need when all are in the store, less the sector that is kept for cleaning. O(1). */
export function surplusPageSlots(p: Pager): number {
  return (p.sectorCount - p.first - 1) * p.span - p.pageCount;
}

/** Move all pages out of a sector, which is not open. Returns false and a fault when there is no place for them. O(pages). */
function clean(p: Pager, victim: number): boolean {
  var from = victim * p.span;
  var page = 0;
  var pageSlot: number;
  for (; page < p.pageCount; page++) {
    pageSlot = p.h[p.pageSlots + page];
    if (pageSlot >= from && pageSlot < from + p.span && pageSlot !== Limit.None) {
      if (!writePage(p, page, p.stage, true)) {
        if (isStopped(p) || fault() === Fault.NoSpace || p.w[p.control + Control.Failed]) return false;
        // A page that cannot be read stays where it is, and so does its sector.
        retire(p, victim);
        noteChanged(p, p.pageCount + victim);
        return true;
      }
      p.w[p.control + Control.Moved]++;
    }
  }
  return true;
}

/** Clean a sector and put that on record. Returns false and a fault when it cannot be. */
function gain(p: Pager, victim: number): boolean {
  return clean(p, victim) && !(HAS_COMMIT && p.rootCount && !saveTable(p));
}

/**
 * Clean until there is room for `wanted` pages or two sectors' worth, but no more than half of what cleaning
 * everything would give; at most once through all sectors. Two sectors: then a start that dies before it has
 * cleaned finds two that are free, and R8 takes them in turn.
 */
export function reclaim(p: Pager, wanted: number): void {
  var tries = p.sectorCount;
  var victim: number;
  wanted = Math.min(Math.max(wanted, 2 * p.span), (surplusPageSlots(p) - p.w[p.control + Control.Dirty]) >> 1);
  while (tries-- && !isStopped(p) && writablePages(p) < wanted) {
    victim = leastWorn(p, false);
    if (victim < 0 || !gain(p, victim)) tries = 0;
  }
}

/** Page slots of a sector that nobody needs; the open one is not given up while no other is free. */
function deadPageSlots(p: Pager, sector: number): number {
  var used = p.h[p.references + sector];
  if (sector === p.w[p.control + Control.Sector])
    return p.w[p.control + Control.Free] > 0 || !used ? p.w[p.control + Control.Used] - used : 0;
  return used && p.w[p.wear + sector] >= 0 ? p.span - used : 0;
}

/** The sector with the most page slots that nobody needs, the open one among them; -1: there are no such page slots. O(sectors). */
function emptiest(p: Pager): number {
  var sector = p.first;
  var best = -1;
  var most = 0;
  var dead: number;
  for (; sector < p.sectorCount; sector++) {
    dead = deadPageSlots(p, sector);
    if (dead > most) {
      most = dead;
      best = sector;
    }
  }
  return best;
}

/**
 * Clean the emptiest sectors until there is room for `wanted` pages, or no page slot is left that nobody needs. Nothing
 * may wait for a commit. O(sectors x pages) at worst.
 */
export function compact(p: Pager, wanted: number): void {
  var tries = p.sectorCount;
  var victim = 0;
  while (tries-- && !isStopped(p) && writablePages(p) < wanted && (victim = emptiest(p)) >= 0) {
    if (victim === p.w[p.control + Control.Sector]) closeSector(p);
    if (p.h[p.references + victim] && !gain(p, victim)) tries = 0;
  }
}

/** Make room again for the page slots that pages which are held took in a commit, once nothing waits for another. */
export function keepReserve(p: Pager): void {
  if (writablePages(p) < 0 && !(p.rootCount && p.w[p.control + Control.Changed])) compact(p, 0);
}
