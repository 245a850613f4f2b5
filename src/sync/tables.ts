/**
 * A tables pool for several workers. Every call takes the lock, does what the call of the same name in ../tables
 * does, and releases the lock; it is refused as locked if the lock cannot be taken.
 */

import { type Heap, Kind } from '../heap/layout.ts';
import * as lean from '../tables/index.ts';
import type { Pool } from '../tables/layout.ts';
import { describe } from '../tables/pool.ts';
import { mend, sumOf } from '../tables/repair.ts';
import { verify } from '../tables/verify.ts';
import { destroy as destroyLock, guarded, join, make } from './guard.ts';
import { type Guard, Op, Reason, Word } from './layout.ts';
import { enter, leave } from './lock.ts';

export type { Heap } from '../heap/layout.ts';
export type { Moved, Pool } from '../tables/index.ts';
export type { Guard } from './layout.ts';

/** A lock of tables, as one worker has it. */
export type Tables = Guard<Pool>;

/**
 * Bring the pool of a dead worker into order. The pool knows how to finish a step that was cut off; what remains is a
 * block that was taken and not handed out, or one that was being given back and is still there. O(blocks).
 */
function repair(guard: Tables): number {
  var pool = guard.pool;
  var words = guard.words;
  var at = guard.control;
  var op = words[at + Word.Op] & Op.Calls;
  var a = words[at + Word.A];
  var change: number;
  if (!mend(pool)) return Reason.Structure;
  change = (sumOf(pool) - words[at + Word.Sum]) | 0;
  if (op === Op.Take && change && lean.dealloc(pool, change)) change = 0;
  if (op === Op.Give && !change && lean.dealloc(pool, a)) change = -a | 0;
  if (change && (op !== Op.Give || change !== (-a | 0))) return Reason.Sum;
  words[at + Word.Sum] += change;
  if (op === Op.Clean) lean.clean(pool, a);
  return verify(pool) ? Reason.Unsound : Reason.None;
}

/** Make a lock for a pool; see headers.create. */
export function create(pool: Pool): number {
  return make(pool.u8, pool.base, sumOf(pool));
}

/** Open the lock at `address` as the worker `owner`; see headers.attach. O(blocks). */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Tables | null {
  var pool = guarded(heap, address, Kind.Tables, owner);
  return pool ? join(heap, address, describe(heap, pool), owner, waits, verify, repair, sumOf) : null;
}

/** Give the lock back, not the pool; after that no worker may use it. Returns true, or false: the lock cannot be taken. O(regions). */
export function destroy(guard: Tables): boolean {
  return destroyLock(guard, guard.pool.u8);
}

/** See ../tables. A worker that dies before this returns has taken nothing. */
export function alloc(guard: Tables, bytes: number): number {
  var handle = 0;
  if (enter(guard, Op.Take, 0, 0)) {
    handle = lean.alloc(guard.pool, bytes);
    leave(guard, handle);
  }
  return handle;
}

/** See ../tables. If the worker dies meanwhile, the block is given back. */
export function dealloc(guard: Tables, handle: number): boolean {
  var done = false;
  // What is no handle must not become one in the intent.
  if (enter(guard, (handle | 0) === handle ? Op.Give : Op.Rearrange, handle, 0)) {
    done = lean.dealloc(guard.pool, handle);
    leave(guard, done ? -handle : 0);
  }
  return done;
}

/** See ../tables. If the worker dies meanwhile, the block has its old size or the new one, and its contents. */
export function resize(guard: Tables, handle: number, bytes: number): number {
  var done = 0;
  if (enter(guard, Op.Rearrange, 0, 0)) {
    done = lean.resize(guard.pool, handle, bytes);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. The address is valid until `unpin`; the pin of a worker that dies stays. */
export function pin(guard: Tables, handle: number): number {
  var address = 0;
  if (enter(guard, Op.Rearrange, 0, 0)) {
    address = lean.pin(guard.pool, handle);
    leave(guard, 0);
  }
  return address;
}

/** See ../tables. */
export function unpin(guard: Tables, handle: number): boolean {
  var done = false;
  if (enter(guard, Op.Rearrange, 0, 0)) {
    done = lean.unpin(guard.pool, handle);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables: of a pinned block. */
export function view(guard: Tables, handle: number): Uint8Array | null {
  var found: Uint8Array | null = null;
  if (enter(guard, Op.None, 0, 0)) {
    found = lean.view(guard.pool, handle);
    leave(guard, 0);
  }
  return found;
}

/** See ../tables. */
export function sizeOf(guard: Tables, handle: number): number {
  var bytes = 0;
  if (enter(guard, Op.None, 0, 0)) {
    bytes = lean.sizeOf(guard.pool, handle);
    leave(guard, 0);
  }
  return bytes;
}

/** See ../tables. One native store: if the worker dies, it has happened or not. */
export function write(guard: Tables, handle: number, bytes: Uint8Array | number[], at?: number): boolean {
  var done = false;
  if (enter(guard, Op.None, 0, 0)) {
    done = lean.write(guard.pool, handle, bytes, at);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. */
export function read(guard: Tables, handle: number, into: Uint8Array, at?: number): boolean {
  var done = false;
  if (enter(guard, Op.None, 0, 0)) {
    done = lean.read(guard.pool, handle, into, at);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. One native store: if the worker dies, it has happened or not. */
export function copy(guard: Tables, to: number, from: number): boolean {
  var done = false;
  if (enter(guard, Op.None, 0, 0)) {
    done = lean.copy(guard.pool, to, from);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. If the worker dies meanwhile, the payload is zeroed. */
export function clean(guard: Tables, handle: number): boolean {
  var done = false;
  if (enter(guard, Op.Clean, handle, 0)) {
    done = lean.clean(guard.pool, handle);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. `moved` may not call the pool: it is refused as locked. */
export function reorder(guard: Tables, budget?: number, moved?: lean.Moved): boolean {
  var done = false;
  if (!enter(guard, Op.Rearrange, 0, 0)) return false;
  try {
    done = lean.reorder(guard.pool, budget, moved);
  } finally {
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. */
export function setPause(guard: Tables, blocks: number): boolean {
  var done = false;
  if (enter(guard, Op.None, 0, 0)) {
    done = lean.setPause(guard.pool, blocks);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. If the worker dies meanwhile, some entries came back. */
export function renew(guard: Tables): number {
  var renewed = 0;
  if (enter(guard, Op.Rearrange, 0, 0)) {
    renewed = lean.renew(guard.pool);
    leave(guard, 0);
  }
  return renewed;
}

/** See ../tables. */
export function setLow(guard: Tables, bytes: number): void {
  if (enter(guard, Op.None, 0, 0)) {
    lean.setLow(guard.pool, bytes);
    leave(guard, 0);
  }
}

/** See ../tables. Takes no lock, so its answer may be out of date at once. */
export function isLow(guard: Tables): boolean {
  return lean.isLow(guard.pool);
}
