/** Sync as the checked build has it: misuse throws, with what was wrong and what to do. */

import { checked, refuseArgument } from '../core/checked.ts';
import { requireHeap } from '../heap/require.ts';
import type { Heap } from '../heap/layout.ts';
import { Lock } from './layout.ts';
import * as lean from './lock.ts';

export type { Guard, Heap } from './index.ts';
export * as headers from './checked/headers.ts';
export * as queue from './checked/queue.ts';
export * as records from './checked/records.ts';
export * as tables from './checked/tables.ts';

function worker(heap: Heap, call: string, owner: number): void {
  if (!(owner & Lock.Owner) || (owner & Lock.Owner) !== owner)
    refuseArgument(call, owner, 'owner is the number of a worker, 1 to 255');
  requireHeap(heap, call);
}

export var markDead = checked(lean.markDead, 'sync.markDead', worker);
