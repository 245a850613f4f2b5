/** Records of a root slot: writing one, and reading the pair H, C. See layout.ts. */

import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import { eraseSector, fetch, isPutOff, isRetired, isStopped, put, retire } from './device.ts';
import { Control, Header, type Roots } from './layout.ts';

/** What H and C of a place say. @internal */
export interface HeaderPair {
  /** The header, or null: neither of them can be read. */
  words: Int32Array | null;
  /** C is not blank: H is stable. */
  isProven: boolean;
  isBlank: boolean;
  /** The store failed: what is there may be anything. */
  isFailed: boolean;
}

/** Bytes of a record with `bytes` bytes of payload. */
export function recordBytes(p: Roots, bytes: number): number {
  return 2 * p.headerBytes + Math.ceil(bytes / p.store.programBytes) * p.store.programBytes;
}

export function rootSlotBytes(p: Roots): number {
  return p.rootSlotSectors * p.store.eraseBytes;
}

/** Read one header into the stage. Returns -1: the store failed, 0: blank, 1: unreadable, 2: sound. */
function readHeader(p: Roots, address: number): number {
  var s = p.stage >> 2;
  var w = p.w;
  var i: number = Header.Words;
  if (!fetch(p, address, p.u8, p.stage, Header.TotalBytes)) return -1;
  if (w[s + Header.Check] === crc32(p.u8, p.stage, Header.Covered)) return 2;
  while (i && w[s + i - 1] === -1) i--;
  return i ? 1 : 0;
}

/** Read H and C at `address`, each once: what is uncertain must not be asked twice. */
export function readRecord(p: Roots, address: number): HeaderPair {
  var words = new Int32Array(Header.Words);
  var at = p.stage >> 2;
  var second = readHeader(p, address + p.headerBytes);
  var first: number;
  if (second > 1) words.set(p.w.subarray(at, at + Header.Words));
  first = readHeader(p, address);
  if (first > 1) words.set(p.w.subarray(at, at + Header.Words));
  return {
    words: first > 1 || second > 1 ? words : null,
    isProven: second > 0,
    isBlank: !first && !second,
    isFailed: first < 0 || second < 0,
  };
}

/** Whether a header is that of a first record of this pager, or of this heap. */
export function isOurs(p: Roots, words: Int32Array): boolean {
  return words[Header.Link] === p.hash && words[Header.Bytes] === p.imageBytes;
}

/** Write a record: payload, H, C, each verified before the next. H is left in the region. */
export function writeRecord(
  p: Roots,
  address: number,
  link: number,
  from: Uint8Array,
  at: number,
  bytes: number,
): boolean {
  var h = p.head >> 2;
  var w = p.w;
  w[h + Header.Generation] = ++w[p.control + Control.Generation];
  w[h + Header.Bytes] = bytes;
  w[h + Header.Crc] = crc32(from, at, bytes);
  w[h + Header.Link] = link;
  w[h + Header.Check] = crc32(p.u8, p.head, Header.Covered);
  return (
    put(p, address + 2 * p.headerBytes, from, at, bytes) &&
    put(p, address, p.u8, p.head, p.headerBytes) &&
    put(p, address + p.headerBytes, p.u8, p.head, p.headerBytes)
  );
}

/** Erase a root slot and write the image into it. Returns 1, or 0: it failed and is retired, or -1: an erase was put off. */
function fill(p: Roots, rootSlot: number): number {
  var sector = rootSlot * p.rootSlotSectors;
  var end = sector + p.rootSlotSectors;
  for (; sector < end; sector++) {
    if (rootSlot === p.w[p.control + Control.Fenced] && sector === rootSlot * p.rootSlotSectors) continue;
    if (!eraseSector(p, sector)) {
      if (isPutOff(p)) return -1;
      retire(p, sector);
      return 0;
    }
    p.w[p.control + Control.RootErases]++;
  }
  sector = rootSlot * p.rootSlotSectors;
  p.w[(p.head >> 2) + Header.Erases] = p.w[p.wear + sector];
  if (writeRecord(p, rootSlot * rootSlotBytes(p), p.hash, p.image, p.imageAt, p.imageBytes)) return 1;
  // H may be readable: it must not be taken for the newest root later on.
  if (isStopped(p)) return -1;
  eraseSector(p, sector);
  retire(p, sector);
  return 0;
}

/** Whether no sector of a root slot is retired. */
function isUsable(p: Roots, rootSlot: number): boolean {
  var sector = rootSlot * p.rootSlotSectors;
  var end = sector + p.rootSlotSectors;
  while (sector < end && !isRetired(p, sector)) sector++;
  return sector === end;
}

/**
 * Write the whole image as the newest root, into a root slot that is neither the newest nor the newest proven
 * one (R2). A root slot that fails is retired and the next one taken, with a higher generation: so no remains
 * of a failed root slot can outrank the root. Returns true, or false and a fault. No space: nothing was written,
 * and it may be tried again. Store failed: no root slot works, and from now on nothing is written, since a later
 * delta could be outranked by such remains.
 */
export function save(p: Roots): boolean {
  var w = p.w;
  var k = p.control;
  var newest = w[k + Control.Newest];
  var tries = p.rootCount;
  var rootSlot = newest;
  var hasFailed = false;
  var filled: number;
  if (rootSlot < -1 || rootSlot >= tries) return !!refuse(p.u8, Fault.Corrupt);
  // The first root of a life: see R8.
  if (!w[k + Control.Tail]) rootSlot = (rootSlot + Math.floor(Math.random() * (tries - 1))) % tries;
  w[k + Control.Tail] = 0;
  while (tries--) {
    rootSlot = rootSlot + 1 < p.rootCount ? rootSlot + 1 : 0;
    if (rootSlot !== newest && rootSlot !== w[k + Control.Keep] && isUsable(p, rootSlot)) {
      filled = fill(p, rootSlot);
      if (isStopped(p)) return !!refuse(p.u8, Fault.Interrupted);
      w[k + Control.Fenced] = -1;
      if (filled > 0) {
        w[k + Control.Newest] = rootSlot;
        w[k + Control.Keep] = -1;
        w[k + Control.Tail] = recordBytes(p, p.imageBytes);
        w[k + Control.RootCheck] = w[(p.head >> 2) + Header.Check];
        return true;
      }
      if (filled < 0 && !hasFailed) return false;
      hasFailed = true;
    }
  }
  w[k + Control.Failed] = 1;
  return !!refuse(p.u8, Fault.StoreFailed);
}

/** Append a delta behind the newest record. Returns 1, or 0: there is no room, or -1: the device failed, and may have taken it. */
export function append(p: Roots, from: Uint8Array, bytes: number): number {
  var w = p.w;
  var k = p.control;
  var tail = w[k + Control.Tail];
  var newest = w[k + Control.Newest];
  var end = tail + recordBytes(p, bytes);
  if (tail <= 0 || end > rootSlotBytes(p) || newest < 0 || newest >= p.rootCount) return 0;
  if (!writeRecord(p, newest * rootSlotBytes(p) + tail, w[(p.head >> 2) + Header.Check], from, 0, bytes)) return -1;
  w[k + Control.Tail] = end;
  return 1;
}
