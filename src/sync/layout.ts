/**
 * Sync: a lock for one pool, so that several workers can use it. The lock is a region of its own in the heap image; the
 * heap must be a SharedArrayBuffer. Its words are 32 bits, counted from the region:
 *
 *     0      1      2    3   4   5   6    7     8      9            10         11     12      13
 *     +------+------+----+---+---+---+---+-----+-----+--------+------------+---------+--------+--------+
 *     | lock | pool | op | a | b | c | d | old | sum | reason | recoveries | last op | last a | last b |
 *     +------+------+----+---+---+---+---+-----+-----+--------+------------+---------+--------+--------+
 *     lock    31        12   11     10     9      8     7     0
 *            [ 0           |corrupt|starving|dead|waiters| owner ]
 *
 *     pool        address of the pool that is guarded
 *     op, a to d  the intent: which call is running, its arguments, and what `repair` must know of the
 *                 state before. op is written last and cleared last; 0 is no call
 *     sum         of the names (addresses, handles, rows) of all that is handed out, modulo 2^32. A call
 *                 changes it last, and that store is when it has happened: what a sum over the pool
 *                 has more than this one is what a dead worker was taking, and less, what it gave back
 *     old         tables: the sum before the call
 *     reason      why the pool was declared corrupt
 *     last        the op that the last recovery found, and its arguments
 *
 * The lock is a futex mutex (Drepper, "Futexes are tricky") with the owner's number in it, as Linux's
 * robust futexes have it, and two bits more:
 *
 *     owner       0 free, else the worker that holds it, 1 to 255
 *     waiters     a worker may be sleeping on the word: `release` wakes one
 *     dead        the owner died: whoever takes the lock next repairs the pool first
 *     starving    a worker that slept and found the lock taken again sets it; the lock then goes to one
 *                 that slept, not to a newcomer, so that nobody starves
 *     corrupt     the pool could not be repaired: every call is refused, for ever
 *
 * No worker sleeps longer than 50 ms without looking at the word: a worker that dies between releasing the word and
 * waking another causes no longer delay than that.
 *
 * Invariants, which attach checks: always,
 *   1. The region has 14 words, and one more, 0, where the heap could not use it.
 *   2. lock has no other bits than those; a dead or corrupt one has no owner.
 *   3. op, last op and reason have valid values.
 * and while nobody holds the lock and it is not corrupt:
 *   4. op and reason are 0.
 *   5. sum is that of the pool.
 *   6. The pool keeps its own invariants.
 */

import type { Heap } from '../heap/layout.ts';

export const enum Word {
  Lock = 0,
  Pool = 1,
  Op = 2,
  A = 3,
  B = 4,
  C = 5,
  D = 6,
  Old = 7,
  Sum = 8,
  Reason = 9,
  Recoveries = 10,
  LastOp = 11,
  LastA = 12,
  LastB = 13,
  Words = 14,
  /** Of a region, its directory row included. */
  RegionBytes = 64,
}

export const enum Lock {
  Free = 0,
  Owner = 255,
  Waiters = 256,
  Dead = 512,
  Starving = 1024,
  Corrupt = 2048,
  /** All bits that mean something. */
  Known = 4095,
}

export const enum Wait {
  /** Looks at a taken lock before the first sleep, and between two. */
  Spins = 60,
  /** Longest sleep without a look. */
  Milliseconds = 50,
  /** Sleeps of a call before it is refused: ten seconds of an owner that neither ends nor dies. */
  Times = 200,
}

/** The call that runs; part of the image while it does. */
export const enum Op {
  None = 0,
  /** Takes something, or changes nothing that is handed out. */
  Take = 1,
  /** Gives `a` back. */
  Give = 2,
  /** Changes the size of `a` to `b` bytes. */
  Resize = 3,
  /** Zeros the payload of `a`. */
  Clean = 4,
  /** Gives all rows back. */
  Clear = 5,
  /** Sends to a queue, or receives. */
  Queue = 6,
  /** Changes what is made anew in any case. */
  Rearrange = 7,
  Last = 7,
  Calls = 15,
  /** Added by a recovery that has undone or finished the call, and goes on. */
  Resolved = 16,
}

/** Why a pool could not be repaired. Part of the image. */
export const enum Reason {
  None = 0,
  /** Its blocks, entries or rows do not fit together. */
  Structure = 1,
  /** What is handed out is neither what it was before the call nor what it should be after it. */
  Sum = 2,
  /** It was repaired, and its own check still finds fault. */
  Unsound = 3,
}

/**
 * What a call needs to know of a lock and its pool, all of it fixed. Each worker makes its own, by
 * `attach`.
 *
 * @internal
 */
export interface Guard<Pool> {
  /** Repairs the pool: 0, or the Reason why it cannot. */
  repair: (guard: Guard<Pool>) => number;
  /** Sleeps of a call before it is refused; 0 where sleeping is not allowed. */
  waits: number;
  /** Byte address of the region. */
  base: number;
  pool: Pool;
  /** The heap; the address and the kind of the pool in it; and its epoch when both regions were last seen there. */
  heap: Heap;
  target: number;
  kind: number;
  epoch: number;
  /** This worker. */
  owner: number;
  /** Word of the region's start. */
  control: number;
  /** The words of the heap. */
  words: Int32Array;
}
