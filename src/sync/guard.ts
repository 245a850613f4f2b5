/** Making a lock for a pool, and opening it in a worker: for every kind of pool. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Image, Kind } from '../heap/layout.ts';
import { directory, isRegion, nameRegion, refuseRegion, releaseRegion, rowBytes, takeRegion } from '../heap/regions.ts';
import { type Guard, Lock, Op, Reason, Wait, Word } from './layout.ts';
import { acquire, enter, leave } from './lock.ts';

function wordsOf(heap: Heap): Int32Array {
  return new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
}

/** Words of the region at `address`. */
function wordCount(heap: Heap, address: number): number {
  return (rowBytes(directory(heap), address - Image.RowBytes) - Image.RowBytes) >> 2;
}

/** Carve a lock for the pool at `poolAddress`. Returns its address, or 0: no space, or the heap is not shared. */
export function make(heap: Heap, poolAddress: number, sum: number): number {
  var isShared = '' + heap.buffer === '[object SharedArrayBuffer]';
  var address = takeRegion(heap, isShared ? Word.RegionBytes : 0);
  var words = wordsOf(heap);
  var i: number;
  if (address) {
    for (i = wordCount(heap, address); i--;) words[(address >> 2) + i] = 0;
    words[(address >> 2) + Word.Pool] = poolAddress;
    words[(address >> 2) + Word.Sum] = sum;
    nameRegion(heap, address, Kind.Sync);
  }
  return address;
}

/** The address of the pool that the lock at `address` guards, or 0 and a fault: no lock there, or not of that kind. */
export function guarded(heap: Heap, address: number, kind: Kind, owner: number): number {
  var pool = isRegion(heap, address, Kind.Sync) ? wordsOf(heap)[(address >> 2) + Word.Pool] : 0;
  if (!(owner & Lock.Owner) || (owner & Lock.Owner) !== owner) return refuse(heap, Fault.BadArgument);
  return pool && isRegion(heap, pool, kind) ? pool : refuseRegion(heap, Fault.BadAddress);
}

/** Invariants 1 to 3 of layout.ts, of the lock at `at`; others may hold it. */
function isSound(heap: Heap, words: Int32Array, at: number): boolean {
  var count = wordCount(heap, at << 2);
  var lock = words[at];
  var op = words[at + Word.Op];
  var lastOp = words[at + Word.LastOp];
  var reason = words[at + Word.Reason];
  return (
    (count === Word.Words || (count === Word.Words + 1 && !words[at + Word.Words])) &&
    (lock & Lock.Known) === lock &&
    !(lock & (Lock.Dead | Lock.Corrupt) && lock & Lock.Owner) &&
    op >= 0 &&
    (op & ~Op.Resolved) <= Op.Last &&
    lastOp >= 0 &&
    lastOp <= Op.Last &&
    reason >= 0 &&
    reason <= Reason.Unsound
  );
}

/**
 * The guard of a worker, or null and a fault: the lock cannot be had or is damaged, or the pool is, which
 * `verify` finds, or the sum of what is handed out is not that of the lock; no other worker is in the pool meanwhile.
 */
export function join<Pool>(
  heap: Heap,
  address: number,
  pool: Pool | null,
  owner: number,
  waits: number | undefined,
  verify: (pool: Pool) => number,
  repair: (guard: Guard<Pool>) => number,
  sumOf: (pool: Pool) => number,
): Guard<Pool> | null {
  var words = wordsOf(heap);
  var at = address >> 2;
  var target = words[at + Word.Pool];
  var guard: Guard<Pool>;
  var isRight: boolean;
  if (!pool || !isSound(heap, words, at)) return refuse(heap, Fault.Corrupt) || null;
  guard = {
    repair: repair,
    waits: waits === undefined ? Wait.Times : waits!,
    base: address,
    pool: pool,
    heap: heap,
    target: target,
    kind: directory(heap)[(target - Image.RowBytes) >> 2] & 15,
    epoch: words[Image.EpochWord],
    owner: owner,
    control: at,
    words: words,
  };
  if (!acquire(guard)) return null;
  isRight = !words[at + Word.Op] && !words[at + Word.Reason] && !verify(pool) && sumOf(pool) === words[at + Word.Sum];
  leave(guard, 0);
  return isRight ? guard : refuse(heap, Fault.Corrupt) || null;
}

/**
 * Give the region of the lock back; the pool stays, and is nobody's but the caller's. No other worker
 * may use the lock any more. Returns whether the lock could be had.
 */
export function destroy<Pool>(guard: Guard<Pool>, heap: Heap): boolean {
  if (!enter(guard, Op.None, 0, 0)) return false;
  if (releaseRegion(heap, guard.base)) return true;
  leave(guard, 0);
  return false;
}
