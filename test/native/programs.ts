/** Programs that use the calls of a module as a maker would: what they see must be the same on native code and on ES5. */

import { nor } from '../../host/flash/nor.ts';

type Answers = unknown[];

const bytesOf = (heap: Uint8Array): string => Buffer.from(heap).toString('base64');

function headers(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 4096);
  const { headers } = ckremm;
  const pool = headers.create(heap, 2048);
  const a = headers.alloc(pool, 16);
  const b = headers.alloc(pool, 300);
  const answers = [a, b, headers.dealloc(pool, a), headers.dealloc(pool, a), ckremm.fault(), ckremm.fault(heap)];
  heap[b] = 7;
  const view = headers.view(pool, b);
  answers.push(view.length, view[0], headers.view(pool, 5), headers.sizeOf(pool, b), headers.create(heap, 5000), ckremm.fault());
  answers.push(headers.allocAligned(pool, 20, 64), headers.setLow(pool, 500), headers.isLow(pool), headers.resize(pool, b, 400));
  const moved: number[][] = [];
  answers.push(headers.reorder(pool, (from: number, to: number, bytes: number) => void moved.push([from, to, bytes])), moved);
  answers.push(headers.reorder(pool), headers.clean(pool, 12), headers.repair(pool), heap[b]);
  const found = ckremm.heap.find(heap, 1, 0);
  const again = headers.attach(heap, found);
  answers.push(found, headers.sizeOf(again, 64), headers.repairAt(heap, found), headers.attach(heap, 12), ckremm.fault());
  answers.push(headers.destroy(pool), headers.alloc(pool, 16), headers.alloc(again, 16), ckremm.fault(heap));
  return [...answers, bytesOf(heap)];
}

function tables(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 4096);
  const { tables } = ckremm;
  const pool = tables.create(heap, 1024, 8);
  const handles = [20, 40, 60, 80, 100].map((bytes) => tables.alloc(pool, bytes));
  const answers: Answers = [handles, handles.map((one) => tables.addrOf(pool, one) - tables.addrOf(pool, handles[0]))];
  answers.push(tables.write(pool, handles[1], [1, 2, 3], 2), tables.write(pool, handles[1], [1, 2, 3], 38), ckremm.fault());
  const into = new Uint8Array(4);
  answers.push(tables.read(pool, handles[1], into, 1), [...into], tables.read(pool, 12345, into), ckremm.fault());
  answers.push(tables.write(pool, handles[1], 5), tables.read(pool, handles[1], [0]), ckremm.fault());
  answers.push(tables.copy(pool, handles[2], handles[1]), tables.copy(pool, handles[0], handles[1]), ckremm.fault());
  answers.push(tables.pin(pool, handles[3]), tables.view(pool, handles[3]).length, tables.view(pool, handles[2]), tables.unpin(pool, handles[3]));
  answers.push(tables.dealloc(pool, handles[0]), tables.dealloc(pool, handles[0]), tables.sizeOf(pool, handles[0]), ckremm.fault());
  const moved: number[][] = [];
  answers.push(tables.reorder(pool, 30), tables.reorder(pool, 0), ckremm.fault(), tables.reorder(pool, 1e6, (...of: number[]) => void moved.push(of)), moved);
  answers.push(tables.reorder(pool), tables.resize(pool, handles[1], 90), tables.clean(pool, handles[2]), tables.setLow(pool, 100), tables.isLow(pool));
  answers.push(tables.setPause(pool, 8), tables.setPause(pool, 500), ckremm.fault(), tables.renew(pool), tables.repair(pool));
  const again = tables.attach(heap, ckremm.heap.find(heap, 2, 0));
  answers.push(tables.sizeOf(again, handles[1]), tables.repairAt(heap, ckremm.heap.find(heap, 2, 0)), tables.create(heap, 9000), ckremm.fault());
  answers.push(tables.destroy(again), tables.alloc(pool, 10), tables.destroy(pool), ckremm.fault());
  return [...answers, bytesOf(heap)];
}

/** Rows of every type; numbers at the ends of what each can hold. */
function rows(module: any, ckremm: any, pool: any, take: () => number, heap: Uint8Array): Answers {
  const first = take();
  const row = take();
  const answers: Answers = [first, row, module.count(pool), module.at(pool, row), module.at(pool, 99)];
  const types = 'a:u8 b:i8 c:u16 d:i16 e:u32 f:i32 g:f32 id:bytes:6'.split(' ');
  for (const value of [0, -1, 300, 70000, 2 ** 31, -(2 ** 31), 1.5])
    types.slice(0, 7).forEach((name, i) => {
      answers.push(module.set(pool, row, i + 1, value), module.get(pool, row, i + 1));
      answers.push(module.set(pool, row, name[0], value), module.get(pool, row, name[0]));
    });
  answers.push(module.field(pool, 'id'), module.field(pool, 'zz'), module.get(pool, row, 'zz'), ckremm.fault());
  answers.push(module.set(pool, row, 8, [1, 2, 3, 4, 5, 6]), [...module.get(pool, row, 8)], [...module.get(pool, row, 'id')]);
  answers.push(module.set(pool, row, 8, [1, 2, 3, 4, 5, 6, 7]), ckremm.fault(), module.set(pool, row, 9, 1), ckremm.fault());
  answers.push(module.get(pool, 3, 1), module.get(pool, 0, 1), module.get(pool, -1, 7), module.set(pool, 77, 7, 1), ckremm.fault());
  const column = module.column(pool, 3);
  column[row] = 4321;
  answers.push(module.get(pool, row, 3), heap.length);
  return answers;
}

function records(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 4096);
  const { records } = ckremm;
  const pool = records.create(heap, 'a:u8 b:i8 c:u16 d:i16 e:u32 f:i32 g:f32 id:bytes:6', 20);
  const answers = rows(records, ckremm, pool, () => records.alloc(pool), heap);
  answers.push(records.next(pool, 0), records.dealloc(pool, 1), records.dealloc(pool, 1), ckremm.fault(), records.next(pool, 0));
  answers.push(records.create(heap, 'x:u9', 5), ckremm.fault(), records.create(heap, 'x:u8 x:u8', 5), records.create(heap, 'x:u32', 60000), ckremm.fault());
  const again = records.attach(heap, ckremm.heap.find(heap, 4, 0), 'a:u8');
  answers.push(again, records.repair(pool), records.clear(pool), records.count(pool), records.destroy(pool), records.alloc(pool), records.get(pool, 1, 1));
  return [...answers, bytesOf(heap)];
}

function queue(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 4096);
  const { queue } = ckremm;
  const pool = queue.create(heap, 'a:u8 b:i8 c:u16 d:i16 e:u32 f:i32 g:f32 id:bytes:6', 5, true);
  const answers = rows(queue, ckremm, pool, () => queue.push(pool), heap);
  for (let i = 0; i < 7; i++) answers.push(queue.push(pool), queue.peek(pool), queue.count(pool));
  for (let i = 0; i < 6; i++) answers.push(queue.shift(pool), queue.get(pool, 1, 1));
  answers.push(queue.clear(pool), queue.repair(pool), queue.destroy(pool), queue.push(pool), ckremm.fault());
  return [...answers, bytesOf(heap)];
}

function gc(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 4096);
  const { gc } = ckremm;
  const pool = gc.create(heap, 2000, 20);
  const type = gc.defineType(pool, [0, 1]);
  const scope = gc.open(pool);
  const a = gc.alloc(pool, type, 12);
  const b = gc.alloc(pool, type, 8);
  const answers: Answers = [type, scope, a, b, gc.setRef(pool, a, 0, b), gc.getRef(pool, a, 0), gc.setRef(pool, a, 5, b), ckremm.fault()];
  answers.push(gc.setRoot(pool, 1, a), gc.close(pool, scope), gc.getRoot(pool, 1), gc.weak(pool, b), gc.deref(pool, 1));
  for (let i = 0; i < 12; i++) answers.push(gc.alloc(pool, type, 8));
  answers.push(gc.step(pool, 3), gc.collect(pool), gc.deref(pool, 1), gc.setRoot(pool, 1, 0), gc.collect(pool), gc.deref(pool, 1), gc.dropWeak(pool, 1));
  const kept = gc.alloc(pool, type, 20);
  answers.push(gc.pin(pool, kept), gc.unpin(pool, kept), gc.hold(pool, kept), ckremm.fault(), gc.runFinalizers(pool, 5, () => 0));
  answers.push(gc.attach(heap, 8), ckremm.fault(), gc.repair(pool), gc.destroy(pool), gc.alloc(pool, type, 8), ckremm.fault());
  return [...answers, bytesOf(heap)];
}

/** Contents of every kind that can be stored, or not. */
const contentsOf = (heap: Uint8Array): unknown[] => [
  '',
  'text of 21 characters',
  'caf\u00e9 '.repeat(20),
  [1, 2, 3],
  [],
  heap.subarray(40, 90),
  [256],
  [1.5],
  null,
  undefined,
  {},
  true,
];

const plain = (value: unknown): unknown => (value instanceof Uint8Array ? [...value] : value);

function messages(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 4096);
  const { messages } = ckremm;
  const answers: Answers = [];
  for (const overwrites of [false, true]) {
    const pool = messages.create(heap, 400, overwrites);
    for (let i = 0; i < 3; i++)
      for (const content of contentsOf(heap)) answers.push(messages.push(pool, content), ckremm.fault(), messages.count(pool));
    answers.push(plain(messages.peek(pool)), messages.text(pool));
    for (let i = 0; i < 5; i++) answers.push(plain(messages.shift(pool)), messages.text(pool));
    const again = messages.attach(heap, ckremm.heap.find(heap, 8, 0));
    answers.push(messages.count(again), messages.clear(pool), messages.shift(pool), messages.peek(pool));
    answers.push(messages.destroy(pool), messages.push(again, 'x'), ckremm.fault(), messages.create(heap, 23), ckremm.fault());
  }
  return [...answers, bytesOf(heap)];
}

function strings(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 4096);
  const { strings } = ckremm;
  const pool = strings.create(heap, 2000);
  const handles = contentsOf(heap).map((content) => strings.alloc(pool, content));
  const answers: Answers = [...handles, ckremm.fault(), strings.alloc(pool, handles[1]), strings.alloc(pool, 12345), ckremm.fault()];
  for (const handle of handles) answers.push(strings.text(pool, handle), plain(strings.bytes(pool, handle)), strings.length(pool, handle));
  for (const content of contentsOf(heap)) {
    answers.push(strings.append(pool, handles[0], content), ckremm.fault(), strings.set(pool, handles[3], content));
    answers.push(strings.text(pool, handles[0]), strings.equals(pool, handles[3], content), strings.compare(pool, handles[1], content), ckremm.fault());
  }
  for (const handle of handles) {
    answers.push(strings.equals(pool, handles[3], handle), strings.compare(pool, handles[1], handle), strings.append(pool, handles[4], handle));
    answers.push(strings.set(pool, handles[4], handle), strings.set(pool, handle, handle), strings.dealloc(pool, handle));
  }
  answers.push(strings.repair(pool), strings.destroy(pool), strings.alloc(pool, 'x'), strings.text(pool, 1), ckremm.fault());
  return [...answers, bytesOf(heap)];
}

/** A pager draws where its roots go: alike on both sides. */
function paging(ckremm: any): Answers {
  const { random } = Math;
  Math.random = () => 0.3;
  try {
    return pages(ckremm);
  } finally {
    Math.random = random;
  }
}

function pages(ckremm: any): Answers {
  const heap = ckremm.devices.heap(0, 8192);
  const { paging } = ckremm;
  const flash = nor({ size: 16 * 1024, eraseBytes: 1024, programBytes: 4, seed: 1 });
  const pager = paging.create(heap, 3000, flash, 20, { pageBytes: 128 });
  const answers: Answers = [paging.sectorsFor(flash, 20), paging.create(heap, 3000, null, 20), ckremm.fault()];
  for (let i = 0; i < 20; i++) {
    const va = 128 * ((7 * i) % 20) + i;
    answers.push(paging.write8(pager, va, 200 + i), paging.read8(pager, va), paging.write16(pager, va + 60, 0xabcd), paging.read16(pager, va + 60));
    answers.push(paging.write32(pager, va + 70, 0xdeadbeef), paging.read32(pager, va + 70), paging.read8(pager, 128 * i));
  }
  answers.push(paging.write32(pager, 126, 0x80000000), paging.read32(pager, 126), paging.write32(pager, 4, 0x80000000), paging.read32(pager, 4));
  for (const va of [-1, 2560, 2558, 1e9, -5]) answers.push(paging.read8(pager, va), paging.read32(pager, va), ckremm.fault(), paging.write16(pager, va, 1), ckremm.fault());
  const at = paging.pin(pager, 3, true);
  heap[at] = 77;
  answers.push(at, paging.read8(pager, 384), paging.unpin(pager, 3), paging.unpin(pager, 3), ckremm.fault(), paging.prefetch(pager, 9));
  answers.push(paging.copyIn(pager, 100, heap, 0, 300), paging.copyOut(pager, 100, heap, 7000, 300), [...heap.subarray(7000, 7300)]);
  answers.push(paging.commit(pager), paging.write8(pager, 5, 9), paging.rollback(pager), paging.read8(pager, 5), paging.flush(pager), paging.repair(pager));
  const found = ckremm.heap.find(heap, 6, 0);
  const again = paging.attach(heap, found, flash);
  answers.push(found, paging.read8(again, 384), paging.attach(heap, 12, flash), ckremm.fault(), paging.repairAt(heap, found, flash));
  answers.push(paging.hibernate(heap, null), paging.sectorsForHeap(flash, 8192), bytesOf(heap));
  answers.push(paging.destroy(again), paging.read8(pager, 1), ckremm.fault(), paging.write8(again, 1, 1), paging.commit(pager), paging.destroy(again), ckremm.fault());
  return [...answers, bytesOf(heap)];
}

export const PROGRAMS: Record<string, (ckremm: any) => Answers> = { headers, tables, records, queue, gc, messages, strings, paging };
