/** A heap with something of every kind in it, and what a board's console says when the heap is printed. */
import * as ckremm from '../../src/lean.ts';
import { memoryStore } from '../../host/flash/stores.ts';
import { randomFrom } from '../support/random.ts';

/** Blocks, handles, objects, rows, a queue, pages and a lock; which of them are free, pinned or old is in the code. */
export function fullHeap(): Uint8Array {
  const heap = ckremm.heap.format(new Uint8Array(new SharedArrayBuffer(32768)))!;
  fillHeaders(heap);
  fillTables(heap);
  fillCollector(heap);
  const log = ckremm.records.create(heap, 't:u32 v:i16', 100)!;
  for (let i = 0; i < 40; i++) ckremm.records.alloc(log);
  for (const row of [3, 4, 20]) ckremm.records.dealloc(log, row);
  const queue = ckremm.queue.create(heap, 'v:u16', 20)!;
  for (let i = 0; i < 8; i++) ckremm.queue.push(queue);
  for (let i = 0; i < 3; i++) ckremm.queue.shift(queue);
  const pager = ckremm.paging.create(heap, 6000, memoryStore({ size: 65536, eraseBytes: 4096, programBytes: 4 }), 60)!;
  for (let page = 0; page < 5; page++) ckremm.paging.write32(pager, 256 * page, page);
  ckremm.paging.commit(pager);
  ckremm.paging.write32(pager, 256 * 7, 1);
  ckremm.sync.headers.create(ckremm.headers.attach(heap, ckremm.heap.find(heap, 1, 0))!);
  return Uint8Array.from(heap);
}

function fillHeaders(heap: Uint8Array): void {
  const pool = ckremm.headers.create(heap, 4096)!;
  const draw = randomFrom(11).below;
  const blocks = Array.from({ length: 60 }, () => ckremm.headers.alloc(pool, 1 + draw(60)));
  for (let i = 0; i < blocks.length; i += 3) ckremm.headers.dealloc(pool, blocks[i]!);
}

/** Entry 2 has its second block; the block of entry 4 is pinned. */
function fillTables(heap: Uint8Array): void {
  const pool = ckremm.tables.create(heap, 2048)!;
  const handles = [100, 40, 12, 200].map((bytes) => ckremm.tables.alloc(pool, bytes));
  ckremm.tables.dealloc(pool, handles[1]!);
  ckremm.tables.alloc(pool, 40);
  ckremm.tables.pin(pool, handles[3]!);
  ckremm.tables.dealloc(pool, handles[2]!);
}

/** A pair that root 1 names and that names another; a third that nothing names. */
function fillCollector(heap: Uint8Array): void {
  const gc = ckremm.gc.create(heap, 4096, 50)!;
  const pair = ckremm.gc.defineType(gc, [0, 1]);
  const scope = ckremm.gc.open(gc);
  const [one, two] = [12, 12, 12].map((bytes) => ckremm.gc.alloc(gc, pair, bytes));
  ckremm.gc.setRef(gc, one!, 0, two!);
  ckremm.gc.setRoot(gc, 1, one!);
  ckremm.gc.close(gc, scope);
}

/** Offset of the directory row in front of a region. */
export const rowOf = (heap: Uint8Array, kind: number): number => ckremm.heap.find(heap, kind, 0) - 8;
