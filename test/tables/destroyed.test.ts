/** After destroy every call through every object of the pool is refused, whatever took the region. */
import { Kind } from '../../src/heap/layout.ts';
import { afterDestroy, type Destroyable } from '../support/destroyed.ts';

const handles: number[] = [];

const subject: Destroyable = {
  kind: Kind.Tables,
  make: (ckremm, heap) => {
    const { tables } = ckremm;
    ckremm.heap.format(heap);
    ckremm.headers.create(heap, 200);
    const pool = tables.create(heap, 600);
    ckremm.headers.create(heap, 200);
    handles.splice(0, handles.length, ...[8, 100, 40, 8].map((bytes) => tables.alloc(pool, bytes)));
    tables.dealloc(pool, handles[3]);
    tables.pin(pool, handles[1]);
    return pool;
  },
  attach: (ckremm, heap, address) => ckremm.tables.attach(heap, address),
  destroy: (ckremm, pool) => ckremm.tables.destroy(pool),
  calls: ({ tables }, pool) => [
    ['alloc from a list', () => tables.alloc(pool, 8)],
    ['alloc', () => tables.alloc(pool, 90)],
    ['dealloc', () => tables.dealloc(pool, handles[0])],
    ['dealloc of a big block', () => tables.dealloc(pool, handles[1])],
    ['addrOf', () => tables.addrOf(pool, handles[0])],
    ['sizeOf', () => tables.sizeOf(pool, handles[2])],
    ['resize', () => tables.resize(pool, handles[0], 70)],
    ['view', () => tables.view(pool, handles[1])],
    ['pin', () => tables.pin(pool, handles[0])],
    ['unpin', () => tables.unpin(pool, handles[1])],
    ['write', () => tables.write(pool, handles[0], [1, 2])],
    ['read', () => tables.read(pool, handles[0], new Uint8Array(2))],
    ['copy', () => tables.copy(pool, handles[1], handles[0])],
    ['clean', () => tables.clean(pool, handles[0])],
    ['reorder', () => tables.reorder(pool)],
    ['renew', () => tables.renew(pool)],
    ['setLow', () => tables.setLow(pool, 100)],
    ['isLow', () => tables.isLow(pool)],
    ['repair', () => tables.repair(pool)],
    ['destroy', () => tables.destroy(pool)],
  ],
  prefix: 'tables.',
};

test.each([
  ['banglejs2', false],
  ['host', false],
  ['host', true],
])('%s, checked: %p', (board, isChecked) => {
  expect(afterDestroy(subject, board, isChecked)).toBeGreaterThan(1000);
});
