/** Looking into a ring of messages: figures, a walk over them, and whether it is sound. Left out where unused. */

import { goneText } from '../heap/gone.ts';
import { Control, Flag, type Pool, Ring } from './layout.ts';
import { countOf, indexOf, logOf, renew, granulesOf } from './pool.ts';
import { verify } from './verify.ts';

export type { Pool } from './layout.ts';

export interface Stats {
  /** Of the ring. */
  bytes: number;
  /** Of messages, their lengths, what rounding takes, and the end of the ring where it is skipped. */
  usedBytes: number;
  freeBytes: number;
  /** The longest message that finds room now, without overwriting; -1: none. */
  longestBytes: number;
  messages: number;
  overwrites: boolean;
}

/**
 * Call visit(address, bytes) for each message, oldest first; `address` is that of its first byte. It must not push or
 * shift. In a damaged pool it stops at the damage; for a destroyed pool nothing is visited, and fault() says so.
 * O(messages).
 */
export function walk(pool: Pool, visit: (address: number, bytes: number) => void): void {
  var left = pool.epochs[0] === pool.epoch || renew(pool) ? countOf(pool) : 0;
  var granule = pool.head[Control.Head] & Ring.Granule;
  var bytes: number;
  for (; left && granule < pool.end; left--) {
    if (pool.w[indexOf(pool, granule)] === Ring.Skip) granule = 0;
    bytes = pool.w[indexOf(pool, granule)];
    if (granule + granulesOf(pool, bytes) > pool.end) return;
    visit(pool.ring + (granule << logOf(pool)) + Ring.LengthBytes, bytes);
    granule += granulesOf(pool, bytes);
    if (granule >= pool.end) granule = 0;
  }
}

/** Figures of the ring. All 0 if the pool was destroyed, and fault() says so. O(1). */
export function stats(pool: Pool): Stats {
  var isThere = pool.epochs[0] === pool.epoch || renew(pool);
  var log = logOf(pool);
  var messages = isThere ? countOf(pool) : 0;
  var tail = pool.head[Control.Tail] & Ring.Granule;
  var head = pool.head[Control.Head] & Ring.Granule;
  var used = messages ? (tail > head ? tail - head : tail - head + pool.end) : 0;
  var piece = messages ? (tail > head ? Math.max(pool.end - tail, head) : head - tail) : pool.end;
  return {
    bytes: isThere ? pool.end << log : 0,
    usedBytes: used << log,
    freeBytes: isThere ? (pool.end - used) << log : 0,
    longestBytes: isThere && piece ? Math.min((piece << log) - Ring.LengthBytes, Ring.MostBytes) : isThere ? -1 : 0,
    messages: messages,
    overwrites: isThere && !!(pool.head[Control.Flags] & Flag.Overwrites),
  };
}

/** Invariants 1 to 3 of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'the word there has flags that do not exist: it was overwritten, most likely by a write past the end of the region below',
  'the word there leads out of the ring: it was overwritten, most likely by a write past the end of the region below',
  'the messages do not lead to the end of the last one: the length there was overwritten, most likely by a write past the end of the message before',
];

/**
 * '' if the pool is sound, otherwise a sentence: the broken invariant, its number and the address; or that the pool
 * was destroyed. O(messages).
 */
export function check(pool: Pool): string {
  var found: number;
  var invariant: number;
  if (pool.epochs[0] !== pool.epoch && !renew(pool)) return goneText(pool.u8);
  found = verify(pool);
  invariant = found & 15;
  return found
    ? 'invariant ' + invariant + ' at address ' + (found - invariant) / 16 + ': ' + INVARIANTS[invariant]
    : '';
}
