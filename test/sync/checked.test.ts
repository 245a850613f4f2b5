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
    (sync[part].attach as Call)(image, (sync[part].create as Call)(pools[part]), owner, 0) as
      NonNullable<ReturnType<(typeof sync)[Part]['attach']>>;
  return { headers: open('headers', 1), tables: open('tables', 1), records: open('records', 1), queue: open('queue', 1) };
}

const image = (): Uint8Array => heap.format(new Uint8Array(new SharedArrayBuffer(16384)))!;

describe.each(parts)('sync.%s', (part) => {
  const calls = Object.entries(sync[part] as unknown as Record<string, Call>);

  test.each(calls)('%s says that null is no pool and no lock', (name, call) => {
    const arguments8 = part === 'queue' && name === 'send' ? [[1, [2]]] : [8, 8, 8];
    for (const nothing of [null, undefined, {}]) {
      expect(() => call(nothing, ...arguments8)).toThrow(new RegExp(`^sync\\.${part}\\.${name}\\(.*\\): bad argument: `));
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
  expect(() => sync.records.get(r, 1, 'a')).toThrow(/^sync\.records\.get\(1, a\)/);
  expect(() => sync.queue.send(q, ['7' as never, [1]])).toThrow('one for each field');
  expect(() => sync.queue.send(q, [7])).toThrow('one for each field');
  expect(() => sync.markDead(image(), 256)).toThrow('1 to 255');
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
