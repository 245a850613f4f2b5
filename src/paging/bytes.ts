/**
 * A pager for machine code, which has no store: bytes of pages that are in frames, and what is before and after a page is read into one.
 * Nothing of this is in a bundle; build/native compiles it.
 *
 * A call here does all that its namesake of access.ts does to the image; or, where the page is out, the access is not within one page,
 * or anything is to be refused, it changes nothing and returns what no access has. Then the front asks the library in ES5, or, for a page
 * that can have a frame whose bytes are in the store, reads it between `bring` and `arrive`.
 */

import { Fault, refuse } from '../core/faults.ts';
import { zero } from '../core/zero.ts';
import { type Heap, Image } from '../heap/layout.ts';
import { directory, rowBytes } from '../heap/regions.ts';
import { chooseVictim, emptyFrame, frameAt, requeue } from './frames.ts';
import { Control, Flag, type Frames, Limit, Mark } from './layout.ts';

/** Results that no access has. */
const enum Missed {
  /** Of read8, read16 and bring. */
  Byte = -1,
  /** Of read32, for which the bytes 0, 0, 0, 0x80 give it, too: those the library in ES5 reads again. */
  Word = -2147483648,
}

/** Where the frames of the pager at `address` are, as its control words say; null where they are not in its region. O(1). */
export function describeBytes(heap: Heap, address: number): Frames | null {
  var row = address - Image.RowBytes;
  var to = row + rowBytes(directory(heap), row);
  var k = address >> 2;
  var w: Int32Array;
  var pages: number;
  var frames: number;
  var pageBytes: number;
  var frameOf: number;
  var frame: number;
  if (to - address < 4 * Control.Words) return null;
  w = new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
  pages = w[k + Control.Pages] & 0xffff;
  frames = w[k + Control.Frames] & 0xff;
  pageBytes = w[k + Control.PageBytes] & 0xffff;
  frameOf = w[k + Control.FrameOf] & 0xffff;
  frame = (frameOf + pages + 2 * frames + 3) & -4;
  if (
    pageBytes < 32 ||
    pageBytes & (pageBytes - 1) ||
    frames < Limit.LeastFrames ||
    frameOf < address + 4 * Control.Words + 2 * frames ||
    frame + frames * pageBytes > to
  )
    return null;
  return {
    u8: heap,
    w: w,
    h: new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1),
    control: k,
    base: address,
    pageCount: pages,
    frameCount: frames,
    pageSize: pageBytes,
    span: w[k + Control.Span] & 0xffff,
    pageSlots: w[k + Control.PageSlots] & 0xffff,
    pageOf: (frameOf >> 1) - frames,
    crcs: w[k + Control.Crcs] & 0xffff,
    frameOf: frameOf,
    flags: frameOf + pages,
    order: frameOf + pages + frames,
    frame: frame,
    mask: pageBytes - 1,
  };
}

/** The page of `bytes` bytes from `va` on, or -1: no pager that is open has them in one page. */
function pageOf(p: Frames, va: number, bytes: number): number {
  var page: number;
  if (va < 0 || (va & p.mask) + bytes > p.pageSize || p.w[p.control + Control.Open] !== p.pageCount) return -1;
  page = Math.floor(va / p.pageSize);
  return page < p.pageCount ? page : -1;
}

/** The frame of those bytes, or -1. */
function frameOf(p: Frames, va: number, bytes: number): number {
  var page = pageOf(p, va, bytes);
  var frame = page < 0 ? Limit.Out : p.u8[p.frameOf + page];
  return frame < p.frameCount ? frame : -1;
}

/** A page that is in a frame is accessed: what frameFor does. Returns the address of the byte at `va`. */
function touch(p: Frames, frame: number, va: number): number {
  var w = p.w;
  var k = p.control;
  var start = va - (va & p.mask);
  if (w[k + Control.AtHand] !== start) {
    w[k + Control.Hits]++;
    p.u8[p.flags + frame] |= Flag.Visited;
    w[k]++;
    w[k + Control.AtHand] = start;
  }
  return frameAt(p, frame) + (va & p.mask);
}

/** The byte at a virtual address. */
export function read8(p: Frames, va: number): number {
  var frame = frameOf(p, va, 1);
  return frame < 0 ? Missed.Byte : p.u8[touch(p, frame, va)];
}

/** Two bytes, the low one first. */
export function read16(p: Frames, va: number): number {
  var frame = frameOf(p, va, 2);
  var at: number;
  if (frame < 0) return Missed.Byte;
  at = touch(p, frame, va);
  return p.u8[at] | (p.u8[at + 1] << 8);
}

/** Four bytes, the low one first, as a number with a sign. */
export function read32(p: Frames, va: number): number {
  var frame = frameOf(p, va, 4);
  var at: number;
  if (frame < 0) return Missed.Word;
  at = touch(p, frame, va);
  return p.u8[at] | (p.u8[at + 1] << 8) | (p.u8[at + 2] << 16) | (p.u8[at + 3] << 24);
}

/** Store `bytes` bytes, the low one first; a page that is clean becomes dirty where the store has a page slot for it without more ado. */
function write(p: Frames, va: number, value: number, bytes: number): boolean {
  var w = p.w;
  var k = p.control;
  var frame = frameOf(p, va, bytes);
  var at: number;
  if (frame < 0) return false;
  if (!(p.u8[p.flags + frame] & Flag.Dirty)) {
    if (
      w[k + Control.Failed] ||
      (w[k + Control.Free] & 0xffff) * p.span - w[k + Control.Used] - w[k + Control.Dirty] < 1
    )
      return false;
    at = touch(p, frame, va);
    w[k + Control.Dirty]++;
    p.u8[p.flags + frame] |= Flag.Dirty;
  } else at = touch(p, frame, va);
  for (; bytes--; at++) {
    p.u8[at] = value;
    value >>= 8;
  }
  return true;
}

/** Store a byte. */
export function write8(p: Frames, va: number, value: number): boolean {
  return write(p, va, value, 1);
}

/** Store two bytes, the low one first. */
export function write16(p: Frames, va: number, value: number): boolean {
  return write(p, va, value, 2);
}

/** Store four bytes, the low one first. */
export function write32(p: Frames, va: number, value: number): boolean {
  return write(p, va, value, 4);
}

/**
 * A frame for the page of `bytes` bytes from `va` on, which is out; the pager is marked as one in which a call is running. Returns address / 4 of the frame << 16 | the page
 * slot that is to be read into it, 65535 for none; or -1, and nothing is changed: ES5 does it, as the frame that is to be given up is dirty. O(frames).
 */
export function bring(p: Frames, va: number, bytes: number): number {
  var page = pageOf(p, va, bytes & 7);
  var w = p.w;
  var k = p.control;
  var flags = new Uint8Array(Limit.MostFrames);
  var i: number;
  var place: number;
  var frame: number;
  if (page < 0 || p.u8[p.frameOf + page] !== Limit.Out) return Missed.Byte;
  for (i = 0; i < p.frameCount; i++) flags[i] = p.u8[p.flags + i];
  place = chooseVictim(p, Limit.Out);
  if (place < 0 || p.u8[p.flags + p.u8[p.order + place]] & Flag.Dirty) {
    for (i = 0; i < p.frameCount; i++) p.u8[p.flags + i] = flags[i];
    return Missed.Byte;
  }
  w[k + Control.Open] = Mark.Busy;
  w[k + Control.Misses]++;
  frame = requeue(p, place);
  emptyFrame(p, frame);
  if (p.h[p.pageSlots + page] !== Limit.None) w[k + Control.Reads]++;
  return ((frameAt(p, frame) >> 2) << 16) | p.h[p.pageSlots + page];
}

/** CRC-32 as in crc32.ts, bit by bit: code between which lies no data has no table. O(bytes). */
function crcOf(u8: Uint8Array, at: number, bytes: number): number {
  var sum = -1;
  var i: number;
  for (; bytes-- > 0; at++) {
    sum ^= u8[at];
    for (i = 8; i--;) sum = (sum >>> 1) ^ (-(sum & 1) & -0x12477ce0);
  }
  return ~sum;
}

/** What arrive returns where the page did not come. */
function fail(p: Frames, reason: number): boolean {
  refuse(p.u8, reason);
  if (p.w[p.control + Control.Open] === Mark.Busy) p.w[p.control + Control.Open] = p.pageCount;
  return false;
}

/**
 * The page of `va` has been read into the frame that `bring` gave, unless the store failed: then `isRead` is 0. Returns true, and the page is at hand;
 * or false and a fault: the store failed, the pager was repaired meanwhile, or what was read is not the page. O(page).
 */
export function arrive(p: Frames, va: number, isRead: number): boolean {
  var w = p.w;
  var k = p.control;
  var page = Math.floor(va / p.pageSize);
  // bring has put it last.
  var frame = p.u8[p.order + p.frameCount - 1];
  var at = frameAt(p, frame);
  if (va < 0 || page >= p.pageCount || p.u8[p.frameOf + page] !== Limit.Out || p.h[p.pageOf + frame] !== Limit.None)
    return !!refuse(p.u8, Fault.BadArgument);
  if (p.h[p.pageSlots + page] === Limit.None) zero(p.u8, at, p.pageSize);
  else if (!isRead || w[k + Control.Open] !== Mark.Busy) return fail(p, Fault.StoreFailed);
  else if (crcOf(p.u8, at, p.pageSize) !== w[p.crcs + page]) return fail(p, Fault.Corrupt);
  p.h[p.pageOf + frame] = page;
  p.u8[p.frameOf + page] = frame;
  w[k + Control.Open] = p.pageCount;
  w[k]++;
  w[k + Control.AtHand] = va - (va & p.mask);
  return true;
}
