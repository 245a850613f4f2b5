/** Queues as the checked build has them; see ../records/checked.ts. */

import { judge } from '../core/checked.ts';
import type { Heap } from '../heap/layout.ts';
import { DECLARED, demandPlain, demandSound } from '../records/checked.ts';
import type { Pool } from '../records/layout.ts';
import * as lean from './index.ts';

export { at, clear, column, destroy, get, set } from '../records/checked.ts';
export type { Column, Pool, Value } from './index.ts';
export { count, peek } from './index.ts';
export { check, declaration, layout, stats, walk } from './inspect.ts';

var QUEUE = 'pass a queue that create or attach returned, before destroy';

/** See index.ts; throws on a bad declaration. */
export function create(heap: Heap, fields: string, rows: number, isRing?: boolean): Pool | null {
  demandPlain(fields, 'queue.create');
  return judge(lean.create(heap, fields, rows, isRing), 'queue.create', '"' + fields + '", ' + rows, DECLARED);
}

/** See index.ts; throws when there is no queue at `address`, or it was declared otherwise. */
export function attach(heap: Heap, address: number, fields?: string): Pool | null {
  return judge(demandSound(lean.attach(heap, address, fields), true), 'queue.attach', address,
    'this queue was not declared as "' + fields + '"');
}

/** See index.ts; throws when this is no queue, or it was destroyed. */
export function push(queue: Pool): number {
  return judge(lean.push(queue), 'queue.push', 'queue', QUEUE);
}

/** See index.ts; throws when this is no queue. */
export function shift(queue: Pool): number {
  return queue.link ? judge(lean.push(queue), 'queue.shift', 'queue', QUEUE) : lean.shift(queue);
}
