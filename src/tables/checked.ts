/** The tables pool as the checked build has it: misuse throws, with what was wrong and what to do. */

import { checked, requireVisit } from '../core/checked.ts';
import { forgetFault } from '../core/faults.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { Kind } from '../heap/layout.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';
import type { Moved, Pool } from './index.ts';

export type { Heap, Moved, Pool } from './index.ts';
export type { BlockState, Stats } from './inspect.ts';

var SIZE = 'bytes must be a whole number from 1 up';
var POOL = 'pass what create or attach returned, before destroy';
var FIT = 'the bytes must all lie inside the block; see sizeOf';

function mine(pool: Pool, call: string): void {
  requirePool(pool, call, Kind.Tables);
}

function visitor(pool: Pool, call: string, visit: unknown): void {
  mine(pool, call);
  requireVisit(visit, call);
}

/** False may also mean that there is more to do: what was refused inside of `moved` is none of its business. */
function reorderAlone(pool: Pool, budget?: number, moved?: Moved): boolean {
  return lean.reorder(
    pool,
    budget,
    moved && typeof moved === 'function'
      ? function (handle, from, to, bytes) {
          moved(handle, from, to, bytes);
          forgetFault();
        }
      : moved,
  );
}

export var create = checked(
  lean.create,
  'tables.create($1, $2)',
  requireHeap,
  'a pool needs about 60 bytes, and 6 for each of handles; both must be whole numbers',
);
export var attach = checked(lean.attach, 'tables.attach($1)', requireHeap, POOL);
export var repair = checked(lean.repair, 'tables.repair(pool)', mine, POOL);
export var repairAt = checked(lean.repairAt, 'tables.repairAt($1)', requireHeap, POOL);
export var alloc = checked(lean.alloc, 'tables.alloc($1)', mine, SIZE);
export var dealloc = checked(lean.dealloc, 'tables.dealloc($1)', mine, POOL);
export var resize = checked(lean.resize, 'tables.resize($1, $2)', mine, SIZE);
export var addrOf = checked(lean.addrOf, 'tables.addrOf($1)', mine, POOL);
export var sizeOf = checked(lean.sizeOf, 'tables.sizeOf($1)', mine, POOL);
export var view = checked(
  lean.view,
  'tables.view($1)',
  mine,
  'pin the block first: a view of a block that moves goes stale',
);
export var pin = checked(lean.pin, 'tables.pin($1)', mine, POOL);
export var unpin = checked(lean.unpin, 'tables.unpin($1)', mine, 'the block is not pinned');
export var copy = checked(lean.copy, 'tables.copy($1, $2)', mine, FIT);
export var write = checked(lean.write, 'tables.write($1, $2# bytes, $3)', mine, FIT);
export var read = checked(lean.read, 'tables.read($1, $2# bytes, $3)', mine, FIT);
export var clean = checked(lean.clean, 'tables.clean($1)', mine, POOL);
export var reorder: typeof lean.reorder = checked(
  reorderAlone,
  'tables.reorder($1)',
  mine,
  'budget is a number of bytes above 0, or left out; moved is a function, or left out',
);
export var setPause = checked(
  lean.setPause,
  'tables.setPause($1)',
  mine,
  'blocks must be a whole number from 1 to 127, or 0 for no pause',
);
export var renew = checked(lean.renew, 'tables.renew(pool)', mine, POOL);
export var destroy = checked(lean.destroy, 'tables.destroy(pool)', mine, POOL);
export var setLow = checked(lean.setLow, 'tables.setLow($1)', mine, 'bytes must be a whole number from 0 up');
export var isLow = checked(lean.isLow, 'tables.isLow', mine);
export var stats = checked(inspect.stats, 'tables.stats', mine);
export var walk = checked(inspect.walk, 'tables.walk', visitor);
export var check = checked(inspect.check, 'tables.check', mine);
