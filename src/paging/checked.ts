/** Paging as the checked build has it: misuse throws. A store that fails or is full stays a return value. */

import { demandVisit, judge } from '../core/checked.ts';
import { Fault, fault, forgetFault, refuse } from '../core/faults.ts';
import type { Geometry, Store } from '../core/store.ts';
import { demandHeap, demandPool } from '../heap/demand.ts';
import { isBytes } from '../heap/image.ts';
import { type Heap, Kind } from '../heap/layout.ts';
import { isOpen } from './here.ts';
import * as lean from './index.ts';
import type { Options, Pager } from './index.ts';
import * as inspect from './inspect.ts';

export type { Geometry, Options, Pager, Store } from './index.ts';

var GEOMETRY = 'pages of 32 bytes or more, a power of two; sectors hold whole pages, pages whole program units; ' +
  'bytes must leave 4 frames beside the tables; pages and sectors are fewer than 65,535 together, and so are pages in the store; ' +
  'a bundle without paging.commit makes volatile pagers only';
var OPEN = 'the pager must be open: made by create or attach, not destroyed';
var VIRTUAL = 'virtual addresses are whole numbers below pages * pageBytes, and the pager must be open';
var STORE = 'a store has size, eraseBytes and programBytes, and functions to read, program and erase; a heap is whole program units; ' +
  'sectors are whole words, those of more than 256 bytes multiples of 256';
var OTHER = 'pass the store that the pager was made over: this one is none, or has other sizes';
var PAGE = 'pages are whole numbers below the pager\'s count, and the pager must be open';

/** Throw: the store has too few sectors, and `sectors` would do; 0: no number would. */
function tellSize(store: Store, sectors: number, call: string, values: string): void {
  throw new Error(call + '(' + values + '): the store has too few sectors: it has ' + store.size / store.eraseBytes + ', and ' +
    (sectors || 'more than there can be') + ' are needed');
}

/** See index.ts; throws when the sizes do not fit one another, or the store has too few sectors: it says how many are needed. */
export function create(heap: Heap, bytes: number, store: Store, pages: number, options?: Options): Pager | null {
  var pager = lean.create(demandHeap(heap, 'paging.create'), bytes, store, pages, options);
  var values = bytes + ', store, ' + pages;
  if (!pager && fault() === Fault.StoreTooSmall) tellSize(store, lean.sectorsFor(store, pages, options), 'paging.create', values);
  return judge(pager, 'paging.create', values, GEOMETRY);
}

/** See index.ts; throws when something is no such number. */
export function sectorsFor(geometry: Geometry, pages: number, options?: Options): number {
  return judge(lean.sectorsFor(geometry, pages, options), 'paging.sectorsFor', pages, GEOMETRY);
}

/** See index.ts; throws when something is no such number. */
export function sectorsForHeap(geometry: Geometry, bytes: number): number {
  return judge(lean.sectorsForHeap(geometry, bytes), 'paging.sectorsForHeap', bytes, 'bytes of a heap, and a store or its eraseBytes and programBytes');
}

/** See index.ts; throws when there is no pager at `address`, or its store is another one. */
export function attach(heap: Heap, address: number, store: Store): Pager | null {
  return judge(lean.attach(demandHeap(heap, 'paging.attach'), address, store), 'paging.attach', address, OTHER);
}

/** See index.ts; throws when the pager was destroyed. */
export function repair(p: Pager): boolean {
  return judge(lean.repair(demandPool(p, 'paging.repair', Kind.Paging)), 'paging.repair', 'pager', OPEN);
}

/** See index.ts; throws when there is no pager at `address`, or its store is another one. */
export function repairAt(heap: Heap, address: number, store: Store): boolean {
  return judge(lean.repairAt(demandHeap(heap, 'paging.repairAt'), address, store), 'paging.repairAt', address, OTHER);
}

/** See index.ts; throws when the store is too small: it says how many sectors are needed. */
export function hibernate(heap: Heap, store: Store): boolean {
  var isDone = lean.hibernate(demandHeap(heap, 'paging.hibernate'), store);
  if (!isDone && fault() === Fault.StoreTooSmall) tellSize(store, lean.sectorsForHeap(store, heap.length), 'paging.hibernate', 'heap, store');
  return judge(isDone, 'paging.hibernate', 'heap, store', STORE);
}

/** See index.ts; throws when `heap` is no array, or `store` no store. */
export function resume(heap: Heap, store: Store): Heap | null {
  if (!isBytes(heap)) judge(null, 'paging.resume', heap, 'pass the array that the image is to be read into');
  forgetFault();
  return judge(lean.resume(heap, store), 'paging.resume', 'heap, store', STORE);
}

/** Throw unless `p` is a pager that is there, and open. */
function demandOpen(p: Pager, call: string): Pager {
  demandPool(p, call, Kind.Paging);
  if (!isOpen(p) && fault() === Fault.BadArgument) judge(null, call, 'pager', OPEN);
  return p;
}

/** Throw unless `bytes` bytes from va on are virtual addresses of an open pager. */
function demand(p: Pager, va: number, bytes: number, call: string): void {
  demandOpen(p, call);
  if (!(va >>> 0 === va && bytes >>> 0 === bytes && va + bytes <= p.pageCount * p.pageSize)) judge(refuse(p.u8, Fault.BadArgument), call, va, VIRTUAL);
}

/** Throw unless value is a number. */
function demandNumber(value: number, call: string): void {
  if (typeof value !== 'number') judge(refuse(null, Fault.BadArgument), call, value, 'the value must be a number');
}

/** Throw unless `bytes` bytes of u8[at] on are there. */
function demandBytes(u8: Uint8Array, at: number, bytes: number, call: string): void {
  if (!isBytes(u8)) judge(null, call, u8, 'bytes are copied from or into a Uint8Array');
  if (!(at >>> 0 === at && bytes >>> 0 === bytes && at + bytes <= u8.length)) {
    judge(refuse(null, Fault.BadArgument), call, at + ', ' + bytes, 'the array has only ' + u8.length + ' bytes');
  }
}

/** See index.ts; throws when there is no such address. */
export function read8(p: Pager, va: number): number {
  demand(p, va, 1, 'paging.read8');
  return lean.read8(p, va);
}

/** See index.ts; throws when there is no such address. */
export function read16(p: Pager, va: number): number {
  demand(p, va, 2, 'paging.read16');
  return lean.read16(p, va);
}

/** See index.ts; throws when there is no such address. */
export function read32(p: Pager, va: number): number {
  demand(p, va, 4, 'paging.read32');
  return lean.read32(p, va);
}

/** See index.ts; throws when there is no such address, or `value` is no number. */
export function write8(p: Pager, va: number, value: number): boolean {
  demand(p, va, 1, 'paging.write8');
  demandNumber(value, 'paging.write8');
  return lean.write8(p, va, value);
}

/** See index.ts; throws when there is no such address, or `value` is no number. */
export function write16(p: Pager, va: number, value: number): boolean {
  demand(p, va, 2, 'paging.write16');
  demandNumber(value, 'paging.write16');
  return lean.write16(p, va, value);
}

/** See index.ts; throws when there is no such address, or `value` is no number. */
export function write32(p: Pager, va: number, value: number): boolean {
  demand(p, va, 4, 'paging.write32');
  demandNumber(value, 'paging.write32');
  return lean.write32(p, va, value);
}

/** See index.ts; throws when either range is not there. */
export function copyIn(p: Pager, va: number, from: Uint8Array, at: number, bytes: number): number {
  demand(p, va, bytes, 'paging.copyIn');
  demandBytes(from, at, bytes, 'paging.copyIn');
  return lean.copyIn(p, va, from, at, bytes);
}

/** See index.ts; throws when either range is not there. */
export function copyOut(p: Pager, va: number, into: Uint8Array, at: number, bytes: number): number {
  demand(p, va, bytes, 'paging.copyOut');
  demandBytes(into, at, bytes, 'paging.copyOut');
  return lean.copyOut(p, va, into, at, bytes);
}

/** See index.ts; throws when there is no such page, or all frames but two are pinned. */
export function pin(p: Pager, page: number, isWritten?: boolean): number {
  return judge(lean.pin(demandPool(p, 'paging.pin', Kind.Paging), page, isWritten), 'paging.pin', page, PAGE);
}

/** See index.ts; throws when the page is not pinned. */
export function unpin(p: Pager, page: number): boolean {
  return judge(lean.unpin(demandPool(p, 'paging.unpin', Kind.Paging), page), 'paging.unpin', page, PAGE + '; and the page must be pinned');
}

/** See index.ts; throws when there is no such page. */
export function prefetch(p: Pager, page: number): boolean {
  return judge(lean.prefetch(demandPool(p, 'paging.prefetch', Kind.Paging), page), 'paging.prefetch', page, PAGE);
}

/** See index.ts; throws when the pager is closed. */
export function flush(p: Pager): boolean {
  return judge(lean.flush(demandPool(p, 'paging.flush', Kind.Paging)), 'paging.flush', 'pager', OPEN);
}

/** See index.ts; throws when the pager is closed, or volatile. */
export function commit(p: Pager): boolean {
  return judge(lean.commit(demandPool(p, 'paging.commit', Kind.Paging)), 'paging.commit', 'pager', OPEN + ', and not volatile');
}

/** See index.ts; throws while a page is pinned, and when the pager is closed, or volatile. */
export function rollback(p: Pager): boolean {
  return judge(lean.rollback(demandPool(p, 'paging.rollback', Kind.Paging)), 'paging.rollback', 'pager', OPEN + ', and not volatile');
}

/** See index.ts; throws when the pager was destroyed before. */
export function destroy(p: Pager): boolean {
  return judge(lean.destroy(demandPool(p, 'paging.destroy', Kind.Paging)), 'paging.destroy', 'pager', OPEN);
}

/** See inspect.ts; throws when there is no such pager, or visit is no function. */
export function sectors(p: Pager, visit: (sector: number, erases: number, pages: number, kind: inspect.SectorKind) => void): void {
  inspect.sectors(demandPool(p, 'paging.sectors', Kind.Paging), demandVisit(visit, 'paging.sectors'));
}

/** See inspect.ts; throws when there is no such pager, or visit is no function. */
export function walk(p: Pager, visit: (frame: number, page: number, isDirty: boolean, pins: number, address: number) => void): void {
  inspect.walk(demandPool(p, 'paging.walk', Kind.Paging), demandVisit(visit, 'paging.walk'));
}

/** See inspect.ts; throws when there is no such pager. */
export function stats(p: Pager): inspect.Stats {
  return inspect.stats(demandPool(p, 'paging.stats', Kind.Paging));
}

/** See inspect.ts; throws when there is no such pager. */
export function lifetimeDays(p: Pager, pagesPerDay: number, endurance?: number): number {
  return inspect.lifetimeDays(demandPool(p, 'paging.lifetimeDays', Kind.Paging), pagesPerDay, endurance);
}

/** See inspect.ts; throws when there is no such pager. */
export function check(p: Pager): string {
  return inspect.check(demandPool(p, 'paging.check', Kind.Paging));
}
