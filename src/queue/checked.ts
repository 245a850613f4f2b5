/** Queues as the checked build has them; see ../records/checked.ts. */

import { checked, requireVisit } from '../core/checked.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { Kind } from '../heap/layout.ts';
import { DECLARED, declared, tellAddress } from '../records/require.ts';
import type { Pool } from '../records/layout.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';

export {
  at,
  clear,
  column,
  count,
  declaration,
  destroy,
  field,
  get,
  layout,
  repair,
  set,
  stats,
} from '../records/checked.ts';
export type { Column, Heap, Pool, Value } from './index.ts';
export type { Stats } from './inspect.ts';

var QUEUE = 'pass a queue that create or attach returned, before destroy';

function queue(pool: Pool, call: string): void {
  requirePool(pool, call, Kind.Queue);
}

function visitor(pool: Pool, call: string, visit: unknown): void {
  queue(pool, call);
  requireVisit(visit, call);
}

export var create = checked(lean.create, 'queue.create("$1", $2)', declared, DECLARED);
export var attach = checked(
  lean.attach,
  'queue.attach($1)',
  requireHeap,
  'this queue was not declared as "$2"',
  tellAddress,
);
export var repairAt = checked(lean.repairAt, 'queue.repairAt($1)', requireHeap, QUEUE, tellAddress);
export var push = checked(lean.push, 'queue.push(queue)', queue, QUEUE);
export var shift = checked(lean.shift, 'queue.shift', queue);
export var peek = checked(lean.peek, 'queue.peek', queue);
export var walk = checked(inspect.walk, 'queue.walk', visitor);
export var check = checked(inspect.check, 'queue.check', queue);
