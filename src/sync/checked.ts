/** Sync as the checked build has it: misuse throws, with what was wrong and what to do. */

import { judge } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import { demandHeap } from '../heap/demand.ts';
import type { Heap } from '../heap/layout.ts';
import { Lock } from './layout.ts';
import * as lean from './lock.ts';

export * as headers from './checked/headers.ts';
export * as queue from './checked/queue.ts';
export * as records from './checked/records.ts';
export * as tables from './checked/tables.ts';

/** See lock.ts; throws when there is no such heap, or no worker can have that number. */
export function markDead(heap: Heap, owner: number): number {
  if (!(owner & Lock.Owner) || (owner & Lock.Owner) !== owner) {
    judge(refuse(null, Fault.BadArgument), 'sync.markDead', owner, 'owner is the number of a worker, 1 to 255');
  }
  return lean.markDead(demandHeap(heap, 'sync.markDead'), owner);
}
