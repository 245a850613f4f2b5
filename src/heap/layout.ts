/**
 * The heap image: one Uint8Array, its directory read as little-endian 32-bit words. A header, then
 * regions that tile the rest. Each region starts with its directory row.
 *
 *     byte  0         4         8                               (row of the next region)
 *          +---------+---------+--------+--------+------------+--------+--------+-----
 *          |  magic  |  bytes  |  row   |  ~row  |   region   |  row   |  ~row  | ...
 *          +---------+---------+--------+--------+------------+--------+--------+-----
 *                              |<------ the row's bytes ----->|
 *     row    31                                  4 3      0
 *           [ bytes, those of the row included    | kind   ]
 *
 * The rows are the directory: from the first at byte 8 each leads to the next, and the last ends
 * where the image ends. The address of a region is the byte after its row; 0 is no region. A row
 * stands beside its region, not in a table at the start, so that there is neither a limit on regions
 * nor space kept for rows that never come. Each row is there twice, once inverted, so that no
 * damage to one goes unseen; and a place is a row only if the rows before lead to it.
 *
 * Invariants, whenever no call is running:
 *   1. The magic, which holds the layout's version, is ours, and `bytes` is the array's length.
 *   2. Rows tile 8..bytes exactly; each has at least 8 bytes, a multiple of 4.
 *   3. The second word of each row is the first, inverted.
 *   4. No two holes are neighbours.
 */

export const enum Image {
  /** "ckM" and version 4. */
  Magic = 0x044d6b63,
  HeaderBytes = 8,
  RowBytes = 8,
  LeastBytes = 16,
  /** A row holds 28 bits of size. */
  MostBytes = 0xfffffff,
  /** A word and its inverse added up. */
  RowSum = 0xffffffff,
}

/** What a region holds. The numbers are part of the image and never change. */
export const enum Kind {
  Hole = 0,
  Headers = 1,
  Tables = 2,
  Gc = 3,
  Records = 4,
  Queue = 5,
  Paging = 6,
  Sync = 7,
  /** No region has it. */
  None = 15,
}

/** A heap is nothing but the array itself: an address is an index into it. */
export type Heap = Uint8Array;
