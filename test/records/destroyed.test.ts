/** Rows after destroy: every call through every object is refused, whatever took the region; and what is a new pool there is the pool. */
import { Kind } from '../../src/heap/layout.ts';
import { afterDestroy, type Destroyable } from '../support/destroyed.ts';
import * as checked from '../../src/index.ts';
import { fault, heap as leanHeap, poolOf, records } from './support.ts';
import * as queue from '../../src/queue/index.ts';
import * as inspect from '../../src/queue/inspect.ts';

type Call = [string, () => unknown];

const sharedCalls = (rows: any, pool: any): Call[] => [
  ['at', () => rows.at(pool, 1)],
  ['get', () => rows.get(pool, 1, 1)],
  ['get by name', () => rows.get(pool, 1, 'd')],
  ['set', () => rows.set(pool, 1, 1, 7)],
  ['set of bytes', () => rows.set(pool, 1, 'd', [1])],
  ['column', () => rows.column(pool, 1)],
  ['column of bytes', () => rows.column(pool, 'd')],
  ['field', () => rows.field(pool, 'v')],
  ['count', () => rows.count(pool)],
  ['clear', () => rows.clear(pool)],
  ['repair', () => rows.repair(pool)],
  ['destroy', () => rows.destroy(pool)],
];

const FIELDS = 'v:u16 d:bytes:3';
const subjects: Record<'records' | 'queue', Destroyable> = {
  records: {
    kind: Kind.Records,
    prefix: 'records.',
    make: (ckremm, heap) => {
      const pool = ckremm.records.create(heap, FIELDS, 20);
      for (let i = 0; i < 3; i++) ckremm.records.alloc(pool);
      return pool;
    },
    attach: (ckremm, heap, address) => ckremm.records.attach(heap, address),
    destroy: (ckremm, pool) => ckremm.records.destroy(pool),
    calls: ({ records: rows }, pool) => [
      ['alloc', () => rows.alloc(pool)],
      ['dealloc', () => rows.dealloc(pool, 1)],
      ['next', () => rows.next(pool, 0)],
      ...sharedCalls(rows, pool),
    ],
  },
  queue: {
    kind: Kind.Queue,
    prefix: '',
    make: (ckremm, heap) => {
      const pool = ckremm.queue.create(heap, FIELDS, 3, true);
      for (let i = 0; i < 4; i++) ckremm.queue.push(pool);
      return pool;
    },
    attach: (ckremm, heap, address) => ckremm.queue.attach(heap, address),
    destroy: (ckremm, pool) => ckremm.queue.destroy(pool),
    calls: ({ queue: rows }, pool) => [
      ['push', () => rows.push(pool)],
      ['shift', () => rows.shift(pool)],
      ['peek', () => rows.peek(pool)],
      ...sharedCalls(rows, pool),
    ],
  },
};

describe.each([
  ['lean', false],
  ['checked', true],
])('%s', (_build, isChecked) => {
  test.each(['records', 'queue'] as const)('%s: every call is refused, whatever took the region', (module) => {
    expect(afterDestroy(subjects[module], 'host', isChecked, 2048)).toBeGreaterThan(500);
  });
});

test('a later pool at the same address counts as the same pool, whatever it was declared as', () => {
  for (const [fields, rows] of [
    ['v:u16', 5],
    ['a:u8 b:i32 c:bytes:7', 40],
    ['v:u16 d:bytes:3', 20],
  ] as const) {
    const u8 = leanHeap.format(new Uint8Array(2048))!;
    const old = [records.create(u8, 'v:u16 d:bytes:3', 20)!];
    old.push(records.attach(u8, old[0].base)!, records.attach(u8, old[0].base)!, records.attach(u8, old[0].base)!);
    records.alloc(old[0]);
    records.destroy(old[0]);
    const fresh = records.create(u8, fields, rows)!;
    expect(fresh.base).toBe(old[0].base);
    expect([records.alloc(old[1]), records.alloc(fresh), records.alloc(old[0])]).toEqual([1, 2, 3]);
    const name = fields.split(':')[0]!;
    expect([records.set(old[2], 2, name, 77), records.get(fresh, 2, 1), records.count(old[3])]).toEqual([true, 77, 3]);
    expect(records.declaration(old[3])).toBe(fields);
    for (let row = 4; row <= rows; row++) expect(records.alloc(old[row % 4])).toBe(row);
    expect([records.alloc(old[0]), fault()]).toEqual([0, 1]);
    expect(records.check(old[0])).toBe('');
    expect(records.stats(old[1])).toEqual(records.stats(fresh));
  }
  const u8 = leanHeap.format(new Uint8Array(2048))!;
  const old = queue.create(u8, 'v:u16', 3)!;
  queue.push(old);
  const second = queue.attach(u8, old.base)!;
  queue.destroy(second);
  const fresh = queue.create(u8, 'b:u8', 70, true)!;
  expect([queue.push(fresh), queue.push(old), queue.shift(second), queue.peek(old), queue.count(second)]).toEqual([
    1, 2, 1, 2, 1,
  ]);
  expect(inspect.check(old)).toBe('');
});

test('looking into a destroyed pool shows nothing of what took its region', () => {
  const pool = poolOf('t:u32 v:i16', 20);
  records.alloc(pool);
  records.destroy(pool);
  const seen: number[] = [];
  records.walk(pool, (row) => seen.push(row));
  expect([records.declaration(pool), records.layout(pool), records.stats(pool), seen]).toEqual([
    '',
    '20 rows',
    { bytes: 0, rows: 0, liveRows: 0 },
    [],
  ]);
  expect(records.check(pool)).toMatch('there is no such pool');
});

test('a region of another pool that is given back takes nothing away', () => {
  const u8 = leanHeap.format(new Uint8Array(2048))!;
  const other = records.create(u8, 'x:u16', 4)!;
  const pool = records.create(u8, 't:u32 v:i16', 20)!;
  const [row, second] = [records.alloc(pool), records.alloc(pool)];
  records.set(pool, row, 'v', -3);
  records.destroy(other);
  expect([
    records.get(pool, row, 2),
    records.dealloc(pool, second),
    records.next(pool, 0),
    records.alloc(pool),
  ]).toEqual([-3, true, row, second]);
  expect(() => checked.records.get(other, 1, 1)).toThrow('records.get');
  expect(records.destroy(pool)).toBe(true);
});

test('destroy that the directory refuses changes nothing', () => {
  const pool = poolOf('t:u32', 20);
  const row = records.alloc(pool);
  pool.u8[9] = 1;
  expect([records.destroy(pool), fault(), records.count(pool), records.at(pool, row)]).toEqual([false, 13, 1, row]);
});
