/** Making a lock for a pool, and opening it in a worker: for every kind of pool. */

import { Fault, refuse } from '../core/faults.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isRegion, nameRegion, releaseRegion, takeRegion } from '../heap/regions.ts';
import { type Guard, Lock, Op, Reason, Wait, Word } from './layout.ts';
import { enter, leave } from './lock.ts';

function wordsOf(heap: Heap): Int32Array {
  return new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
}

/** Carve a lock for the pool at `poolAddress`. Returns its address, or 0: no space, or the heap is not shared. */
export function make(heap: Heap, poolAddress: number, sum: number): number {
  var isShared = '' + heap.buffer === '[object SharedArrayBuffer]';
  var address = isShared ? takeRegion(heap, Word.RegionBytes) : refuse(heap, Fault.BadArgument);
  var words = wordsOf(heap);
  var i: number;
  for (i = 0; address && i < Word.Words; i++) words[(address >> 2) + i] = 0;
  if (address) {
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
  return pool && isRegion(heap, pool, kind) ? pool : refuse(heap, Fault.BadAddress);
}

/**
 * The guard of a worker, or null and a fault: the lock cannot be had, or the pool is damaged, which
 * `verify` finds; no other worker is in the pool meanwhile.
 */
export function join<Pool>(
  heap: Heap, address: number, pool: Pool | null, owner: number, waits: number | undefined,
  verify: (pool: Pool) => number, repair: (guard: Guard<Pool>) => number,
): Guard<Pool> | null {
  var guard: Guard<Pool>;
  var broken = 0;
  if (!pool) return null;
  guard = {
    repair: repair, waits: waits === undefined ? Wait.Times : waits!, base: address, pool: pool, owner: owner,
    slot: address >> 2, words: wordsOf(heap),
  };
  if (!enter(guard, Op.None, 0, 0)) return null;
  broken = verify(pool);
  leave(guard, 0);
  return broken ? refuse(heap, Fault.Corrupt) || null : guard;
}

/**
 * Give the region of the lock back; the pool stays, and is nobody's but the caller's. No other worker
 * may use the lock any more. Returns whether the lock could be had.
 */
export function destroy<Pool>(guard: Guard<Pool>, heap: Heap): boolean {
  if (!enter(guard, Op.None, 0, 0)) return false;
  guard.words[guard.slot + Word.Reason] = Reason.Structure;
  guard.words[guard.slot] = Lock.Corrupt;
  releaseRegion(heap, guard.base);
  return true;
}
