/**
 * Records: rows of declared fields, stored by column. Rows and fields are numbered from 1, and 0
 * names none: element 0 of each column is kept and belongs to nobody, so that a column is indexed
 * with the row itself. The whole region:
 *
 *     byte 0        4        8        12       16
 *        +--------+--------+--------+--------+-----------+-------------+---+--------+-----+---+
 *        |  next  | count  |  rows  |  bytes | live bits | declaration | 0 | column | ... | 0 |
 *        +--------+--------+--------+--------+-----------+-------------+---+--------+-----+---+
 *        |<--- head: 32-bit words -->| of text| a power of two of bits
 *
 * The declaration is the text that `create` was given ("t:u32 v:i16 id:bytes:6"), one byte a character; attach restores
 * the names from it. Columns of four-byte elements come first, then of two, then of one, each in declared order: so
 * every column is aligned without padding. A column of bytes:n has n bytes a row. The bytes that round up the
 * declaration and the last column are 0.
 *
 *     next     records: the first of the free rows, 0 none. Each has the next one in its element of
 *              the *link* column, the first declared one whose elements have two bytes or more, as a
 *              whole number without a sign, whatever the type of the field. Queue: 0
 *     count    bits 0 to 15: rows that are taken; bits 16 to 31: records 0; queue the row that is pushed next
 *     rows     bits 0 to 15: rows; bit 16: a ring, which overwrites its oldest row when full;
 *              bit 17: clear or repair of records is running, or was cut off
 *
 * Why there are bits: all values of a field are legal, so only something outside a row can say that it is free. Their
 * number is a power of two, so that `(row & mask) === row` is most of the check of a row number.
 *
 * Invariants, whenever no call is running (`check` names the one that is broken):
 *   1. Head, declaration and region fit each other; the bits of row 0 and beyond the last row are 0, and so are the
 *      bytes that round up.
 *   2. `next` is a row, or 0: records, all of whose rows are live.
 *   3. `count` is the number of set bits.
 *   4. The free list has each row whose bit is 0 once (queue: no list).
 *   5. Queue: the rows with their bits set are the `count` rows before the next one, going round.
 *
 * A call may be cut off between any two stores; their order is such that other calls still work.
 *   - Records: the bits are the truth. A row that a call was working on has bit 0, is not in the list, and may be
 *     counted: set bits <= count <= rows - length of the list. `repair` counts and links again.
 *   - A queue: the word of next and count is the truth, and changes by one store. Rows that are not in the queue
 *     may have kept their bit. `repair` clears those.
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
  /** Row numbers, links, counts, and bytes of a field have 16 bits. */
  Bits = 65535,
  /** Set in the word of rows. */
  Ring = 65536,
  /** Set in the word of rows while clear or repair of records is running. */
  Cut = 131072,
  /** All bits of the word of rows that mean something. */
  Known = 262143,
  /** Bits of the smallest bitmap, less one. */
  LeastMask = 31,
  /** What is added to a queue's word of count when a row is pushed: one row more, and the next row is one further. */
  Push = 65537,
}

export type Column = Uint32Array | Int32Array | Float32Array | Uint16Array | Int16Array | Uint8Array | Int8Array;

/**
 * A field of a declaration, parsed.
 *
 * @internal
 */
export interface Field {
  name: string;
  /** Index into the TYPES of fields.ts. */
  type: number;
  /** Bytes a row. */
  bytes: number;
  /** Field number, from 1 in declared order. */
  number: number;
  /** Address of the column's element 0. */
  base: number;
}

/**
 * What a call needs to know of a pool: everything that changes is in the heap, so two such objects for
 * one region are interchangeable. When a region of the heap was given back, all that stands here is
 * found anew before it is used again: see renew in pool.ts. Views start inside the heap here, because
 * `view[row]` is a quarter cheaper than `view[base + row]`; on Espruino the heap must therefore lie
 * in the first 65,535 bytes of its buffer.
 *
 * @internal
 */
export interface Pool {
  /** The heap. */
  u8: Uint8Array;
  /** Byte address of the region. */
  base: number;
  /** Kind.Records or Kind.Queue. */
  kind: number;
  /** The address after the region. */
  to: number;
  /** The bytes:n fields, which have no element to index. */
  wide: Field[];
  /** " t: v: id:", the names in declared order. */
  names: string;
  /** Rows that are possible numbers: 2^k - 1. */
  mask: number;
  /** The greatest row number of a queue, 0 in records: rows that push and shift may take and give. */
  lastTurn: number;
  /** Column in which free rows are linked, as numbers without a sign; null in a queue. */
  link: Uint16Array | Uint32Array | null;
  /** The greatest row number of records, 0 in a queue: rows that alloc and dealloc may take and give. */
  lastRow: number;
  head: Uint32Array;
  /** Columns by field number; null for bytes:n, and for 0, which is no field. */
  columns: (Column | null)[];
  /** Rows; the greatest row number. */
  end: number;
  /** The epoch of the heap, see heap/layout.ts; and what it was when all this was found. */
  epoch: Int32Array;
  seen: number;
  /** Bit row & 31 of word row >> 5: the row is live. Hot fields stand last: JerryScript finds those first, and for Espruino the build turns them round. */
  live: Int32Array;
}
