/**
 * A headers pool: blocks with in-band headers, placed by best fit among a few candidates. A block never moves by
 * itself. The whole pool is its region of the heap image:
 *
 *     | low mark | state, 1, deferred blocks | map | bins ... |H|  block  |H|  block  | ... |H|
 *                  ^ control                                     ^ first                      ^ end
 *
 * Everything is read through one typed array `w` over the whole heap; a *word* is one of its elements. A *granule* is
 * two words. The payload of block `b` starts at granule `b`, its header is the word before: w[2b - 1]. So a block is
 * identified by the granule of its payload; 0 is no block.
 *
 *     pool ends at          word       granule     address       header
 *     up to 256 KB          16 bit     4 bytes     b << 2        2 bytes      "dense"
 *     further up            32 bit     8 bytes     b << 3        4 bytes      "wide"
 *
 *     used   2b-1      2b                                              2(b+s)-1
 *          +--------+-------------------- payload ---------------------+--------
 *          | s P 1  |  2s - 1 words                                    | next header
 *          +--------+--------------------------------------------------+--------
 *     free +--------+--------+--------+--------+ ... +--------+--------+--------
 *          | s 1 0  |  next  |        |  prev  | ... |  s 0 0 |        | next header
 *          +--------+--------+--------+--------+ ... +--------+--------+--------
 *           15   2 1 0
 *          [ s    |P|U]     s: granules of the block, its header included; at least 2
 *                           U: the block is used     P: the block below is not free
 *
 * `s` is also at the end of a free block, in w[2(b+s) - 3], so that the block above can find its start; P says whether
 * that word is valid. A free block of 2 granules has it between its links. The links are in even words, where no header
 * can be, and the sizes in odd ones, but without U: so none of them can pass for the header of a used block.
 *
 * Subtleties:
 * - A dense header holds s up to 16383 (64 KB). A larger block has s = 0 there and its size in w[2b + 4]; if free, s =
 *   0 at its end too, and its size in its last word. If used, its payload starts three granules later, after a marker
 *   header with s = 1, which no block has. (This applies only to heaps that can be so large.)
 * - Deferred blocks: `dealloc` notes a block of s granules, at most 9, in w[control + s], unchanged, if that word is 0;
 *   `alloc` of that size takes it out again. So one block of each small size waits unmerged, and to its neighbours it
 *   looks used. The word itself tells `dealloc` that the block is already free.
 * - Bins are half octaves: sizes 2, 3, 4-5, 6-7, 8-11, 12-15 ... Each is a doubly linked list, newest
 *   first. Map bit j is set when bin j is not empty.
 * - The word at `control` and the one behind it belong to no size. They are never 0, which makes the fast path of
 *   dealloc fail for s < 2 without a separate test. For the same reason, the words of all sizes are 1 while blocks
 *   slide down.
 * - The word at `control` is the pool's state and its counter in one, so that a call that changes lists can mark the
 *   pool at no cost beyond that of the counter: it reads the count, writes `Cut`, does its work, and writes the new
 *   count last. A call that finds `Cut` knows that an earlier one was cut off in the middle, by Ctrl-C, out of memory,
 *   or the death of its worker.
 * - Headers are written in such an order that they tile the pool from `first` on at every moment, even in the middle of
 *   a call: a new one is written, as free until the call is done, before the one below shrinks to it. So repair.ts can
 *   rebuild everything else from them. The exception is while `reorder` moves a block: then the state is `Move`, and
 *   the first map words say from where to where, so that the block can be moved back.
 * - The fast paths of alloc and dealloc do not look at the state: the word of a size is changed by one store, its block
 *   looks like any used one, and both are valid in the middle of any call.
 * - A link or list that leads out of the pool, which can only be damage, is treated as the end of the list.
 *
 * Invariants, whenever no call is running (`check` names the one that is broken):
 *   1. Blocks tile first..end: each has at least 2 granules and ends where the next begins, and a large
 *      used one has its marker; the sentinel, a used header of size 0, is the last word of the region.
 *   2. No two neighbours are both free.
 *   3. P of a block, and of the sentinel, is 0 exactly when the block below is free.
 *   4. A free block repeats its size at its end.
 *   5. Each free block is in the list of its bin exactly once, and nothing else is; map bits match.
 *   6. The counter at `control` is the sum of the free blocks plus 1.
 *   7. The word of a size is 0 or names a used block of exactly that size.
 *   8. The control words are those of an idle pool: the word behind the state is 1, the low mark is less than `end`,
 *      and the lists and map bits of bins that no block of the pool could be in are 0, and so is the word that may
 *      remain before the first header.
 */

/**
 * Words of the control area, by how far they are before the state: w[control - Control.Low] and so on.
 * Map word m is w[control - Control.Map + m] and the list of bin j is w[control - Control.Bins + j], with
 * j and m as halfOctave gives them: from 256 and 256 / 16 up.
 */
export const enum Control {
  /** The pool is low when fewer granules are free. */
  Low = 1,
  /** Map words 16 to 19 are at control + 10 and on. */
  Map = 16 - 10,
  /** The list of bin 256 is at control + 14. */
  Bins = 256 - 14,
  /** The first map word, of bins 256 to 271. */
  Notes = -10,
}

/** Words from the first map word on, while the state is `Move`. */
export const enum Note {
  /** Where the block is moved to: the start of the gap. */
  Gap = 0,
  /** Where it was. */
  Block = 1,
  /** Granules that `repair` has yet to move back. */
  Left = 2,
}

/**
 * The word at `control`, never 0: 1 + the granules in free blocks (deferred ones not counted), or one of these, which are greater
 * than any such number; of a word of either width the last two bits tell which. The word behind it is always 1.
 */
export const enum State {
  /** Of an empty counter. */
  Idle = 1,
  /** A callback is running. */
  Busy = -1,
  /** A block is being moved. */
  Move = -2,
  /** A call is changing lists. */
  Cut = -3,
  /** The bits in which they differ. */
  Kind = 3,
}

/** Granules of blocks that can be deferred. */
export const enum Deferred {
  First = 2,
  Last = 9,
  /** Greatest header of a block that can be deferred: (9 << 2) | 3. */
  LastHeader = 39,
  /** Most bytes of such a block in a dense pool: 4 x 9 - 2. The word for blocks of one granule never names a block, so requests of 0, 1 and 2 bytes find none there. */
  LastBytes = 34,
}

export const enum Bin {
  /** halfOctave(2), the smallest block; 16 bins share a map word, and four map words are kept. */
  First = 256,
  End = 256 + 64,
  /** The same in heaps of at most 64 KB: two map words. */
  DenseEnd = 256 + 32,
  /** halfOctave(384): of free blocks from here up, 1.5 KB and more, a small request takes the lowest, so that it does not split a larger one above. */
  Spacious = 256 + 15,
}

export const enum Bit {
  Used = 1,
  BelowUsed = 2,
  Both = 3,
}

export const enum Fit {
  /** Blocks of the request's own bin, and then of the next filled bin, that are looked at. */
  OwnTries = 4,
  NextTries = 3,
  /** Requests up to this many bytes are cut from the upper end of a free block, larger from the lower. */
  SmallBytes = 128,
}

export const enum Big {
  /** Sizes above need their own word in a dense pool. */
  Granules = 16383,
  /** The header before the payload of a big used block, `PayloadOffset` granules after its own: s = 1. */
  Marker = 7,
  PayloadOffset = 3,
}

/** Replaces a header that was swallowed by a merge: s = 1, not used. */
export const enum Wiped {
  Header = 4,
}

export type Words = Uint16Array | Uint32Array;

/** Dense pools end at most here: granule numbers are 16 bit. */
export const DENSE_END_BYTES = 262144;

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
  /** log2 of the granule's bytes: 2 or 3. */
  log: number;
  /** Granules after the last block: 2 end - 1 is the sentinel. */
  end: number;
  /** The first block. */
  first: number;
  /** Index of the state word; that of deferred blocks of s granules is s behind it. */
  control: number;
  /** The heap's epoch when the object was described. */
  epoch: number;
  /** The heap's epoch now, as element 0. */
  epochs: Int32Array;
  /** The words. Hot fields stand last: JerryScript finds those first. */
  w: Words;
}
