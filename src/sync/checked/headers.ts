/** Shared headers as the checked build has them: misuse throws; a lock that cannot be had is a return value. */

import { demandHeap, demandPool } from '../../heap/demand.ts';
import { type Heap, Kind } from '../../heap/layout.ts';
import type { Pool } from '../../headers/layout.ts';
import * as lean from '../headers.ts';
import type { Guard } from '../layout.ts';
import { demandGuard, judgeLock, judgeShared, OWNER, SHARED } from './judge.ts';

type Headers = Guard<Pool>;

var SIZE = 'bytes must be a whole number from 1 up';
var BLOCK = 'pass the number that alloc returned';

/** Pass on the guard, or throw. */
function mine(guard: Headers, call: string): Headers {
  return demandGuard(guard, 'sync.headers.' + call, Kind.Headers);
}

/** See ../headers.ts; throws when there is no such pool, or its heap is not shared. */
export function create(pool: Pool): number {
  return judgeShared(lean.create(demandPool(pool, 'sync.headers.create', Kind.Headers)), 'sync.headers.create', 'pool', SHARED);
}

/** See ../headers.ts; throws when no such lock is there, or on a bad owner. */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Headers | null {
  return judgeLock(lean.attach(demandHeap(heap, 'sync.headers.attach'), address, owner, waits), 'sync.headers.attach', address, owner);
}

/** See ../headers.ts; throws when there is no such lock. */
export function destroy(guard: Headers): boolean {
  return judgeShared(lean.destroy(mine(guard, 'destroy')), 'sync.headers.destroy', 'guard', OWNER);
}

/** See ../headers.ts; throws when the size is not a whole number from 1 up. */
export function alloc(guard: Headers, bytes: number): number {
  return judgeShared(lean.alloc(mine(guard, 'alloc'), bytes), 'sync.headers.alloc', bytes, SIZE);
}

/** See ../headers.ts; throws when size or alignment is bad. */
export function allocAligned(guard: Headers, bytes: number, alignBytes: number): number {
  return judgeShared(lean.allocAligned(mine(guard, 'allocAligned'), bytes, alignBytes),
    'sync.headers.allocAligned', bytes + ', ' + alignBytes, SIZE + ', and alignBytes a power of two');
}

/** See ../headers.ts; throws when `address` is no block. */
export function dealloc(guard: Headers, address: number): boolean {
  return judgeShared(lean.dealloc(mine(guard, 'dealloc'), address), 'sync.headers.dealloc', address, BLOCK);
}

/** See ../headers.ts; throws when `address` is no block, or the size is bad. */
export function resize(guard: Headers, address: number, bytes: number): number {
  return judgeShared(lean.resize(mine(guard, 'resize'), address, bytes), 'sync.headers.resize', address + ', ' + bytes, SIZE);
}

/** See ../headers.ts; throws when `address` is no block. */
export function sizeOf(guard: Headers, address: number): number {
  return judgeShared(lean.sizeOf(mine(guard, 'sizeOf'), address), 'sync.headers.sizeOf', address, BLOCK);
}

/** See ../headers.ts; throws when `address` is no block. */
export function view(guard: Headers, address: number): Uint8Array | null {
  return judgeShared(lean.view(mine(guard, 'view'), address), 'sync.headers.view', address, BLOCK);
}

/** See ../headers.ts; throws when `address` is no block. */
export function clean(guard: Headers, address: number): boolean {
  return judgeShared(lean.clean(mine(guard, 'clean'), address), 'sync.headers.clean', address, BLOCK);
}

/** See ../headers.ts; throws when there is no such lock. */
export function reorder(guard: Headers): boolean {
  return judgeShared(lean.reorder(mine(guard, 'reorder')), 'sync.headers.reorder', 'guard', BLOCK);
}

/** See ../headers.ts; throws when there is no such lock. */
export function setLow(guard: Headers, bytes: number): boolean {
  return judgeShared(lean.setLow(mine(guard, 'setLow'), bytes), 'sync.headers.setLow', bytes, 'bytes must be a whole number from 0 up');
}

/** See ../headers.ts; throws when there is no such lock. */
export function isLow(guard: Headers): boolean {
  return lean.isLow(mine(guard, 'isLow'));
}
