/** Where the parts of a pager are: worked out from its declaration and the store, for a new one and an old one. */

import { HAS_COMMIT } from '../board.ts';
import { crc32 } from '../core/crc32.ts';
import type { Store } from '../core/store.ts';
import { type Heap, Image } from '../heap/layout.ts';
import { directory, rowBytes } from '../heap/regions.ts';
import { Control, Header, Limit, type Pager } from './layout.ts';

/** What a pager was declared with. */
export interface Declared {
  pages: number;
  pageBytes: number;
  isVolatile: number;
}

/** Bytes of a header in a store: whole program units. */
export function unitFor(store: Store): number {
  return Math.ceil(Header.TotalBytes / store.programBytes) * store.programBytes;
}

/** CRC over what a record's reader must agree on. */
export function hashOf(numbers: number[]): number {
  var words = new Int32Array(numbers.length);
  words.set(numbers);
  return crc32(new Uint8Array(words.buffer), 0, 4 * numbers.length);
}

/** Round up to a multiple of a power of two. */
function align(bytes: number, unit: number): number {
  return (bytes + unit - 1) & -unit;
}

/** The pager object for a region of `bytes` bytes at `base`; `frames` is below 4 when they do not suffice. */
export function describe(heap: Heap, base: number, bytes: number, store: Store, declared: Declared): Pager {
  var pages = declared.pages;
  var pageBytes = declared.pageBytes;
  var unit = unitFor(store);
  var sectors = store.size / store.eraseBytes;
  var imageBytes = align(4 * (pages + sectors + 1) + 2 * pages, Math.max(4, store.programBytes));
  // At least as much room for deltas as for the table.
  var slotSectors = Math.ceil((4 * unit + 2 * imageBytes) / store.eraseBytes);
  var rootCount = declared.isVolatile || !HAS_COMMIT ? 0 : Limit.RootCount;
  var mostChanged = declared.isVolatile ? 0 : Math.floor(pageBytes / Limit.EntryBytes);
  var head = base + 4 * Control.Words;
  var stage = head + align(unit, 4);
  var image = stage + pageBytes;
  var proven = (image + imageBytes) >> 1;
  var references = proven + pages;
  var changed = references + sectors;
  var pageOf = changed + mostChanged;
  var left = base + bytes - 2 * pageOf - pages - 3;
  var frames = Math.min(Limit.MostFrames, Math.floor(left / (pageBytes + 4)));
  var frameOf = 2 * (pageOf + frames);
  return {
    store: store, u8: heap, slot: base >> 2, base: base,
    w: new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2),
    h: new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1),
    head: head, stage: stage, stageBytes: pageBytes, unit: unit,
    image: heap, imageAt: image, imageBytes: imageBytes,
    rootCount: rootCount, slotSectors: slotSectors, sectorCount: sectors,
    hash: hashOf([Limit.Magic, pages, pageBytes, store.size, store.eraseBytes, store.programBytes, slotSectors]),
    mostChanged: mostChanged, pageCount: pages, frameCount: frames, pageSize: pageBytes,
    span: store.eraseBytes / pageBytes, first: rootCount * slotSectors,
    crcs: image >> 2, wear: (image >> 2) + pages, slots: (image >> 1) + 2 * (pages + sectors + 1),
    proven: proven, references: references, changed: changed, pageOf: pageOf,
    frameOf: frameOf, flags: frameOf + pages, order: frameOf + pages + frames,
    frame: align(frameOf + pages + 2 * frames, 4), mask: pageBytes - 1,
  };
}

/** Bytes that a region has. */
export function regionBytes(heap: Heap, base: number): number {
  return rowBytes(directory(heap), base - Image.RowBytes) - Image.RowBytes;
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && value === (value & -value);
}

/** Whether sectors, program units and pages fit into one another. */
export function isGeometry(store: Store, pages: number, pageBytes: number): boolean {
  var erase = store && store.eraseBytes;
  var sectors = store && store.size / erase;
  return !!store && isPowerOfTwo(pageBytes) && pageBytes >= 32 && isPowerOfTwo(store.programBytes) &&
    pageBytes % store.programBytes === 0 && erase >= pageBytes && erase % pageBytes === 0 &&
    sectors > 0 && sectors === Math.floor(sectors) && store.size / pageBytes < Limit.None &&
    pages > 0 && pages === Math.floor(pages) && pages + sectors < Limit.None;
}

/**
 * The most pages that a store with so many data sectors should hold. Beyond that, cleaning writes more
 * than the program does: .65 of its slots up to 16 sectors, .75 from 64 up; and what is left holds a
 * sector for cleaning, and half of one for a transaction.
 */
export function mostPages(dataSectors: number, span: number): number {
  var share = Math.min(0.75, 0.65 + Math.max(0, dataSectors - 16) / 480);
  return Math.floor(Math.min(share * dataSectors * span, (dataSectors - 1.5) * span));
}
