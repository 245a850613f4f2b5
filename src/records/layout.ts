/**
 * Records: rows of declared fields, stored by column. Rows and fields are numbered from 1, and 0
 * names none: element 0 of each column is kept and belongs to nobody, so that a column is indexed
 * with the row itself. The whole region:
 *
 *     byte 0        4        8        12       16
 *        +--------+--------+--------+--------+-----------+-------------+--------+---
 *        |  next  | count  |  rows  |  bytes | live bits | declaration | column | ...
 *        +--------+--------+--------+--------+-----------+-------------+--------+---
 *        |<--- head: 32-bit words -->| of text| a power of two of bits
 *
 * The declaration is the text that `create` was given ("t:u32 v:i16 id:bytes:6"), one byte a
 * character; attach restores the names from it. Columns of four-byte elements come first, then of
 * two, then of one, each in declared order: so every column is aligned without padding. A column of
 * bytes:n has n bytes a row.
 *
 *     next     records: the first of the free rows, 0 none. Each has the next one in its element of
 *              the *link* column, the first declared one whose elements have two bytes or more.
 *              queue: the row that is pushed next. A destroyed pool has no next.
 *     count    rows whose live bit is set
 *     rows     bits 0 to 15: rows; bit 16: a ring, which overwrites its oldest row when full; 0: destroyed
 *
 * Why bits: all values of a field are legal, so a free row can only be told by something beside it.
 * The bits are a power of two so that `(row & mask) === row` is the whole check of a row number.
 *
 * Invariants, whenever no call is running (`check` names the one that is broken):
 *   1. The head fits the region and the declaration; bits of row 0 and beyond the last are 0.
 *   2. `next` is a row, or 0: records, all of whose rows are live.
 *   3. `count` is the number of set bits.
 *   4. The free list has each row whose bit is 0 once (queue: no list).
 *   5. Queue: the rows with their bits set are the `count` rows before `next`, going round.
 */

/** Words of the head. */
export const enum Head {
  Next = 0,
  Count = 1,
  Rows = 2,
  TextBytes = 3,
  Words = 4,
  Bytes = 16,
}

export const enum Limit {
  /** Row numbers, links and counts of bytes have 16 bits. */
  Bits = 65535,
  /** Set in the word of rows. */
  Ring = 65536,
  /** Bits of the smallest bitmap, less one. */
  LeastMask = 31,
}

export type Column = Uint32Array | Int32Array | Float32Array | Uint16Array | Int16Array | Uint8Array | Int8Array;

export interface Field {
  name: string;
  /** Index into the TYPES of fields.ts. */
  type: number;
  /** Bytes a row. */
  bytes: number;
  /** Field number, from 1 in declared order. */
  slot: number;
  /** Address of the column's element 0. */
  base: number;
}

/**
 * What a call needs to know of a pool, all of it fixed: everything that changes is in the heap, so
 * two such objects for one region are interchangeable. Views start inside the heap here, because
 * `view[row]` is a quarter cheaper than `view[base + row]`; on Espruino the heap must therefore lie
 * in the first 65,535 bytes of its buffer. (The build shortens some of these names.)
 */
export interface Pool {
  /** The heap. */
  u8: Uint8Array;
  /** Byte address of the region. */
  base: number;
  /** Rows; the greatest row number. */
  end: number;
  /** The bytes:n fields, which have no element to index. */
  wide: Field[];
  /** Column in which free rows are linked; null in a queue. */
  link: Column | null;
  /** Columns by field number; null for bytes:n, and for 0, which is no field. */
  cols: (Column | null)[];
  head: Int32Array;
  /** Rows that are possible numbers: 2^k - 1. */
  mask: number;
  /** Bit row & 31 of word row >> 5: the row is live. Hot fields stand last: JerryScript finds those first. */
  live: Int32Array;
}
