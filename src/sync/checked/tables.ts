/** Shared tables as the checked build has them: misuse throws; a lock that cannot be had is a return value. */

import { checked } from '../../core/checked.ts';
import { requireHeap, requirePool } from '../../heap/require.ts';
import { Kind } from '../../heap/layout.ts';
import type { Pool } from '../../tables/layout.ts';
import * as lean from '../tables.ts';
import type { Guard } from '../layout.ts';
import { requireGuard, OWNER, SHARED, tellLock, tellShared } from './require.ts';

export type { Guard, Heap, Moved, Pool, Tables } from '../tables.ts';

var SIZE = 'bytes must be a whole number from 1 up';
var HANDLE = 'pass the number that alloc returned';
var FIT = 'the bytes must all lie inside the block; see sizeOf';

function pool(p: Pool, call: string): void {
  requirePool(p, call, Kind.Tables);
}

function lock(guard: Guard<Pool>, call: string): void {
  requireGuard(guard, call, Kind.Tables);
}

export var create = checked(lean.create, 'sync.tables.create(pool)', pool, SHARED, tellShared);
export var attach = checked(lean.attach, 'sync.tables.attach($1, $2)', requireHeap, OWNER, tellLock);
export var destroy = checked(lean.destroy, 'sync.tables.destroy(guard)', lock, OWNER, tellShared);
export var alloc = checked(lean.alloc, 'sync.tables.alloc($1)', lock, SIZE, tellShared);
export var dealloc = checked(lean.dealloc, 'sync.tables.dealloc($1)', lock, HANDLE, tellShared);
export var resize = checked(lean.resize, 'sync.tables.resize($1, $2)', lock, SIZE, tellShared);
export var pin = checked(lean.pin, 'sync.tables.pin($1)', lock, HANDLE, tellShared);
export var unpin = checked(lean.unpin, 'sync.tables.unpin($1)', lock, 'the block is not pinned', tellShared);
export var view = checked(
  lean.view,
  'sync.tables.view($1)',
  lock,
  'pin the block first: a view of a block that moves goes stale',
  tellShared,
);
export var sizeOf = checked(lean.sizeOf, 'sync.tables.sizeOf($1)', lock, HANDLE, tellShared);
export var write = checked(lean.write, 'sync.tables.write($1, $2# bytes, $3)', lock, FIT, tellShared);
export var read = checked(lean.read, 'sync.tables.read($1, $2# bytes, $3)', lock, FIT, tellShared);
export var copy = checked(lean.copy, 'sync.tables.copy($1, $2)', lock, FIT, tellShared);
export var clean = checked(lean.clean, 'sync.tables.clean($1)', lock, HANDLE, tellShared);
export var reorder = checked(
  lean.reorder,
  'sync.tables.reorder($1)',
  lock,
  'budget is a number of bytes above 0, or left out',
  tellShared,
);
export var setPause = checked(
  lean.setPause,
  'sync.tables.setPause($1)',
  lock,
  'blocks must be a whole number from 1 to 127, or 0 for no pause',
  tellShared,
);
export var renew = checked(lean.renew, 'sync.tables.renew(guard)', lock, HANDLE, tellShared);
export var setLow = checked(lean.setLow, 'sync.tables.setLow', lock);
export var isLow = checked(lean.isLow, 'sync.tables.isLow', lock);
