/** Where the parts of a collector are, and its objects as every other file sees them. */

import { Fault, refuse } from '../core/faults.ts';
import type { Heap } from '../heap/layout.ts';
import { directory } from '../heap/regions.ts';
import { addrOf, type Pool, sizeOf } from '../tables/index.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';

/** Bytes of the region for `objects` objects, its directory row not included. */
export function regionBytes(objects: number): number {
  return 2 * Control.Words + 2 * objects + 4;
}

/** The collector object for the region at `address`. */
export function describe(heap: Heap, address: number, tables: Pool): Gc {
  var w = new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1);
  return {
    u8: heap,
    tables: tables,
    base: address,
    wide: directory(heap),
    end: w[(address >> 1) + Control.Objects],
    cols: address + 2 * Control.Words,
    slot: address >> 1,
    w: w,
  };
}

/** The byte address of the type of object `i`. */
export function typeAt(gc: Gc, i: number): number {
  return gc.cols + gc.end + 2 + i;
}

/** Whether object `i` is there and not dead: also not as one that the sweep is about to free. O(1). */
export function isAlive(gc: Gc, i: number): boolean {
  var colour = i <= gc.end ? gc.u8[gc.cols + i] : Colour.None;
  return (colour & 3) > Colour.White ||
    (colour === Colour.White && (gc.w[gc.slot] !== State.Sweep || i < gc.w[gc.slot + Control.Sweep]));
}

/** The address of the object's payload, until the next call that may move it; or 0 and a fault: not a live object. O(1). */
export function find(gc: Gc, handle: number): number {
  var address = addrOf(gc.tables, handle);
  return address && !isAlive(gc, handle & 65535) ? refuse(gc.u8, Fault.StaleHandle) : address;
}

/** The first of the two 16-bit words of slot `word` of the object, or 0 and a fault. O(1). */
export function slotOf(gc: Gc, handle: number, word: number): number {
  var address = find(gc, handle);
  var type = gc.slot + Control.Types + 2 * (gc.u8[typeAt(gc, address && handle & 65535)] & Type.Number);
  var first = gc.w[type];
  if (!address) return 0;
  return word >>> 0 === word && (gc.w[type + 1] & Type.Array
    ? word >= first && word < sizeOf(gc.tables, handle) >> 2
    : word < Limit.Slots && (first >> (word & 31)) & 1)
    ? (address >> 1) + 2 * word : refuse(gc.u8, Fault.BadArgument);
}

/** What an object with `bytes` of payload takes in the pool, its header included. */
export function costOf(bytes: number): number {
  return (bytes + 4) & -4;
}

/** Bytes that new objects can take. Each free entry keeps a granule of its own. O(1). */
export function freeBytes(gc: Gc): number {
  var w = gc.w;
  var slot = gc.slot;
  var wide = gc.wide;
  return wide[(slot + Control.MostBytes) >> 1] - wide[(slot + Control.Bytes) >> 1] -
    4 * (w[slot + Control.High] - w[slot + Control.Count]);
}
