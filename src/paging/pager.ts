/** Where the parts of a pager are: worked out from its declaration and the store, for a new one and an old one. */

import { HAS_COMMIT } from '../board.ts';
import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Geometry, Store } from '../core/store.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, isRegion, refuseRegion, rowBytes } from '../heap/regions.ts';
import { Control, Header, Limit, type Pager, type Roots } from './layout.ts';

/** What a pager was declared with. */
export interface Declared {
  pages: number;
  pageBytes: number;
  isVolatile: number;
}

/** Bytes of a header in a store: whole program units. */
export function headerBytesFor(geometry: Geometry): number {
  return Math.ceil(Header.TotalBytes / geometry.programBytes) * geometry.programBytes;
}

/** CRC over what a record's reader must agree on. */
export function hashOf(numbers: number[]): number {
  var words = new Int32Array(numbers.length);
  words.set(numbers);
  return crc32(new Uint8Array(words.buffer), 0, 4 * numbers.length);
}

/** CRC of a blank stage, which it is then. O(stage). */
export function crcOfBlank(p: Roots): number {
  var i = p.stageBytes;
  while (i--) p.u8[p.stage + i] = 255;
  return crc32(p.u8, p.stage, p.stageBytes);
}

/** Round up to a multiple of a power of two. */
function align(bytes: number, headerBytes: number): number {
  return (bytes + headerBytes - 1) & -headerBytes;
}

/** Bytes of the table. */
function imageBytesFor(geometry: Geometry, pages: number, sectors: number): number {
  return align(4 * (pages + sectors + 1) + 2 * pages, Math.max(4, geometry.programBytes));
}

/** Sectors of a root slot: at least as much room for deltas as for the table. */
export function rootSlotSectorsFor(geometry: Geometry, pages: number, sectors: number): number {
  return Math.ceil((4 * headerBytesFor(geometry) + 2 * imageBytesFor(geometry, pages, sectors)) / geometry.eraseBytes);
}

/** Root slots of a pager; 0: it only swaps. */
export function rootCountFor(isVolatile: unknown): number {
  return isVolatile || !HAS_COMMIT ? 0 : Limit.RootCount;
}

/** The pager object for a region of `bytes` bytes at `base`; `frames` is below 4 when they do not suffice. */
// eslint-disable-next-line max-lines-per-function -- one literal, a row for each field
export function describe(heap: Heap, base: number, bytes: number, store: Store, declared: Declared): Pager {
  var pages = declared.pages;
  var pageBytes = declared.pageBytes;
  var headerBytes = headerBytesFor(store);
  var sectors = store.size / store.eraseBytes;
  var imageBytes = imageBytesFor(store, pages, sectors);
  var rootSlotSectors = rootSlotSectorsFor(store, pages, sectors);
  var rootCount = rootCountFor(declared.isVolatile);
  var mostChanged = declared.isVolatile ? 0 : Math.floor(pageBytes / Limit.EntryBytes);
  var head = base + 4 * Control.Words;
  var stage = head + align(headerBytes, 4);
  var image = stage + pageBytes;
  var proven = (image + imageBytes) >> 1;
  var references = proven + pages;
  var changed = references + sectors;
  var pageOf = changed + mostChanged;
  var left = base + bytes - 2 * pageOf - pages - 3;
  var frames = Math.min(Limit.MostFrames, Math.floor(left / (pageBytes + 4)));
  var frameOf = 2 * (pageOf + frames);
  var w = new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
  return {
    store: store,
    u8: heap,
    control: base >> 2,
    base: base,
    w: w,
    h: new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1),
    head: head,
    stage: stage,
    stageBytes: pageBytes,
    headerBytes: headerBytes,
    blank: 0,
    epochAt: Image.EpochWord,
    epoch: w[Image.EpochWord],
    serial: 0,
    image: heap,
    imageAt: image,
    imageBytes: imageBytes,
    rootCount: rootCount,
    rootSlotSectors: rootSlotSectors,
    sectorCount: sectors,
    hash: hashOf([
      Limit.Magic,
      pages,
      pageBytes,
      store.size,
      store.eraseBytes,
      store.programBytes,
      rootSlotSectors,
      rootCount,
    ]),
    mostChanged: mostChanged,
    pageCount: pages,
    frameCount: frames,
    pageSize: pageBytes,
    span: store.eraseBytes / pageBytes,
    first: rootCount * rootSlotSectors,
    crcs: image >> 2,
    wear: (image >> 2) + pages,
    pageSlots: (image >> 1) + 2 * (pages + sectors + 1),
    proven: proven,
    references: references,
    changed: changed,
    pageOf: pageOf,
    frameOf: frameOf,
    flags: frameOf + pages,
    order: frameOf + pages + frames,
    frame: align(frameOf + pages + 2 * frames, 4),
    mask: pageBytes - 1,
    near: 0,
    writable: Limit.Nowhere,
    start: Limit.Nowhere,
    stamp: 0.5,
  };
}

/** Bytes that a region has. */
export function regionBytes(heap: Heap, base: number): number {
  return rowBytes(directory(heap), base - Image.RowBytes) - Image.RowBytes;
}

/** Whether a value is a whole number from 0 to below 2^32; nothing is computed from one that is not. */
export function isWhole(value: number): boolean {
  return value >>> 0 === value;
}

function isPowerOfTwo(value: number): boolean {
  return isWhole(value) && value > 0 && value === (value & -value);
}

/** Whether a store's sectors and program units are ones that fit. */
export function isDivision(geometry: Geometry): boolean {
  return (
    !!geometry &&
    isWhole(geometry.eraseBytes) &&
    geometry.eraseBytes > 0 &&
    isPowerOfTwo(geometry.programBytes) &&
    geometry.eraseBytes % geometry.programBytes === 0
  );
}

/** Whether that is a store of whole sectors. */
export function isStore(store: Store): boolean {
  return (
    isDivision(store) &&
    isWhole(store.size) &&
    store.size > 0 &&
    store.size <= Limit.MostBytes &&
    store.size % store.eraseBytes === 0
  );
}

/** Whether pages of that size fit into sectors, and program units into them. */
function isPageSize(geometry: Geometry, pageBytes: number): boolean {
  return (
    isPowerOfTwo(pageBytes) &&
    pageBytes >= 32 &&
    pageBytes % geometry.programBytes === 0 &&
    geometry.eraseBytes % pageBytes === 0
  );
}

/** Whether sectors, program units and pages fit into one another. */
export function isGeometry(store: Store, pages: number, pageBytes: number): boolean {
  return (
    isStore(store) &&
    isPageSize(store, pageBytes) &&
    store.size / pageBytes < Limit.None &&
    isWhole(pages) &&
    pages > 0 &&
    pages + store.size / store.eraseBytes < Limit.None
  );
}

/**
 * The most pages that a store with so many data sectors should hold. Beyond that, cleaning writes more
 * than the program does: .65 of its page slots up to 16 sectors, .75 from 64 up, in 480ths, which are exact on every
 * engine. What is left holds a sector for cleaning, half of one for a transaction, and two pages that are held besides a
 * write across two others.
 */
export function mostPages(dataSectors: number, span: number): number {
  var share = Math.min(360, Math.max(312, 296 + dataSectors));
  var left = Math.min(((2 * dataSectors - 3) * span) >> 1, (dataSectors - 1) * span - Limit.LeastWritable);
  return Math.min(Math.floor((share * dataSectors * span) / 480), left);
}

/** See paging.sectorsFor. */
export function leastSectors(geometry: Geometry, pages: number, pageBytes: number, isVolatile: boolean): number {
  var roots = rootCountFor(isVolatile);
  var span: number;
  var sectors: number;
  if (!isDivision(geometry) || !isPageSize(geometry, pageBytes) || !isWhole(pages) || !pages)
    return refuse(null, Fault.BadArgument);
  span = geometry.eraseBytes / pageBytes;
  for (sectors = Math.ceil(pages / span); sectors * span < Limit.None && pages + sectors < Limit.None; sectors++) {
    if (pages <= mostPages(sectors - roots * rootSlotSectorsFor(geometry, pages, sectors), span)) return sectors;
  }
  return refuse(null, Fault.BadArgument);
}

/** The object for the pager that an image has at `address`, or null and a fault: no pager, or not one over such a store. O(regions). */
export function describeAt(heap: Heap, address: number, store: Store): Pager | null {
  var isThere = isRegion(heap, address, Kind.Paging);
  var k = address >> 2;
  var w: Int32Array;
  var p: Pager | null = null;
  if (!isThere || regionBytes(heap, address) < 4 * Control.Words)
    return refuseRegion(heap, isThere ? Fault.Corrupt : Fault.BadAddress) || null;
  w = new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
  if (isGeometry(store, w[k + Control.Pages], w[k + Control.PageBytes])) {
    p = describe(heap, address, regionBytes(heap, address), store, {
      pages: w[k + Control.Pages],
      pageBytes: w[k + Control.PageBytes],
      isVolatile: w[k + Control.IsVolatile],
    });
    p.serial = w[k + Control.Serial];
  }
  return p && p.hash === w[k + Control.Hash] ? p : refuse(heap, Fault.BadArgument) || null;
}
