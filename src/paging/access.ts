/** Bytes at virtual addresses. The page at hand is one compare away; all else goes through its frame. */

import { Fault, refuse } from '../core/faults.ts';
import { Image } from '../heap/layout.ts';
import { frameAt, frameFor, frameForWrite, markDirty } from './frames.ts';
import { isRange } from './here.ts';
import { Limit, type Pager } from './layout.ts';
import { isWhole } from './pager.ts';

/** The rest of read8: another page than the last one, or no address at all. */
function readFar(p: Pager, va: number): number {
  var frame = isRange(p, va, 1) ? frameFor(p, Math.floor(va / p.pageSize), Limit.Out) : -1;
  return frame < 0 ? 0 : p.u8[frameAt(p, frame) + (va & p.mask)];
}

/** The byte at a virtual address; 0 and a fault if it cannot be read. O(1) if the page is the one used last. */
export function read8(p: Pager, va: number): number {
  var at = va & p.mask;
  return at + p.start === va && p.stamp === p.w[p.control] && p.epoch === p.w[Image.EpochWord]
    ? p.u8[p.near + at]
    : readFar(p, va);
}

/** The frames of the first and the last of some bytes; false and a fault when one cannot be had. */
function framesFor(p: Pager, va: number, bytes: number, frames: number[]): boolean {
  var last = isRange(p, va, bytes) ? frameFor(p, Math.floor((va + bytes - 1) / p.pageSize), Limit.Out) : -1;
  frames.push(last < 0 || (va & p.mask) + bytes <= p.pageSize ? last : frameFor(p, Math.floor(va / p.pageSize), last));
  frames.push(last);
  return frames[0] >= 0;
}

/** Address of byte i of those from `va` on, which are in two frames. */
function addressOfByte(p: Pager, va: number, i: number, frames: number[]): number {
  return frameAt(p, frames[(va & p.mask) + i < p.pageSize ? 0 : 1]) + ((va + i) & p.mask);
}

/** 2 or 4 bytes, not all in the page at hand. */
function readWide(p: Pager, va: number, bytes: number): number {
  var frames: number[] = [];
  var value = 0;
  if (framesFor(p, va, bytes, frames)) while (bytes--) value = (value << 8) | p.u8[addressOfByte(p, va, bytes, frames)];
  return value;
}

/** Two bytes, the low one first; any address. 0 and a fault if one of them cannot be read. O(1) if the page is the one used last. */
export function read16(p: Pager, va: number): number {
  var at = va & p.mask;
  return at + p.start === va && at < p.mask && p.stamp === p.w[p.control] && p.epoch === p.w[Image.EpochWord]
    ? p.u8[p.near + at] | (p.u8[p.near + at + 1] << 8)
    : readWide(p, va, 2);
}

/** Four bytes, the low one first; any address. See read16. */
export function read32(p: Pager, va: number): number {
  var at = va & p.mask;
  var u8 = p.u8;
  if (at + p.start !== va || at > p.mask - 3 || p.stamp !== p.w[p.control] || p.epoch !== p.w[Image.EpochWord])
    return readWide(p, va, 4) >>> 0;
  at += p.near;
  return (u8[at] | (u8[at + 1] << 8) | (u8[at + 2] << 16) | (u8[at + 3] << 24)) >>> 0;
}

/** The rest of write8. */
function writeFar(p: Pager, va: number, value: number): boolean {
  var frame = isRange(p, va, 1) ? frameForWrite(p, Math.floor(va / p.pageSize)) : -1;
  if (frame >= 0) p.u8[frameAt(p, frame) + (va & p.mask)] = value;
  return frame >= 0;
}

/**
 * Store a byte. Returns true, or false and a fault: no such address, the store failed, or it has no page slot left
 * for another page in this transaction: commit, or roll back. Right after a commit there is room. O(1) if the page is
 * the one used last.
 */
export function write8(p: Pager, va: number, value: number): boolean {
  var at = va & p.mask;
  return at + p.writable === va && p.stamp === p.w[p.control] && p.epoch === p.w[Image.EpochWord]
    ? ((p.u8[p.near + at] = value), true)
    : writeFar(p, va, value);
}

/** 2 or 4 bytes, the low one first: all of them or none, in whichever pages they are. */
function writeWide(p: Pager, va: number, value: number, bytes: number): boolean {
  var frames: number[] = [];
  var i = 0;
  if (!framesFor(p, va, bytes, frames) || !markDirty(p, frames[0], frames[1])) return false;
  // The first one's page is at hand.
  if (p.stamp === p.w[p.control]) p.writable = p.start;
  for (; i < bytes; i++) p.u8[addressOfByte(p, va, i, frames)] = value >> ((8 * i) & 31);
  return true;
}

/** Store two bytes, the low one first, or none; any address. See write8. */
export function write16(p: Pager, va: number, value: number): boolean {
  var at = va & p.mask;
  if (at + p.writable !== va || at >= p.mask || p.stamp !== p.w[p.control] || p.epoch !== p.w[Image.EpochWord])
    return writeWide(p, va, value, 2);
  at += p.near;
  p.u8[at] = value;
  p.u8[at + 1] = value >> 8;
  return true;
}

/** Store four bytes, the low one first, or none; any address. See write8. */
export function write32(p: Pager, va: number, value: number): boolean {
  var at = va & p.mask;
  var u8 = p.u8;
  if (at + p.writable !== va || at > p.mask - 3 || p.stamp !== p.w[p.control] || p.epoch !== p.w[Image.EpochWord])
    return writeWide(p, va, value, 4);
  at += p.near;
  u8[at] = value;
  u8[at + 1] = value >> 8;
  u8[at + 2] = value >> 16;
  u8[at + 3] = value >> 24;
  return true;
}

/** Whether bytes [at, at + bytes) of an array are there; if not, a fault. Nothing is computed from what is no number. */
function hasBytes(p: Pager, u8: Uint8Array, at: number, bytes: number): boolean {
  return (
    (!!u8 && !!u8.buffer && isWhole(u8.length) && isWhole(at) && isWhole(bytes) && at + bytes <= u8.length) ||
    !!refuse(p.u8, Fault.BadArgument)
  );
}

/** Copy page by page. Returns how many bytes were copied. */
function copy(p: Pager, va: number, u8: Uint8Array, at: number, bytes: number, isIn: boolean): number {
  var done = 0;
  var frame: number;
  var here: number;
  var count: number;
  if (!isRange(p, va, bytes) || !hasBytes(p, u8, at, bytes)) return 0;
  for (; done < bytes; done += count) {
    frame = isIn
      ? frameForWrite(p, Math.floor((va + done) / p.pageSize))
      : frameFor(p, Math.floor((va + done) / p.pageSize), Limit.Out);
    if (frame < 0) break;
    here = frameAt(p, frame) + ((va + done) & p.mask);
    count = Math.min(bytes - done, p.pageSize - ((va + done) & p.mask));
    if (isIn) p.u8.set(u8.subarray(at + done, at + done + count), here);
    else u8.set(p.u8.subarray(here, here + count), at + done);
  }
  return done;
}

/**
 * Copy `bytes` bytes, starting with from[at], to a virtual address. Returns how many were copied: all of them unless
 * a page failed; if fewer, see fault(). 0 if the array or the pager does not have that many. O(bytes), by native
 * moves.
 */
export function copyIn(p: Pager, va: number, from: Uint8Array, at: number, bytes: number): number {
  return copy(p, va, from, at, bytes, true);
}

/** Copy `bytes` bytes from a virtual address to into[at] and onwards. See copyIn. */
export function copyOut(p: Pager, va: number, into: Uint8Array, at: number, bytes: number): number {
  return copy(p, va, into, at, bytes, false);
}
