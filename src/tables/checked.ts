/** The tables pool as the checked build has it: misuse throws, with what was wrong and what to do. */

import { demandVisit, judge } from '../core/checked.ts';
import { forgetFault } from '../core/faults.ts';
import { demandHeap, demandPool } from '../heap/demand.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';
import type { Moved, Pool } from './index.ts';

export type { Moved, Pool } from './index.ts';

var SIZE = 'bytes must be a whole number from 1 up';
var POOL = 'pass what create or attach returned, before destroy';
var FIT = 'the bytes must all lie inside the block; see sizeOf';

/** Pass on the pool, or throw. */
function mine(pool: Pool, call: string): Pool {
  return demandPool(pool, call, Kind.Tables);
}

/** See index.ts; throws on sizes that no pool can have. */
export function create(heap: Heap, bytes: number, handles?: number): Pool | null {
  return judge(lean.create(demandHeap(heap, 'tables.create'), bytes, handles), 'tables.create', bytes + ', ' + handles,
    'a pool needs about 60 bytes, and 6 for each of handles; both must be whole numbers');
}

/** See index.ts; throws when there is no tables pool at `address`. */
export function attach(heap: Heap, address: number): Pool | null {
  return judge(lean.attach(demandHeap(heap, 'tables.attach'), address), 'tables.attach', address, POOL);
}

/** See index.ts; throws when there is no such pool. */
export function repair(pool: Pool): boolean {
  return judge(lean.repair(mine(pool, 'tables.repair')), 'tables.repair', 'pool', POOL);
}

/** See index.ts; throws when there is no tables pool at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  return judge(lean.repairAt(demandHeap(heap, 'tables.repairAt'), address), 'tables.repairAt', address, POOL);
}

/** See index.ts; throws on a size that is not a whole number from 1 up. */
export function alloc(pool: Pool, bytes: number): number {
  return judge(lean.alloc(mine(pool, 'tables.alloc'), bytes), 'tables.alloc', bytes, SIZE);
}

/** See index.ts; throws when `handle` is none, or pinned. */
export function dealloc(pool: Pool, handle: number): boolean {
  return judge(lean.dealloc(mine(pool, 'tables.dealloc'), handle), 'tables.dealloc', handle, POOL);
}

/** See index.ts; throws when `handle` is none, or pinned, or on a bad size. */
export function resize(pool: Pool, handle: number, bytes: number): number {
  return judge(lean.resize(mine(pool, 'tables.resize'), handle, bytes), 'tables.resize', handle + ', ' + bytes, SIZE);
}

/** See index.ts; throws when `handle` is none. */
export function addrOf(pool: Pool, handle: number): number {
  return judge(lean.addrOf(mine(pool, 'tables.addrOf'), handle), 'tables.addrOf', handle, POOL);
}

/** See index.ts; throws when `handle` is none. */
export function sizeOf(pool: Pool, handle: number): number {
  return judge(lean.sizeOf(mine(pool, 'tables.sizeOf'), handle), 'tables.sizeOf', handle, POOL);
}

/** See index.ts; throws when `handle` is none, or its block is not pinned. */
export function view(pool: Pool, handle: number): Uint8Array | null {
  return judge(lean.view(mine(pool, 'tables.view'), handle), 'tables.view', handle, 'pin the block first: a view of one that moves goes stale');
}

/** See index.ts; throws when `handle` is none, or pinned twice already. */
export function pin(pool: Pool, handle: number): number {
  return judge(lean.pin(mine(pool, 'tables.pin'), handle), 'tables.pin', handle, POOL);
}

/** See index.ts; throws when `handle` is none, or not pinned. */
export function unpin(pool: Pool, handle: number): boolean {
  return judge(lean.unpin(mine(pool, 'tables.unpin'), handle), 'tables.unpin', handle, 'the block is not pinned');
}

/** See index.ts; throws when a handle is none, or `to` is smaller than `from`. */
export function copy(pool: Pool, to: number, from: number): boolean {
  return judge(lean.copy(mine(pool, 'tables.copy'), to, from), 'tables.copy', to + ', ' + from, FIT);
}

/** See index.ts; throws when `handle` is none, or the bytes do not fit. */
export function write(pool: Pool, handle: number, bytes: Uint8Array | number[], at?: number): boolean {
  return judge(lean.write(mine(pool, 'tables.write'), handle, bytes, at), 'tables.write', handle + ', ' + (bytes && bytes.length) + ' bytes, ' + at, FIT);
}

/** See index.ts; throws when `handle` is none, or the block ends too early. */
export function read(pool: Pool, handle: number, into: Uint8Array, at?: number): boolean {
  return judge(lean.read(mine(pool, 'tables.read'), handle, into, at), 'tables.read', handle + ', ' + (into && into.length) + ' bytes, ' + at, FIT);
}

/** See index.ts; throws when `handle` is none. */
export function clean(pool: Pool, handle: number): boolean {
  return judge(lean.clean(mine(pool, 'tables.clean'), handle), 'tables.clean', handle, POOL);
}

/** See index.ts; throws when called from inside `moved`, or on a budget that is not above 0. */
export function reorder(pool: Pool, budget?: number, moved?: Moved): boolean {
  // False may also mean that there is more to do; what was refused inside of `moved` is none of its business.
  return judge(lean.reorder(mine(pool, 'tables.reorder'), budget, moved && typeof moved === 'function' ? function (handle, from, to, bytes) {
    moved(handle, from, to, bytes);
    forgetFault();
  } : moved), 'tables.reorder', budget, 'budget is a number of bytes above 0, or left out; moved is a function, or left out');
}

/** See index.ts; throws when called from inside `moved`. */
export function renew(pool: Pool): number {
  // None is an answer, too.
  return judge(lean.renew(mine(pool, 'tables.renew')), 'tables.renew', 'pool', POOL);
}

/** See index.ts; throws when called from inside `moved`, or twice. */
export function destroy(pool: Pool): boolean {
  return judge(lean.destroy(mine(pool, 'tables.destroy')), 'tables.destroy', 'pool', POOL);
}

/** See index.ts; throws when there is no such pool, or on a size that is not a whole number. */
export function setLow(pool: Pool, bytes: number): void {
  lean.setLow(mine(pool, 'tables.setLow'), bytes);
  judge(0, 'tables.setLow', bytes, 'bytes must be a whole number from 0 up');
}

/** See index.ts; throws when there is no such pool. */
export function isLow(pool: Pool): boolean {
  return lean.isLow(mine(pool, 'tables.isLow'));
}

/** See inspect.ts; throws when there is no such pool. */
export function stats(pool: Pool): inspect.Stats {
  return inspect.stats(mine(pool, 'tables.stats'));
}

/** See inspect.ts; throws when there is no such pool. */
export function walk(pool: Pool, visit: (address: number, bytes: number, state: inspect.BlockState) => void): void {
  inspect.walk(mine(pool, 'tables.walk'), demandVisit(visit, 'tables.walk'));
}

/** See inspect.ts; throws when there is no such pool. */
export function check(pool: Pool): string {
  return inspect.check(mine(pool, 'tables.check'));
}
