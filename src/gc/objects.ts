/** Objects: their types, alloc, and the references from one to another. */

import { Fault, fault, refuse } from '../core/faults.ts';
import { zero } from '../core/zero.ts';
import { Image } from '../heap/layout.ts';
import { isIdle } from '../tables/block.ts';
import { sizeOfEntry } from '../tables/entries.ts';
import { alloc as allocBlock, dealloc } from '../tables/index.ts';
import { Control as PoolControl, Header, State as PoolState, Work } from '../tables/layout.ts';
import { logOf, pauseOf, wordAt } from '../tables/pool.ts';
import { assist, beginCycle, collect } from './cycle.ts';
import { Colour, Control, type Gc, Limit, Reference, State, Type } from './layout.ts';
import { grey } from './mark.ts';
import { find, holdsReferences, isReady, referenceAt } from './pool.ts';

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

/** defineType, of the bits of a list or the number of a first word; `flags` are Type.Array and Type.Finalized. */
export function define(gc: Gc, bits: number, flags: number): number {
  var w = gc.w;
  var type: number;
  if (!isReady(gc)) return 0;
  if (bits >>> 0 !== bits || bits > 65535) return refuse(gc.u8, Fault.BadArgument);
  type = w[gc.control + Control.TypeCount];
  if (type >= Limit.Types) return refuse(gc.u8, Fault.NoSpace);
  // Cut off in between, it is one more leaf.
  w[gc.control + Control.TypeCount] = type + 1;
  gc.wide[((gc.control + Control.Types) >> 1) + type] = bits | (flags << 16);
  return type;
}

/**
 * Define a type: which 32-bit words of its objects hold references. `references` lists them (each below 16), or is
 * the number of the first, if all words from there on do. Dead objects of a type that `isFinalized` wait for
 * runFinalizers. Returns the type, or 0: bad `references`, or 31 types are defined. Type 0 has no references.
 * O(list).
 */
export function defineType(gc: Gc, references: number[] | number, isFinalized?: boolean): number {
  var isArray = typeof references === 'number';
  return define(
    gc,
    isArray ? (references as number) : bitsOf(references as number[]),
    (isArray ? Type.Array : 0) + (isFinalized ? Type.Finalized : 0),
  );
}

/** What alloc asks first, in full: whether it may go on; if not, a fault. */
function mayAlloc(gc: Gc, type: number, bytes: number): boolean {
  var w = gc.w;
  var control = gc.control;
  if (!isReady(gc) || !isIdle(gc.tables)) return false;
  if (
    (type & Type.Number) !== type ||
    type >= w[control + Control.TypeCount] ||
    bytes >>> 0 !== bytes ||
    !bytes ||
    !holdsReferences(gc, type, bytes)
  )
    return !!refuse(gc.u8, Fault.BadArgument);
  return !w[control + Control.Scope] || w[control + Control.HeldTop] < Limit.Held || !!refuse(gc.u8, Fault.NoSpace);
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

/**
 * There is no space, and a pause is set: a cycle is driven by the same call made again, and it has failed when one has ended that began here, which
 * `wasAsked` says. Else one begins, unless one is under way.
 */
function refusePaused(gc: Gc, wasAsked: boolean): 0 {
  var w = gc.w;
  var control = gc.control;
  if (w[control + Control.State] === State.Idle) {
    if (wasAsked) return 0;
    beginCycle(gc);
    w[control + Control.Asked] = 1;
  }
  return refuse(gc.u8, Fault.NotCompact);
}

/**
 * The rest of alloc. A cycle is under way, or is to begin; or `isTried`, and there was no space, or `handle` names an entry beyond the colours: then
 * a collection is made, unless a pause is set, as that is a stall that nobody asked for.
 */
function allocRest(gc: Gc, bytes: number, handle: number, isTried: boolean): number {
  var w = gc.w;
  var asked = gc.control + Control.Asked;
  var wasAsked = w[asked] > 0;
  if (!isTried) {
    assist(gc, bytes);
    handle = allocObject(gc, bytes);
    if (handle) {
      w[asked] = 0;
      return handle;
    }
  } else if (handle) {
    dealloc(gc.tables, handle);
    refuse(gc.u8, Fault.NoSpace);
  }
  if (fault(gc.u8) === Fault.NotCompact) return 0;
  if (pauseOf(gc.tables) < Work.All) return refusePaused(gc, wasAsked);
  if (!collect(gc)) return 0;
  w[gc.control + Control.Forced]++;
  return allocObject(gc, bytes);
}

/**
 * Make an object of a type, `bytes` bytes of payload, all 0. First does its share of a cycle that is under way; if
 * there is no space, ends it and does another. Returns the handle, or 0: no space beside what is reachable, or 64
 * handles are held; or not compact yet, if tables.setPause(gc.tables, blocks) limits how many blocks a call moves and
 * how many units of a cycle it does: call it again. The innermost scope holds the object; if none is open, the object
 * may be freed by the next alloc or step unless it is stored before. O(assist) as docs/design/gc.md has it, but for a
 * compaction.
 */
// eslint-disable-next-line max-lines-per-function -- on an interpreter what checks, takes and clears would be three calls, each as dear as it
export function alloc(gc: Gc, type: number, bytes: number): number {
  var w = gc.w;
  var control = gc.control;
  var wide = gc.wide;
  var i: number;
  var k: number;
  var size: number;
  var handle: number;
  var isEnough: boolean;
  // All is well, and there is room for the references of a list; or else mayAlloc knows.
  if (
    !(
      gc.wide[Image.EpochWord] === gc.epoch &&
      !w[control] &&
      gc.tables.w[PoolControl.State] === PoolState.Idle &&
      (type & Type.Number) === type &&
      type < w[control + Control.TypeCount] &&
      bytes >>> 0 === bytes &&
      bytes > 0 &&
      (k = wide[gc.pairs + (Control.Types >> 1) + type]) < Type.IsArray &&
      !(k >> ((bytes >> 2) & 31)) &&
      w[control + Control.HeldTop] < Limit.Held
    ) &&
    !mayAlloc(gc, type, bytes)
  )
    return 0;
  k = w[control + Control.Count];
  isEnough =
    w[control + Control.State] === State.Idle &&
    gc.end - k > w[control + Control.StartObjects] &&
    gc.most - wide[gc.pairs + (Control.Bytes >> 1)] - 4 * (w[control + Control.High] - k) - bytes >
      wide[gc.pairs + (Control.StartBytes >> 1)];
  handle = isEnough ? allocBlock(gc.tables, bytes) : 0;
  i = handle & 65535;
  if (!i || i > gc.end) {
    handle = allocRest(gc, bytes, handle, isEnough);
    if (!handle) return 0;
    i = handle & 65535;
  }
  k = wordAt(w[gc.table - i], gc.tables) + gc.first;
  size = w[k - 1];
  size = size < Header.Big ? (size & Header.Size) << logOf(gc.tables) : sizeOfEntry(gc.tables, i) + 4;
  // New until it is whole, so that repair can take it back.
  w[control] = 1;
  gc.u8[gc.colours + i] = Colour.New;
  gc.u8[gc.types + i] = type;
  if (i > w[control + Control.High]) w[control + Control.High] = i;
  w[control + Control.Count]++;
  wide[gc.pairs + (Control.Bytes >> 1)] += size;
  if (size > Limit.Cleaned) zero(gc.u8, 2 * k, sizeOfEntry(gc.tables, i));
  else {
    // A payload ends with half a word.
    k >>= 1;
    size = k + (size >> 2) - 1;
    for (; k < size; k++) wide[k] = 0;
    w[2 * k] = 0;
  }
  // Sweep is 0 while marking.
  gc.u8[gc.colours + i] =
    w[control + Control.State] !== State.Idle && i >= w[control + Control.Sweep] ? Colour.Black : Colour.White;
  if (w[control + Control.Scope]) {
    k = control + Control.HeldTop;
    w[control + Control.Held + w[k]] = i;
    w[k]++;
  }
  w[control] = 0;
  return handle;
}

/** The reference in reference word `word` of an object, or 0: none there, or a fault. O(1). */
export function getRef(gc: Gc, handle: number, word: number): number {
  var k = referenceAt(gc, handle, word);
  var reference = k && gc.wide[k];
  return reference < 0 ? reference & ~Reference.Bit : 0;
}

/**
 * Store a reference to `child`, or 0 for none, in reference word `word` of an object. Nothing else may write there,
 * because this is how the collector knows. Returns true, or false: not live objects, or not a reference word. O(1).
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
