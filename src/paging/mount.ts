/** Finding the newest root of a store, and making sure that it stays the newest. See layout.ts. */

import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import { eraseSector, fetch, isPutOff, isRetired } from './device.ts';
import { Control, Header, type Pager, type Roots } from './layout.ts';
import { type HeaderPair, isOurs, readRecord, recordBytes, save, rootSlotBytes } from './records.ts';

/** The root slot whose header is readable and has the greatest generation, `but` one; -1: none. */
function newestOf(rootSlots: HeaderPair[], mustBeProven: boolean, but: number): number {
  var newest = -1;
  var i = 0;
  for (; i < rootSlots.length; i++) {
    if (
      i !== but &&
      rootSlots[i].words &&
      (rootSlots[i].isProven || !mustBeProven) &&
      (newest < 0 || rootSlots[i].words![Header.Generation] > rootSlots[newest].words![Header.Generation])
    )
      newest = i;
  }
  return newest;
}

/** Read a payload and compare its CRC. It is used as it was read: a second read could differ. Returns -1: the store failed, 0: it is none, 1. */
function readPayload(p: Roots, words: Int32Array, address: number, into: Uint8Array, at: number): number {
  var bytes = words[Header.Bytes];
  return !fetch(p, address + 2 * p.headerBytes, into, at, bytes)
    ? -1
    : crc32(into, at, bytes) === words[Header.Crc]
      ? 1
      : 0;
}

/** Put the entries of a delta, which is in the stage, into the table. */
function apply(p: Pager, bytes: number): void {
  var s = p.stage >> 2;
  var end = s + (bytes >> 2);
  var index: number;
  for (; s < end; s += 2) {
    index = p.w[s] & 65535;
    if (index < p.pageCount) p.h[p.pageSlots + index] = p.w[s] >>> 16;
    if (index < p.pageCount + p.sectorCount) p.w[p.crcs + index] = p.w[s + 1];
  }
}

/** Whether a delta follows on `last`, and is whole: 1; it is then in the stage. As readPayload. */
function follows(p: Roots, words: Int32Array | null, last: Int32Array, address: number, bytesLeft: number): number {
  return words &&
    words[Header.Link] === last[Header.Check] &&
    words[Header.Generation] === last[Header.Generation] + 1 &&
    words[Header.Bytes] > 0 &&
    words[Header.Bytes] <= Math.min(p.stageBytes, bytesLeft)
    ? readPayload(p, words, address, p.u8, p.stage)
    : 0;
}

/** Follow the deltas behind the first record of a root slot. Returns 1: what was accepted must be saved anew (R3, R4), 0: it need not, or -1: the store failed. */
function replay(p: Roots, rootSlot: number, first: HeaderPair): number {
  var generation = p.control + Control.Generation;
  var address = rootSlot * rootSlotBytes(p) + recordBytes(p, p.imageBytes);
  var end = (rootSlot + 1) * rootSlotBytes(p) - 2 * p.headerBytes;
  var last = first.words!;
  var isProven = first.isProven;
  var isTorn = false;
  var found: HeaderPair;
  var isNext: number;
  while (p.mostChanged && address < end && !isTorn) {
    found = readRecord(p, address);
    isNext = found.isFailed ? -1 : follows(p, found.words, last, address, end - address);
    if (isNext < 0) return -1;
    if (isNext) {
      last = found.words!;
      isProven = found.isProven;
      apply(p as Pager, last[Header.Bytes]);
      address += recordBytes(p, last[Header.Bytes]);
    } else {
      isTorn = !found.isBlank;
      end = address;
    }
  }
  p.w.set(last, p.head >> 2);
  if (last[Header.Generation] > p.w[generation]) p.w[generation] = last[Header.Generation];
  return !isProven || isTorn ? 1 : 0;
}

/** Load the newest image that is whole. Those that are not whole do not count any more. Returns its root slot, -1: there is none, or -2: the store failed. */
function loadNewest(p: Roots, rootSlots: HeaderPair[]): number {
  var newest: number;
  var isWhole = 0;
  while (!isWhole && (newest = newestOf(rootSlots, false, -1)) >= 0) {
    isWhole = readPayload(p, rootSlots[newest].words!, newest * rootSlotBytes(p), p.image, p.imageAt);
    if (isWhole < 0) return -2;
    if (!isWhole) rootSlots[newest].words = null;
  }
  return newest!;
}

/** Read the headers of all root slots, once. Null and a fault: the store failed, or belongs to something else. */
function readRootSlots(p: Roots, isForced: boolean): HeaderPair[] | null {
  var w = p.w;
  var rootSlots: HeaderPair[] = [];
  var i = 0;
  var found: HeaderPair;
  for (; i < p.rootCount; i++) {
    found = readRecord(p, i * rootSlotBytes(p));
    // Erased for want of one good read, what was committed would be gone.
    if (found.isFailed) return refuse(p.u8, Fault.StoreFailed) || null;
    if (found.words && !isOurs(p, found.words)) {
      if (!isForced) return refuse(p.u8, Fault.NotAnImage) || null;
      found.words = null;
    }
    if (found.words && found.words[Header.Generation] > w[p.control + Control.Generation]) {
      w[p.control + Control.Generation] = found.words[Header.Generation];
    }
    rootSlots.push(found);
  }
  return rootSlots;
}

/**
 * Erase what may turn out to be a record (R4). A retired root slot holds none that could outrank a root. Returns
 * false and a fault when that has to be put off.
 */
function fence(p: Roots, rootSlots: HeaderPair[]): boolean {
  var i = 0;
  var sector: number;
  for (; i < rootSlots.length; i++) {
    sector = i * p.rootSlotSectors;
    if (isRetired(p, sector)) continue;
    if (rootSlots[i].words) p.w[p.wear + sector] = Math.max(p.w[p.wear + sector], rootSlots[i].words![Header.Erases]);
    else if (!rootSlots[i].isBlank) {
      if (eraseSector(p, sector)) p.w[p.control + Control.Fenced] = i;
      else if (isPutOff(p)) return false;
    }
  }
  return true;
}

/**
 * Load the newest whole image of a store into p.image, its deltas included, or only find it (`!isLoading`:
 * for whoever writes another one next). Returns the root slot, -1 when there is none, or -2 and a fault: the
 * store could not be read, or belongs to something else (not with `isForced`), or is too full for what R3 and R4 ask, and what it
 * holds must not be shown yet. A clean store is not written to. Tail stays 0 (R5).
 */
export function mount(p: Roots, isLoading: boolean, isForced: boolean): number {
  var w = p.w;
  var k = p.control;
  var rootSlots = readRootSlots(p, isForced);
  var isUncertain = 0;
  var newest: number;
  if (!rootSlots) return -2;
  w[k + Control.Tail] = 0;
  w[k + Control.Keep] = w[k + Control.Fenced] = -1;
  newest = isLoading ? loadNewest(p, rootSlots) : newestOf(rootSlots, false, -1);
  if (newest < -1) return refuse(p.u8, Fault.StoreFailed) - 2;
  w[k + Control.Newest] = newest;
  if (newest >= 0) {
    w[k + Control.RootCheck] = rootSlots[newest].words![Header.Check];
    if (!rootSlots[newest].isProven) w[k + Control.Keep] = newestOf(rootSlots, true, newest);
    if (isLoading) isUncertain = replay(p, newest, rootSlots[newest]);
    if (isUncertain < 0) return refuse(p.u8, Fault.StoreFailed) - 2;
  }
  if (!fence(p, rootSlots)) return -2;
  // If it cannot ever be saved anew, the pager stays open for reading: save has noted the failure.
  return isUncertain && !save(p) && !w[k + Control.Failed] ? -2 : newest;
}
