/** The pager: a virtual address space over page frames in the heap and pages in a store. See layout.ts. */

import { HAS_COMMIT } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Geometry, Store } from '../core/store.ts';
import { zero } from '../core/zero.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { isPool, nameRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { pageIn, invalidate, frameAt, markDirty, writeAll } from './frames.ts';
import { begin, end, isHere, isOpen, isPage } from './here.ts';
import { Control, Flag, Limit, type Pager } from './layout.ts';
import { describe, describeAt, isGeometry, isWhole, leastSectors, mostPages, regionBytes } from './pager.ts';
import { reload, reopen, wake } from './reload.ts';
import { mend } from './repair.ts';
import { saveTable } from './space.ts';
import { keepReserve, surplusPageSlots, reclaim } from './reclaim.ts';
import { isCut, verify } from './verify.ts';

export type { Heap } from '../heap/layout.ts';
export type { Geometry, Store } from '../core/store.ts';
export type { Pager } from './layout.ts';
export { copyIn, copyOut, read16, read32, read8, write16, write32, write8 } from './access.ts';
export { hibernate, resume, sectorsForHeap } from './checkpoint.ts';

/** What create may be told. */
export interface Options {
  /** Bytes of a page: a power of two from 32 up, 256 unless said otherwise. */
  pageBytes?: number;
  /** Swap space: all is gone at a restart, and there is no commit. Must be said where the bundle has no `paging.commit`. */
  isVolatile?: boolean;
  /** Look further for a clean page to evict before a dirty one: up to 2 % fewer writes, up to 4 % more reads. */
  cleanFirst?: boolean;
  /** Take a store that belongs to something else: what it holds is lost. */
  isForced?: boolean;
}

/** Write the control words of a new pager. */
function lay(p: Pager, options: Options): void {
  var w = p.w;
  var k = p.control;
  var i: number;
  zero(p.u8, p.base, p.frame - p.base);
  for (i = p.head; i < p.imageAt; i++) p.u8[i] = 255;
  for (i = 0; i < p.frameCount; i++) p.u8[p.order + i] = i;
  for (i = 0; i < p.frameCount; i++) p.h[p.pageOf + i] = Limit.None;
  for (i = 0; i < p.pageCount; i++) p.u8[p.frameOf + i] = Limit.Out;
  w[k + Control.Pages] = p.pageCount;
  w[k + Control.PageBytes] = p.pageSize;
  w[k + Control.Frames] = p.frameCount;
  w[k + Control.IsVolatile] = options.isVolatile ? 1 : 0;
  // With fewer than 8 frames, to pass over a dirty one costs more reads than it saves writes.
  w[k + Control.Window] = options.cleanFirst ? Math.max(2, p.frameCount >> 2) : p.frameCount < 8 ? 1 : 2;
  w[k + Control.Hash] = p.hash;
  w[k + Control.Span] = p.span;
  w[k + Control.FrameOf] = p.frameOf;
  w[k + Control.PageSlots] = p.pageSlots;
  w[k + Control.Crcs] = p.crcs;
  w[k + Control.Newest] = -1;
  w[k + Control.Serial] = p.serial = w[Image.EpochWord];
  w[p.wear + p.sectorCount] = Math.random() * 0x7fffffff;
  invalidate(p);
}

/**
 * How many sectors, divided as in `geometry` (any store will do), create needs for `pages` pages; 0 if no number is
 * enough, or an argument is invalid. `options` are as for create. O(sectors).
 */
export function sectorsFor(geometry: Geometry, pages: number, options?: Options): number {
  var chosen = options || {};
  return leastSectors(geometry, pages, chosen.pageBytes || 256, !!chosen.isVolatile);
}

/**
 * Carve a pager for `pages` virtual pages out of a heap: `bytes` bytes in all, including everything it needs; what
 * its tables leave becomes frames (4 to 254). Opens the contents of the store as of the last commit; an empty store
 * reads as pages of zeros. Returns the pager, or null: no hole of that size, fewer than 4 frames, sizes that do not
 * match, a store with too few sectors (Fault.StoreTooSmall: sectorsFor says how many are needed), a store that holds
 * something else, or one that is full at the moment (Storage of Espruino: compact it, and try again). A clean store
 * is not written to. Whatever is accepted stays writable: after every commit there is room for a write. A bundle
 * without paging.commit makes volatile pagers only. O(pages).
 */
export function create(heap: Heap, bytes: number, store: Store, pages: number, options?: Options): Pager | null {
  var chosen = options || {};
  var pageBytes = chosen.pageBytes || 256;
  var declared = { pages: pages, pageBytes: pageBytes, isVolatile: chosen.isVolatile ? 1 : 0 };
  var p: Pager;
  var address: number;
  if (!isWhole(bytes) || !isGeometry(store, pages, pageBytes) || !(HAS_COMMIT || chosen.isVolatile))
    return refuse(heap, Fault.BadArgument) || null;
  p = describe(heap, 0, bytes - Image.RowBytes, store, declared);
  if (pages > mostPages(p.sectorCount - p.first, p.span)) return refuse(heap, Fault.StoreTooSmall) || null;
  if (p.frameCount < Limit.LeastFrames) return refuse(heap, Fault.BadArgument) || null;
  address = takeRegion(heap, bytes);
  if (!address) return null;
  p = describe(heap, address, regionBytes(heap, address), store, declared);
  lay(p, chosen);
  if (reload(p, !!chosen.isForced)) {
    nameRegion(heap, address, Kind.Paging);
    return p;
  }
  releaseRegion(heap, address);
  return null;
}

/**
 * Open the pager at `address` of an image, over the same store. What was not committed is still there, unless the
 * store has been written to since the image was saved: then the pager is as of the last commit. Returns it, or null:
 * no pager there, damaged, a call on it was cut off (Fault.Interrupted: see repairAt), another store (of other sizes,
 * or not begun by this pager, such as a blank one), or a store that is full at the moment. O(pages), and a read for
 * each page that was written and not committed.
 */
export function attach(heap: Heap, address: number, store: Store): Pager | null {
  var p = describeAt(heap, address, store);
  var found = p ? verify(p) : 0;
  if (!p) return null;
  if (found) return refuse(heap, isCut(p) && found === 7 ? Fault.Interrupted : Fault.Corrupt) || null;
  return wake(p) ? p : null;
}

/**
 * Make a pager sound again after a call on it was cut off in the middle (Ctrl-C, out of memory), which
 * Fault.Interrupted reports. Everything that was written or committed before is there; what the interrupted call was
 * writing is there or not, and a commit is either complete or not begun. Returns true, also if there was nothing to
 * do, or false and a fault: damaged by something else; or the store fails or is full at the moment, and you can try
 * again. Do not call it while another call is running. O(pages + frames), and for a commit a root.
 */
export function repair(p: Pager): boolean {
  return isHere(p) && mend(p);
}

/**
 * The same for an image that attach refused as interrupted; after it, attach accepts the image. `store` is as for
 * attach. Returns true, or false and a fault: no pager there, another store, or damaged by something else. O(pages).
 */
export function repairAt(heap: Heap, address: number, store: Store): boolean {
  var p = describeAt(heap, address, store);
  return !!p && mend(p);
}

/**
 * Keep a page in its frame until it has been unpinned as often. To write through the address, pass `isWritten`: the
 * page is then held and dirty until it is unpinned, and each commit writes it. Returns the address of its first byte,
 * or 0: no such page, all frames but two are pinned, the store failed, or it has no room for another held page. O(1)
 * if the page is in a frame, otherwise O(frames) and a read, or a write and a read, of the store.
 */
export function pin(p: Pager, page: number, isWritten?: boolean): number {
  var k = p.control;
  var frame: number;
  var flags: number;
  if (!isPage(p, page)) return 0;
  frame = pageIn(p, page, Limit.Out);
  if (frame < 0) return 0;
  flags = p.u8[p.flags + frame];
  if (flags >= Flag.MostPins || (flags < Flag.Pin && p.w[k + Control.Pinned] + 2 >= p.frameCount))
    return refuse(p.u8, Fault.Pinned);
  isWritten = isWritten && !(flags & Flag.Held);
  // Two others must be able to become dirty, whatever is held.
  if (isWritten && p.w[k + Control.Held] + 3 > surplusPageSlots(p)) return refuse(p.u8, Fault.NoSpace);
  if (isWritten && !markDirty(p, frame, frame)) return 0;
  begin(p);
  if (flags < Flag.Pin) p.w[k + Control.Pinned]++;
  if (isWritten) p.w[k + Control.Held]++;
  p.u8[p.flags + frame] = (p.u8[p.flags + frame] + Flag.Pin) | (isWritten ? Flag.Held : 0);
  end(p);
  return frameAt(p, frame);
}

/** Undo one pin. Returns true, or false: not pinned. O(1). */
export function unpin(p: Pager, page: number): boolean {
  var frame: number;
  var flags: number;
  if (!isPage(p, page)) return false;
  frame = p.u8[p.frameOf + page];
  flags = frame < p.frameCount ? p.u8[p.flags + frame] - Flag.Pin : -1;
  if (flags < 0) return !!refuse(p.u8, Fault.BadArgument);
  begin(p);
  if (flags < Flag.Pin) {
    p.w[p.control + Control.Pinned]--;
    if (flags & Flag.Held) p.w[p.control + Control.Held]--;
    flags &= ~Flag.Held;
  }
  p.u8[p.flags + frame] = flags;
  end(p);
  return true;
}

/** Bring a page into a frame before it is needed. Returns true, or false and a fault: it cannot be read. Costs the same as pin. */
export function prefetch(p: Pager, page: number): boolean {
  return isPage(p, page) && pageIn(p, page, Limit.Out) >= 0;
}

/**
 * Write all dirty frames to the store, except those that are pinned for writing, which a commit writes. This commits
 * nothing. Returns true, or false and a fault: the store failed. O(frames) and a write for each.
 */
export function flush(p: Pager): boolean {
  var isDone = isOpen(p);
  if (isDone) {
    begin(p);
    keepReserve(p);
    isDone = writeAll(p, false);
    end(p);
  }
  return isDone;
}

/** The work of commit. */
function record(p: Pager): boolean {
  var w = p.w;
  var k = p.control;
  var wanted = w[k + Control.Written] + w[k + Control.Dirty];
  keepReserve(p);
  if (!writeAll(p, true) || (w[k + Control.Changed] && !saveTable(p))) return false;
  if (w[k + Control.Written]) w[k + Control.Commits]++;
  w[k + Control.Written] = 0;
  reclaim(p, wanted);
  keepReserve(p);
  return true;
}

/**
 * Make all writes since the last commit durable, all or none. Returns true, or false and a fault: the store failed,
 * or is full at the moment (make room, and commit again); what was committed before stays as it was. Cleans sectors
 * if the next transaction could run out of room. O(changed pages); now and then O(pages).
 */
export function commit(p: Pager): boolean {
  var isDone = isOpen(p) && (p.rootCount > 0 || !!refuse(p.u8, Fault.BadArgument));
  if (isDone) {
    begin(p);
    isDone = record(p);
    end(p);
  }
  return isDone;
}

/** Undo all writes since the last commit. Returns true, or false: a page is pinned, or the store failed, and the pager is closed. O(pages). */
export function rollback(p: Pager): boolean {
  if (!isOpen(p)) return false;
  if (!p.rootCount) return !!refuse(p.u8, Fault.BadArgument);
  if (p.w[p.control + Control.Pinned]) return !!refuse(p.u8, Fault.Pinned);
  return reopen(p);
}

/** Give the region back to the heap; the store keeps the last commit. Returns true, or false: destroyed before, or the directory is damaged. O(regions). */
export function destroy(p: Pager): boolean {
  return isPool(p, Kind.Paging) && isHere(p) && releaseRegion(p.u8, p.base);
}
