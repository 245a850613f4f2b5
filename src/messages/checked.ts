/** Messages as the checked build has them: misuse throws, with what was wrong and what to do. */

import { checked, requireVisit } from '../core/checked.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { Kind } from '../heap/layout.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';
import type { Pool } from './layout.ts';

export type { Content, Heap, Pool } from './index.ts';
export type { Stats } from './inspect.ts';

var POOL = 'pass what create or attach returned, before destroy';

function mine(pool: Pool, call: string): void {
  requirePool(pool, call, Kind.Messages);
}

function visitor(pool: Pool, call: string, visit: unknown): void {
  mine(pool, call);
  requireVisit(visit, call);
}

export var create = checked(
  lean.create,
  'messages.create($1)',
  requireHeap,
  'a ring needs at least 24 bytes, and bytes must be a whole number',
);
export var attach = checked(lean.attach, 'messages.attach($1)', requireHeap, POOL);
export var push = checked(
  lean.push,
  'messages.push($1)',
  mine,
  'a message is text of characters 0 to 255, or bytes; with 2 bytes more it must not be longer than the ring; encode other text first, for example as UTF-8',
);
export var peek = checked(lean.peek, 'messages.peek', mine);
export var text = checked(lean.text, 'messages.text', mine);
export var shift = checked(lean.shift, 'messages.shift', mine);
export var count = checked(lean.count, 'messages.count', mine);
export var clear = checked(lean.clear, 'messages.clear', mine);
export var destroy = checked(lean.destroy, 'messages.destroy', mine, POOL);
export var stats = checked(inspect.stats, 'messages.stats', mine);
export var walk = checked(inspect.walk, 'messages.walk', visitor);
export var check = checked(inspect.check, 'messages.check', mine);
