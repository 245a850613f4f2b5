/** Paging as the checked build has it: misuse throws. A store that fails or is full stays a return value. */

import { judge } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import type { Store } from '../core/store.ts';
import type { Heap } from '../heap/layout.ts';
import * as lean from './index.ts';
import type { Options, Pager } from './index.ts';
import { Control } from './layout.ts';

export type { Options, Pager, Store } from './index.ts';
export { resume } from './index.ts';
export { check, lifetimeDays, sectors, stats, walk } from './inspect.ts';

var GEOMETRY = 'pages of 32 bytes or more, a power of two; sectors hold whole pages, pages whole program units; ' +
  'bytes must leave 4 frames beside the tables';
var OPEN = 'the pager must be open: made by create or attach, not destroyed';
var VIRTUAL = 'virtual addresses are whole numbers below pages * pageBytes, and the pager must be open';
var PAGE = 'pages are whole numbers below the pager\'s count, and the pager must be open';

/** See index.ts; throws when the sizes do not fit one another. */
export function create(heap: Heap, bytes: number, store: Store, pages: number, options?: Options): Pager | null {
  return judge(lean.create(heap, bytes, store, pages, options), 'paging.create', bytes + ', store, ' + pages, GEOMETRY);
}

/** See index.ts; throws when there is no pager at `address`, or its store is another one. */
export function attach(heap: Heap, address: number, store: Store): Pager | null {
  return judge(lean.attach(heap, address, store), 'paging.attach', address, 'that pager was made over a store of another size');
}

/** See index.ts; throws when the store is too small. */
export function hibernate(heap: Heap, store: Store): boolean {
  return judge(lean.hibernate(heap, store), 'paging.hibernate', 'heap, store', 'the store must hold the heap three times');
}

/** Throw unless `bytes` bytes from va on are virtual addresses of an open pager. */
function demand(p: Pager, va: number, bytes: number, call: string): void {
  if (!(va >= 0 && va + bytes <= p.w[p.slot + Control.Open] * p.pageSize && va === Math.floor(va))) {
    judge(refuse(null, Fault.BadArgument), call, va, VIRTUAL);
  }
}

/** Throw unless value is a number. */
function demandNumber(value: number, call: string): void {
  if (typeof value !== 'number') judge(refuse(null, Fault.BadArgument), call, value, 'the value must be a number');
}

/** Throw unless `bytes` bytes of u8[at] on are there. */
function demandBytes(u8: Uint8Array, at: number, bytes: number, call: string): void {
  if (!(at >= 0 && bytes >= 0 && at + bytes <= u8.length)) {
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
  return judge(lean.pin(p, page, isWritten), 'paging.pin', page, PAGE);
}

/** See index.ts; throws when the page is not pinned. */
export function unpin(p: Pager, page: number): boolean {
  return judge(lean.unpin(p, page), 'paging.unpin', page, PAGE + '; and the page must be pinned');
}

/** See index.ts; throws when there is no such page. */
export function prefetch(p: Pager, page: number): boolean {
  return judge(lean.prefetch(p, page), 'paging.prefetch', page, PAGE);
}

/** See index.ts; throws when the pager is closed. */
export function flush(p: Pager): boolean {
  return judge(lean.flush(p), 'paging.flush', 'pager', OPEN);
}

/** See index.ts; throws when the pager is closed, or volatile. */
export function commit(p: Pager): boolean {
  return judge(lean.commit(p), 'paging.commit', 'pager', OPEN + ', and not volatile');
}

/** See index.ts; throws while a page is pinned, and when the pager is closed, or volatile. */
export function rollback(p: Pager): boolean {
  return judge(lean.rollback(p), 'paging.rollback', 'pager', OPEN + ', and not volatile');
}

/** See index.ts; throws when the pager was destroyed before. */
export function destroy(p: Pager): boolean {
  return judge(lean.destroy(p), 'paging.destroy', 'pager', OPEN);
}
