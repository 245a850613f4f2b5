/**
 * A tables pool: blocks that move, and a table of *entries* that says where each one is. The owner
 * holds a handle, never an address. The whole pool is its region of the heap image:
 *
 *     | control words | block | block | hole | block |S| ... gap ... | list | entry n ... entry 1 | end |
 *                     ^ first                        ^ top                                        ^ end
 *
 * Everything is read through one Uint16Array `w` over the region, so that no index can lead out of
 * it; a *word* is 2 bytes, word 0 the region's first. Blocks are counted in *granules* of 4 bytes, 8
 * above 256 KB, and so on: a pool has at most 65,024; of a region of up to 65,536 the rest is not used. The header of a block is the word k, its payload
 * starts in the next one, 2k + 2 bytes into the region: a multiple of 4. Entry i, from 1 up, is the word
 * end - i and holds the *place* of a block: that is k itself in a region up to 127 KB, else
 * ((k + 1) >> placeLog) - 1. The table grows down, blocks are cut from the gap upwards. A handle is
 * generation << 16 | i.
 *
 *     small used   |0 G H| payload, s granules less 2 bytes |      s = 1 .. 15
 *     big used     |1  S | payload               |0 G 0|           s = 16 and more
 *     free, small  |0 G H| next |  ...                      s = 2 .. 15, in the list of its size: keeps its entry
 *     free, big    |1  S | next |  ...               |0 G 0|
 *     hole         |  0  | s |  ...                                has no entry
 *     sentinel     |  1 0|                                         after the last block
 *
 *     G H   15  14 13 12          4 3   0          S   15 14         0
 *          [ 0 | pins | generation |  s  ]            [ 1 |     s     ]      s: granules, all told
 *
 * `pins` counts 0 to 2; 3 says that the block is free. Above 16384 granules s is rounded up to a multiple of 4 and
 * stored as 12288 + s / 4. So a block costs 2 bytes of table and 2 of header, or 4 when it is big or its size is a
 * multiple of 4.
 *
 * An entry without a block holds 65024 + the generation that its next block will have: no place is that large, and as a
 * word number it is behind the table, so that one comparison distinguishes it from a place. 65024 alone is an entry
 * that has used up its 511 generations: it is *retired*, until `renew`. The numbers of free entries are in the *list*,
 * between gap and table, as far as there was space for them; the others are searched for when the list is empty. When
 * space is short the list goes first, then free entries at the table's end. Of those only the greatest generation is
 * kept, in Mark: an entry that is added again starts above it.
 *
 * Blocks that were freed wait in *lists*: word s holds the entry of the first block of s granules, 2 to 15, word 1 that
 * of the first big one, and the word behind the header of each block the entry of the next, or 0. (The list of free
 * entries is a different one.)
 *
 * Subtleties:
 * - A block that is deallocated stays whole, marked free, and first in its list; the next alloc of that size takes it
 *   out with its entry. A larger one can be split. When neither gap nor lists serve, the waiting blocks become holes.
 *   Where the gap is small, or the table has all the entries that space was kept for, no entry is added as long as
 *   blocks wait. A block of 1 granule is a hole at once, and its entry free.
 * - A write to a payload after its block was freed, or past its end, can change a list. So a block that is taken out of
 *   a list is checked: unless it is free and of that size, the list ends there.
 * - Nothing leads from a block to its entry: it is found by the engine's own search. This costs no bytes, and as places
 *   differ, the entry that is found is the only one.
 * - Space is looked for in the gap and the lists, then in holes from Rover up: those below have been looked at since
 *   blocks last moved. Then blocks move. Refused remembers that none could, and the smallest size that was refused.
 * - A compaction that stopped continues at Slide; a new one begins at the first place. Holes that are made below in the
 *   meantime are left to another pass. With a pause set, a call does only one of these kinds of work, and only so much
 *   of it, and refuses to go on until it is called again.
 * - Every header is in the checksum, so that a write past a payload is detected, whatever was written.
 * - While the pool is changed the count of valid handles is 0, and State says what is being done. Blocks and holes tile
 *   the pool after every store, and an entry names a block before and after; or State says which step has to be
 *   finished, and four words that are rebuilt afterwards hold its arguments. So repair can continue from any store.
 *   There is no such mark between freeing a block and putting it into its list.
 *
 * Invariants, whenever no call is running (`check` names the one that is broken):
 *   1. Blocks and holes tile first..top: each has a possible header and ends where the next begins;
 *      the sentinel follows the last.
 *   2. The checksum is the sum of the headers of all blocks, without the mark of free ones.
 *   3. The hole counter is the sum of the holes. No hole is as large as Refused, and then nothing can move, or nothing
 *      below Slide, as Refused says.
 *   4. Each block is named by exactly one entry, and each entry names a block, is free or retired.
 *   5. Each free block is in the list of its size, once, and no list of blocks holds anything else; the list of free
 *      entries holds only numbers of free entries, each once.
 *   6. The control words are those of an idle pool; table and blocks do not meet.
 *   7. No call was cut off in the middle.
 */

/** The control words. The list of blocks of s granules begins in w[s], 2 to 15, that of big ones in w[1]. */
export const enum Control {
  /** Handles with a greater index are invalid: the number of entries, or 0 while the pool is changed. */
  Valid = 0,
  State = 16,
  /** Place where the blocks end: the sentinel. */
  Top = 17,
  /** Place of a block or hole from which a compaction goes on. Or what a step notes: see Note. */
  Slide = 18,
  /** Granules in holes. */
  Holes = 19,
  Checksum = 20,
  /** Entries of the table. */
  Entries = 21,
  /** Entries for which space is kept that blocks never get; 1 or more. */
  Handles = 22,
  /** Entries that are free, retired ones not counted; and how many of them are in the list. */
  Free = 23,
  Depth = 24,
  /**
   * The greatest generation of an entry that the table no longer has; and, in the upper 7 bits, how many blocks a call
   * may move without being asked to, 0 for any number: see Mark.
   */
  Mark = 25,
  /** The greatest number that an entry ever had: entries above it are new. */
  High = 26,
  /** The pool is low when fewer granules are free. */
  Low = 27,
  /** How often blocks were moved to make room, modulo 65536: a program that keeps addresses can compare it. */
  Moves = 28,
  /** Place of the block or hole from which holes are looked for. */
  Rover = 29,
  /** Not known; or nothing can move, and no hole has that many granules. */
  Refused = 30,
}

/** The arguments of a step that a repair has to finish, see State: in words that are rebuilt after it. */
export const enum Note {
  A = 29,
  B = 30,
  C = 18,
  D = 19,
  E = 20,
}

/** Lists of blocks that wait. */
export const enum List {
  /** Of big ones. */
  Big = 1,
  /** How many of them are looked at. */
  Looks = 6,
}

/** Of the word Mark. */
export const enum Mark {
  PauseShift = 9,
  /** Most blocks that a pause can allow. */
  Pause = 127,
}

/** What a call may do at most. */
export const enum Work {
  /** No pause is set: all of it. */
  All = 0x3fffffff,
  /** Blocks and holes that are passed for each one that is moved; entries that are removed. Half as many for blocks that become holes. */
  Looks = 3,
  Cut = 4,
}

/** Places that are the same in every pool. */
export const enum Place {
  /** The first block: from here on blocks and holes tile the words. */
  First = 31,
  /** Most granules of a region; places are fewer: see Entry.Retired. */
  Granules = 65536,
}

/** What is being done to the pool. */
export const enum State {
  Idle = 65535,
  /** `moved` is running. */
  Busy = 65534,
  /** After each store repair can count again. */
  Changing = 65533,
  /** A block changes its size in place: A its place, B its granules, C these with what follows, D its generation. */
  Resizing = 65532,
  /** A run of blocks moves down: A from and C to which place; B how many, 0 while their entries are being changed. C is 0 between two runs. */
  Moving = 65531,
  /** All blocks from place A on move up by B granules; C is the entry that is being changed, D and E what even and odd ones held. */
  Pushing = 65530,
}

export const enum Header {
  /** Granules of a small header; 0 in the last word of a big block. */
  Size = 15,
  /** Greatest size that a small header holds. */
  SmallGranules = 15,
  Generation = 16,
  GenerationShift = 4,
  /** The bits of the generation, shifted down. */
  Generations = 511,
  /** Those of the generation in place. */
  GenerationBits = 8176,
  /** All bits of a small header but those. */
  OtherBits = 57359,
  /** Least header of the last generation; a used, unpinned, small block of an earlier one has less. */
  Last = 8176,
  Pin = 8192,
  /** Both bits of pins: free. Used blocks that are not big have less. */
  Free = 24576,
  /** What a block's header gains when it is freed: the next generation, and free. */
  Freed = 24592,
  Big = 32768,
  /** Also the size of a sentinel: none. */
  BigSize = 32767,
  Sentinel = 32768,
  /** Above this a big header counts in fours. */
  ExactGranules = 16384,
  Bias = 49152,
}

export const enum Entry {
  /** Handles have 16 bits for the index, and steps count to one more. */
  Most = 65534,
  /** A retired entry; a greater number is a free one and its next generation. Also the most granules of a pool. */
  Retired = 65024,
}

/** What Refused holds besides granules. */
export const enum Refused {
  /** It is not known that nothing can move. */
  Nothing = 65535,
  /** Not known either; but below Slide nothing can. */
  Round = 65534,
  /** Nothing can move. */
  Moves = 65533,
}

/**
 * What a call needs to know of a pool, all of it fixed as long as the region is there: everything that
 * changes is in the heap, so two such objects for one region are interchangeable.
 *
 * @internal
 */
export interface Pool {
  /** The heap. */
  u8: Uint8Array;
  /** The region in the widest words, for moves. */
  wide: Uint32Array;
  /** Byte address of the pool's region. */
  base: number;
  /** log2 of the granule's bytes: 2 up to 256 KB. */
  log: number;
  /** log2 of the words between two places: 0 up to 127 KB. */
  placeLog: number;
  /** The heap's epoch when the region was last known to be there, and where the heap has it now. */
  epoch: number;
  epochs: Int32Array;
  /** Word of entry 0, which is never valid: the last of the region. */
  end: number;
  /** The region's words. Hot fields stand last: JerryScript finds those first. */
  w: Uint16Array;
}
