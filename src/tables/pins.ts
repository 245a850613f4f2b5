/** Blocks that stay where they are, and so may be looked at. */

import { Fault, refuse } from '../core/faults.ts';
import { find, generationAt, isIdle, isPinned, payloadAt, payloadBytes } from './block.ts';
import { Control, Header, type Pool, Refused, State } from './layout.ts';

/** Add `by` to the pins of a block that has others than `not`. Returns its header, or 0 and a fault. */
function changePins(pool: Pool, handle: number, by: number, not: number): number {
  var w: Uint16Array;
  var k = find(pool, handle);
  var at: number;
  if (!k || !isIdle(pool)) return 0;
  w = pool.w;
  at = generationAt(pool, k);
  if ((w[at] & Header.Free) === not) return refuse(pool.u8, not ? Fault.Pinned : Fault.BadArgument);
  w[Control.State] = State.Changing;
  w[at] += by;
  w[Control.Checksum] += by;
  if (by < 0) w[Control.Refused] = Refused.Nothing;
  w[Control.State] = State.Idle;
  return k;
}

/** Keep the block in place until it has been unpinned as often. Returns its address, or 0: not a handle, or pinned twice already. O(1). */
export function pin(pool: Pool, handle: number): number {
  var k = changePins(pool, handle, Header.Pin, 2 * Header.Pin);
  return k && payloadAt(pool, k);
}

/** Undo one pin. Returns true, or false: not a handle, or not pinned. O(1). */
export function unpin(pool: Pool, handle: number): boolean {
  return !!changePins(pool, handle, -Header.Pin, 0);
}

/** A Uint8Array over the payload of a pinned block, not a copy, valid until it is unpinned; or null: not a handle, or not pinned. O(1). */
export function view(pool: Pool, handle: number): Uint8Array | null {
  var k = find(pool, handle);
  if (!k || !isPinned(pool.w[generationAt(pool, k)])) return (k && refuse(pool.u8, Fault.BadArgument)) || null;
  return pool.u8.subarray(payloadAt(pool, k), payloadAt(pool, k) + payloadBytes(pool, k));
}
