/** Programming and erasing, each read back: a device may fail, and it may say that it has not. */

import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Control, Limit, type Roots } from './layout.ts';

/**
 * Program `bytes` bytes from from[at] on at `address`, rounded up to whole program units, and compare what
 * the store then reads. Returns whether it took them. `from` may be the stage, which is overwritten.
 */
export function put(p: Roots, address: number, from: Uint8Array, at: number, bytes: number): boolean {
  var store = p.store;
  var unit = store.programBytes;
  var end = at + bytes;
  var count: number;
  var sum: number;
  for (; at < end; at += count) {
    count = Math.min(p.stageBytes, Math.ceil((end - at) / unit) * unit);
    sum = crc32(from, at, count);
    if (!store.program(address, from, at, count) || !store.read(address, p.u8, p.stage, count) ||
      crc32(p.u8, p.stage, count) !== sum) return false;
    p.w[p.slot + Control.ProgrammedBytes] += count;
    address += count;
  }
  return true;
}

/** Erase a sector, count that, and read it back. Returns whether it is blank. */
export function eraseSector(p: Roots, sector: number): boolean {
  var address = sector * p.store.eraseBytes;
  var end = address + p.store.eraseBytes;
  if (!p.store.erase(address)) return false;
  p.w[p.wear + sector]++;
  for (; address < end; address += p.stageBytes) {
    if (!p.store.read(address, p.u8, p.stage, p.stageBytes) ||
      crc32(p.u8, p.stage, p.stageBytes) !== p.w[p.slot + Control.BlankCrc]) return false;
  }
  return true;
}

/** Whether the erase that just failed is only put off, for lack of space; a fault, then. */
export function isPutOff(p: Roots): boolean {
  return !!p.store.isFull && p.store.isFull() && !refuse(p.u8, Fault.NoSpace);
}

/** Whether a sector failed once: it is not programmed or erased again. */
export function isRetired(p: Roots, sector: number): boolean {
  return p.w[p.wear + sector] < 0;
}

export function retire(p: Roots, sector: number): void {
  p.w[p.wear + sector] |= Limit.Retired;
}
