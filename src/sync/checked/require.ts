/** What the checked calls on shared pools ask first, and how they say what is wrong: a lock that another worker has is nothing to throw for. */

import { refuseArgument } from '../../core/checked.ts';
import { Fault, forgetFault } from '../../core/faults.ts';
import { Kind } from '../../heap/layout.ts';
import { isRegion } from '../../heap/regions.ts';
import type { Guard } from '../layout.ts';

export var SHARED =
  'pass a pool that create or attach of the module returned, in a heap that lies in a SharedArrayBuffer';
export var OWNER =
  'pass the heap, the address that create returned, and the number of this worker, 1 to 255, which no other worker has';
var GUARD =
  'there is no such lock: pass what attach of the same part of sync returned, before destroy; ' +
  'null means that it refused, and fault() said why';

/** What a pool object is known by. @internal */
interface AnyPool {
  u8: Uint8Array;
  base: number;
}

/** Throw unless `guard` is that of a pool of `kind`. Forgets the last fault. O(regions). */
export function requireGuard<Pool extends AnyPool>(guard: Guard<Pool>, call: string, kind: Kind): void {
  var isThere =
    !!guard &&
    !!guard.words &&
    isRegion(guard.pool.u8, guard.base, Kind.Sync) &&
    isRegion(guard.pool.u8, guard.pool.base, kind);
  if (!isThere) refuseArgument(call, guard && 'a lock that is not there', GUARD);
  forgetFault();
}

/** How a fault of a shared pool is told; see `checked` of core. */
export function tellShared(reason: number): string | undefined {
  return reason === Fault.Locked ? '' : undefined;
}

/** The same for the address of a lock. */
export function tellLock(reason: number): string | undefined {
  return reason === Fault.BadAddress
    ? 'no lock of such a pool is there: pass the address that create or heap.find returned'
    : tellShared(reason);
}
