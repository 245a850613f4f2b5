/** The checked library says in words what is wrong with an argument, whatever it is, and never throws what the engine makes of it. */
import { nor } from '../../host/flash/nor.ts';
import * as checked from '../../src/index.ts';

type Call = (...values: unknown[]) => unknown;

const odd: unknown[] = [
  undefined,
  null,
  NaN,
  {},
  [],
  [1],
  '1',
  'x',
  '',
  -1,
  0.5,
  true,
  false,
  Infinity,
  1e20,
  () => 0,
  new Date(0),
];
const modules = ['headers', 'tables', 'gc', 'records', 'queue', 'messages', 'strings', 'paging', 'heap'] as const;

/** Sound arguments for the calls of a module: the pool, then others. */
function argumentsFor(module: (typeof modules)[number], heap: Uint8Array): unknown[] {
  const { headers, tables, gc, strings, paging } = checked;
  if (module === 'headers') {
    const pool = headers.create(heap, 4096)!;
    return [pool, headers.alloc(pool, 20), 8, 8];
  }
  if (module === 'tables' || module === 'strings') {
    const pool = tables.create(heap, 4096)!;
    return [
      pool,
      module === 'strings' ? strings.alloc(pool, 'kitchen') : tables.alloc(pool, 20),
      module === 'strings' ? 'hall' : 4,
      4,
      4,
    ];
  }
  if (module === 'gc') {
    const collector = gc.create(heap, 8192, 50)!;
    const scope = gc.open(collector);
    const handle = gc.alloc(collector, gc.defineType(collector, [0, 1]), 12);
    gc.setRoot(collector, 1, handle);
    return [collector, handle, scope, handle, 4];
  }
  if (module === 'records' || module === 'queue') {
    const pool = checked[module].create(heap, 't:u32 v:i16 d:bytes:3', 40)!;
    return [pool, module === 'records' ? checked.records.alloc(pool) : checked.queue.push(pool), 't', 5];
  }
  if (module === 'messages') {
    const pool = checked.messages.create(heap, 400)!;
    checked.messages.push(pool, 'kitchen');
    return [pool, 'hall'];
  }
  return module === 'paging'
    ? [paging.create(heap, 6000, nor({ size: 16 * 4096, eraseBytes: 4096, programBytes: 4 }), 20), 300, 4, 4, 4]
    : [heap, 1, 0];
}

test.each(modules)('%s: every argument of every call, one at a time', (module) => {
  const raw: string[] = [];
  for (const [name, call] of Object.entries(checked[module] as unknown as Record<string, Call>)) {
    for (let at = 0; at < Math.max(4, call.length); at++) {
      for (const value of odd) {
        const heap = checked.heap.format(new Uint8Array(32768))!;
        const list = argumentsFor(module, heap).slice(0, Math.max(call.length, at + 1));
        if (/^(create|attach|repairAt)$/.test(name)) list[0] = heap;
        list[at] = value;
        try {
          call(...list);
        } catch (error) {
          if ((error as Error).constructor !== Error || !/^\w+\.\w+\(/.test((error as Error).message))
            raw.push(`${name}, argument ${at + 1} ${String(value)}: ${String(error)}`);
        }
      }
    }
  }
  expect(raw).toEqual([]);
});

test.each(['records', 'queue'] as const)(
  '%s: a field is its number or its name, and nothing that turns into one',
  (module) => {
    const { get, set, column } = checked[module];
    const heap = checked.heap.format(new Uint8Array(4096))!;
    const [pool, row] = argumentsFor(module, heap) as [any, number];
    set(pool, row, 1, 77);
    for (const field of [true, [1], '1', 1.5, null, undefined, {}, 0, 4, 'x'] as any[]) {
      for (const value of [5, 'x', {}, [1]] as any[])
        expect(() => set(pool, row, field, value)).toThrow(
          /^records\.set\(.*: bad argument: fields of this pool are "t:u32/,
        );
      expect(() => get(pool, row, field)).toThrow(/^records\.get\(.*: bad argument: fields of this pool are "t:u32/);
      expect(() => column(pool, field)).toThrow(/^records\.column\(.*: bad argument: fields of this pool are "t:u32/);
    }
    expect([get(pool, row, 1), get(pool, row, 't'), column(pool, 't')![row]]).toEqual([77, 77, 77]);
  },
);

test('what is told is what was given, signs and all', () => {
  const heap = checked.heap.format(new Uint8Array(4096))!;
  const pool = checked.records.create(heap, '$1:u32 $2#:u16', 4)!;
  expect(() => checked.records.get(pool, checked.records.alloc(pool), '$0')).toThrow(
    'records.get(1, $0): bad argument: fields of this pool are "$1:u32 $2#:u16", numbered',
  );
  expect(() => checked.records.attach(heap, pool.base, 'a$0:u32')).toThrow(
    `records.attach(${pool.base}): bad argument: these records were not declared as "a$0:u32"`,
  );
  expect(() => checked.tables.write(checked.tables.create(heap, 400)!, 1, [1, 2, 3], 4)).toThrow(
    'tables.write(1, 3 bytes, 4): stale handle',
  );
  expect(() => checked.heap.format(new Uint8Array(10))).toThrow('heap.format(10): bad argument: a heap is');
});
