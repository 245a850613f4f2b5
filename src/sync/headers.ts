/**
 * A headers pool for several workers. Every call takes the lock, does what the call of the same name in ../headers
 * does, and releases the lock; it is refused as locked if the lock cannot be taken.
 */

import * as lean from '../headers/index.ts';
import type { Pool } from '../headers/layout.ts';
import { describe } from '../headers/pool.ts';
import { disown, finishShrink, ownedAt, rebuild, sumOf } from '../headers/repair.ts';
import { verify } from '../headers/verify.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { destroy as destroyLock, guarded, join, make } from './guard.ts';
import { type Guard, Op, Reason, Word } from './layout.ts';
import { enter, leave } from './lock.ts';

export type { Heap } from '../heap/layout.ts';
export type { Pool } from '../headers/index.ts';
export type { Guard } from './layout.ts';

/** A lock of headers, as one worker has it. */
export type Headers = Guard<Pool>;

/** Undo what takes, finish what gives back; whether the sum of what is handed out agrees then. */
function resolveIntent(guard: Headers, change: number): boolean {
  var pool = guard.pool;
  var words = guard.words;
  var op = words[guard.control + Word.Op];
  var a = words[guard.control + Word.A];
  var b = op === Op.Give && !change ? ownedAt(pool, a) : ownedAt(pool, change);
  // A block that was being given back, or one that was taken and never handed out.
  if (b && op !== Op.None) disown(pool, b);
  if (b) return op !== Op.None;
  // Given back already; of a resize that moved, its new place is there.
  return (
    !change ||
    (op === Op.Give && change === -a) ||
    (op === Op.Resize && !ownedAt(pool, a) && ownedAt(pool, (change + a) | 0) > 0)
  );
}

/** Bring the pool of a dead worker into order: see docs/design/sync.md. O(blocks). */
function repair(guard: Headers): number {
  var pool = guard.pool;
  var words = guard.words;
  var op = words[guard.control + Word.Op];
  var a = words[guard.control + Word.A];
  var bytes = words[guard.control + Word.B];
  var sum = sumOf(pool);
  if (sum !== sum) return Reason.Structure;
  if (!resolveIntent(guard, (sum - words[guard.control + Word.Sum]) | 0)) return Reason.Sum;
  if (op !== Op.None) rebuild(pool);
  if (verify(pool)) return Reason.Unsound;
  words[guard.control + Word.Sum] = sumOf(pool);
  // What a shrinking block was to lose may have been written to already.
  if (op === Op.Resize) finishShrink(pool, a, bytes);
  if (op === Op.Clean) lean.clean(pool, a);
  return Reason.None;
}

/**
 * Make a lock for a pool, before other workers use it; from then on the pool must be used through the lock only.
 * Returns the lock's address, or 0: no space for it, or the heap is not a SharedArrayBuffer. O(blocks).
 */
export function create(pool: Pool): number {
  return make(pool.u8, pool.base, sumOf(pool));
}

/**
 * Open the lock at `address` (from create, or heap.find) as the worker `owner`: 1 to 255, unique among the living
 * ones. A call sleeps at most `waits` times (200 if not given) for up to 50 ms; pass 0 where sleeping is not allowed,
 * on a main thread. Returns the guard, or null: no lock of a headers pool there, it cannot be taken, or the pool is
 * damaged. O(blocks).
 */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Headers | null {
  var pool = guarded(heap, address, Kind.Headers, owner);
  return pool ? join(heap, address, describe(heap, pool), owner, waits, verify, repair, sumOf) : null;
}

/** Give the lock back, not the pool; after that no worker may use it. Returns true, or false: the lock cannot be taken. O(regions). */
export function destroy(guard: Headers): boolean {
  return destroyLock(guard, guard.pool.u8);
}

/** See ../headers. A worker that dies before this returns has taken nothing. */
export function alloc(guard: Headers, bytes: number): number {
  var address = 0;
  if (enter(guard, Op.Take, 0, 0)) {
    address = lean.alloc(guard.pool, bytes);
    leave(guard, address);
  }
  return address;
}

/** See ../headers. */
export function allocAligned(guard: Headers, bytes: number, alignBytes: number): number {
  var address = 0;
  if (enter(guard, Op.Take, 0, 0)) {
    address = lean.allocAligned(guard.pool, bytes, alignBytes);
    leave(guard, address);
  }
  return address;
}

/** See ../headers. If the worker dies meanwhile, the block is given back. */
export function dealloc(guard: Headers, address: number): boolean {
  var done = false;
  if (enter(guard, Op.Give, address, 0)) {
    done = lean.dealloc(guard.pool, address);
    leave(guard, done ? -address : 0);
  }
  return done;
}

/** See ../headers. If the worker dies meanwhile, the block is as it was or has its new size. */
export function resize(guard: Headers, address: number, bytes: number): number {
  var to = 0;
  if (enter(guard, Op.Resize, address, bytes)) {
    to = lean.resize(guard.pool, address, bytes);
    leave(guard, to ? to - address : 0);
  }
  return to;
}

/** See ../headers. */
export function sizeOf(guard: Headers, address: number): number {
  var bytes = 0;
  if (enter(guard, Op.None, 0, 0)) {
    bytes = lean.sizeOf(guard.pool, address);
    leave(guard, 0);
  }
  return bytes;
}

/** See ../headers. The view belongs to the caller as long as the block does: no lock is held. */
export function view(guard: Headers, address: number): Uint8Array | null {
  var bytes = sizeOf(guard, address);
  return bytes ? guard.pool.u8.subarray(address, address + bytes) : null;
}

/** See ../headers. If the worker dies meanwhile, the payload is zeroed. */
export function clean(guard: Headers, address: number): boolean {
  var done = false;
  if (enter(guard, Op.Clean, address, 0)) {
    done = lean.clean(guard.pool, address);
    leave(guard, 0);
  }
  return done;
}

/** See ../headers: merges what was deferred. Blocks that several workers use cannot move, because there is no way to tell them all. */
export function reorder(guard: Headers): boolean {
  var done = false;
  if (enter(guard, Op.Take, 0, 0)) {
    done = lean.reorder(guard.pool);
    leave(guard, 0);
  }
  return done;
}

/** See ../headers. */
export function setLow(guard: Headers, bytes: number): boolean {
  var done = false;
  if (enter(guard, Op.None, 0, 0)) {
    done = lean.setLow(guard.pool, bytes);
    leave(guard, 0);
  }
  return done;
}

/** See ../headers. */
export function isLow(guard: Headers): boolean {
  var isLow = false;
  if (enter(guard, Op.None, 0, 0)) {
    isLow = lean.isLow(guard.pool);
    leave(guard, 0);
  }
  return isLow;
}
