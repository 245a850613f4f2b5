/** Where the parts of a collector are, and its objects as every other file sees them. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, isRegion, renewed, rowBytes } from '../heap/regions.ts';
import { addrOf, sizeOf } from '../tables/index.ts';
import { Header } from '../tables/layout.ts';
import { describe as describeTables, endOf, wordAt } from '../tables/pool.ts';
import { Colour, Control, type Gc, Limit, State, Type } from './layout.ts';

/** Bytes of the region for `objects` objects, its directory row not included. */
export function regionBytes(objects: number): number {
  return (2 * Control.Words + 2 * objects + 7) & -4;
}

/** Bytes that objects can take in a pool of so many: without its control words, its table, and a granule that each free entry may keep. */
export function mostBytes(poolBytes: number, objects: number): number {
  return Math.max(0, poolBytes - 64 - 2 * objects);
}

/** The collector object for the region at `address`, or null: the regions there are none of a collector and its pool. O(1). */
export function describe(heap: Heap, address: number): Gc | null {
  var words = directory(heap);
  var own = rowBytes(words, address - Image.RowBytes);
  var pool = address + own;
  var w = new Uint16Array(heap.buffer, heap.byteOffset, heap.length >> 1);
  var objects = own < regionBytes(1) ? 0 : w[(address >> 1) + Control.Objects];
  var poolBytes = isRegion(heap, pool, Kind.Tables) ? rowBytes(words, pool - Image.RowBytes) : 0;
  return !objects || objects >= Limit.Frame || own !== regionBytes(objects) + Image.RowBytes || !poolBytes
    ? null
    : {
        u8: heap,
        tables: describeTables(heap, pool),
        base: address,
        most: mostBytes(poolBytes, objects),
        epoch: words[Image.EpochWord] | 0,
        end: objects,
        last: ((pool - Image.RowBytes + poolBytes) >> 1) - 2 * Limit.References,
        first: (pool >> 1) + 1,
        table: (pool >> 1) + endOf(poolBytes - Image.RowBytes),
        types: address + 2 * Control.Words + objects + 2,
        colours: address + 2 * Control.Words,
        pairs: address >> 2,
        wide: new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2),
        control: address >> 1,
        w: w,
      };
}

/** Describe the collector anew after regions were given back; false and a fault when it is not there any more. O(regions). */
export function renew(gc: Gc): boolean {
  return renewed(gc, isRegion(gc.u8, gc.base, Kind.Gc) ? describe(gc.u8, gc.base) : null);
}

/** The rare part of what every call asks first: whether the collector is there, and no call on it was cut off; if not, a fault. */
export function isReady(gc: Gc): boolean {
  return (
    (gc.wide[Image.EpochWord] === gc.epoch || renew(gc)) && (!gc.w[gc.control] || !!refuse(gc.u8, Fault.Interrupted))
  );
}

/** The byte address of the type of object `i`. */
export function typeAt(gc: Gc, i: number): number {
  return gc.types + i;
}

/** Whether the references of `type`, which is below Limit.Types, fit in `bytes` bytes of payload. */
export function holdsReferences(gc: Gc, type: number, bytes: number): boolean {
  var at = gc.control + Control.Types + 2 * type;
  var words = bytes >>> 2;
  return gc.w[at + 1] & Type.Array ? gc.w[at] <= words : words >= Limit.References || !(gc.w[at] >> (words & 31));
}

/** High, or the greatest number there is when something wrote there. */
export function highOf(gc: Gc): number {
  var high = gc.w[gc.control + Control.High];
  return high > gc.end ? gc.end : high;
}

/** Whether object `i` is there and not dead: also not as one that the sweep is about to free. O(1). */
export function isAlive(gc: Gc, i: number): boolean {
  var colour = i <= gc.end ? gc.u8[gc.colours + i] : Colour.None;
  return (
    (colour & 3) > Colour.White ||
    (colour === Colour.White &&
      (gc.w[gc.control + Control.State] !== State.Sweep || i < gc.w[gc.control + Control.Sweep]))
  );
}

/** The address of the object's payload, until the next call that may move it; or 0 and a fault: not a live object. The collector is ready. O(1). */
export function find(gc: Gc, handle: number): number {
  var address = addrOf(gc.tables, handle);
  return address && !isAlive(gc, handle & 65535) ? refuse(gc.u8, Fault.StaleHandle) : address;
}

/** The rest of referenceAt: arrays, finalized and large objects, those at the end of the pool or that a sweep has not reached, and what is refused. */
function referenceAtAny(gc: Gc, handle: number, word: number): number {
  var address = isReady(gc) ? find(gc, handle) : 0;
  var type: number;
  var first: number;
  if (!address) return 0;
  type = gc.control + Control.Types + 2 * (gc.u8[gc.types + (handle & 65535)] & Type.Number);
  first = gc.w[type];
  return word >>> 0 === word &&
    (gc.w[type + 1] & Type.Array
      ? word >= first && word < sizeOf(gc.tables, handle) >> 2
      : word < Limit.References &&
        (first >> (word & 31)) & 1 &&
        (address >> 1 < gc.last || word < sizeOf(gc.tables, handle) >> 2))
    ? (address >> 2) + word
    : refuse(gc.u8, Fault.BadArgument);
}

/** The 32-bit word of reference word `word` of the object, or 0 and a fault. O(1). */
export function referenceAt(gc: Gc, handle: number, word: number): number {
  var w = gc.w;
  var i = handle & 65535;
  var k: number;
  var type: number;
  // The same checks as above, of a small block, with what they have in common.
  return gc.wide[Image.EpochWord] === gc.epoch &&
    !w[gc.control] &&
    i <= gc.end &&
    i <= w[gc.first - 1] &&
    (k = wordAt(w[gc.table - i], gc.tables) + gc.first) < gc.last &&
    (((type = w[k - 1]) >> Header.GenerationShift) << 16) + i === handle &&
    type < Header.Pin &&
    gc.u8[gc.colours + i] & (w[gc.control + Control.State] === State.Sweep ? Colour.Grey : Colour.Black) &&
    (word & (Limit.References - 1)) === word &&
    (type = gc.wide[gc.pairs + (Control.Types >> 1) + (gc.u8[gc.types + i] & Type.Number)]) < Type.IsArray &&
    (type >> (word & 15)) & 1
    ? (k >> 1) + word
    : referenceAtAny(gc, handle, word);
}

/** What an object with `bytes` of payload takes in the pool, its header included. */
export function costOf(bytes: number): number {
  return (bytes + 4) & -4;
}

/** Bytes that new objects can take. Each free entry keeps a granule of its own. O(1). */
export function freeBytes(gc: Gc): number {
  var w = gc.w;
  var control = gc.control;
  return (
    gc.most - gc.wide[(control + Control.Bytes) >> 1] - 4 * (w[control + Control.High] - w[control + Control.Count])
  );
}
