/**
 * Shared pools of the checked library: misuse throws, in words that name the call; a lock that another
 * worker holds is no misuse.
 */
import { fault, heap, headers, queue, records, sync, tables } from '../../src/index.ts';
import { Fault } from '../../src/core/faults.ts';
import { Op } from '../../src/sync/layout.ts';
import { enter, leave } from '../../src/sync/lock.ts';

type Call = (...values: unknown[]) => unknown;
const parts = ['headers', 'tables', 'records', 'queue'] as const;

function guardsIn(image: Uint8Array) {
  const pools = {
    headers: headers.create(image, 2048)!,
    tables: tables.create(image, 2048)!,
    records: records.create(image, 'a:u32 b:bytes:3', 4)!,
    queue: queue.create(image, 'a:u32 b:bytes:3', 2)!,
  };
  const open = <Part extends (typeof parts)[number]>(part: Part, owner: number) =>
    (sync[part].attach as Call)(image, (sync[part].create as Call)(pools[part]), owner, 0) as NonNullable<
      ReturnType<(typeof sync)[Part]['attach']>
    >;
  return {
    headers: open('headers', 1),
    tables: open('tables', 1),
    records: open('records', 1),
    queue: open('queue', 1),
  };
}

const image = (): Uint8Array => heap.format(new Uint8Array(new SharedArrayBuffer(16384)))!;

describe.each(parts)('sync.%s', (part) => {
  const calls = Object.entries(sync[part] as unknown as Record<string, Call>);

  test.each(calls)('%s says that null is no pool and no lock', (name, call) => {
    const arguments8 = part === 'queue' && name === 'send' ? [[1, [2]]] : [8, 8, 8];
    for (const nothing of [null, undefined, {}]) {
      expect(() => call(nothing, ...arguments8)).toThrow(
        new RegExp(`^sync\\.${part}\\.${name}\\(.*\\): bad argument: `),
      );
    }
  });

  test('a lock of another kind of pool, and one that was destroyed, are refused', () => {
    const guards = guardsIn(image());
    const other = guards[part === 'headers' ? 'tables' : 'headers'];
    expect(() => (sync[part].destroy as Call)(other)).toThrow('a lock that is not there');
    (sync[part].destroy as Call)(guards[part]);
    expect(() => (sync[part].destroy as Call)(guards[part])).toThrow('a lock that is not there');
  });
});

test('bad addresses, handles, rows and values throw', () => {
  const { headers: h, tables: t, records: r, queue: q } = guardsIn(image());
  const address = sync.headers.alloc(h, 8);
  sync.headers.dealloc(h, address);
  expect(() => sync.headers.dealloc(h, address)).toThrow(/^sync\.headers\.dealloc\(\d+\): already free/);
  expect(() => sync.headers.alloc(h, 1.5)).toThrow('whole number');
  const handle = sync.tables.alloc(t, 8);
  sync.tables.dealloc(t, handle);
  expect(() => sync.tables.sizeOf(t, handle)).toThrow('stale handle');
  const row = sync.records.alloc(r);
  const rows: [RegExp, () => unknown][] = [
    [/^sync\.records\.get\(2, a\): not a live row/, () => sync.records.get(r, 2, 'a')],
    [/^sync\.records\.get\(1\.5, a\): there is no such row/, () => sync.records.get(r, 1.5, 'a')],
    [/^sync\.records\.set\(2, a, 1\): not a live row/, () => sync.records.set(r, 2, 'a', 1)],
    [/^sync\.records\.dealloc\(2\): not a live row/, () => sync.records.dealloc(r, 2)],
    [/^sync\.records\.dealloc\(0\): there is no such row/, () => sync.records.dealloc(r, 0)],
    [/^sync\.records\.next\(-1\): there is no such row/, () => sync.records.next(r, -1)],
    [/^sync\.records\.get\(1, c\): bad argument: field is a name/, () => sync.records.get(r, row, 'c')],
    [/^sync\.records\.set\(1, c, 1\): bad argument: field is a name/, () => sync.records.set(r, row, 'c', 1)],
    [/^sync\.records\.set\(1, a, 7\): bad argument: .*below 2\^63/, () => sync.records.set(r, row, 'a', '7' as never)],
    [/^sync\.records\.set\(1, 1, NaN\): bad argument/, () => sync.records.set(r, row, 1, NaN)],
    [/^sync\.records\.set\(1, b, 1,2,3,4\): bad argument/, () => sync.records.set(r, row, 'b', [1, 2, 3, 4])],
  ];
  for (const [words, call] of rows) expect(call).toThrow(words);
  expect([sync.records.set(r, row, 'a', 2 ** 62), sync.records.set(r, row, 'b', [1])]).toEqual([true, true]);
  expect(() => sync.queue.send(q, ['7' as never, [1]])).toThrow('one for each field');
  for (const values of [[7], [7, [1], 1], [2 ** 63, [1]], [NaN, [1]], [[1], 7], [7, [1, 2, 3, 4]]]) {
    expect(() => sync.queue.send(q, values as never)).toThrow('one for each field');
  }
  expect(() => sync.markDead(image(), 256)).toThrow('1 to 255');
});

test.each(parts)('sync.%s: an address where no such lock is says so', (part) => {
  const heapImage = image();
  guardsIn(heapImage);
  const others = [0, 8, heap.find(heapImage, 1, 0), heap.find(heapImage, 7, part === 'headers' ? 1 : 0)];
  for (const address of others) {
    expect(() => (sync[part].attach as Call)(heapImage, address, 1, 0)).toThrow(
      `sync.${part}.attach(${address}, 1): no lock of such a pool is there`,
    );
  }
});

test('a zero, an empty queue, no space and a lock in other hands are answers', () => {
  const heapImage = image();
  const { headers: h, records: r, queue: q } = guardsIn(heapImage);
  const row = sync.records.alloc(r);
  expect(sync.records.set(r, row, 'a', 0)).toBe(true);
  expect(sync.records.get(r, row, 'a')).toBe(0);
  expect(sync.queue.receive(q)).toBeNull();
  expect(sync.queue.send(q, [7, [1, 2, 3]])).toBe(true);
  expect(sync.queue.receive(q)).toEqual([7, new Uint8Array([1, 2, 3])]);
  expect(sync.headers.alloc(h, 4000)).toBe(0);
  expect(fault()).toBe(Fault.NoSpace);
  const lock = heap.find(heapImage, 7, 0);
  const second = sync.headers.attach(heapImage, lock, 2, 0)!;
  enter(h, Op.None, 0, 0);
  expect(sync.headers.alloc(second, 8)).toBe(0);
  expect(fault()).toBe(Fault.Locked);
  leave(h, 0);
  expect(sync.headers.alloc(second, 8)).toBeGreaterThan(0);
});
