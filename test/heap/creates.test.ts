/** A create that is refused, for whatever reason, touches the fault's byte of the heap and nothing else; a destroy gives back what its own module made. */
import { type Nor, nor } from '../../host/flash/nor.ts';
import { Fault, Last } from '../../src/core/faults.ts';
import * as checked from '../../src/index.ts';
import * as lean from '../../src/lean.ts';

type Library = typeof lean;
type Call = (...values: any[]) => any;

/** What is no size, no count and no declaration that can be served; and sizes that some pools need. */
const odd: unknown[] = [
  undefined,
  null,
  NaN,
  {},
  [],
  'x',
  '',
  -1,
  0,
  0.5,
  16.5,
  2 ** 28,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  1e20,
  Infinity,
  true,
  '64',
  () => 0,
];
const sizes: unknown[] = [
  ...Array.from({ length: 160 }, (_, i) => i),
  200,
  255,
  301,
  666,
  700,
  1000,
  3000,
  65000,
  300000,
];

/** Flash that is blank. */
const newStore = (): Nor => nor({ size: 16 * 4096, eraseBytes: 4096, programBytes: 4 });

/** Every byte but that of the fault. */
function bytesOf(heap: Uint8Array): Uint8Array {
  const bytes = heap.slice();
  bytes[Last.FaultByte] = 0;
  return bytes;
}

/** A heap of so many bytes with pools, holes between them, and garbage in the holes. */
function heapOf(bytes: number, isShared: boolean, first: number): Uint8Array {
  const heap = lean.heap.format(
    (isShared ? new Uint8Array(new SharedArrayBuffer(bytes)) : new Uint8Array(bytes)).fill(0xa5),
  )!;
  lean.headers.create(heap, first);
  const between = lean.tables.create(heap, 304)!;
  lean.records.create(heap, 'a:u16', 20);
  lean.tables.destroy(between);
  return heap;
}

/** Arguments of create after the heap, by module. */
function argumentsOf(): [keyof Library & string, unknown[][]][] {
  const store = newStore();
  const texts: unknown[] = [...odd, 'a', 'a:u8', 'a:u16 a:u16', 'a:bytes:0', 'a:u16 b:bytes:65535', 'é:u16'];
  const rows = [...texts.map((text) => [text, 10]), ...[...odd, 65535, 65536].map((count) => ['a:u16', count])];
  return [
    ['headers', [...odd, ...sizes].map((bytes) => [bytes])],
    [
      'tables',
      [
        ...[...odd, ...sizes].map((bytes) => [bytes]),
        ...odd.concat(1, 50, 100, 65534, 65535).flatMap((handles) => [120, 300, 2000].map((bytes) => [bytes, handles])),
      ],
    ],
    [
      'gc',
      [
        ...[...odd, ...sizes].map((bytes) => [bytes, 10]),
        ...odd.concat(1, 100, 64999, 65000).flatMap((objects) => [600, 900, 2000].map((bytes) => [bytes, objects])),
      ],
    ],
    ['messages', [...odd, ...sizes].map((bytes) => [bytes])],
    ['records', rows],
    ['queue', rows],
    [
      'paging',
      [
        ...[...odd, ...sizes].map((bytes) => [bytes, store, 20]),
        ...odd.map((pages) => [3000, store, pages]),
        [3000, store, 4000],
        [3000, undefined, 20],
      ],
    ],
  ];
}

describe.each([
  ['4,096 bytes', 4096, 900],
  ['300 KB, so that pools are wide', 300000, 262200],
])('a heap of %s', (_name, bytes, first) => {
  test.each(argumentsOf())('%s.create refused leaves every byte but that of the fault', (module, lists) => {
    const create = (lean[module] as unknown as { create: Call }).create;
    let refused = 0;
    for (const list of lists) {
      const heap = heapOf(bytes, false, first);
      const before = bytesOf(heap);
      if (create(heap, ...list)) continue;
      refused++;
      if (!Buffer.from(bytesOf(heap)).equals(Buffer.from(before)))
        throw new Error(
          `${module}.create(heap, ${list.map(String).join(', ')}), fault ${lean.fault(heap)}, changed the heap`,
        );
      expect(lean.fault(heap)).toBeGreaterThan(0);
    }
    expect(refused).toBeGreaterThan(10);
  });
});

test('a lock for a heap that is not shared, or has no room, changes nothing', () => {
  for (const isShared of [false, true]) {
    const heap = heapOf(1024, isShared, 600);
    const pool = lean.headers.attach(heap, lean.heap.find(heap, 1, 0))!;
    while (isShared && lean.tables.create(heap, lean.heap.freeBytes(heap)));
    const before = bytesOf(heap);
    expect(lean.sync.headers.create(pool)).toBe(0);
    expect(Buffer.from(bytesOf(heap)).equals(Buffer.from(before))).toBe(true);
  }
});

/** Objects of all modules in one heap. */
function objectsIn(library: Library, heap: Uint8Array): Record<string, any> {
  return {
    headers: library.headers.create(heap, 600),
    tables: library.tables.create(heap, 600),
    gc: library.gc.create(heap, 2000, 20),
    records: library.records.create(heap, 'a:u16', 20),
    queue: library.queue.create(heap, 'a:u16', 20),
    paging: library.paging.create(heap, 3000, newStore(), 20, { pageBytes: 64 }),
  };
}

/** A queue's calls are those of records, where they can be the same. */
const family = (module: string): string => (module === 'queue' ? 'records' : module);

test.each([
  ['lean', lean],
  ['checked', checked as unknown as Library],
])('%s: destroy of an object of another module is refused, and changes nothing', (name, library) => {
  const owners = Object.keys(objectsIn(lean, lean.heap.format(new Uint8Array(16384))!)) as (keyof Library & string)[];
  for (const owner of owners) {
    for (const other of owners) {
      if (family(owner) === family(other)) continue;
      const heap = lean.heap.format(new Uint8Array(16384))!;
      const object = objectsIn(library, heap)[other];
      const before = bytesOf(heap);
      const destroy = (library[owner] as unknown as { destroy: Call }).destroy;
      if (name === 'checked') expect(() => destroy(object)).toThrow(/there is no such pool/);
      else expect([owner, other, destroy(object), lean.fault()]).toEqual([owner, other, false, Fault.BadArgument]);
      expect(Buffer.from(bytesOf(heap)).equals(Buffer.from(before))).toBe(true);
    }
  }
});
