/** Strings as the checked build has them: misuse throws, with what was wrong and what to do. */

import { judge } from '../core/checked.ts';
import { demandPool } from '../heap/demand.ts';
import { Kind } from '../heap/layout.ts';
import * as lean from './index.ts';
import type { Content, Pool } from './index.ts';

export type { Content, Pool } from './index.ts';
export { attach, check, create, dealloc, destroy, repair, repairAt, stats, walk } from '../tables/checked.ts';

var CONTENT = 'a string is text of characters 0 to 255, bytes, or the handle of another; encode other text first, as UTF-8 say';

/** Pass on the pool, or throw. */
function mine(pool: Pool, call: string): Pool {
  return demandPool(pool, call, Kind.Tables);
}

/** See index.ts; throws on what cannot be stored. */
export function alloc(pool: Pool, content: Content): number {
  return judge(lean.alloc(mine(pool, 'strings.alloc'), content), 'strings.alloc', content, CONTENT);
}

/** See index.ts; throws when `handle` is none, or on what cannot be stored. */
export function set(pool: Pool, handle: number, content: Content): number {
  return judge(lean.set(mine(pool, 'strings.set'), handle, content), 'strings.set', handle + ', ' + content, CONTENT);
}

/** See index.ts; throws when `handle` is none, or on what cannot be stored. */
export function append(pool: Pool, handle: number, content: Content): number {
  return judge(lean.append(mine(pool, 'strings.append'), handle, content), 'strings.append', handle + ', ' + content, CONTENT);
}

/** See index.ts; throws when `handle` is none. */
export function length(pool: Pool, handle: number): number {
  var bytes = lean.length(mine(pool, 'strings.length'), handle);
  return bytes < 0 ? judge(0, 'strings.length', handle, '') - 1 : bytes;
}

/** See index.ts; throws when `handle` is none. */
export function text(pool: Pool, handle: number): string | null {
  var found = lean.text(mine(pool, 'strings.text'), handle);
  return found === null ? judge(found, 'strings.text', handle, '') : found;
}

/** See index.ts; throws when `handle` is none. */
export function bytes(pool: Pool, handle: number): Uint8Array | null {
  return judge(lean.bytes(mine(pool, 'strings.bytes'), handle), 'strings.bytes', handle, '');
}

/** See index.ts; throws when a handle is none. */
export function compare(pool: Pool, handle: number, other: string | number): number | null {
  var order = lean.compare(mine(pool, 'strings.compare'), handle, other);
  return order === null ? judge(order, 'strings.compare', handle + ', ' + other, '') : order;
}

/** See index.ts; throws when a handle is none. */
export function equals(pool: Pool, handle: number, other: string | number): boolean {
  return compare(mine(pool, 'strings.equals'), handle, other) === 0;
}
