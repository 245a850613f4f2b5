/** Strings as the checked build has them: misuse throws, with what was wrong and what to do. */

import { checked, judge } from '../core/checked.ts';
import { requirePool } from '../heap/require.ts';
import { Kind } from '../heap/layout.ts';
import * as lean from './index.ts';
import type { Pool } from './index.ts';

export type { Content, Heap, Pool } from './index.ts';
export type { BlockState, Stats } from '../tables/inspect.ts';
export { attach, check, create, dealloc, destroy, repair, repairAt, stats, walk } from '../tables/checked.ts';

var CONTENT =
  'a string is text of characters 0 to 255, bytes, or the handle of another; encode other text first, for example as UTF-8';
var HANDLE = 'pass the number that alloc returned';
var OTHER = 'compare with text, or with the handle of a string';

function mine(pool: Pool, call: string): void {
  requirePool(pool, call, Kind.Tables);
}

/** Of a handle that is none `length` returns -1, which is no failure value to the others. */
function handle(pool: Pool, call: string, given: number): void {
  mine(pool, call);
  if (lean.length(pool, given) < 0) judge(0, call, HANDLE, [pool, given]);
}

export var alloc = checked(lean.alloc, 'strings.alloc($1)', mine, CONTENT);
export var set = checked(lean.set, 'strings.set($1, $2)', mine, CONTENT);
export var append = checked(lean.append, 'strings.append($1, $2)', mine, CONTENT);
export var length = checked(lean.length, 'strings.length($1)', handle);
export var text = checked(lean.text, 'strings.text($1)', mine, HANDLE);
export var bytes = checked(lean.bytes, 'strings.bytes($1)', mine, HANDLE);
export var compare = checked(lean.compare, 'strings.compare($1, $2)', mine, OTHER);
export var equals = checked(lean.equals, 'strings.equals($1, $2)', mine, OTHER);
