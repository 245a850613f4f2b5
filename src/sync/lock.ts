/** The lock: taking it, waiting for it, setting it free, and telling that its owner died. See layout.ts. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, findRegion, isRegion, refuseRegion } from '../heap/regions.ts';
import { type Guard, Lock, Op, Wait, Word } from './layout.ts';

/** Of the host alone: boards have neither workers nor these. */
declare var Atomics: {
  load(words: Int32Array, at: number): number;
  store(words: Int32Array, at: number, value: number): number;
  compareExchange(words: Int32Array, at: number, expected: number, value: number): number;
  wait(words: Int32Array, at: number, value: number, milliseconds: number): string;
  notify(words: Int32Array, at: number, count: number): number;
};

/** The lock is this worker's, but its last owner died. Whether the pool could be repaired; if not, nobody gets in any more. */
function recover<Pool>(guard: Guard<Pool>): boolean {
  var words = guard.words;
  var at = guard.control;
  var reason = guard.repair(guard);
  words[at + Word.Recoveries]++;
  words[at + Word.LastOp] = words[at + Word.Op] & Op.Calls;
  words[at + Word.LastA] = words[at + Word.A];
  words[at + Word.LastB] = words[at + Word.B];
  words[at + Word.Reason] = reason;
  if (!reason) {
    words[at + Word.Op] = Op.None;
    return true;
  }
  Atomics.store(words, at, Lock.Corrupt);
  Atomics.notify(words, at, 1 / 0);
  return !!refuse(null, Fault.Corrupt);
}

/** Whether the lock may be taken as it is by who has slept or not. */
function isOpen(seen: number, hasSlept: boolean): boolean {
  return !(seen & Lock.Owner) && (hasSlept || !(seen & Lock.Starving));
}

/**
 * Take the lock. Returns true, or false: this worker has it already (called from inside a callback),
 * it stayed taken for as long as the guard waits, or the pool is corrupt. Looks a few times, then
 * sleeps; repairs the pool if the last owner died.
 */
export function acquire<Pool>(guard: Guard<Pool>): boolean {
  var words = guard.words;
  var at = guard.control;
  var hasSlept = false;
  var left = guard.waits;
  var spins: number = Wait.Spins;
  var seen: number;
  var next: number;
  for (;;) {
    seen = Atomics.load(words, at);
    if (seen & Lock.Corrupt) return !!refuse(null, Fault.Corrupt);
    if ((seen & Lock.Owner) === guard.owner) return !!refuse(null, Fault.Locked);
    if (isOpen(seen, hasSlept)) {
      // One that was woken cannot know who else sleeps.
      next = guard.owner | (hasSlept ? Lock.Waiters : seen & Lock.Waiters);
      if (Atomics.compareExchange(words, at, seen, next) === seen) return !(seen & Lock.Dead) || recover(guard);
    } else if (spins) spins--;
    else {
      if (!left) return !!refuse(null, Fault.Locked);
      next = seen | Lock.Waiters | (hasSlept ? Lock.Starving : 0);
      if (Atomics.compareExchange(words, at, seen, next) === seen) {
        Atomics.wait(words, at, next, Wait.Milliseconds);
        hasSlept = true;
        left--;
        spins = Wait.Spins;
      }
    }
  }
}

/** Set the lock free when someone sleeps on it; nothing if it is not this worker's. */
export function release<Pool>(guard: Guard<Pool>): void {
  var words = guard.words;
  var at = guard.control;
  var seen: number;
  do {
    seen = Atomics.load(words, at);
    if ((seen & Lock.Owner) !== guard.owner) return;
  } while (Atomics.compareExchange(words, at, seen, seen & Lock.Starving) !== seen);
  Atomics.notify(words, at, 1);
}

/** Whether the lock and its pool still are where they were, after a region of the heap was given back; if not, a fault. O(regions). */
function isThere<Pool>(guard: Guard<Pool>): boolean {
  var heap = guard.heap;
  if (
    !isRegion(heap, guard.base, Kind.Sync) ||
    guard.words[guard.control + Word.Pool] !== guard.target ||
    !isRegion(heap, guard.target, guard.kind)
  ) {
    return !!refuseRegion(heap, Fault.BadArgument);
  }
  guard.epoch = guard.words[Image.EpochWord];
  return true;
}

/**
 * Begin a call: take the lock and write the intent. Returns whether this worker has the lock now; if
 * not, the fault says why. Without others on it: one atomic operation.
 */
export function enter<Pool>(guard: Guard<Pool>, op: Op, a: number, b: number): boolean {
  var words = guard.words;
  var at = guard.control;
  if (words[Image.EpochWord] !== guard.epoch && !isThere(guard)) return false;
  if (Atomics.compareExchange(words, at, Lock.Free, guard.owner) !== Lock.Free && !acquire(guard)) return false;
  words[at + Word.A] = a;
  words[at + Word.B] = b;
  words[at + Word.Op] = op;
  return true;
}

/** Replace the intent: two values are 16 bits each of one word where a pool has such small ones. */
export function intend<Pool>(guard: Guard<Pool>, op: Op, a: number, b: number, c: number, d: number): void {
  var words = guard.words;
  var at = guard.control;
  words[at + Word.Op] = Op.Rearrange;
  words[at + Word.A] = a;
  words[at + Word.B] = b;
  words[at + Word.C] = c;
  words[at + Word.D] = d;
  words[at + Word.Op] = op;
}

/** End a call that changed the sum of what is handed out by `change`, and set the lock free. */
export function leave<Pool>(guard: Guard<Pool>, change: number): void {
  var words = guard.words;
  var at = guard.control;
  if (change) words[at + Word.Sum] += change;
  words[at + Word.Op] = Op.None;
  if (Atomics.compareExchange(words, at, guard.owner, Lock.Free) !== guard.owner) release(guard);
}

/** A lock of a dead owner is marked so; one that is free and kept for a sleeper, who may be the dead one, is anybody's. */
function markOne(words: Int32Array, at: number, owner: number): number {
  var seen = Atomics.load(words, at);
  var isHeld = (seen & Lock.Owner) === owner;
  if (seen & Lock.Corrupt || !(isHeld || (seen & (Lock.Owner | Lock.Starving)) === Lock.Starving)) return 0;
  if (Atomics.compareExchange(words, at, seen, (isHeld ? Lock.Dead : 0) | (seen & Lock.Waiters)) !== seen) {
    return markOne(words, at, owner);
  }
  Atomics.notify(words, at, 1 / 0);
  return isHeld ? 1 : 0;
}

/**
 * Report that the worker with the number `owner` is gone. Call it when you learn of its exit, and only then;
 * afterwards the number may be given to another worker. Returns how many locks it held, 0 if none. Never waits.
 * O(regions).
 */
export function markDead(heap: Heap, owner: number): number {
  var words = new Int32Array(directory(heap).buffer, heap.byteOffset, heap.length >> 2);
  var held = 0;
  var nth = 0;
  var address: number;
  while (owner & Lock.Owner && (address = findRegion(heap, Kind.Sync, nth++)))
    held += markOne(words, address >> 2, owner);
  return held;
}
