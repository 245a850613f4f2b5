/** A shared queue as the checked build has it: misuse throws; a lock that cannot be had is a return value. */

import { checked } from '../../core/checked.ts';
import { Fault, refuse } from '../../core/faults.ts';
import { requireHeap, requirePool } from '../../heap/require.ts';
import { Kind } from '../../heap/layout.ts';
import { isFit } from '../../records/require.ts';
import type { Value } from '../../records/index.ts';
import type { Pool } from '../../records/layout.ts';
import * as lean from '../queue.ts';
import type { Guard } from '../layout.ts';
import { requireGuard, OWNER, SHARED, tellLock, tellShared } from './require.ts';

export type { Guard, Heap, Pool, Queue, Value } from '../queue.ts';

var VALUES = 'values are one for each field, in declared order: a number below 2^63 or, for bytes:n, up to n bytes';

function queue(p: Pool, call: string): void {
  requirePool(p, call, Kind.Queue);
}

function lock(guard: Guard<Pool>, call: string): void {
  requireGuard(guard, call, Kind.Queue);
}

/** A lock, and a value for each field, one that the field can take: whether they are refused. */
function message(guard: Guard<Pool>, call: string, values: Value[]): boolean {
  var i: number;
  lock(guard, call);
  i = values ? values.length : 0;
  while (i && isFit(guard.pool, i, values[i - 1])) i--;
  if (!values || i) refuse(guard.pool.u8, Fault.BadArgument);
  return !values || i > 0;
}

export var create = checked(lean.create, 'sync.queue.create(queue)', queue, SHARED, tellShared);
export var attach = checked(lean.attach, 'sync.queue.attach($1, $2)', requireHeap, OWNER, tellLock);
export var destroy = checked(lean.destroy, 'sync.queue.destroy(guard)', lock, OWNER, tellShared);
export var send = checked(lean.send, 'sync.queue.send($1)', message, VALUES, tellShared);
export var receive = checked(lean.receive, 'sync.queue.receive(guard)', lock, VALUES, tellShared);
export var count = checked(lean.count, 'sync.queue.count', lock);
export var clear = checked(lean.clear, 'sync.queue.clear(guard)', lock, VALUES, tellShared);
