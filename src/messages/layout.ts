/**
 * Messages: a ring of byte messages of any length. What is pushed first is shifted first.
 *
 *     region   0       4       8       12
 *             +-------+-------+-------+---------------------------------------------------------------+
 *             | flags | tail  | head  |                           the ring                            |
 *             +-------+-------+-------+---------------------------------------------------------------+
 *
 *     tail    31                 16 15                   0      where the next message goes
 *     head    [ messages, mod 2^16 | granule of the ring  ]     where the oldest message is
 *
 * The ring is counted in granules of 2 bytes where 65,535 of them cover it, else of 4, 8 and so on. A message begins with a granule:
 *
 *     | length  | m | e | s | s | a | g | e | . |        the length in bytes, 2 bytes of it; rounded up to whole granules
 *
 * and is in one piece, so that the program can look at it in place. One that does not fit behind the last goes to the
 * start, and Skip is put where it would have been, if a granule is left there. `tail` counts all messages ever pushed,
 * `head` all ever shifted: their difference is what is in the ring. So the ring can be filled to the last byte, and an
 * empty one can begin at granule 0 again, wherever it was: the longest message is as long as the ring.
 *
 * Each call that changes something does so by its last store, that of `tail` or `head`; what it wrote before is where
 * no message is. So a call that is cut off in the middle has done all or nothing, and there is nothing to repair. Only
 * a push that overwrites may have given up the oldest messages for one that did not come.
 *
 * Invariants, whenever no call is running:
 *   1. Flags are Overwrites or 0.
 *   2. The granules of tail and head are below the ring's end.
 *   3. From head to tail there are as many messages, one after the other, as their counts differ by. They are within
 *      the ring and take no more granules than it has; on the way Skip, or the ring's end, leads to granule 0 at most
 *      once.
 */

export const enum Control {
  Flags = 0,
  Tail = 1,
  Head = 2,
  Words = 3,
  /** Bytes of all of them. */
  Bytes = 12,
}

export const enum Flag {
  /** A message that finds no space takes that of the oldest ones. */
  Overwrites = 1,
}

export const enum Ring {
  /** Of tail and head: the granule. */
  Granule = 0xffff,
  /** What a message adds to them. */
  Message = 0x10000,
  /** Where a message does not fit before the end. */
  Skip = 0xffff,
  /** Most granules: each has a number. */
  MostGranules = 0xffff,
  /** The longest message, in bytes. */
  MostBytes = 0xfffe,
  LengthBytes = 2,
  /** Bytes of the smallest pool without its row: one granule of a ring, rounded up to a word. */
  LeastBytes = 16,
}

/** What can be pushed: text, one byte a character, or bytes. */
export type Content = string | Uint8Array | number[];

/**
 * What a call needs to know of a pool: everything that changes is in the heap, so two such objects for one region are
 * interchangeable. As long as `epoch` is what the heap says, the region is the pool's; if not, the object is described
 * anew, or refused.
 *
 * @internal
 */
export interface Pool {
  /** The heap. */
  u8: Uint8Array;
  /** Byte address of the pool's region. */
  base: number;
  /** Byte address of granule 0. */
  ring: number;
  /** log2 of a granule's bytes: 1 up to 128 KB. */
  log: number;
  /** Granules of the ring. */
  end: number;
  /** The heap's epoch when the object was described. */
  epoch: number;
  /** The heap's epoch now, as element 0. */
  epochs: Int32Array;
  /** The ring, where the lengths are. */
  w: Uint16Array;
  /** The control words. Hot fields stand last: JerryScript finds those first. */
  head: Int32Array;
}
