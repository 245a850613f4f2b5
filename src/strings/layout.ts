/**
 * Strings: byte strings in the blocks of a tables pool, by handle. A block holds the string and, in
 * its last byte, how many bytes before that are unused:
 *
 *     | h | e | l | l | o | - | - | - | - | 4 |       10 bytes of payload, 5 of them the string
 *     |<----- length ---->|<-- unused --->|
 *
 * The pool rounds sizes up, so the length has to be stored. As a count from the end it needs one byte, whatever the
 * length, and the string starts where the block does, which helps anyone who reads the heap.
 *
 * A string is a sequence of bytes. As text, one byte is one character of code 0 to 255 (Latin-1): Espruino's own
 * strings are the same, every sequence of bytes can be read back, and the order of the bytes is the order of the text.
 * A character above 255 is refused. Text in UTF-8 is stored as its bytes; UTF-8 keeps the order of the characters, too.
 *
 * Invariants, besides those of the pool:
 *   1. The last byte of each string's block is smaller than the block.
 */

export const enum Limit {
  /** log2 of the greatest granule where the bytes that rounding leaves unused fit a byte: pools below 4 MB. */
  GranuleLog = 6,
}

/** What can be stored: text, bytes, or the handle of another string of the pool. */
export type Content = string | Uint8Array | number[] | number;
