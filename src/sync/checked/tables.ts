/** Shared tables as the checked build has them: misuse throws; a lock that cannot be had is a return value. */

import { demandHeap, demandPool } from '../../heap/demand.ts';
import { type Heap, Kind } from '../../heap/layout.ts';
import type { Moved } from '../../tables/index.ts';
import type { Pool } from '../../tables/layout.ts';
import * as lean from '../tables.ts';
import type { Guard } from '../layout.ts';
import { demandGuard, judgeLock, judgeShared, OWNER, SHARED } from './judge.ts';

type Tables = Guard<Pool>;

var SIZE = 'bytes must be a whole number from 1 up';
var HANDLE = 'pass the number that alloc returned';
var FIT = 'the bytes must all lie inside the block; see sizeOf';

/** Pass on the guard, or throw. */
function mine(guard: Tables, call: string): Tables {
  return demandGuard(guard, 'sync.tables.' + call, Kind.Tables);
}

/** See ../tables.ts; throws when there is no such pool, or its heap is not shared. */
export function create(pool: Pool): number {
  return judgeShared(lean.create(demandPool(pool, 'sync.tables.create', Kind.Tables)), 'sync.tables.create', 'pool', SHARED);
}

/** See ../tables.ts; throws when no such lock is there, or on a bad owner. */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Tables | null {
  return judgeLock(lean.attach(demandHeap(heap, 'sync.tables.attach'), address, owner, waits), 'sync.tables.attach', address, owner);
}

/** See ../tables.ts; throws when there is no such lock. */
export function destroy(guard: Tables): boolean {
  return judgeShared(lean.destroy(mine(guard, 'destroy')), 'sync.tables.destroy', 'guard', OWNER);
}

/** See ../tables.ts; throws when the size is not a whole number from 1 up. */
export function alloc(guard: Tables, bytes: number): number {
  return judgeShared(lean.alloc(mine(guard, 'alloc'), bytes), 'sync.tables.alloc', bytes, SIZE);
}

/** See ../tables.ts; throws when `handle` is none, or pinned. */
export function dealloc(guard: Tables, handle: number): boolean {
  return judgeShared(lean.dealloc(mine(guard, 'dealloc'), handle), 'sync.tables.dealloc', handle, HANDLE);
}

/** See ../tables.ts; throws when `handle` is none, or pinned, or the size is bad. */
export function resize(guard: Tables, handle: number, bytes: number): number {
  return judgeShared(lean.resize(mine(guard, 'resize'), handle, bytes), 'sync.tables.resize', handle + ', ' + bytes, SIZE);
}

/** See ../tables.ts; throws when `handle` is none, or pinned twice already. */
export function pin(guard: Tables, handle: number): number {
  return judgeShared(lean.pin(mine(guard, 'pin'), handle), 'sync.tables.pin', handle, HANDLE);
}

/** See ../tables.ts; throws when `handle` is none, or not pinned. */
export function unpin(guard: Tables, handle: number): boolean {
  return judgeShared(lean.unpin(mine(guard, 'unpin'), handle), 'sync.tables.unpin', handle, 'the block is not pinned');
}

/** See ../tables.ts; throws when `handle` is none, or not pinned. */
export function view(guard: Tables, handle: number): Uint8Array | null {
  return judgeShared(lean.view(mine(guard, 'view'), handle),
    'sync.tables.view', handle, 'pin the block first: a view of one that moves goes stale');
}

/** See ../tables.ts; throws when `handle` is none. */
export function sizeOf(guard: Tables, handle: number): number {
  return judgeShared(lean.sizeOf(mine(guard, 'sizeOf'), handle), 'sync.tables.sizeOf', handle, HANDLE);
}

/** See ../tables.ts; throws when `handle` is none, or the bytes do not fit. */
export function write(guard: Tables, handle: number, bytes: Uint8Array | number[], at?: number): boolean {
  return judgeShared(lean.write(mine(guard, 'write'), handle, bytes, at),
    'sync.tables.write', handle + ', ' + (bytes && bytes.length) + ' bytes, ' + at, FIT);
}

/** See ../tables.ts; throws when `handle` is none, or the block ends too early. */
export function read(guard: Tables, handle: number, into: Uint8Array, at?: number): boolean {
  return judgeShared(lean.read(mine(guard, 'read'), handle, into, at),
    'sync.tables.read', handle + ', ' + (into && into.length) + ' bytes, ' + at, FIT);
}

/** See ../tables.ts; throws when a handle is none, or `to` is smaller than `from`. */
export function copy(guard: Tables, to: number, from: number): boolean {
  return judgeShared(lean.copy(mine(guard, 'copy'), to, from), 'sync.tables.copy', to + ', ' + from, FIT);
}

/** See ../tables.ts; throws when `handle` is none. */
export function clean(guard: Tables, handle: number): boolean {
  return judgeShared(lean.clean(mine(guard, 'clean'), handle), 'sync.tables.clean', handle, HANDLE);
}

/** See ../tables.ts; throws when the budget is not above 0. */
export function reorder(guard: Tables, budget?: number, moved?: Moved): boolean {
  return judgeShared(lean.reorder(mine(guard, 'reorder'), budget, moved),
    'sync.tables.reorder', budget, 'budget is a number of bytes above 0, or left out');
}

/** See ../tables.ts; throws when there is no such lock. */
export function renew(guard: Tables): number {
  return judgeShared(lean.renew(mine(guard, 'renew')), 'sync.tables.renew', 'guard', HANDLE);
}

/** See ../tables.ts; throws when there is no such lock. */
export function setLow(guard: Tables, bytes: number): void {
  lean.setLow(mine(guard, 'setLow'), bytes);
}

/** See ../tables.ts; throws when there is no such lock. */
export function isLow(guard: Tables): boolean {
  return lean.isLow(mine(guard, 'isLow'));
}
