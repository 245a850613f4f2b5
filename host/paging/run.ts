/** A workload on the pager of a board, over its emulated flash. */
import type { Store } from '../../src/core/store.ts';
import { fault } from '../../src/core/faults.ts';
import { format } from '../../src/heap/index.ts';
import { commit, copyIn, copyOut, create } from '../../src/paging/index.ts';
import { lifetimeDays, sectors, stats, walk } from '../../src/paging/inspect.ts';
import type { Stats } from '../../src/paging/inspect.ts';
import type { Pager } from '../../src/paging/layout.ts';
import { describe, mostPages } from '../../src/paging/pager.ts';
import type { BoardProfile } from '../boards/board.ts';
import { UserError } from '../support/errors.ts';
import { boardFlash, usualSectors } from '../flash/stores.ts';
import type { Workload } from './workload.ts';

export const PAGE_BYTES = 256;
const LEAST_FRAMES = 4;
const MOST_FRAMES = 254;
/** Page frames where a person gives no number, unless the heap has room for fewer only. */
export const MOST_BY_DEFAULT = 16;
/** Accesses between two commits. */
export const COMMIT_EVERY = 1000;
/** How often a day the workload runs, for the lifetime. */
export const RUNS_PER_DAY = 24;
const SAMPLES = 240;
const NoSpace = 1;

/** What `ckremm page --json` prints. */
export interface PageResult {
  board: string;
  workload: string;
  frames: number;
  accesses: number;
  hits: number;
  misses: number;
  writeBacks: number;
  writeAmplification: number;
  maxWear: number;
  minWear: number;
  lifetimeDays: number;
}

export interface Study {
  result: PageResult;
  stats: Stats;
  pages: number;
  /** Seconds that flash was busy programming and erasing. */
  flashSeconds: number;
  /** Erases of each sector, and what it is for. */
  wear: { erases: number; kind: string }[];
  /** Columns of the picture of residency: the page in each frame, -1 for none; bit 30 is set when dirty. */
  residency: Int32Array[];
}

export const DIRTY = 1 << 30;

/** Pages that the flash of a board takes; none when it is too small for a pager that commits. */
export function pagesOfFlash(profile: BoardProfile): number {
  const store = boardFlash(profile);
  const span = store.eraseBytes / PAGE_BYTES;
  let pages = mostPages(usualSectors(profile), span);
  // The root slots take sectors away, more of them for more pages.
  for (; pages > 0; pages--) {
    const { first } = layout(store, pages, 65536);
    if (pages <= mostPages(usualSectors(profile) - first, span)) return pages;
  }
  return 0;
}

const layout = (store: Store, pages: number, bytes: number): Pager =>
  describe(new Uint8Array(0), 0, bytes - 8, store, { pages, pageBytes: PAGE_BYTES, isVolatile: 0 });

/** Bytes of a region with exactly so many frames. */
function regionFor(store: Store, pages: number, frames: number): number {
  let bytes = frames * PAGE_BYTES;
  while (layout(store, pages, bytes).frameCount < frames) bytes += 4;
  return bytes;
}

/** The most page frames up to the usual number that fit the board's heap; at least the least. */
function framesFor(profile: BoardProfile, store: Store, pages: number): number {
  let frames = MOST_BY_DEFAULT;
  while (frames > LEAST_FRAMES && regionFor(store, pages, frames) + 32 > profile.heapBytes) frames--;
  return frames;
}

/** Run `workload` with that many page frames, or as many as usual. Throws a UserError where the board cannot hold it. */
export function pageOn(profile: BoardProfile, workload: Workload, wanted?: number): Study {
  const pages = Math.max(1, Math.ceil(workload.bytes / PAGE_BYTES));
  const most = pagesOfFlash(profile);
  if (pages > most) {
    throw new UserError(
      `${workload.name} needs ${pages} pages of ${PAGE_BYTES} bytes; the flash of ${profile.board} that ` +
        `paging may use (${usualSectors(profile)} sectors of ${profile.flash.eraseBytes} bytes) holds ${most}`,
    );
  }
  const store = boardFlash(profile);
  const frames = wanted ?? framesFor(profile, store, pages);
  if (frames < LEAST_FRAMES || frames > MOST_FRAMES) {
    throw new UserError(`${frames} page frames: give a number from ${LEAST_FRAMES} to ${MOST_FRAMES}`);
  }
  const bytes = regionFor(store, pages, frames);
  if (bytes + 32 > profile.heapBytes) {
    throw new UserError(
      `${frames} page frames and the tables of ${pages} pages take ${bytes} bytes; the heap of ` +
        `${profile.board} has ${profile.heapBytes}: give fewer --frames`,
    );
  }
  const pager = create(format(new Uint8Array(profile.heapBytes))!, bytes, store, pages, { pageBytes: PAGE_BYTES });
  if (!pager) throw new Error(`no pager of ${pages} pages on ${profile.board}: fault ${fault()}`);
  return study(profile, workload, pager, store);
}

function study(profile: BoardProfile, workload: Workload, pager: Pager, store: ReturnType<typeof boardFlash>): Study {
  const count = workload.addresses.length;
  const buffer = new Uint8Array(
    Math.max(
      1,
      workload.lengths.reduce((most, bytes) => Math.max(most, bytes), 0),
    ),
  );
  const residency: Int32Array[] = [];
  const every = Math.max(1, Math.floor(count / SAMPLES));
  let accesses = 0;
  for (let i = 0; i < count; i++) {
    const address = workload.addresses[i]!;
    const bytes = workload.lengths[i]!;
    accesses += touch(pager, address, buffer, bytes, workload.isWrite[i] === 1, i);
    if (i % COMMIT_EVERY === COMMIT_EVERY - 1) must(commit(pager), 'commit');
    if (i % every === 0) residency.push(residentNow(pager));
  }
  must(commit(pager), 'commit');
  const figures = stats(pager);
  const wear: Study['wear'] = [];
  sectors(pager, (_sector, erases, _pages, kind) => void wear.push({ erases, kind }));
  const lifetime = lifetimeDays(pager, RUNS_PER_DAY * figures.writeBacks, profile.flash.enduranceCycles);
  return {
    result: {
      board: profile.board,
      workload: workload.name,
      frames: figures.frames,
      accesses,
      hits: accesses - figures.misses,
      misses: figures.misses,
      writeBacks: figures.writeBacks,
      writeAmplification: rounded(figures.writeAmplification),
      maxWear: figures.maxWear,
      minWear: figures.minWear,
      lifetimeDays: Number.isFinite(lifetime) ? rounded(lifetime) : 0,
    },
    stats: figures,
    pages: figures.pages,
    flashSeconds: store.microseconds / 1e6,
    wear,
    residency,
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function must(isDone: boolean, what: string): void {
  if (!isDone) throw new Error(`the pager refused a ${what}: fault ${fault()}`);
}

/** One access, page by page; commits early where the transaction has no room left. Returns the pages touched. */
function touch(
  pager: Pager,
  address: number,
  buffer: Uint8Array,
  bytes: number,
  isWrite: boolean,
  value: number,
): number {
  if (bytes === 0) return 0;
  if (!isWrite) must(copyOut(pager, address, buffer, 0, bytes) === bytes, 'read');
  else {
    buffer.fill(value & 255, 0, bytes);
    for (let done = 0; done < bytes;) {
      const copied = copyIn(pager, address + done, buffer, done, bytes - done);
      if (copied === 0) must(fault() === NoSpace && commit(pager), 'write');
      done += copied;
    }
  }
  return Math.floor((address + bytes - 1) / PAGE_BYTES) - Math.floor(address / PAGE_BYTES) + 1;
}

function residentNow(pager: Pager): Int32Array {
  const column = new Int32Array(pager.frameCount).fill(-1);
  walk(pager, (frame, page, isDirty) => {
    column[frame] = page | (isDirty ? DIRTY : 0);
  });
  return column;
}
