/** The pager: a virtual address space over page frames in the heap and pages in a store. See layout.ts. */

import { HAS_COMMIT } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { zero } from '../core/zero.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isRegion, nameRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { bring, dropAll, forget, frameAt, hasRoom, isPage, reach, reachDirty, soil, writeAll } from './frames.ts';
import { Control, Flag, Limit, type Pager } from './layout.ts';
import { describe, isGeometry, mostPages, regionBytes } from './pager.ts';
import { isAtLast, reload } from './reload.ts';
import { saveTable, tidy } from './space.ts';
import { verify } from './verify.ts';

export type { Store } from '../core/store.ts';
export type { Pager } from './layout.ts';
export { hibernate, resume } from './checkpoint.ts';

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
function begin(p: Pager, options: Options): void {
  var w = p.w;
  var k = p.slot;
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
  forget(p);
}

/**
 * Carve a pager for `pages` virtual pages out of a heap: `bytes` bytes of it, all it needs included; what
 * its tables leave becomes frames (4 to 254). Opens what the store holds as of the last commit; a store
 * that holds nothing is all zero pages. Returns the pager, or null: no hole of that size, fewer than 4
 * frames, sizes that do not fit one another, more pages than the store can level, or a store of something
 * else, or one that is full now (Storage of Espruino: compact it, and try again). A clean store is not
 * written to. A bundle without paging.commit makes volatile pagers only. O(pages).
 */
export function create(heap: Heap, bytes: number, store: Store, pages: number, options?: Options): Pager | null {
  var chosen = options || {};
  var pageBytes = chosen.pageBytes || 256;
  var declared = { pages: pages, pageBytes: pageBytes, isVolatile: chosen.isVolatile ? 1 : 0 };
  var p: Pager;
  var address: number;
  if (!isGeometry(store, pages, pageBytes) || !(HAS_COMMIT || chosen.isVolatile)) return refuse(heap, Fault.BadArgument) || null;
  p = describe(heap, 0, bytes - 8, store, declared);
  if (p.frameCount < Limit.LeastFrames) return refuse(heap, Fault.BadArgument) || null;
  if (pages > mostPages(p.sectorCount - p.first, p.span)) return refuse(heap, Fault.NoSpace) || null;
  address = takeRegion(heap, bytes);
  if (!address) return null;
  p = describe(heap, address, regionBytes(heap, address), store, declared);
  begin(p, chosen);
  if (reload(p, !!chosen.isForced)) {
    nameRegion(heap, address, Kind.Paging);
    return p;
  }
  releaseRegion(heap, address);
  return null;
}

/**
 * Open the pager that an image has at `address`, over the same store. What was not committed is still
 * there, unless the store has moved on since the image was saved: then the pager is as of the last commit.
 * Returns it, or null: no pager there, damaged, or another store: one of other sizes, or one that this pager
 * did not begin, blank ones among them. O(pages).
 */
export function attach(heap: Heap, address: number, store: Store): Pager | null {
  var isThere = isRegion(heap, address, Kind.Paging);
  var k = address >> 2;
  var w: Int32Array;
  var p: Pager;
  var volume: number;
  var isLast: boolean;
  if (!isThere || regionBytes(heap, address) < 4 * Control.Words) return refuse(heap, isThere ? Fault.Corrupt : Fault.BadAddress) || null;
  w = new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
  if (!isGeometry(store, w[k + Control.Pages], w[k + Control.PageBytes])) return refuse(heap, Fault.BadArgument) || null;
  p = describe(heap, address, regionBytes(heap, address), store, {
    pages: w[k + Control.Pages], pageBytes: w[k + Control.PageBytes], isVolatile: w[k + Control.IsVolatile],
  });
  if (p.hash !== w[k + Control.Hash]) return refuse(heap, Fault.BadArgument) || null;
  if (verify(p)) return refuse(heap, Fault.Corrupt) || null;
  volume = w[p.wear + p.sectorCount];
  isLast = isAtLast(p);
  if (w[k + Control.Tail] < 0) {
    w[k + Control.Tail] = 0;
    w[k + Control.Used] = p.span;
  }
  if (isLast) return p;
  if (!reload(p, false)) return null;
  if (w[p.wear + p.sectorCount] === volume) return p;
  w[k + Control.Open] = 0;
  return refuse(heap, Fault.NotAnImage) || null;
}

/** The rest of read8: another page than the last one, or no address at all. */
function readFar(p: Pager, va: number): number {
  return reach(p, va) < 0 ? 0 : p.u8[p.w[p.slot + Control.ReadFrame] + (va & p.mask)];
}

/** The byte at a virtual address; 0 and a fault when it cannot be had. O(1) where the page is the last one used. */
export function read8(p: Pager, va: number): number {
  var at = va - p.w[p.slot];
  return (at & p.mask) === at ? p.u8[p.w[p.slot + Control.ReadFrame] + at] : readFar(p, va);
}

/** Two bytes, the low one first; any address. See read8. */
export function read16(p: Pager, va: number): number {
  return read8(p, va) | (read8(p, va + 1) << 8);
}

/** Four bytes, the low one first; any address. See read8. */
export function read32(p: Pager, va: number): number {
  return (read16(p, va) | (read16(p, va + 2) << 16)) >>> 0;
}

/** The rest of write8. */
function writeFar(p: Pager, va: number, value: number): boolean {
  if (reachDirty(p, va) < 0) return false;
  p.u8[p.w[p.slot + Control.WriteFrame] + (va & p.mask)] = value;
  return true;
}

/**
 * Store a byte. Returns true, or false and a fault: no such address, the store failed, or it has no slot left
 * for another page in this transaction: commit, or roll back. O(1) where the page is the last one used.
 */
export function write8(p: Pager, va: number, value: number): boolean {
  var at = va - p.w[p.slot + Control.WriteStart];
  return (at & p.mask) === at ? ((p.u8[p.w[p.slot + Control.WriteFrame] + at] = value), true) : writeFar(p, va, value);
}

/**
 * Whether `bytes` bytes from va on can be written: both pages they may be in. Bringing the one may evict the
 * other, which then takes a third slot.
 */
function canWrite(p: Pager, va: number, bytes: number): boolean {
  return (va & p.mask) + bytes <= p.pageSize ? reachDirty(p, va) >= 0
    : hasRoom(p, 3) && reachDirty(p, va + bytes - 1) >= 0 && reachDirty(p, va) >= 0;
}

/** Store two bytes where there is room for them. */
function writePair(p: Pager, va: number, value: number): boolean {
  return write8(p, va, value) && write8(p, va + 1, value >> 8);
}

/** Store two bytes, the low one first; any address. See write8. */
export function write16(p: Pager, va: number, value: number): boolean {
  return canWrite(p, va, 2) && writePair(p, va, value);
}

/** Store four bytes, the low one first; any address. See write8. */
export function write32(p: Pager, va: number, value: number): boolean {
  return canWrite(p, va, 4) && writePair(p, va, value) && writePair(p, va + 2, value >> 16);
}

/** Copy page by page. Returns how many bytes were copied. */
function copy(p: Pager, va: number, u8: Uint8Array, at: number, bytes: number, isIn: boolean): number {
  var done = 0;
  var here: number;
  var count: number;
  for (; done < bytes; done += count) {
    if ((isIn ? reachDirty(p, va + done) : reach(p, va + done)) < 0) break;
    here = p.w[p.slot + Control.ReadFrame] + ((va + done) & p.mask);
    count = Math.min(bytes - done, p.pageSize - ((va + done) & p.mask));
    if (isIn) p.u8.set(u8.subarray(at + done, at + done + count), here);
    else u8.set(p.u8.subarray(here, here + count), at + done);
  }
  return done;
}

/** Copy `bytes` bytes of from[at] on to a virtual address. Returns how many were copied; fewer: see fault(). */
export function copyIn(p: Pager, va: number, from: Uint8Array, at: number, bytes: number): number {
  return at >>> 0 === at ? copy(p, va, from, at, Math.min(bytes, from.length - at), true) : refuse(p.u8, Fault.BadArgument);
}

/** Copy `bytes` bytes from a virtual address to into[at] on. Returns how many were copied; fewer: see fault(). */
export function copyOut(p: Pager, va: number, into: Uint8Array, at: number, bytes: number): number {
  return at >>> 0 === at ? copy(p, va, into, at, Math.min(bytes, into.length - at), false) : refuse(p.u8, Fault.BadArgument);
}

/**
 * Keep a page in its frame until as many unpins; to write through the address, say so. Returns the address
 * of its first byte, or 0: no such page, all frames but two are pinned, or the store failed. O(1) where the page is in a
 * frame, else O(frames) and a read, or a write and a read, of the store.
 */
export function pin(p: Pager, page: number, isWritten?: boolean): number {
  var w = p.w;
  var frame: number;
  var flags: number;
  if (!isPage(p, page)) return 0;
  frame = bring(p, page);
  if (frame < 0 || (isWritten && !soil(p, frame))) return 0;
  flags = p.u8[p.flags + frame];
  if (flags >= Flag.MostPins || (flags < Flag.Pin && w[p.slot + Control.Pinned] + 2 >= p.frameCount)) return refuse(p.u8, Fault.Pinned);
  if (flags < Flag.Pin) w[p.slot + Control.Pinned]++;
  p.u8[p.flags + frame] = (flags + Flag.Pin) | (isWritten ? Flag.Held : 0);
  return frameAt(p, frame);
}

/** Undo one pin. Returns true, or false: not pinned. O(1). */
export function unpin(p: Pager, page: number): boolean {
  var frame = isPage(p, page) ? p.u8[p.frameOf + page] : Limit.Out;
  var at = p.flags + frame;
  if (frame === Limit.Out || p.u8[at] < Flag.Pin) return !!refuse(p.u8, Fault.BadArgument);
  p.u8[at] -= Flag.Pin;
  if (p.u8[at] < Flag.Pin) {
    p.u8[at] &= ~Flag.Held;
    p.w[p.slot + Control.Pinned]--;
  }
  return true;
}

/** Bring a page into a frame before it is needed. Returns true, or false and a fault when it cannot be had. Costs what pin does. */
export function prefetch(p: Pager, page: number): boolean {
  return isPage(p, page) && bring(p, page) >= 0;
}

/** Whether the pager is open; if not, a fault. */
function isOpen(p: Pager): boolean {
  return !!p.w[p.slot + Control.Open] || !!refuse(p.u8, Fault.BadArgument);
}

/** Write all dirty frames to the store. Nothing is committed by that. Returns true, or false and a fault when the store fails. O(frames) and a write for each. */
export function flush(p: Pager): boolean {
  return isOpen(p) && writeAll(p);
}

/**
 * Make all writes since the last commit durable, all or none. Returns true, or false and a fault: the store
 * failed, or is full now (make room, and commit again); what was committed before is as it was. Cleans sectors when the next transaction could lack
 * room. O(changed pages); now and then O(pages).
 */
export function commit(p: Pager): boolean {
  var w = p.w;
  var k = p.slot;
  var wanted = w[k + Control.Written] + w[k + Control.Dirty];
  if (!p.rootCount) return !!refuse(p.u8, Fault.BadArgument);
  if (!flush(p) || (w[k + Control.Changed] && !saveTable(p))) return false;
  if (w[k + Control.Written]) w[k + Control.Commits]++;
  w[k + Control.Written] = 0;
  tidy(p, wanted);
  return true;
}

/** Undo all writes since the last commit. Returns true, or false: a page is pinned, or the store failed, and the pager is closed. O(pages). */
export function rollback(p: Pager): boolean {
  if (!p.rootCount || !isOpen(p)) return !!refuse(p.u8, Fault.BadArgument);
  if (p.w[p.slot + Control.Pinned]) return !!refuse(p.u8, Fault.Pinned);
  return reload(p, false);
}

/** Give the region back to the heap; the store keeps the last commit. Returns true, or false: destroyed before. O(regions). */
export function destroy(p: Pager): boolean {
  if (!isOpen(p)) return false;
  dropAll(p);
  forget(p);
  p.w[p.slot + Control.Open] = 0;
  releaseRegion(p.u8, p.base);
  return true;
}
