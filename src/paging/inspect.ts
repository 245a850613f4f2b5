/** Looking into a pager: figures, its frames and sectors, and whether it is sound. Left out where unused. */

import { goneText } from '../heap/gone.ts';
import { FLASH_ENDURANCE_CYCLES } from '../board.ts';
import { isRetired } from './device.ts';
import { frameAt } from './frames.ts';
import { isHere } from './here.ts';
import { Control, Flag, Limit, type Pager } from './layout.ts';
import { writablePages } from './space.ts';
import { verify } from './verify.ts';

export type { Pager } from './layout.ts';

export interface Stats {
  pages: number;
  pageBytes: number;
  frames: number;
  residentPages: number;
  dirtyPages: number;
  pinnedPages: number;
  /** Accesses to another page than the last one used that found it in a frame, and that did not. */
  hits: number;
  misses: number;
  /** Pages read from the store. */
  reads: number;
  /** Dirty pages written to the store, and pages that cleaning moved. */
  writeBacks: number;
  movedPages: number;
  commits: number;
  rootErases: number;
  dataErases: number;
  programmedBytes: number;
  /** Bytes programmed, all told, per byte of pages written back; 0 before the first one. */
  writeAmplification: number;
  /** Erases of data sectors, retired ones not counted, and the most of any root sector. */
  minWear: number;
  maxWear: number;
  maxRootWear: number;
  retiredSectors: number;
  /** Pages that can become dirty before the next commit. */
  freePages: number;
}

/** What a sector is used for. */
export type SectorKind = 'root' | 'data' | 'retired';

/** Call visit(sector, erases, pages, kind) for each sector of the store; `pages` is how many it must keep. None, and a fault, if the pager was destroyed. O(sectors). */
export function sectors(
  p: Pager,
  visit: (sector: number, erases: number, pages: number, kind: SectorKind) => void,
): void {
  var i = 0;
  var end = isHere(p) ? p.sectorCount : 0;
  for (; i < end; i++) {
    visit(
      i,
      p.w[p.wear + i] & ~Limit.Retired,
      p.h[p.references + i],
      isRetired(p, i) ? 'retired' : i < p.first ? 'root' : 'data',
    );
  }
}

/** Call visit(frame, page, isDirty, pins, address) for each frame that holds a page. None, and a fault, if the pager was destroyed. O(frames). */
export function walk(
  p: Pager,
  visit: (frame: number, page: number, isDirty: boolean, pins: number, address: number) => void,
): void {
  var frame = 0;
  var end = isHere(p) ? p.frameCount : 0;
  var flags: number;
  for (; frame < end; frame++) {
    flags = p.u8[p.flags + frame];
    if (p.h[p.pageOf + frame] !== Limit.None) {
      visit(frame, p.h[p.pageOf + frame], (flags & Flag.Dirty) > 0, Math.floor(flags / Flag.Pin), frameAt(p, frame));
    }
  }
}

/** Figures of the pager; counts are since create, modulo 2^32. If it was destroyed, only those of its geometry, and a fault. O(sectors + frames). */
export function stats(p: Pager): Stats {
  var isThere = isHere(p);
  var w = isThere ? p.w : new Int32Array(Control.Words);
  var k = isThere ? p.control : 0;
  var written = (w[k + Control.WriteBacks] >>> 0) * p.pageSize;
  var figures: Stats = {
    pages: p.pageCount,
    pageBytes: p.pageSize,
    frames: p.frameCount,
    residentPages: 0,
    dirtyPages: w[k + Control.Dirty],
    pinnedPages: w[k + Control.Pinned],
    hits: w[k + Control.Hits] >>> 0,
    misses: w[k + Control.Misses] >>> 0,
    reads: w[k + Control.Reads] >>> 0,
    writeBacks: w[k + Control.WriteBacks] >>> 0,
    movedPages: w[k + Control.Moved] >>> 0,
    commits: w[k + Control.Commits] >>> 0,
    rootErases: w[k + Control.RootErases] >>> 0,
    dataErases: w[k + Control.DataErases] >>> 0,
    programmedBytes: w[k + Control.ProgrammedBytes] >>> 0,
    writeAmplification: written ? (w[k + Control.ProgrammedBytes] >>> 0) / written : 0,
    minWear: 1 / 0,
    maxWear: 0,
    maxRootWear: 0,
    retiredSectors: 0,
    freePages: isThere ? Math.max(0, writablePages(p)) : 0,
  };
  walk(p, function (): void {
    figures.residentPages++;
  });
  sectors(p, function (_sector: number, erases: number, _pages: number, kind: SectorKind): void {
    if (kind === 'retired') figures.retiredSectors++;
    if (kind === 'root') figures.maxRootWear = Math.max(figures.maxRootWear, erases);
    if (kind === 'data') {
      figures.minWear = Math.min(figures.minWear, erases);
      figures.maxWear = Math.max(figures.maxWear, erases);
    }
  });
  return figures;
}

/**
 * Days until the first sectors wear out, if `pagesPerDay` pages are written back each day and everything else
 * continues as since create; Infinity before the first erase. Sectors survive `endurance` erases, the board's figure
 * if not given. Never refused. O(1).
 */
export function lifetimeDays(p: Pager, pagesPerDay: number, endurance?: number): number {
  var w = p.w;
  var k = p.control;
  var cycles = endurance || FLASH_ENDURANCE_CYCLES;
  var days = (w[k + Control.WriteBacks] >>> 0) / pagesPerDay;
  var perDataSector = (w[k + Control.DataErases] >>> 0) / (p.sectorCount - p.first);
  var perRootSector = p.rootCount ? (w[k + Control.RootErases] >>> 0) / p.first : 0;
  return (days * cycles) / Math.max(perDataSector, perRootSector);
}

/** Invariants 1 to 7 of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'the control words contradict the geometry, or each other: they were overwritten',
  'a frame and its page do not name each other: the frame tables were overwritten',
  'the dirty, pinned or held frames are counted wrongly: a counter or the flags of a frame were overwritten',
  'the references of the sectors are not those of the page table: one of them was overwritten',
  'the counter of free sectors does not match the sectors',
  'a page was moved, and the next commit would not save that: the list of changes was overwritten',
  'a call was cut off in the middle (Ctrl-C, out of memory): paging.repair makes the pager sound again',
];

/** '' if the pager is sound, otherwise a sentence with the broken invariant, its number and the place. O(pages + frames). */
export function check(p: Pager): string {
  var found = isHere(p) ? verify(p) : -1;
  if (found < 0) return goneText(p.u8);
  return found ? 'invariant ' + (found & 15) + ' at ' + (found >> 4) + ': ' + INVARIANTS[found & 15] : '';
}
