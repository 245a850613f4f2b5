/** Shared queue as the checked build has them: misuse throws; a lock that cannot be had is a return value. */

import { Fault, refuse } from '../../core/faults.ts';
import { demandHeap, demandPool } from '../../heap/demand.ts';
import { type Heap, Kind } from '../../heap/layout.ts';
import { isFit } from '../../records/demand.ts';
import type { Value } from '../../records/index.ts';
import type { Pool } from '../../records/layout.ts';
import * as lean from '../queue.ts';
import type { Guard } from '../layout.ts';
import { demandGuard, judgeLock, judgeShared, OWNER, SHARED } from './judge.ts';

type Queue = Guard<Pool>;

var VALUES = 'values are one for each field, in declared order: a number below 2^63, or for bytes:n up to n bytes';

/** Pass on the guard, or throw. */
function mine(guard: Queue, call: string): Queue {
  return demandGuard(guard, 'sync.queue.' + call, Kind.Queue);
}

/** See ../queue.ts; throws when there is no such pool, or its heap is not shared. */
export function create(queue: Pool): number {
  return judgeShared(lean.create(demandPool(queue, 'sync.queue.create', Kind.Queue)), 'sync.queue.create', 'queue', SHARED);
}

/** See ../queue.ts; throws when no such lock is there, or on a bad owner. */
export function attach(heap: Heap, address: number, owner: number, waits?: number): Queue | null {
  return judgeLock(lean.attach(demandHeap(heap, 'sync.queue.attach'), address, owner, waits), 'sync.queue.attach', address, owner);
}

/** See ../queue.ts; throws when there is no such lock. */
export function destroy(guard: Queue): boolean {
  return judgeShared(lean.destroy(mine(guard, 'destroy')), 'sync.queue.destroy', 'guard', OWNER);
}

/** Whether there is a value for each field, one that the field can take; if not, a fault. */
function areFit(queue: Pool, values: Value[]): boolean {
  var i = values ? values.length : 0;
  while (i && isFit(queue, i, values[i - 1])) i--;
  return (!!values && !i) || !!refuse(queue.u8, Fault.BadArgument);
}

/** See ../queue.ts; throws when the values do not fit the fields. */
export function send(guard: Queue, values: Value[]): boolean {
  return judgeShared(areFit(mine(guard, 'send').pool, values) && lean.send(guard, values), 'sync.queue.send', values, VALUES);
}

/** See ../queue.ts; throws when there is no such lock. */
export function receive(guard: Queue): Value[] | null {
  return judgeShared(lean.receive(mine(guard, 'receive')), 'sync.queue.receive', 'guard', VALUES);
}

/** See ../queue.ts; throws when there is no such lock. */
export function count(guard: Queue): number {
  return lean.count(mine(guard, 'count'));
}

/** See ../queue.ts; throws when there is no such lock. */
export function clear(guard: Queue): boolean {
  return judgeShared(lean.clear(mine(guard, 'clear')), 'sync.queue.clear', 'guard', VALUES);
}
