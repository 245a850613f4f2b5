/** What the checked calls on shared pools have in common. */

import { judge } from '../../core/checked.ts';
import { Fault, fault, forgetFault, refuse } from '../../core/faults.ts';
import { Kind } from '../../heap/layout.ts';
import { isRegion } from '../../heap/regions.ts';
import type { Guard } from '../layout.ts';

export var SHARED = 'pass a pool that create or attach of the module returned, in a heap that lies in a SharedArrayBuffer';
export var OWNER = 'pass the heap, the address that create returned, and the number of this worker, 1 to 255, which no other worker has';
var GUARD = 'there is no such lock: pass what attach of the same part of sync returned, before destroy; ' +
  'null means that it refused, and fault() said why';

/** What a pool object is known by. */
interface AnyPool {
  u8: Uint8Array;
  base: number;
}

/** Pass on the guard of a pool of `kind`, or throw. Clears the last fault, so that judge sees this call's. O(regions). */
export function demandGuard<Pool extends AnyPool>(guard: Guard<Pool>, call: string, kind: Kind): Guard<Pool> {
  var isThere = !!guard && !!guard.words && isRegion(guard.pool.u8, guard.base, Kind.Sync) &&
    isRegion(guard.pool.u8, guard.pool.base, kind);
  if (!isThere) judge(refuse(null, Fault.BadArgument), call, guard && 'a lock that is not there', GUARD);
  forgetFault();
  return guard;
}

/** As judge of core, but a lock that another worker has is nothing to throw for. */
export function judgeShared<T>(result: T, call: string, value: unknown, wanted: string): T {
  return result || fault() === Fault.Locked ? result : judge(result, call, value, wanted);
}

/** As judgeShared, for the address of a lock. */
export function judgeLock<T>(result: T, call: string, address: number, owner: number): T {
  if (result || fault() !== Fault.BadAddress) return judgeShared(result, call, address + ', ' + owner, OWNER);
  throw new Error(call + '(' + address + ', ' + owner + '): no lock of such a pool is there: pass the address that create returned, or that heap.find tells');
}
