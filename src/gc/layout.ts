/**
 * The collector: an incremental tri-colour mark and sweep over the blocks of a tables pool, which it owns. Its state is
 * in a region of its own, of 16-bit words and then bytes:
 *
 *     | control | mark stack | types | held | named | pins | weak | colour 0..n+1 | type 0..n |
 *
 * An *object* is a used block of the pool; i, 1 to n, is the number of its table entry. It has a colour byte and a type
 * byte, and nothing else: 2 bytes besides its block. A type says which 32-bit words of the payload are *reference
 * words*, that is, hold references:
 *
 *     list    the words below 16 whose bits are set          type 0: none, a leaf
 *     array   all words from `first` on
 *
 *     word   31                 16 15            0           0: no reference
 *           [ 1 |   generation    |      i       ]           bit 31 tells it from a handle, so that
 *                                                            a raw write of one shows
 *
 * A cycle, in units of work of bounded size:
 *   mark   take one grey object (16 references of an array) and grey what it refers to; or look for grey
 *          ones that the stack had no room for, in a window of 256 colours; or, when nothing is grey,
 *          grey what the roots name. If that finds nothing, all that is white is unreachable.
 *   sweep  16 entries: white objects are freed, or wait for their finaliser, black ones become white.
 *
 * Subtleties:
 * - setRef greys what it stores into a black object (Dijkstra's barrier). Roots have no barrier: they
 *   are scanned when nothing is grey, all at once, so there are at most Limit.Roots of them.
 * - New objects are black while marking, and, during a sweep, where it has not been yet.
 * - An array goes black when its first slice is scanned; the rest is white edges that slices will see.
 * - No call accepts a white object that the sweep has not reached: a handle that was kept without being held is refused
 *   from the end of marking on, not only once the sweep has freed the object.
 * - A search for grey plants one behind its window, since on Espruino a native search that misses is 15 times slower
 *   than one that hits. The colour that was there is noted in the meantime.
 * - The region of the pool is directly behind the collector's own: so one row of the directory makes both or gives both
 *   back, and no call that is cut off leaves one without the other.
 * - The collector ignores other blocks of the pool: they have no colour.
 *
 * A call that is cut off in the middle (Ctrl-C, out of memory): single words are stored so that each store leaves a
 * sound collector, and work that takes several is marked in Call. `repair` then starts the cycle again, except for a
 * sweep, which continues: objects that it has not reached are dead and may name others that are gone. So the sweep
 * notes each object that it keeps before it makes it white.
 *
 * Invariants, whenever no call is running (`check` names the one that is broken):
 *   1. The control words are in their bounds: those of phases that are over are 0, and so are unused ones. The state is
 *      idle, mark or sweep.
 *   2. Colour and block go together: entry i has a colour exactly if it has an object. The object's type is defined,
 *      has its references within the payload, and a finaliser if the object waits for one; no object has a colour of
 *      another phase; the counts of objects, of waiting ones and of their bytes are right. Beyond High all is 0.
 *   3. While marking, each grey object is on the stack once, or not below the cursor; at other times none is grey.
 *   4. While marking, no reference of a black object names a white one, except in slices still to be scanned.
 *   5. Roots name objects that are not dead, weak references those that the sweep has not freed, and these know of it;
 *      frames of scopes lead down to 0; no object has more pins here than its block has.
 *   6. Each reference word of each object that is not dead is 0, or holds a reference to one that is not dead.
 *   7. No call was cut off in the middle.
 */

import type { Pool } from '../tables/index.ts';

/** Words of the control area. */
export const enum Control {
  /** 1 while a call changes what belongs together. Word 0: every call looks. */
  Call = 0,
  State = 1,
  /** Greatest number of an entry that can be an object: n. */
  Objects = 2,
  /** Greatest i that an object had so far. */
  High = 3,
  /** Objects, those that wait for their finaliser included. */
  Count = 4,
  /** How many wait for their finaliser. */
  Waiting = 5,
  /** Next entry that the sweep looks at; 0 while there is none. */
  Sweep = 6,
  /** Grey objects that are not on the stack have this number or a greater one; 0 while not marking. */
  Cursor = 7,
  /** Words on the mark stack. */
  Depth = 8,
  /** The array whose slices are being scanned, or 0, and the slice that is next. */
  Array = 9,
  Slice = 10,
  /** Types defined, the leaf included. */
  TypeCount = 11,
  /** Words in Held, and where the innermost scope begins: a pair, stored at once. */
  HeldTop = 12,
  Scope = 13,
  /** A cycle begins when this many objects or fewer still fit. */
  StartObjects = 14,
  /** Units of assist of an allocation during a cycle: for itself, and for each 256 bytes; while idle, those of the last cycle, or 0. */
  Assist = 15,
  AssistBytes = 16,
  /** Cycles ended, modulo 65536. */
  Cycles = 17,
  /** Allocations that had to end a cycle at once, modulo 65536. */
  Forced = 18,
  /** Where a search has planted a grey, and the colour that was there; 0 while there is none. */
  Planted = 19,
  PlantedColour = 20,
  /** 1 during a cycle that began because an alloc had no space while a pause was set: when it ends, no more space can be gained. */
  Asked = 21,
  /** Pairs of words from here on: 32-bit numbers. Bytes of all objects. */
  Bytes = 22,
  /** A cycle begins when this many bytes or fewer are free. */
  StartBytes = 24,
  /** Units of work done, modulo 2^32. */
  WorkUnits = 26,
  Stack = 28,
  Types = 60,
  Held = 124,
  Named = 188,
  Pins = 204,
  /** What close is handing to the outer scope, for repair; 0 otherwise. */
  Kept = 220,
  Weak = 221,
  /** All before the colours. */
  Words = 237,
}

export const enum Limit {
  Stack = 32,
  Types = 32,
  /** References in scopes, and a word per scope. */
  Held = 64,
  Named = 16,
  Pins = 16,
  Weak = 16,
  /** Most roots that one unit scans: Held + Named + Pins. */
  Roots = 96,
  /** References of an array, and entries of a sweep, in one unit. */
  References = 16,
  /** Bytes of an object, its header included, that is zeroed word by word; a larger one by native moves. */
  Cleaned = 40,
  /** Colours searched in one unit. */
  Window = 256,
  /** Values of Held from here on are frames of scopes: this plus the beginning of the outer scope. */
  Frame = 65000,
  /** A weak reference whose object is gone. */
  Cleared = 65535,
}

export const enum State {
  Idle = 1,
  Mark = 2,
  Sweep = 3,
}

export const enum Colour {
  None = 0,
  White = 1,
  Grey = 2,
  Black = 3,
  /** Dead, and waits for its finaliser. Only here are the low two bits 0. */
  Waiting = 4,
  /** An alloc is making it; no other call sees one. */
  New = 5,
}

/** Four colours as a word of 32 bits. */
export const enum Four {
  /** Bit 0 of each. */
  Ones = 0x1010101,
  /** All but bit 1: black becomes white; none and waiting stay. */
  Kept = -0x2020203,
}

export const enum Type {
  /** Of the type byte: its number, and whether a weak reference names the object. */
  Number = 31,
  Weak = 128,
  /** Of a type's second word. */
  Array = 1,
  Finalized = 2,
  /** The same of both words as one of 32 bits. */
  IsArray = 65536,
  IsFinalized = 131072,
}

/** Of a reference word, and of its upper half. */
export const enum Reference {
  Bit = -0x80000000,
  Used = 32768,
}

/**
 * What a call needs to know of a collector: everything that changes is in the heap, so two such objects for one region
 * are interchangeable. As long as `epoch` is what the heap says, the region is the collector's; if not, the object is
 * described anew, or refused.
 *
 * @internal
 */
export interface Gc {
  /** The heap. */
  u8: Uint8Array;
  /** The pool its objects are in: for their addresses, for reading and writing data, to reorder. */
  tables: Pool;
  /** Byte address of the region. */
  base: number;
  /** Bytes of all objects there can be. */
  most: number;
  /** The heap's epoch when the object was described. */
  epoch: number;
  /** Greatest number of an object. */
  end: number;
  /** The word from which on the references of a list may lead out of the pool. */
  last: number;
  /** Word of the payload of a block whose place in the pool is 0; and of the entry 0 of its table, from which entries go down. */
  first: number;
  table: number;
  /** Byte addresses of type and colour of object 0, which there is not. The colour of object 2 is at a multiple of 4. */
  types: number;
  colours: number;
  /** First control word, in 32-bit words. */
  pairs: number;
  /** The heap's 32-bit words. */
  wide: Int32Array;
  /** First control word. */
  control: number;
  /** The heap's 16-bit words. Hot fields stand last: JerryScript finds those first. */
  w: Uint16Array;
}
