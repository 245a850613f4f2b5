/**
 * A tables pool for several workers. Every call takes the lock, does what the call of the same name in
 * ../tables does, and sets the lock free; refused as locked when the lock cannot be had. Compaction is
 * another one here, which notes each move before it makes it (tables-room.ts): the one of ../tables
 * turns the pool inside out meanwhile, and nobody could finish it.
 */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { find, generationAt, granulesFor, isPinned } from '../tables/block.ts';
import * as lean from '../tables/index.ts';
import { Control, Place, type Pool } from '../tables/layout.ts';
import { describe, gapTo, granulesIn, placeOf, shiftOf, topOf, wordAt } from '../tables/pool.ts';
import { finishCopy, finishDealloc, finishResize, moveDown, rebuild, sumOf, undoAlloc } from '../tables/repair.ts';
import { verify } from '../tables/verify.ts';
import { destroy as destroyLock, guarded, join, make } from './guard.ts';
import { type Guard, Op, Reason, Word } from './layout.ts';
import { enter, intend, leave } from './lock.ts';
import { compactFor, makeRoom, slideDown } from './tables-room.ts';

type Tables = Guard<Pool>;

/** Undo what takes, finish what gives back and moves: from what the call noted. */
function settleIntent(pool: Pool, words: Int32Array, at: number): void {
  var op = words[at + Word.Op];
  var a = words[at + Word.A];
  var b = words[at + Word.B];
  var c = words[at + Word.C];
  var d = words[at + Word.D];
  var k = wordAt(b & 65535, pool);
  if (op === Op.Take && words[at + Word.Sum] === words[at + Word.Old]) {
    undoAlloc(pool, a & 65535, a >>> 16, b & 65535, b >>> 16, c & 65535, c >>> 16, d);
  }
  if (op === Op.Give) finishDealloc(pool, a, k, b >>> 16);
  if (op === Op.Resize) finishResize(pool, a, k, c & 65535, c >>> 16);
  if (op === Op.Copy) finishCopy(pool, a, k, c & 65535, wordAt(b >>> 16, pool), c >>> 16);
  if (op === Op.Move) moveDown(pool, a, k, wordAt(b >>> 16, pool), c & 65535, c >>> 16);
}

/** Bring the pool of a dead worker into order: see DESIGN.md. O(blocks). */
function repair(guard: Tables): number {
  var pool = guard.pool;
  var words = guard.words;
  var at = guard.slot;
  var op = words[at + Word.Op] & Op.Calls;
  var sum: number;
  if (op !== Op.None) {
    // Once: rebuild may lower the top over what was undone.
    if (op === words[at + Word.Op]) settleIntent(pool, words, at);
    words[at + Word.Op] = op | Op.Settled;
    if (!rebuild(pool)) return Reason.Structure;
  }
  if (verify(pool)) return Reason.Unsound;
  sum = sumOf(pool);
  if (sum !== words[at + Word.Sum] &&
    (op !== Op.Give || sum !== ((words[at + Word.Sum] - words[at + Word.A]) | 0))) return Reason.Sum;
  words[at + Word.Sum] = sum;
  if (op === Op.Clean) lean.clean(pool, words[at + Word.A]);
  return Reason.None;
}

/** Make a lock for a pool; see headers.create. */
export function create(pool: Pool): number {
  return make(pool.u8, pool.base, sumOf(pool));
}

/** Open the lock at `address` as the worker `owner`; see headers.attach. O(blocks). */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Tables | null {
  var pool = guarded(heap, address, Kind.Tables, owner);
  return pool ? join(heap, address, describe(heap, pool), owner, waits, verify, repair) : null;
}

/**
 * Give the lock back, not the pool; no other worker may use it any more. Returns true, or false: the lock
 * cannot be had. O(regions).
 */
export function destroy(guard: Tables): boolean {
  return destroyLock(guard, guard.pool.u8);
}

/** Note what an alloc from a slot or from the gap changes. */
function intendAlloc(guard: Tables, slotted: number): void {
  var w = guard.pool.w;
  var spare = w[Control.Spare];
  var k = wordAt(spare, guard.pool);
  guard.words[guard.slot + Word.Old] = guard.words[guard.slot + Word.Sum];
  intend(guard, Op.Take, w[Control.Top] | (w[Control.Entries] << 16), w[Control.Limit] | (spare << 16),
    spare === Place.Retired ? 0 : w[k] | (w[k + 1] << 16), slotted);
}

/**
 * See ../tables. A worker that dies before this returns has taken nothing. Room is the gap only, after a
 * compaction if need be: holes between pinned blocks are not used.
 */
export function alloc(guard: Tables, bytes: number): number {
  var pool = guard.pool;
  var handle = 0;
  var granules: number;
  var slotted: number;
  if (!enter(guard, Op.None, 0, 0)) return 0;
  granules = granulesFor(pool, bytes);
  slotted = granules < 16 && granules ? pool.w[granules] : 0;
  if (slotted || (granules && makeRoom(guard, granules))) {
    intendAlloc(guard, slotted);
    handle = lean.alloc(pool, bytes);
  }
  leave(guard, handle);
  return handle;
}

/** See ../tables. Of a worker that dies meanwhile the block is given back. */
export function dealloc(guard: Tables, handle: number): boolean {
  var pool = guard.pool;
  var done = false;
  var k: number;
  if (!enter(guard, Op.None, 0, 0)) return false;
  k = find(pool, handle);
  if (k && !isPinned(pool.w[generationAt(pool, k)])) {
    intend(guard, Op.Give, handle, placeOf(k, pool) | (pool.w[k] << 16), 0, 0);
    done = lean.dealloc(pool, handle);
  } else if (k) refuse(guard.pool.u8, Fault.Pinned);
  leave(guard, done ? -handle : 0);
  return done;
}

/** Whether the block at `k` can get `granules` in place of `had`: where it is, or by a copy in the gap; with the intent noted. */
function intendResize(guard: Tables, handle: number, k: number, had: number, granules: number): boolean {
  var pool = guard.pool;
  var isLast = k + (had << shiftOf(pool)) === topOf(pool);
  var place = placeOf(k, pool);
  if (granules <= had || (isLast && granules - had <= gapTo(pool, pool.w[Control.Limit]))) {
    intend(guard, Op.Resize, handle, place | (pool.w[Control.Top] << 16), had | (granules << 16), 0);
    return true;
  }
  if (isLast || granules > gapTo(pool, pool.w[Control.Limit])) return false;
  intend(guard, Op.Copy, handle, place | (pool.w[Control.Top] << 16), had | (granules << 16), 0);
  return true;
}

/**
 * See ../tables. Of a worker that dies meanwhile the block has its old size or the new one, and its
 * contents. A block that is not the last needs room for all of the new size.
 */
export function resize(guard: Tables, handle: number, bytes: number): number {
  var pool = guard.pool;
  var done = 0;
  var k: number;
  var granules: number;
  if (!enter(guard, Op.None, 0, 0)) return 0;
  k = find(pool, handle);
  granules = k && granulesFor(pool, bytes);
  if (k && isPinned(pool.w[generationAt(pool, k)])) granules = refuse(guard.pool.u8, Fault.Pinned);
  if (granules && !intendResize(guard, handle, k, granulesIn(pool.w[k]), granules)) {
    compactFor(guard, granules - granulesIn(pool.w[k]));
    // The block may lie elsewhere now.
    k = find(pool, handle);
    if (!intendResize(guard, handle, k, granulesIn(pool.w[k]), granules)) granules = refuse(guard.pool.u8, Fault.NoSpace);
  }
  if (granules) done = lean.resize(pool, handle, bytes);
  leave(guard, 0);
  return done;
}

/** See ../tables. The address is good until `unpin`; a pin of a worker that dies stays. */
export function pin(guard: Tables, handle: number): number {
  var address = 0;
  if (enter(guard, Op.Tidy, 0, 0)) {
    address = lean.pin(guard.pool, handle);
    leave(guard, 0);
  }
  return address;
}

/** See ../tables. */
export function unpin(guard: Tables, handle: number): boolean {
  var done = false;
  if (enter(guard, Op.Tidy, 0, 0)) {
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

/** See ../tables. One native store: of a worker that dies it has happened, or not. */
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

/** See ../tables. One native store: of a worker that dies it has happened, or not. */
export function copy(guard: Tables, to: number, from: number): boolean {
  var done = false;
  if (enter(guard, Op.None, 0, 0)) {
    done = lean.copy(guard.pool, to, from);
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. Of a worker that dies meanwhile the payload is zeroed. */
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
  if (!(budget === undefined || budget! > 0)) return !!refuse(guard.pool.u8, Fault.BadArgument);
  if (!enter(guard, Op.Tidy, 0, 0)) return false;
  try {
    done = slideDown(guard, budget || 1 / 0, moved);
  } finally {
    leave(guard, 0);
  }
  return done;
}

/** See ../tables. Of a worker that dies meanwhile some entries came back. */
export function renew(guard: Tables): number {
  var renewed = 0;
  if (enter(guard, Op.Tidy, 0, 0)) {
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

/** See ../tables. Takes no lock: what it says may be old when it says it. */
export function isLow(guard: Tables): boolean {
  return lean.isLow(guard.pool);
}
