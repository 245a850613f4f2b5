/** After destroy every call through every object is refused, whatever took the region; a later collector there counts as the same. */
import { Kind } from '../../src/heap/layout.ts';
import * as library from '../../src/gc/index.ts';
import { Fault, fault } from '../../src/core/faults.ts';
import { format } from '../../src/heap/index.ts';
import { create as createTables, destroy as destroyTables } from '../../src/tables/index.ts';
import { afterDestroy, type Destroyable } from '../support/destroyed.ts';
import { PAIR } from './small.ts';

let handle = 0;
const subject: Destroyable = {
  kind: Kind.Gc,
  prefix: 'gc.',
  make(ckremm, heap) {
    ckremm.records.create(heap, 'v:u32', 2);
    const gc = ckremm.gc.create(heap, 900, 12);
    ckremm.records.create(heap, 'v:u32', 2);
    ckremm.gc.defineType(gc, [0, 1]);
    ckremm.gc.open(gc);
    handle = ckremm.gc.alloc(gc, PAIR, 12);
    ckremm.gc.setRoot(gc, 1, handle);
    ckremm.gc.pin(gc, handle);
    ckremm.gc.weak(gc, handle);
    return gc;
  },
  attach: (ckremm, heap, address) => ckremm.gc.attach(heap, address),
  destroy: (ckremm, gc) => ckremm.gc.destroy(gc),
  calls: ({ gc: G }, gc) => [
    ['alloc', () => G.alloc(gc, PAIR, 12)],
    ['getRef', () => G.getRef(gc, handle, 0)],
    ['setRef', () => G.setRef(gc, handle, 0, handle)],
    ['open', () => G.open(gc)],
    ['hold', () => G.hold(gc, handle)],
    ['close', () => G.close(gc, 1, handle)],
    ['setRoot', () => G.setRoot(gc, 1, handle)],
    ['setRoot to none', () => G.setRoot(gc, 1, 0)],
    ['getRoot', () => G.getRoot(gc, 1)],
    ['pin', () => G.pin(gc, handle)],
    ['unpin', () => G.unpin(gc, handle)],
    ['weak', () => G.weak(gc, handle)],
    ['deref', () => G.deref(gc, 1)],
    ['dropWeak', () => G.dropWeak(gc, 1)],
    ['defineType', () => G.defineType(gc, [1])],
    ['step', () => G.step(gc, 1)],
    ['collect', () => G.collect(gc)],
    ['runFinalizers', () => G.runFinalizers(gc, 1, () => undefined)],
    ['repair', () => G.repair(gc)],
    ['destroy', () => G.destroy(gc)],
  ],
};

test.each([false, true])('checked: %s', (isChecked) => {
  expect(afterDestroy(subject, 'host', isChecked)).toBe(9 * 4 * 2 * 20);
});

test('a later collector at the same address is the same one, of whatever size', () => {
  const heap = format(new Uint8Array(4096))!;
  const first = library.create(heap, 1000, 20)!;
  library.destroy(first);
  const second = library.create(heap, 3000, 200)!;
  expect(second.base).toBe(first.base);
  const many = Array.from({ length: 100 }, () => library.alloc(first, 0, 8));
  expect(many.every(Boolean) && library.setRoot(first, 1, many[99]!) && library.getRoot(second, 1) === many[99]).toBe(
    true,
  );
});

test('without its pool a collector is refused, and a finaliser may destroy it', () => {
  const heap = format(new Uint8Array(4096))!;
  const gc = library.create(heap, 1000, 20)!;
  const final = library.defineType(gc, [], true);
  for (let i = 0; i < 5; i++) library.alloc(gc, final, 8);
  library.collect(gc);
  expect(library.runFinalizers(gc, 9, () => library.destroy(gc))).toBe(1);
  expect([library.alloc(gc, 0, 4), fault(heap)]).toEqual([0, Fault.BadArgument]);
  const other = library.create(heap, 1000, 20)!;
  destroyTables(other.tables);
  expect([library.alloc(other, 0, 4), fault(heap), library.attach(heap, other.base), fault(heap)]).toEqual([
    0,
    Fault.BadArgument,
    null,
    Fault.Corrupt,
  ]);
  expect(createTables(heap, 100)).not.toBeNull();
});
