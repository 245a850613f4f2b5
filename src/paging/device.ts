/**
 * A store's functions, and programming and erasing with each read back: a device may fail, it may say that it has
 * not, and its functions may throw, or repair or destroy the very pager that calls them.
 */

import { crc32 } from '../core/crc32.ts';
import { Fault, refuse } from '../core/faults.ts';
import { Control, Limit, type Roots } from './layout.ts';

/** Whether the call that is running was overtaken by a store's function: then it changes nothing more. O(1). */
export function isStopped(p: Roots): boolean {
  return p.w[p.control + Control.Open] >= 0 || p.w[p.epochAt] !== p.epoch;
}

/** Read from the store. Returns false when it failed, threw, or stopped the call. */
export function fetch(p: Roots, address: number, into: Uint8Array, at: number, bytes: number): boolean {
  try {
    return (
      address >= 0 &&
      address + bytes <= p.store.size &&
      p.store.read(address, into, at, bytes) &&
      p.w[p.control + Control.Open] < 0 &&
      p.w[p.epochAt] === p.epoch
    );
  } catch (error) {
    return false;
  }
}

function program(p: Roots, address: number, from: Uint8Array, at: number, bytes: number): boolean {
  try {
    return (
      address >= 0 && address + bytes <= p.store.size && p.store.program(address, from, at, bytes) && !isStopped(p)
    );
  } catch (error) {
    return false;
  }
}

function erase(p: Roots, address: number): boolean {
  try {
    return address >= 0 && address + p.store.eraseBytes <= p.store.size && p.store.erase(address) && !isStopped(p);
  } catch (error) {
    return false;
  }
}

/**
 * Program `bytes` bytes from from[at] on at `address`, rounded up to whole program units, and compare what
 * the store then reads. Returns whether it took them. `from` may be the stage, which is overwritten.
 */
export function put(p: Roots, address: number, from: Uint8Array, at: number, bytes: number): boolean {
  var programBytes = p.store.programBytes;
  var end = at + bytes;
  var count: number;
  var sum: number;
  for (; at < end; at += count) {
    count = Math.min(p.stageBytes, Math.ceil((end - at) / programBytes) * programBytes);
    sum = crc32(from, at, count);
    if (
      !program(p, address, from, at, count) ||
      !fetch(p, address, p.u8, p.stage, count) ||
      crc32(p.u8, p.stage, count) !== sum
    )
      return false;
    p.w[p.control + Control.ProgrammedBytes] += count;
    address += count;
  }
  return true;
}

/** Erase a sector, count that, and read it back. Returns whether it is blank. */
export function eraseSector(p: Roots, sector: number): boolean {
  var address = sector * p.store.eraseBytes;
  var end = address + p.store.eraseBytes;
  if (!erase(p, address)) return false;
  p.w[p.wear + sector]++;
  for (; address < end; address += p.stageBytes) {
    if (!fetch(p, address, p.u8, p.stage, p.stageBytes) || crc32(p.u8, p.stage, p.stageBytes) !== p.blank) return false;
  }
  return true;
}

/** Whether the erase that just failed is only put off, for lack of space, or because the call was stopped; a fault, then. */
export function isPutOff(p: Roots): boolean {
  if (isStopped(p)) return !refuse(p.u8, Fault.Interrupted);
  try {
    return !!p.store.isFull && p.store.isFull() && !refuse(p.u8, isStopped(p) ? Fault.Interrupted : Fault.NoSpace);
  } catch (error) {
    return false;
  }
}

/** Whether a sector failed once: it is not programmed or erased again. */
export function isRetired(p: Roots, sector: number): boolean {
  return p.w[p.wear + sector] < 0;
}

/** Give a sector up. Not when it failed because the call was stopped. */
export function retire(p: Roots, sector: number): void {
  if (!isStopped(p)) p.w[p.wear + sector] |= Limit.Retired;
}
