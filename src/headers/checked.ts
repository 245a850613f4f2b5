/**
 * The headers pool as the checked build has it: misuse throws, and an address inside a block is
 * refused even where the payload looks like a header, by a walk over the pool. O(blocks) a call.
 */

import { faultText, demandVisit, judge } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import { demandHeap, demandPool } from '../heap/demand.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { blockAt, leadOf } from './block.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';
import type { Pool } from './layout.ts';
import { granulesAt } from './verify.ts';

export type { Pool } from './layout.ts';

var SIZE = 'bytes must be a whole number from 1 up';
var POOL = 'pass what create or attach returned, before destroy';

/** Pass on the pool, or throw. */
function mine(pool: Pool, call: string): Pool {
  return demandPool(pool, call, Kind.Headers);
}

/** Throw unless a used block starts at `address`. */
function demandBlock(pool: Pool, address: number, call: string): void {
  var found = blockAt(mine(pool, call), address);
  var b = pool.low;
  var granules = 1;
  while (found && b < found && granules) b += granules = granulesAt(pool, b);
  // The walk ended before it came there: the damage is below, and says nothing of this address.
  if (found && b < found) throw new Error(call + '(' + address + '): ' + faultText(Fault.Corrupt) + '; ' + inspect.check(pool));
  if (found && b !== found) refuse(pool.u8, Fault.BadAddress);
  judge(b === found && address === (b + leadOf(pool, b)) << pool.log, call, address, POOL);
}

/** See index.ts; throws on sizes that no pool can have. */
export function create(heap: Heap, bytes: number): Pool | null {
  return judge(lean.create(demandHeap(heap, 'headers.create'), bytes), 'headers.create', bytes,
    'a pool needs at least about 80 bytes, and bytes must be a whole number');
}

/** See index.ts; throws when there is no headers pool at `address`. */
export function attach(heap: Heap, address: number): Pool | null {
  return judge(lean.attach(demandHeap(heap, 'headers.attach'), address), 'headers.attach', address, POOL);
}

/** See index.ts; throws on a size that is not a whole number from 1 up. */
export function alloc(pool: Pool, bytes: number): number {
  return judge(lean.alloc(mine(pool, 'headers.alloc'), bytes), 'headers.alloc', bytes, SIZE);
}

/** See index.ts; throws on a bad size or alignment. */
export function allocAligned(pool: Pool, bytes: number, alignBytes: number): number {
  return judge(lean.allocAligned(mine(pool, 'headers.allocAligned'), bytes, alignBytes), 'headers.allocAligned', bytes + ', ' + alignBytes,
    SIZE + ', and alignBytes a power of two');
}

/** See index.ts; throws when `address` is no block, or on a bad size. */
export function resize(pool: Pool, address: number, bytes: number): number {
  demandBlock(pool, address, 'headers.resize');
  return judge(lean.resize(mine(pool, 'headers.resize'), address, bytes), 'headers.resize', address + ', ' + bytes, SIZE);
}

/** See index.ts; throws when `address` is no block. */
export function dealloc(pool: Pool, address: number): boolean {
  demandBlock(pool, address, 'headers.dealloc');
  return judge(lean.dealloc(mine(pool, 'headers.dealloc'), address), 'headers.dealloc', address, POOL);
}

/** See index.ts; throws when `address` is no block. */
export function sizeOf(pool: Pool, address: number): number {
  demandBlock(pool, address, 'headers.sizeOf');
  return lean.sizeOf(mine(pool, 'headers.sizeOf'), address);
}

/** See index.ts; throws when `address` is no block. */
export function view(pool: Pool, address: number): Uint8Array | null {
  demandBlock(pool, address, 'headers.view');
  return lean.view(mine(pool, 'headers.view'), address);
}

/** See index.ts; throws when `address` is no block. */
export function clean(pool: Pool, address: number): boolean {
  demandBlock(pool, address, 'headers.clean');
  return lean.clean(mine(pool, 'headers.clean'), address);
}

/** See index.ts; throws when called from inside `moved`, or when that is no function. */
export function reorder(pool: Pool, moved?: (from: number, to: number, bytes: number) => void): boolean {
  return judge(lean.reorder(mine(pool, 'headers.reorder'), moved), 'headers.reorder', 'pool', 'moved must be a function, or left out');
}

/** See index.ts; throws when there is no such pool. */
export function repair(pool: Pool): boolean {
  return lean.repair(mine(pool, 'headers.repair'));
}

/** See index.ts; throws when there is no headers pool at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  return judge(lean.repairAt(demandHeap(heap, 'headers.repairAt'), address), 'headers.repairAt', address, POOL);
}

/** See index.ts; throws when called from inside `moved`, or twice. */
export function destroy(pool: Pool): boolean {
  return judge(lean.destroy(mine(pool, 'headers.destroy')), 'headers.destroy', 'pool', POOL);
}

/** See index.ts; throws on what is no whole number from 0 up, and when called from inside `moved`. */
export function setLow(pool: Pool, bytes: number): boolean {
  return judge(lean.setLow(mine(pool, 'headers.setLow'), bytes), 'headers.setLow', bytes, 'bytes must be a whole number from 0 up');
}

/** See index.ts; throws when called from inside `moved`. */
export function isLow(pool: Pool): boolean {
  return judge(lean.isLow(mine(pool, 'headers.isLow')), 'headers.isLow', 'pool', POOL);
}

/** See inspect.ts; throws when there is no such pool. */
export function stats(pool: Pool): inspect.Stats {
  return inspect.stats(mine(pool, 'headers.stats'));
}

/** See inspect.ts; throws when there is no such pool. */
export function walk(pool: Pool, visit: (address: number, bytes: number, state: inspect.BlockState) => void): void {
  inspect.walk(mine(pool, 'headers.walk'), demandVisit(visit, 'headers.walk'));
}

/** See inspect.ts; throws when there is no such pool. */
export function check(pool: Pool): string {
  return inspect.check(mine(pool, 'headers.check'));
}
