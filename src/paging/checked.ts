/** Paging as the checked build has it: misuse throws. A store that fails or is full stays a return value. */

import { checked, complain, requireVisit, refuseArgument } from '../core/checked.ts';
import { Fault, fault, forgetFault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import { requireHeap, requirePool } from '../heap/require.ts';
import { isBytes } from '../heap/image.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isOpen } from './here.ts';
import * as lean from './index.ts';
import type { Options, Pager } from './index.ts';
import * as inspect from './inspect.ts';

export type { Geometry, Heap, Options, Pager, Store } from './index.ts';
export type { SectorKind, Stats } from './inspect.ts';

var GEOMETRY =
  'pages of 32 bytes or more, a power of two; sectors hold whole pages, pages whole program units; ' +
  'bytes must leave 4 frames beside the tables; pages and sectors are fewer than 65,535 together, and so are pages in the store; ' +
  'a bundle without paging.commit makes volatile pagers only';
var OPEN = 'the pager must be open: made by create or attach, not destroyed';
var KEPT = OPEN + ', and not volatile';
var VIRTUAL = 'virtual addresses are whole numbers below pages * pageBytes, and the pager must be open';
var STORE =
  'a store has size, eraseBytes and programBytes, and functions to read, program and erase; a heap is whole program units; ' +
  'sectors are whole words, those of more than 256 bytes multiples of 256';
var OTHER = 'pass the store over which the pager was created: this is not a store, or has other sizes';
var PAGE = "pages are whole numbers below the pager's count, and the pager must be open";

function pager(p: Pager, call: string): void {
  requirePool(p, call, Kind.Paging);
}

function visitor(p: Pager, call: string, visit: unknown): void {
  pager(p, call);
  requireVisit(visit, call);
}

/** An array that an image can be read into. */
function array(heap: Heap, call: string): void {
  if (!isBytes(heap)) refuseArgument(call, heap, 'pass the array that the image is to be read into');
  forgetFault();
}

/** `bytes` virtual addresses from va on, of an open pager. */
function requireRange(p: Pager, call: string, va: number, bytes: number): void {
  pager(p, call);
  if (!isOpen(p) && fault() === Fault.BadArgument) refuseArgument(call, 'pager', OPEN);
  if (!(va >>> 0 === va && bytes >>> 0 === bytes && va + bytes <= p.pageCount * p.pageSize)) {
    refuse(p.u8, Fault.BadArgument);
    refuseArgument(call, va, VIRTUAL);
  }
}

function requireNumber(value: number, call: string): void {
  if (typeof value !== 'number') refuseArgument(call, value, 'the value must be a number');
}

function read1(p: Pager, call: string, va: number): void {
  requireRange(p, call, va, 1);
}

function read2(p: Pager, call: string, va: number): void {
  requireRange(p, call, va, 2);
}

function read4(p: Pager, call: string, va: number): void {
  requireRange(p, call, va, 4);
}

function write1(p: Pager, call: string, va: number, value: number): void {
  requireRange(p, call, va, 1);
  requireNumber(value, call);
}

function write2(p: Pager, call: string, va: number, value: number): void {
  requireRange(p, call, va, 2);
  requireNumber(value, call);
}

function write4(p: Pager, call: string, va: number, value: number): void {
  requireRange(p, call, va, 4);
  requireNumber(value, call);
}

/** `bytes` virtual addresses from va on, and bytes of u8[at] on. */
function copied(p: Pager, call: string, va: number, u8: Uint8Array, at: number, bytes: number): void {
  requireRange(p, call, va, bytes);
  if (!isBytes(u8)) refuseArgument(call, u8, 'bytes are copied from or into a Uint8Array');
  if (!(at >>> 0 === at && bytes >>> 0 === bytes && at + bytes <= u8.length)) {
    refuseArgument(call, at + ', ' + bytes, 'the array has only ' + u8.length + ' bytes');
  }
}

/** Throw when the store was refused for having too few sectors: `needed` would do, and where that is 0 no number would. */
function tellSize(call: string, values: string, store: Store, needed: number): void {
  complain(
    call,
    values,
    'the store has too few sectors: it has ' +
      store.size / store.eraseBytes +
      ', and ' +
      (needed || 'more than there can be') +
      ' are needed',
  );
}

/** As lean.create, but says how many sectors are needed. */
function createOrTell(heap: Heap, bytes: number, store: Store, pages: number, options?: Options): Pager | null {
  var p = lean.create(heap, bytes, store, pages, options);
  if (!p && fault() === Fault.StoreTooSmall)
    tellSize('paging.create', bytes + ', store, ' + pages, store, lean.sectorsFor(store, pages, options));
  return p;
}

/** As lean.hibernate, but says how many sectors are needed. */
function hibernateOrTell(heap: Heap, store: Store): boolean {
  var isDone = lean.hibernate(heap, store);
  if (!isDone && fault() === Fault.StoreTooSmall)
    tellSize('paging.hibernate', 'heap, store', store, lean.sectorsForHeap(store, heap.length));
  return isDone;
}

export var create: typeof lean.create = checked(createOrTell, 'paging.create($1, store, $3)', requireHeap, GEOMETRY);
export var sectorsFor = checked(lean.sectorsFor, 'paging.sectorsFor($1)', forgetFault, GEOMETRY);
export var sectorsForHeap = checked(
  lean.sectorsForHeap,
  'paging.sectorsForHeap($1)',
  forgetFault,
  'bytes of a heap, and a store or its eraseBytes and programBytes',
);
export var attach = checked(lean.attach, 'paging.attach($1)', requireHeap, OTHER);
export var repair = checked(lean.repair, 'paging.repair(pager)', pager, OPEN);
export var repairAt = checked(lean.repairAt, 'paging.repairAt($1)', requireHeap, OTHER);
export var hibernate: typeof lean.hibernate = checked(
  hibernateOrTell,
  'paging.hibernate(heap, store)',
  requireHeap,
  STORE,
);
export var resume = checked(lean.resume, 'paging.resume(heap, store)', array, STORE);
export var read8 = checked(lean.read8, 'paging.read8', read1);
export var read16 = checked(lean.read16, 'paging.read16', read2);
export var read32 = checked(lean.read32, 'paging.read32', read4);
export var write8 = checked(lean.write8, 'paging.write8', write1);
export var write16 = checked(lean.write16, 'paging.write16', write2);
export var write32 = checked(lean.write32, 'paging.write32', write4);
export var copyIn = checked(lean.copyIn, 'paging.copyIn', copied);
export var copyOut = checked(lean.copyOut, 'paging.copyOut', copied);
export var pin = checked(lean.pin, 'paging.pin($1)', pager, PAGE);
export var unpin = checked(lean.unpin, 'paging.unpin($1)', pager, PAGE + '; and the page must be pinned');
export var prefetch = checked(lean.prefetch, 'paging.prefetch($1)', pager, PAGE);
export var flush = checked(lean.flush, 'paging.flush(pager)', pager, OPEN);
export var commit = checked(lean.commit, 'paging.commit(pager)', pager, KEPT);
export var rollback = checked(lean.rollback, 'paging.rollback(pager)', pager, KEPT);
export var destroy = checked(lean.destroy, 'paging.destroy(pager)', pager, OPEN);
export var sectors = checked(inspect.sectors, 'paging.sectors', visitor);
export var walk = checked(inspect.walk, 'paging.walk', visitor);
export var stats = checked(inspect.stats, 'paging.stats', pager);
export var lifetimeDays = checked(inspect.lifetimeDays, 'paging.lifetimeDays', pager);
export var check = checked(inspect.check, 'paging.check', pager);
