/**
 * A tables pool: blocks that move, and a table of *entries* that says where each one is. The owner
 * holds a handle, never an address. The whole pool is its region of the heap image:
 *
 *     | control words | block | block | hole | block |S|  ... gap ...  | entry n ... entry 1 | end |
 *                     ^ first                        ^ top       limit ^                       ^ end
 *
 * Everything is read through one Uint16Array `w` over the region, so that no index can lead out of
 * it; a *word* is 2 bytes, word 0 the region's first. Blocks are counted in *granules* of 4 bytes, 8
 * above 256 KB, and so on. The header of a block is the word k, its payload starts in the next one,
 * 2k + 2 bytes into the region: a multiple of 4. Entry i, from 1 up, is the word end - i and holds the
 * *place* of a block: that is k itself in a region up to 128 KB, else ((k + 1) >> unit) - 1. The table
 * grows down, blocks are cut from the gap upwards. A handle is generation << 16 | i.
 *
 *     small used   |0 G H| payload, s granules less 2 bytes |      s = 1 .. 15
 *     big used     |1  S | payload               |0 G 0|           s = 16 and more
 *     free         |0 G H| i |  ...                                keeps its entry and generation
 *     hole         |  0  | s |  ...                                has no entry
 *     sentinel     |  1 0|                                         after the last block
 *
 *     G H   15  14 13 12          4 3   0          S   15 14         0
 *          [ 0 | pins | generation |  s  ]            [ 1 |     s     ]      s: granules, all told
 *
 * `pins` counts 0 to 2; 3 says that the block is free. Above 16384 granules s is rounded up to fours
 * and stands as 12288 + s / 4. So a block costs 2 bytes of table and 2 of header, or 4 when it is big or
 * its size is a multiple of 4.
 *
 * Subtleties:
 * - A deallocated block stays as it is, free, in the slot of its size if that is empty; the next
 *   alloc of that size takes it out with its entry. Else it shrinks to 1 granule, a *spare*, which
 *   remembers entry and generation, and the rest becomes a hole. A spare's entry holds the place of
 *   the next spare, the last one's its own: whoever follows an old handle finds a free block.
 * - An entry of generation 511 retires when its block goes, and names a word that is no header: 2
 *   bytes of table are lost, until `renew` makes a spare of it again.
 * - There is no way from a used block to its entry. Compaction makes one for a moment: it first puts
 *   each header into the block's entry and the number of the entry into the header, and at last puts
 *   both back. Spares are not moved but made again above the blocks, so that taking one leaves no hole
 *   low in the pool, for which everything would have to move.
 * - Every header is in the checksum, so that a write past a payload shows whatever was written.
 * - While the pool is busy, or gone, the count of valid handles is 0 and the slots are empty: the
 *   fast paths need no test for that.
 *
 * Invariants, whenever no call is running (`check` names the one that is broken):
 *   1. Blocks and holes tile first..top: each has a possible header and ends where the next begins;
 *      the sentinel follows the last.
 *   2. The checksum is the sum of the headers of all blocks, the mark of free ones left out.
 *   3. The hole counter is the sum of the holes.
 *   4. Each block is named by exactly one entry, as far as links of spares are their own. Other
 *      entries retired.
 *   5. Each free block is in the slot of its size, or has 1 granule and is once in the list of spares.
 *   6. The control words are those of an idle pool; table and blocks do not meet.
 */

/** The control words. Slot s is w[s]; the two after slot 15 stay 0, for sizes of 59 to 64 bytes. */
export const enum Control {
  /** Handles with a greater index are none: the entries, or 0 while the pool is busy or gone. */
  Valid = 0,
  /** Place where the blocks end: the sentinel. */
  Top = 18,
  /** Place where they must end. */
  Limit = 19,
  /** Granules in holes. */
  Holes = 20,
  Checksum = 21,
  State = 22,
  Entries = 23,
  /** Place of the first spare, or Place.Retired for none. */
  Spare = 24,
  /** The pool is low when fewer granules are free. */
  Low = 25,
  /** Times that blocks were moved to make room, modulo 65536: whoever keeps addresses can tell. */
  Moves = 26,
}

/** Places that are the same in every pool. */
export const enum Place {
  /** A word that no check takes for a header; in small pools it is Control.State. Entry 0 names it. */
  Retired = 22,
  /** The first block: from here on words are tiled. */
  First = 27,
}

/** None of these reads as a header, see Place.Retired. */
export const enum State {
  Idle = 65535,
  Busy = 65534,
  /** Destroyed. */
  Gone = 65533,
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
  /** Least header of the last generation; a used, unpinned, small block before it has less. */
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
  /** No header at all. */
  None = 65535,
}

export const enum Entry {
  /** Handles have 16 bits for the index; so many entries at most. */
  Most = 65535,
}

/**
 * What a call needs to know of a pool, all of it fixed: everything that changes is in the heap, so
 * two such objects for one region are interchangeable. (The build shortens these names.)
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
  /** log2 of the words between two places: 0 up to 128 KB. */
  unit: number;
  /** Word of entry 0, which is never valid: the last of the region. */
  end: number;
  /** The region's words. Hot fields stand last: JerryScript finds those first. */
  w: Uint16Array;
}
