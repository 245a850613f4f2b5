/** The collector: objects that go when nothing refers to them, in pauses that the caller chooses. See layout.ts. */

import { Fault, fault, refuse } from '../core/faults.ts';
import { zero } from '../core/zero.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import {
  directory,
  isPool,
  isRegion,
  nameRegion,
  refuseRegion,
  releaseRegion,
  rowBytes,
  takeRegion,
  writeRow,
} from '../heap/regions.ts';
import { isIdle } from '../tables/block.ts';
import { addressOf, sizeOfEntry } from '../tables/entries.ts';
import { alloc as allocBlock, attach as attachTables, dealloc } from '../tables/index.ts';
import { describe as describeTables, format as formatTables, isEnough } from '../tables/pool.ts';
import { collect, assist } from './cycle.ts';
import { Colour, Control, type Gc, Limit, Reference, State, Type } from './layout.ts';
import { grey } from './mark.ts';
import {
  costOf,
  describe,
  find,
  holdsReferences,
  isReady,
  mostBytes,
  regionBytes,
  renew,
  referenceAt,
  typeAt,
} from './pool.ts';
import { mend } from './repair.ts';
import { Broken, verify } from './verify.ts';

export type { Heap } from '../heap/layout.ts';
export type { Gc } from './layout.ts';
export { collect, step } from './cycle.ts';
export type { Finalize } from './finalizers.ts';
export { runFinalizers } from './finalizers.ts';
export { close, deref, dropWeak, getRoot, hold, open, pin, setRoot, unpin, weak } from './roots.ts';

/** Make an empty pool of `bytes` bytes, with room for so many entries, in the region that its row at `row` will be. */
function createPool(heap: Heap, row: number, bytes: number, entries: number): void {
  // Nothing leads to this row yet.
  writeRow(directory(heap), row, bytes, Kind.Tables);
  formatTables(describeTables(heap, row + Image.RowBytes), entries);
}

/** Set up the control words of an empty collector, `bytes` before its pool. */
function format(heap: Heap, address: number, bytes: number, objects: number, poolBytes: number): void {
  var w = new Uint16Array(heap.buffer, heap.byteOffset + address, bytes >> 1);
  var k = bytes >> 1;
  while (k--) w[k] = 0;
  w[Control.State] = State.Idle;
  w[Control.Objects] = objects;
  w[Control.TypeCount] = 1;
  w[Control.StartObjects] = objects >> 1;
  k = mostBytes(poolBytes, objects) >> 1;
  w[Control.StartBytes] = k;
  w[Control.StartBytes + 1] = k >>> 16;
}

/**
 * Carve a collector out of a heap: `bytes` bytes of it for up to `objects` objects (below 65000), 550 bytes
 * and 4 per object of them for itself. Returns it, or null: no hole of that size, or too few bytes. O(regions, objects).
 */
export function create(heap: Heap, bytes: number, objects: number): Gc | null {
  var own = regionBytes(objects);
  var isFit =
    bytes >>> 0 === bytes &&
    objects >>> 0 === objects &&
    objects > 0 &&
    objects < Limit.Frame &&
    bytes > own + Image.RowBytes + Image.LeastRegionBytes &&
    isEnough(bytes - own - Image.RowBytes, objects);
  var address = takeRegion(heap, isFit ? bytes : 0);
  var poolBytes: number;
  if (!address) return null;
  poolBytes = rowBytes(directory(heap), address - Image.RowBytes) - Image.RowBytes - own;
  createPool(heap, address + own, poolBytes, objects);
  format(heap, address, own, objects, poolBytes);
  // Collector and pool are there with this store.
  nameRegion(heap, address, Kind.Gc, own + Image.RowBytes);
  return describe(heap, address);
}

/** The collector at `address`, in whatever state it is, or null and a fault. O(regions). */
function collectorAt(heap: Heap, address: number): Gc | null {
  var isThere = isRegion(heap, address, Kind.Gc);
  return (isThere && describe(heap, address)) || refuseRegion(heap, isThere ? Fault.Corrupt : Fault.BadAddress) || null;
}

/**
 * Open the collector that an image has at `address` (from heap.find), with its pool; a cycle that was under
 * way goes on. Returns it, or null: none there, a call on it was cut off in the middle (Fault.Interrupted: see repairAt), or its
 * structure is damaged. Changes nothing. O(objects and references).
 */
export function attach(heap: Heap, address: number): Gc | null {
  var gc = collectorAt(heap, address);
  var broken: number;
  if (!gc || !attachTables(heap, gc.tables.base)) return null;
  broken = verify(gc);
  return broken ? refuse(heap, broken === Broken.CutOff ? Fault.Interrupted : Fault.Corrupt) || null : gc;
}

/**
 * Make a collector and its pool sound again after a call that was cut off in the middle (Ctrl-C, out of memory): until then calls
 * are refused with Fault.Interrupted. No object that was there before is lost, none is freed that something refers to; a cycle of marking begins
 * anew. Returns true, also where nothing was to be done, or false and changes nothing: damaged by something else. O(objects and references).
 */
export function repair(gc: Gc): boolean {
  return (gc.wide[Image.EpochWord] === gc.epoch || renew(gc)) && mend(gc);
}

/** The same for a collector that attach refused as interrupted: see repair. False, too, when there is none at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  var gc = collectorAt(heap, address);
  return !!gc && mend(gc);
}

/** The bits of a list of words that hold references, or -1: it is none, or has a number that is no such word. O(list). */
function bitsOf(references: number[]): number {
  var i = references ? references.length : -1;
  var bits = 0;
  if (i >>> 0 !== i) return -1;
  while (i--) {
    if ((references[i] & (Limit.References - 1)) !== references[i]) return -1;
    bits |= 1 << (references[i] & 31);
  }
  return bits;
}

/**
 * Define a type: which 32-bit words of its objects hold references. `references` lists them (each below 16), or
 * is the number of the first, if all from there on are. Objects of a type that `isFinalized` wait for
 * runFinalizers when they are dead. Returns the type, or 0: bad `references`, or 31 are defined. Type 0 has none. O(list).
 */
export function defineType(gc: Gc, references: number[] | number, isFinalized?: boolean): number {
  var w = gc.w;
  var type: number;
  var isArray = typeof references === 'number';
  var bits = isArray ? (references as number) : bitsOf(references as number[]);
  if (!isReady(gc)) return 0;
  if (bits >>> 0 !== bits || bits > 65535) return refuse(gc.u8, Fault.BadArgument);
  type = w[gc.control + Control.TypeCount];
  if (type >= Limit.Types) return refuse(gc.u8, Fault.NoSpace);
  // Cut off in between, it is one more leaf.
  w[gc.control + Control.TypeCount] = type + 1;
  gc.wide[((gc.control + Control.Types) >> 1) + type] =
    bits | (((isArray ? Type.Array : 0) + (isFinalized ? Type.Finalized : 0)) << 16);
  return type;
}

/** Whether objects of `type` can have `bytes` bytes; if not, a fault. */
function isFit(gc: Gc, type: number, bytes: number): boolean {
  return (
    (type >>> 0 === type &&
      type < Limit.Types &&
      type < gc.w[gc.control + Control.TypeCount] &&
      bytes >>> 0 === bytes &&
      bytes > 0 &&
      holdsReferences(gc, type, bytes)) ||
    !!refuse(gc.u8, Fault.BadArgument)
  );
}

/** A block that can be an object, or 0 and a fault. */
function allocObject(gc: Gc, bytes: number): number {
  var handle = gc.w[gc.control + Control.Count] < gc.end ? allocBlock(gc.tables, bytes) : refuse(gc.u8, Fault.NoSpace);
  // Entries beyond the colours are there when the pool is used for other blocks as well.
  if (handle && (handle & 65535) > gc.end) {
    dealloc(gc.tables, handle);
    return refuse(gc.u8, Fault.NoSpace);
  }
  return handle;
}

/** Zero the payload at `address`, which is there. */
function clear(gc: Gc, address: number, bytes: number): void {
  var wide = gc.wide;
  var k = address >> 2;
  var end = (address + bytes) >> 2;
  if (bytes > Limit.Cleaned) return zero(gc.u8, address, bytes);
  for (; k < end; k++) wide[k] = 0;
  // A payload ends with half a word.
  gc.w[2 * k] = 0;
}

/** Make an object of a new block: New until it is whole, so that repair can take it back. */
function adopt(gc: Gc, type: number, handle: number): void {
  var w = gc.w;
  var control = gc.control;
  var i = handle & 65535;
  var state = w[control + Control.State];
  var top = control + Control.HeldTop;
  var bytes = sizeOfEntry(gc.tables, i);
  w[control] = 1;
  gc.u8[gc.colours + i] = Colour.New;
  clear(gc, addressOf(gc.tables, i), bytes);
  gc.u8[typeAt(gc, i)] = type;
  if (i > w[control + Control.High]) w[control + Control.High] = i;
  w[control + Control.Count]++;
  gc.wide[(control + Control.Bytes) >> 1] += costOf(bytes);
  gc.u8[gc.colours + i] =
    state === State.Mark || (state === State.Sweep && i >= w[control + Control.Sweep]) ? Colour.Black : Colour.White;
  if (w[top + 1]) {
    w[control + Control.Held + w[top]] = i;
    w[top]++;
  }
  w[control] = 0;
}

/**
 * Make an object of a type, `bytes` bytes of payload, all 0. Before that, do what a cycle under way
 * asks for; when there is no space, end it and do another. Returns the handle, or 0: not compact yet (see tables.setPause), no space beside what
 * is reachable, or 64 handles are held. It is held by the innermost scope; with none open it may go
 * at the next alloc or step unless it is stored before. O(assist) as docs/design/gc.md has it, but for a compaction.
 */
export function alloc(gc: Gc, type: number, bytes: number): number {
  var w = gc.w;
  var control = gc.control;
  var handle: number;
  if (!isReady(gc) || !isFit(gc, type, bytes) || !isIdle(gc.tables)) return 0;
  if (w[control + Control.Scope] && w[control + Control.HeldTop] >= Limit.Held) return refuse(gc.u8, Fault.NoSpace);
  assist(gc, bytes);
  handle = allocObject(gc, bytes);
  if (!handle) {
    // With a pause the same call goes on with the compaction: a collection is a stall that nobody asked for.
    if (fault(gc.u8) === Fault.NotCompact || !collect(gc)) return 0;
    w[control + Control.Forced]++;
    handle = allocObject(gc, bytes);
  }
  if (handle) adopt(gc, type, handle);
  return handle;
}

/** The reference in reference word `word` of an object, or 0: none there, or a fault. O(1). */
export function getRef(gc: Gc, handle: number, word: number): number {
  var k = referenceAt(gc, handle, word);
  var reference = k && gc.wide[k];
  return reference < 0 ? reference & ~Reference.Bit : 0;
}

/**
 * Store a reference to `child`, or 0 for none, in reference word `word` of an object. Nothing else may write
 * there: this tells the collector. Returns true, or false: not live objects, or no reference word. O(1).
 */
export function setRef(gc: Gc, handle: number, word: number, child: number): boolean {
  var w = gc.w;
  var k = referenceAt(gc, handle, word);
  if (!k || (child !== 0 && !find(gc, child))) return false;
  if (w[gc.control + Control.State] === State.Mark && gc.u8[gc.colours + (handle & 65535)] === Colour.Black) {
    w[gc.control] = 1;
    grey(gc, child & 65535);
    w[gc.control] = 0;
  }
  gc.wide[k] = child && child | Reference.Bit;
  return true;
}

/**
 * Give the collector and its pool back to the heap; every later call on either is refused. Returns true, or false and nothing
 * changed: called from inside `moved`, destroyed or cut off before, or the heap's directory is damaged. O(regions).
 */
export function destroy(gc: Gc): boolean {
  return (
    isPool(gc, Kind.Gc) &&
    isReady(gc) &&
    isIdle(gc.tables) &&
    releaseRegion(gc.u8, gc.base, rowBytes(directory(gc.u8), gc.tables.base - Image.RowBytes))
  );
}
