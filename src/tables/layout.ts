/**
 * A tables pool: blocks that move, and a table of *entries* that says where each one is. The owner
 * holds a handle, never an address. The whole pool is its region of the heap image:
 *
 *     | control words | block | block | hole | block |S|  ... gap ...  | entry n ... entry 1 | end |
 *                     ^ low                          ^ top        limit ^                       ^ end
 *
 * Everything is read through one Uint16Array `w` over the whole heap; a *word* is 2 bytes. Blocks are
 * counted in *granules* of 4 bytes, 8 above 256 KB, and so on; their *places* are granules from `low`.
 * The header of the block at place p is the word k = low + (p << log - 1), its payload starts in the
 * next word, at the address 2k + 2: a multiple of 4. Entry i, from 1 up, is the word end - i and holds
 * the place of a block; 65535 when the entry is retired. The table grows down, blocks are cut from the
 * gap upwards. A handle is generation << 16 | i.
 *
 *     small used   |G H| payload, s granules less 2 bytes |        s = 1 .. 15
 *     big used     | S |            payload           |G  |        s = 16 and more
 *     free         |G H|link|  ...                     |           keeps its entry and generation
 *     hole         | 0 | s  |  ...                     |           has no entry
 *     sentinel     | 1 |                                           after the last block
 *
 *     G H   15         7 6  5 4   1  0          S   15            1  0
 *          [ generation | pins | s  | 0 ]          [ s             | 1 ]      s: granules, all told
 *
 * `pins` counts 0 to 2; 3 says that the block is free. Above 16384 granules s is rounded up to fours
 * and stands as 12288 + s / 4. So a block costs 2 bytes of table and 2 of header, or 4 when it is big or its size is a multiple of 4.
 *
 * Subtleties:
 * - A deallocated block stays as it is, free, in the slot of its size if that is empty; the next
 *   alloc of that size takes it out with its entry. Else it shrinks to 1 granule, which remembers the
 *   generation and links the free entries into the spare list, and the rest becomes a hole.
 * - An entry of generation 511 retires when its block goes: 2 bytes of table are lost for good.
 * - There is no way from a block to its entry. Compaction makes one for a moment: it first puts each
 *   header into the block's entry and the number of the entry into the header, and the walk that
 *   moves the blocks puts both back.
 * - Every header is in the checksum, so that a write past a payload shows whatever was written.
 * - While the pool is busy, or gone, the count of valid handles is 0 and the slots are empty: the
 *   fast paths need no test for that.
 *
 * Invariants, whenever no call is running (`check` names the one that is broken):
 *   1. Blocks and holes tile 0..top: each has a possible header and ends where the next begins; the
 *      sentinel follows the last.
 *   2. The checksum is the sum of the headers of all blocks, the mark of free ones left out.
 *   3. The hole counter is the sum of the holes.
 *   4. Each block is named by exactly one entry, and each entry names a block or is retired.
 *   5. Each free block is in the slot of its size, or has 1 granule and is once in the spare list.
 *   6. The control words are those of an idle pool; table and blocks do not meet.
 */

/** Words of the control area, from the pool's first. Slot s is w[slot + s]. */
export const enum Control {
  /** Handles with a greater index are none: the entries, or 0 while the pool is busy or gone. */
  Valid = 0,
  Top = 16,
  /** Blocks must end here. */
  Limit = 17,
  /** Granules in holes. */
  Holes = 18,
  Checksum = 19,
  State = 20,
  Entries = 21,
  /** First free entry of the spare list, 0 for none. */
  Spare = 22,
  /** The pool is low when fewer granules are free. */
  Low = 23,
  /** Times that blocks were moved to make room, modulo 65536: whoever keeps addresses can tell. */
  Moves = 24,
  /** From the first word to the first header, which must be an odd word. */
  Words = 25,
}

export const enum State {
  Idle = 1,
  Busy = 2,
  /** Destroyed. */
  Gone = 3,
}

export const enum Header {
  Sentinel = 1,
  Big = 1,
  /** The two bits of pins; all set: free. */
  Pin = 32,
  Free = 96,
  PinsOrBig = 97,
  /** A free block of one granule, but for its generation. */
  Spare = 98,
  /** All below the generation. */
  Below = 127,
  Generation = 128,
  GenerationShift = 7,
  /** What a block's header gains when it is freed: the next generation, and free. */
  Freed = 224,
  /** The least header of the last generation. */
  Last = 65408,
  /** Greatest size that a small header holds. */
  SmallGranules = 15,
  /** Above this a big header counts in fours. */
  ExactGranules = 16384,
  Bias = 49152,
}

export const enum Entry {
  Retired = 65535,
}

/**
 * What a call needs to know of a pool, all of it fixed: everything that changes is in the heap, so
 * two such objects for one region are interchangeable. (The build shortens these names.)
 */
export interface Pool {
  /** The heap. */
  u8: Uint8Array;
  /** The heap in the widest words, for moves. */
  wide: Uint32Array;
  /** Byte address of the pool's region. */
  base: number;
  /** log2 of the granule's bytes: 2 up to 256 KB. */
  log: number;
  /** Word of entry 0, which is never valid: the last of the region. */
  end: number;
  /** First control word. */
  slot: number;
  /** The words. Hot fields stand last: JerryScript finds those first. */
  w: Uint16Array;
}
