/**
 * The heap image: one Uint8Array, whose directory is read as little-endian 32-bit words. It consists of a header and of
 * regions that tile the rest. Each region starts with its directory row.
 *
 *     byte  0         4         8                   12        16        20           (row of the next region)
 *          +---------+---------+-----+------+------+---------+---------+---------+------------+---------+-----
 *          |  magic  |  bytes  |fault|change|  0 0 |  epoch  |   row   |  ~row   |   region   |   row   | ...
 *          +---------+---------+-----+------+------+---------+---------+---------+------------+---------+-----
 *                                                            |<------ the row's bytes ------->|
 *     row    31                                  4 3      0
 *           [ bytes, those of the row included    | kind   ]
 *
 *     fault    why the last refused call on this heap was refused: a byte, see core/faults.ts
 *     change   what is being done to the directory: a byte, 0 while no call is running
 *     epoch    how many regions were given back, modulo 2^32. A pool object remembers it: as long as it is the
 *              same, its region is there; if not, the object has to look (see regions.ts)
 *
 * The rows are the directory: from the first at byte 16 each leads to the next, and the last ends where the image ends.
 * The address of a region is the byte after its row; 0 is no region. A row is next to its region, not in a table at the
 * start, so there is no limit on regions, and no space is kept for rows that never come. Each row is stored twice, once
 * inverted, so that damage to one is always noticed; and a place is a row only if the rows before lead to it.
 *
 * A call that is cut off in the middle leaves a directory that `repair` can finish: the row or end that it leads to is
 * written first, then its first word, then its second, so that each first word is right at every moment. A region is
 * New until its pool is complete, and one that stays New belongs to no pool.
 *
 * Invariants, whenever no call is running:
 *   1. The magic, which contains the layout's version, is right, and `bytes` is the array's length.
 *   2. Rows tile 16..bytes exactly; each has at least 8 bytes, a multiple of 4.
 *   3. The second word of each row is the first, inverted.
 *   4. No two holes are neighbours.
 *   5. Each region is a hole or of a kind from 1 to 8, none is New; `change` and the two bytes after it are 0.
 */

export const enum Image {
  /** "ckM" and version 5. */
  Magic = 0x054d6b63,
  HeaderBytes = 16,
  RowBytes = 8,
  /** Smallest region, its row included: a smaller one cannot be a pool. */
  LeastRegionBytes = 16,
  LeastBytes = 24,
  /** A row has 28 bits for the size. */
  MostBytes = 0xfffffff,
  /** What a board's bundle without large heaps can manage. */
  MostSmallBytes = 65536,
  /** Words of the header. */
  BytesWord = 1,
  StateWord = 2,
  EpochWord = 3,
  /** Byte of the header that says what is being done to the directory. */
  ChangeByte = 9,
  /** Sum of a word and its inverse. */
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
  Messages = 8,
  /** The greatest kind of a pool or lock. */
  Last = 8,
  /** Taken, but its pool is not complete yet. */
  New = 14,
  /** No region has this kind. */
  None = 15,
}

/** What is being done to the directory. */
export const enum Change {
  None = 0,
  /** Rows are being written. */
  Rows = 1,
  /** The heap is being formatted. */
  Format = 2,
}

/** A heap is nothing but the array itself: an address is an index into it. */
export type Heap = Uint8Array;
