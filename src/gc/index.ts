/** The collector: objects that go when nothing refers to them, in pauses that the caller chooses. See layout.ts. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { isRegion, nameRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { alloc as allocBlock, attach as attachTables, clean, create as createTables, dealloc, destroy as destroyTables, sizeOf } from '../tables/index.ts';
import { isIdle } from '../tables/block.ts';
import { collect, pay } from './cycle.ts';
import { Colour, Control, type Gc, Limit, Slot, State, Type } from './layout.ts';
import { grey } from './mark.ts';
import { costOf, describe, find, regionBytes, slotOf, typeAt } from './pool.ts';
import { verify } from './verify.ts';

export type { Gc } from './layout.ts';
export { collect, step } from './cycle.ts';
export type { Finalize } from './finalizers.ts';
export { runFinalizers } from './finalizers.ts';
export { close, deref, dropWeak, getRoot, hold, open, pin, setRoot, unpin, weak } from './roots.ts';

/**
 * Carve a collector out of a heap: `bytes` bytes of it for up to `objects` objects (below 65000), 488 bytes
 * and 4 per object of them for itself. Returns it, or null: no hole of that size, or too few bytes. O(regions, objects).
 */
export function create(heap: Heap, bytes: number, objects: number): Gc | null {
  var own = ((regionBytes(objects) + 3) & -4) + Image.RowBytes;
  var isFit = bytes >>> 0 === bytes && objects >>> 0 === objects && objects > 0 && objects < Limit.Frame && bytes > own;
  var address = isFit ? takeRegion(heap, own) : refuse(heap, Fault.BadArgument);
  var tables = address ? createTables(heap, bytes - own, objects) : null;
  var slot = address >> 1;
  var gc: Gc;
  var k: number;
  if (!tables) {
    if (address) releaseRegion(heap, address);
    return null;
  }
  gc = describe(heap, address, tables);
  for (k = address + regionBytes(objects); k-- > address; ) heap[k] = 0;
  gc.w[slot] = State.Idle;
  gc.w[slot + Control.Objects] = objects;
  gc.w[slot + Control.TypeCount] = 1;
  gc.wide[(slot + Control.Tables) >> 1] = tables.base;
  // The control words of the pool, its table, and a granule that each free entry keeps.
  k = Math.max(0, bytes - own - 64 - 2 * objects);
  gc.wide[(slot + Control.MostBytes) >> 1] = k;
  gc.wide[(slot + Control.StartBytes) >> 1] = k >> 1;
  gc.w[slot + Control.StartObjects] = objects >> 1;
  nameRegion(heap, address, Kind.Gc);
  return describe(heap, address, tables);
}

/**
 * Open the collector that an image has at `address` (from heap.find), with its pool; a cycle that was under
 * way goes on. Returns it, or null: none there, or its structure is damaged. Changes nothing. O(objects and slots).
 */
export function attach(heap: Heap, address: number): Gc | null {
  var gc: Gc;
  var tables: Gc['tables'] | null;
  if (!isRegion(heap, address, Kind.Gc)) return refuse(heap, Fault.BadAddress) || null;
  tables = attachTables(heap, new Uint32Array(heap.buffer, heap.byteOffset, heap.length >> 2)[((address >> 1) + Control.Tables) >> 1]);
  if (!tables) return null;
  gc = describe(heap, address, tables);
  return verify(gc) ? refuse(gc.u8, Fault.Corrupt) || null : gc;
}

/** The bits of a list of slots, or -1: it is none, or has a number that is no slot. O(slots). */
function bitsOf(slots: number[]): number {
  var i = slots ? slots.length : -1;
  var bits = 0;
  if (i >>> 0 !== i) return -1;
  while (i--) {
    if ((slots[i] & (Limit.Slots - 1)) !== slots[i]) return -1;
    bits |= 1 << (slots[i] & 31);
  }
  return bits;
}

/**
 * Define a type: which 32-bit words of its objects hold references. `slots` lists them (each below 16), or
 * is the number of the first, if all from there on are. Objects of a type that `isFinalized` wait for
 * runFinalizers when they are dead. Returns the type, or 0: bad slots, or 31 are defined. Type 0 has no slots. O(slots).
 */
export function defineType(gc: Gc, slots: number[] | number, isFinalized?: boolean): number {
  var w = gc.w;
  var type = w[gc.slot + Control.TypeCount];
  var isArray = typeof slots === 'number';
  var bits = isArray ? slots as number : bitsOf(slots as number[]);
  if (bits >>> 0 !== bits || bits > 65535 || w[gc.slot] === State.Gone) return refuse(gc.u8, Fault.BadArgument);
  if (type >= Limit.Types) return refuse(gc.u8, Fault.NoSpace);
  w[gc.slot + Control.Types + 2 * type] = bits;
  w[gc.slot + Control.Types + 2 * type + 1] = (isArray ? Type.Array : 0) + (isFinalized ? Type.Finalized : 0);
  w[gc.slot + Control.TypeCount] = type + 1;
  return type;
}

/** Whether objects of `type` can have `bytes` bytes; if not, a fault. */
function isFit(gc: Gc, type: number, bytes: number): boolean {
  var at = gc.slot + Control.Types + 2 * type;
  var words = bytes >>> 2;
  return (type >>> 0 === type && type < gc.w[gc.slot + Control.TypeCount] && bytes >>> 0 === bytes && bytes > 0 && gc.w[gc.slot] !== State.Gone &&
    (gc.w[at + 1] & Type.Array ? gc.w[at] <= words : words >= Limit.Slots || !(gc.w[at] >> (words & 31)))) || !!refuse(gc.u8, Fault.BadArgument);
}

/** A block that can be an object, or 0 and a fault. */
function allocObject(gc: Gc, bytes: number): number {
  var handle = gc.w[gc.slot + Control.Count] < gc.end ? allocBlock(gc.tables, bytes) : refuse(gc.u8, Fault.NoSpace);
  // Entries beyond the colours are there when the pool is used for other blocks as well.
  if (handle && (handle & 65535) > gc.end) {
    dealloc(gc.tables, handle);
    return refuse(gc.u8, Fault.NoSpace);
  }
  return handle;
}

/**
 * Make an object of a type, `bytes` bytes of payload, all 0. Before that, do what a cycle under way
 * demands; when there is no space, end it and do another. Returns the handle, or 0: no space beside what
 * is reachable, or 64 handles are held. It is held by the innermost scope; with none open it may go
 * at the next alloc or step unless it is stored before. O(tax) as DESIGN.md has it, but for a compaction.
 */
export function alloc(gc: Gc, type: number, bytes: number): number {
  var w = gc.w;
  var slot = gc.slot;
  var handle: number;
  var i: number;
  if (!isFit(gc, type, bytes) || !isIdle(gc.tables)) return 0;
  if (w[slot + Control.Scope] && w[slot + Control.HeldTop] >= Limit.Held) return refuse(gc.u8, Fault.NoSpace);
  pay(gc, bytes);
  handle = allocObject(gc, bytes);
  if (!handle) {
    if (!collect(gc)) return 0;
    w[slot + Control.Forced]++;
    handle = allocObject(gc, bytes);
    if (!handle) return 0;
  }
  i = handle & 65535;
  clean(gc.tables, handle);
  gc.u8[typeAt(gc, i)] = type;
  gc.u8[gc.cols + i] = w[slot] === State.Mark || (w[slot] === State.Sweep && i >= w[slot + Control.Sweep]) ? Colour.Black : Colour.White;
  if (i > w[slot + Control.High]) w[slot + Control.High] = i;
  w[slot + Control.Count]++;
  gc.wide[(slot + Control.Bytes) >> 1] += costOf(sizeOf(gc.tables, handle));
  if (w[slot + Control.Scope]) w[slot + Control.Held + w[slot + Control.HeldTop]++] = i;
  return handle;
}

/** The reference in slot `word` of an object, or 0: none there, or a fault. O(1). */
export function getRef(gc: Gc, handle: number, word: number): number {
  var k = slotOf(gc, handle, word);
  return k && gc.w[k + 1] & Slot.Used ? ((gc.w[k + 1] & ~Slot.Used) << 16) | gc.w[k] : 0;
}

/**
 * Store a reference to `child`, or 0 for none, in slot `word` of an object. Nothing else may write
 * there: this tells the collector. Returns true, or false: not live objects, or no slot. O(1).
 */
export function setRef(gc: Gc, handle: number, word: number, child: number): boolean {
  var w = gc.w;
  var k = slotOf(gc, handle, word);
  if (!k || (child !== 0 && !find(gc, child))) return false;
  if (w[gc.slot] === State.Mark && gc.u8[gc.cols + (handle & 65535)] === Colour.Black) grey(gc, child & 65535);
  w[k] = child & 65535;
  w[k + 1] = child && (child >> 16) | Slot.Used;
  return true;
}

/** Give the regions of the collector and its pool back to the heap. Returns true, or false: called from inside `moved`, or destroyed before. O(regions). */
export function destroy(gc: Gc): boolean {
  if (!destroyTables(gc.tables)) return false;
  releaseRegion(gc.u8, gc.base);
  // The region may be another's soon: this object must not reach it any more.
  gc.w = new Uint16Array(Control.Words);
  gc.w[0] = State.Gone;
  gc.slot = 0;
  return true;
}
