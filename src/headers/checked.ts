/**
 * The headers pool as the checked build has it: misuse throws, and an address inside a block is
 * refused even where the payload looks like a header, by a walk over the pool. O(blocks) a call.
 */

import { checked, complain, requireVisit, faultText, judge } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { Kind } from '../heap/layout.ts';
import { blockAt, payloadOffsetOf } from './block.ts';
import * as inspect from './inspect.ts';
import * as lean from './index.ts';
import type { Pool } from './layout.ts';
import { granulesAt } from './verify.ts';

export type { Heap, Moved, Pool } from './index.ts';
export type { BlockState, Stats } from './inspect.ts';

var SIZE = 'bytes must be a whole number from 1 up';
var POOL = 'pass what create or attach returned, before destroy';

function mine(pool: Pool, call: string): void {
  requirePool(pool, call, Kind.Headers);
}

function visitor(pool: Pool, call: string, visit: unknown): void {
  mine(pool, call);
  requireVisit(visit, call);
}

/** Throw unless a used block starts at `address`. */
function block(pool: Pool, call: string, address: number): void {
  var granules = 1;
  var found: number;
  var b: number;
  mine(pool, call);
  found = blockAt(pool, address);
  b = pool.first;
  while (found && b < found && granules) b += granules = granulesAt(pool, b);
  // The walk ended before it came there: the damage is below, and says nothing of this address.
  if (found && b < found) complain(call, address, faultText(Fault.Corrupt) + '; ' + inspect.check(pool));
  if (found && (b !== found || address !== (b + payloadOffsetOf(pool, b)) << pool.log))
    refuse(pool.u8, Fault.BadAddress);
  judge(0, call.split('(')[0] + '($1)', POOL, [pool, address]);
}

export var create = checked(
  lean.create,
  'headers.create($1)',
  requireHeap,
  'a pool needs at least about 80 bytes, and bytes must be a whole number',
);
export var attach = checked(lean.attach, 'headers.attach($1)', requireHeap, POOL);
export var alloc = checked(lean.alloc, 'headers.alloc($1)', mine, SIZE);
export var allocAligned = checked(
  lean.allocAligned,
  'headers.allocAligned($1, $2)',
  mine,
  SIZE + ', and alignBytes a power of two',
);
export var resize = checked(lean.resize, 'headers.resize($1, $2)', block, SIZE);
export var dealloc = checked(lean.dealloc, 'headers.dealloc($1)', block, POOL);
export var sizeOf = checked(lean.sizeOf, 'headers.sizeOf', block);
export var view = checked(lean.view, 'headers.view', block);
export var clean = checked(lean.clean, 'headers.clean', block);
export var reorder = checked(lean.reorder, 'headers.reorder(pool)', mine, 'moved must be a function, or left out');
export var repair = checked(lean.repair, 'headers.repair', mine);
export var repairAt = checked(lean.repairAt, 'headers.repairAt($1)', requireHeap, POOL);
export var destroy = checked(lean.destroy, 'headers.destroy(pool)', mine, POOL);
export var setLow = checked(lean.setLow, 'headers.setLow($1)', mine, 'bytes must be a whole number from 0 up');
export var isLow = checked(lean.isLow, 'headers.isLow(pool)', mine, POOL);
export var stats = checked(inspect.stats, 'headers.stats', mine);
export var walk = checked(inspect.walk, 'headers.walk', visitor);
export var check = checked(inspect.check, 'headers.check', mine);
