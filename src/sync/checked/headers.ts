/** Shared headers as the checked build has them: misuse throws; a lock that cannot be had is a return value. */

import { checked } from '../../core/checked.ts';
import { requireHeap, requirePool } from '../../heap/require.ts';
import { Kind } from '../../heap/layout.ts';
import type { Pool } from '../../headers/layout.ts';
import * as lean from '../headers.ts';
import type { Guard } from '../layout.ts';
import { requireGuard, OWNER, SHARED, tellLock, tellShared } from './require.ts';

export type { Guard, Headers, Heap, Pool } from '../headers.ts';

var SIZE = 'bytes must be a whole number from 1 up';
var BLOCK = 'pass the number that alloc returned';

function pool(p: Pool, call: string): void {
  requirePool(p, call, Kind.Headers);
}

function lock(guard: Guard<Pool>, call: string): void {
  requireGuard(guard, call, Kind.Headers);
}

export var create = checked(lean.create, 'sync.headers.create(pool)', pool, SHARED, tellShared);
export var attach = checked(lean.attach, 'sync.headers.attach($1, $2)', requireHeap, OWNER, tellLock);
export var destroy = checked(lean.destroy, 'sync.headers.destroy(guard)', lock, OWNER, tellShared);
export var alloc = checked(lean.alloc, 'sync.headers.alloc($1)', lock, SIZE, tellShared);
export var allocAligned = checked(
  lean.allocAligned,
  'sync.headers.allocAligned($1, $2)',
  lock,
  SIZE + ', and alignBytes a power of two',
  tellShared,
);
export var dealloc = checked(lean.dealloc, 'sync.headers.dealloc($1)', lock, BLOCK, tellShared);
export var resize = checked(lean.resize, 'sync.headers.resize($1, $2)', lock, SIZE, tellShared);
export var sizeOf = checked(lean.sizeOf, 'sync.headers.sizeOf($1)', lock, BLOCK, tellShared);
export var view = checked(lean.view, 'sync.headers.view($1)', lock, BLOCK, tellShared);
export var clean = checked(lean.clean, 'sync.headers.clean($1)', lock, BLOCK, tellShared);
export var reorder = checked(lean.reorder, 'sync.headers.reorder(guard)', lock, BLOCK, tellShared);
export var setLow = checked(
  lean.setLow,
  'sync.headers.setLow($1)',
  lock,
  'bytes must be a whole number from 0 up',
  tellShared,
);
export var isLow = checked(lean.isLow, 'sync.headers.isLow', lock);
