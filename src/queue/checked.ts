/** Queues as the checked build has them; see ../records/checked.ts. */

import { demandVisit, judge } from '../core/checked.ts';
import { demandHeap, demandPool } from '../heap/demand.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { DECLARED, demandPlain, judgeAddress } from '../records/demand.ts';
import type { Pool } from '../records/layout.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';

export { at, clear, column, count, declaration, destroy, field, get, layout, repair, set, stats } from '../records/checked.ts';
export type { Column, Pool, Value } from './index.ts';

var QUEUE = 'pass a queue that create or attach returned, before destroy';

/** Pass on the queue, or throw. */
function mine(queue: Pool, call: string): Pool {
  return demandPool(queue, call, Kind.Queue);
}

/** See index.ts; throws on a bad declaration. */
export function create(heap: Heap, fields: string, rows: number, isRing?: boolean): Pool | null {
  demandPlain(fields, 'queue.create');
  return judge(lean.create(demandHeap(heap, 'queue.create'), fields, rows, isRing), 'queue.create', '"' + fields + '", ' + rows, DECLARED);
}

/** See index.ts; throws when there is no queue at `address`, or it was declared otherwise. */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return judgeAddress(lean.attach(demandHeap(heap, 'queue.attach'), address, fields), 'queue.attach', address,
    'this queue was not declared as "' + fields + '"');
}

/** See index.ts; throws when there is no queue at `address`. */
export function repairAt(heap: Heap, address: number): boolean {
  return judgeAddress(lean.repairAt(demandHeap(heap, 'queue.repairAt'), address), 'queue.repairAt', address, QUEUE);
}

/** See index.ts; throws when this is no queue, or it was destroyed. */
export function push(queue: Pool): number {
  return judge(lean.push(mine(queue, 'queue.push')), 'queue.push', 'queue', QUEUE);
}

/** See index.ts; throws when this is no queue. */
export function shift(queue: Pool): number {
  return lean.shift(mine(queue, 'queue.shift'));
}

/** See index.ts; throws when this is no queue. */
export function peek(queue: Pool): number {
  return lean.peek(mine(queue, 'queue.peek'));
}

/** See inspect.ts; throws when this is no queue. */
export function walk(queue: Pool, visit: (row: number) => void): void {
  inspect.walk(mine(queue, 'queue.walk'), demandVisit(visit, 'queue.walk'));
}

/** See inspect.ts; throws when this is no queue. */
export function check(queue: Pool): string {
  return inspect.check(mine(queue, 'queue.check'));
}
