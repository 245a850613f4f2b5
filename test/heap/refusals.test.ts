/** What is refused because of the directory: an array that is no image keeps every byte, and a directory that was cut off says so, not that a pool is gone. */
import { nor } from '../../host/flash/nor.ts';
import { isCut } from '../support/cut.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';
import { Fault } from '../../src/core/faults.ts';
import * as checked from '../../src/index.ts';
import * as lib from '../../src/lean.ts';
import { Image } from '../../src/heap/layout.ts';

type Calls = Record<string, (...values: any[]) => any>;

const modules = ['headers', 'tables', 'gc', 'records', 'queue'] as const;
const lean = meteredHeap('host', 4096);
const create = (module: string, calls: Calls, heap: Uint8Array): any =>
  module === 'headers' || module === 'tables'
    ? calls.create!(heap, 400)
    : module === 'gc'
      ? calls.create!(heap, 1200, 20)
      : calls.create!(heap, 'a:u16 b:bytes:3', 20);

/** A call of each module that changes rows or blocks; returns 0 only when refused. */
const take = (module: string, calls: Calls, pool: any): number =>
  module === 'headers' || module === 'tables'
    ? calls.alloc!(pool, 20)
    : module === 'gc'
      ? calls.alloc!(pool, 0, 20)
      : module === 'queue'
        ? calls.push!(pool)
        : calls.alloc!(pool);

describe.each(modules)('%s', (module) => {
  const calls = (metered: Metered): Calls => metered.ckremm[module];

  test('an array that was never formatted is no image, and stays as it is', () => {
    const { ckremm, board } = lean;
    for (const value of [0, 8, 0xff]) {
      const array = board.newHeap(256);
      const { buffer, byteOffset, length } = board.meter.raw(array);
      const raw = new Uint8Array(buffer, byteOffset, length).fill(value);
      const refused = [
        () => create(module, calls(lean), array),
        () => calls(lean).create!(array, ['headers', 'tables', 'gc'].includes(module) ? 1 : 'a', 0),
        () => calls(lean).attach!(array, 24),
        () => calls(lean).repairAt!(array, 24),
      ];
      for (const call of refused) {
        ckremm.heap.find(lean.heap, 99, 0);
        expect([call() || 0, ckremm.fault()]).toEqual([0, Fault.NotAnImage]);
        expect([...raw].filter((byte) => byte !== value)).toEqual([]);
      }
    }
  });

  test('a destroy below that was cut off in a row: the pool above says interrupted, and works after heap.repair', () => {
    const { ckremm, heap, raw } = lean;
    let seen = 0;
    for (let stores = 0, wasCut = true; wasCut; stores++) {
      ckremm.heap.format(heap);
      const below = ckremm.headers.create(heap, 200);
      const pool = create(module, calls(lean), heap);
      const kind =
        checked.heap.find(raw, 1, 1) || [3, 2, 4, 5].map((each) => checked.heap.find(raw, each, 0)).find(Boolean)!;
      wasCut = isCut(lean, stores, () => ckremm.headers.destroy(below));
      const isWhole = ckremm.heap.open(heap);
      const row = take(module, calls(lean), pool);
      if (!row) {
        seen++;
        expect([stores, ckremm.fault(), isWhole]).toEqual([stores, Fault.Interrupted, null]);
        expect([calls(lean).attach!(heap, kind), ckremm.fault()]).toEqual([null, Fault.Interrupted]);
        expect([calls(lean).repairAt!(heap, kind), ckremm.fault()]).toEqual([false, Fault.Interrupted]);
        expect([calls(lean).destroy!(pool), ckremm.fault()]).toEqual([false, Fault.Interrupted]);
      }
      expect(ckremm.heap.repair(heap)).toBe(true);
      expect(take(module, calls(lean), pool)).toBeGreaterThan(0);
    }
    expect(seen).toBeGreaterThan(0);
  });

  test('the checked build does not take that for misuse, and check says what happened', () => {
    const heap = checked.heap.format(new Uint8Array(4096))!;
    const mine = checked[module] as unknown as Calls;
    const below = checked.headers.create(heap, 200)!;
    const pool = create(module, mine, heap);
    const words = new Uint32Array(heap.buffer);
    expect(checked.headers.destroy(below)).toBe(true);
    // As a cut after the first word of the row leaves it.
    heap[Image.ChangeByte] = 1;
    words[Image.HeaderBytes / 4 + 1] = 0;
    expect([take(module, mine, pool), checked.fault()]).toEqual([0, Fault.Interrupted]);
    expect(mine.check!(pool)).toMatch(/cut off: heap\.repair|cut off.*heap\.repair/);
    expect(checked.heap.repair(heap)).toBe(true);
    expect(take(module, mine, pool)).toBeGreaterThan(0);
    expect(mine.check!(pool)).toBe('');
  });
});

test('a lock and a pager behind a destroy that was cut off say interrupted', () => {
  const heap = checked.heap.format(new Uint8Array(new SharedArrayBuffer(8192)))!;
  const store = nor({ size: 16 * 4096, eraseBytes: 4096, programBytes: 4 });
  checked.headers.create(heap, 200);
  const lock = lib.sync.headers.create(lib.headers.create(heap, 400)!);
  const guard = lib.sync.headers.attach(heap, lock, 1)!;
  const pager = lib.paging.create(heap, 3000, store, 20, { pageBytes: 64 })!;
  const at = checked.heap.find(heap, 6, 0);
  const words = new Uint32Array(heap.buffer);
  heap[Image.ChangeByte] = 1;
  words[Image.EpochWord]!++;
  words[Image.HeaderBytes / 4 + 1] = 0;
  const calls: (() => unknown)[] = [
    () => lib.sync.headers.attach(heap, lock, 1),
    () => lib.sync.headers.alloc(guard, 20),
    () => lib.paging.attach(heap, at, store),
    () => lib.paging.repairAt(heap, at, store),
    () => lib.paging.write8(pager, 0, 1),
    () => lib.paging.destroy(pager),
  ];
  expect(calls.map((call) => [call() || 0, lib.fault()])).toEqual(calls.map(() => [0, Fault.Interrupted]));
  expect(checked.heap.repair(heap)).toBe(true);
  expect([lib.sync.headers.alloc(guard, 20) > 0, lib.paging.write8(pager, 0, 1)]).toEqual([true, true]);
});
