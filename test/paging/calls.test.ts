/** Calls with arguments that cannot be, pages that cannot be read, stores that throw or answer back, and images over stores that moved on. */
import { nor } from '../../host/flash/nor.ts';
import { randomFrom, seedOf, withoutFault } from '../support/random.ts';
import { benchOf, bytes, geometry as storeGeometry, setup } from './bench.ts';
import { loadLibrary } from './library.ts';
import { compare } from './power.ts';

const library = loadLibrary();
const { heap, paging, checked, fault } = library;
const geometry = { size: 16 * 256, eraseBytes: 256, programBytes: 4 };
const newHeap = (size = 4096): Uint8Array => heap.format(new Uint8Array(size));
const begin = (options = {}): { store: any; image: Uint8Array; pager: any } => {
  const store = nor(geometry);
  const image = newHeap();
  return { store, image, pager: paging.create(image, 2000, store, 20, { pageBytes: 32, ...options }) };
};
const NO_SPACE = 1;
const BAD_ARGUMENT = 2;
const STORE_FAILED = 12;
const INTERRUPTED = 13;

/** Values that are no address, no count, and no array; among them what arithmetic takes for 0, 1 and 5, which are addresses of the page at hand. */
const NOT_WHOLE = [
  NaN,
  undefined,
  {},
  'x',
  -1,
  0.5,
  2 ** 32,
  2 ** 32 + 5,
  -(2 ** 31),
  Infinity,
  -Infinity,
  [1, 2],
  null,
  true,
  false,
  '',
  '5',
  '0',
  [],
  [5],
  Object(5),
  new Date(5),
  { valueOf: () => 5 },
] as any[];
const NOWHERE = [20 * 32, 0x7fff0000, 0x7fff0005, 0x7fffffff, 2 ** 31, ...NOT_WHOLE];

test('an address that is none: 0 or false, a fault, and no byte changes; whatever page is at hand', () => {
  const { image, pager } = begin();
  for (const prepare of [
    () => 0,
    () => paging.read8(pager, 5),
    () => paging.write8(pager, 5, 1),
    () => paging.flush(pager),
    () => paging.commit(pager),
  ]) {
    for (const va of NOWHERE) {
      for (const call of [paging.read8, paging.read16, paging.read32, paging.write8, paging.write16, paging.write32]) {
        prepare();
        const before = withoutFault(image);
        heap.format(null);
        expect([String(va), call(pager, va, 7) || 0, fault(), Buffer.compare(before, withoutFault(image))]).toEqual([
          String(va),
          0,
          BAD_ARGUMENT,
          0,
        ]);
      }
    }
    for (const [call, va] of [
      [paging.read16, 639],
      [paging.read32, 637],
      [paging.write16, 639],
      [paging.write32, 638],
    ] as const)
      expect([call(pager, va, 7) || 0, fault()]).toEqual([0, BAD_ARGUMENT]);
  }
});

test('copies with anything that is no range of an array and of the pager: 0, a fault, and nothing is copied', () => {
  const { image, pager } = begin();
  const array = new Uint8Array(40).fill(9);
  const bad: any[][] = [
    ...NOWHERE.map((va) => [va, array, 0, 4]),
    ...NOT_WHOLE.map((at) => [0, array, at, 4]),
    ...NOT_WHOLE.map((count) => [0, array, 0, count]),
    ...[null, undefined, {}, 7, 'text', [1, 2, 3, 4]].map((from) => [0, from, 0, 4]),
    [0, array, 37, 4],
    [638, array, 0, 4],
    [0, array, 0, 41],
    [640, array, 0, 1],
  ];
  for (const call of [paging.copyIn, paging.copyOut]) {
    for (const values of bad) {
      const before = withoutFault(image);
      heap.format(null);
      expect([
        call(pager, ...values),
        fault(),
        Buffer.compare(before, withoutFault(image)),
        array.every((byte) => byte === 9),
      ]).toEqual([0, BAD_ARGUMENT, 0, true]);
    }
  }
  expect([
    paging.copyIn(pager, 600, array, 0, 40),
    paging.copyOut(pager, 640, array, 40, 0),
    paging.read8(pager, 639),
  ]).toEqual([40, 0, 9]);
});

test('a page that cannot be read: no part of a value, and copies say how many bytes are right', () => {
  const { store, pager } = begin();
  for (let va = 0; va < 640; va += 4) paging.write32(pager, va, 0x44332211);
  paging.commit(pager);
  const again = paging.create(newHeap(), 2000, store, 20, { pageBytes: 32 });
  const slot = again.h[again.pageSlots + 1] * 32;
  const { read } = store;
  store.read = (address: number, into: Uint8Array, at: number, count: number) =>
    address !== slot && read(address, into, at, count);
  for (const [call, va] of [
    [paging.read8, 32],
    [paging.read16, 31],
    [paging.read16, 63],
    [paging.read32, 29],
    [paging.read32, 61],
    [paging.read32, 40],
  ] as const) {
    heap.format(null);
    expect([va, call(again, va), fault()]).toEqual([va, 0, STORE_FAILED]);
  }
  for (const [call, va] of [
    [paging.write16, 31],
    [paging.write32, 62],
    [paging.write32, 30],
  ] as const) {
    expect([call(again, va, -1), fault()]).toEqual([false, STORE_FAILED]);
  }
  expect([paging.read8(again, 31), paging.read8(again, 64)]).toEqual([0x44, 0x11]);
  const into = new Uint8Array(100).fill(7);
  expect([paging.copyOut(again, 12, into, 0, 100), fault(), into[19], into[20]]).toEqual([20, STORE_FAILED, 0x44, 7]);
  expect(paging.copyIn(again, 12, into, 0, 100)).toBe(20);
});

test('a store that throws has failed, in every function and at every time; what was committed stays', () => {
  for (const name of ['read', 'program', 'erase', 'isFull'] as const) {
    for (let nth = 1; nth < 60; nth++) {
      const { store, heap: image, truth, open } = benchOf(library, nth);
      const pager = open();
      for (let n = 0; n < 30; n++) paging.write8(pager, n * 41, (truth.committed[n * 41] = n));
      paging.commit(pager);
      const sound = store[name];
      let left = nth;
      (store as any)[name] = (...values: unknown[]) => {
        if (--left <= 0 && left > -5) throw new Error('no such luck');
        return sound ? (sound as any)(...values) : false;
      };
      const now = truth.committed.slice();
      for (let n = 0; n < 40; n++) if (paging.write8(pager, n * 37, n)) now[n * 37] = n;
      truth.next = now;
      if (paging.commit(pager)) truth.committed = now;
      expect(paging.check(pager)).toBe('');
      (store as any)[name] = sound;
      const again = paging.attach(image, pager.base, store);
      expect([name, nth, !!again]).toEqual([name, nth, true]);
      expect(compare(library, open(), setup, truth)).toBe('');
    }
  }
});

test('a store that has no functions, no sizes or odd ones: refused, nothing thrown, and the heap is as before', () => {
  const image = newHeap();
  const free = heap.freeBytes(image);
  for (const store of [
    null,
    undefined,
    {},
    7,
    { size: 4096 },
    { ...geometry, size: NaN },
    { ...geometry, eraseBytes: 0 },
    { ...geometry, programBytes: 3 },
    { ...geometry, size: 4097 },
    { ...geometry, size: -4096 },
    { ...geometry, size: 2 ** 31 },
  ] as any[]) {
    for (const call of [
      () => paging.create(image, 2000, store, 20, { pageBytes: 32 }),
      () => paging.hibernate(image, store),
      () => paging.resume(image, store),
      () => paging.attach(image, 24, store),
    ]) {
      heap.format(null);
      expect([!!call(), fault() > 0, heap.freeBytes(image)]).toEqual([false, true, free]);
    }
  }
  expect([
    paging.create(image, 2000, geometry, 20, { pageBytes: 32 }),
    fault(),
    heap.freeBytes(image),
    heap.open(image) !== null,
  ]).toEqual([null, STORE_FAILED, free, true]);
});

test('create that is refused: the store is not written to, and the region is given back', () => {
  const store = nor(geometry);
  const image = newHeap();
  const free = heap.freeBytes(image);
  const other = paging.create(newHeap(), 2000, store, 21, { pageBytes: 32 });
  expect([paging.write8(other, 0, 1), paging.commit(other)]).toEqual([true, true]);
  const { operations } = store;
  for (const [bytesOf, pages, options] of [
    [2000, 20, {}],
    [2000, 20, { isVolatile: 0 }],
    [400, 20, {}],
    [2000, 2000, {}],
    [5000, 20, {}],
    [2000, 20, { pageBytes: 33 }],
    [2000, 20, { pageBytes: 512 }],
    [NaN, 20, {}],
    [2000, 0.5, {}],
  ] as const) {
    expect([
      !!paging.create(image, bytesOf, store, pages, { pageBytes: 32, ...options }),
      heap.freeBytes(image),
      store.operations,
    ]).toEqual([false, free, operations]);
  }
});

test('flush leaves held pages alone, a commit writes them once, and one that is tried again needs no more room', () => {
  const { store, heap: image, truth, open } = benchOf(library, 3);
  const pager = open();
  for (let page = 0; page < setup.pages; page++) {
    if (!paging.write8(pager, page * setup.pageBytes, page))
      expect([paging.commit(pager), paging.write8(pager, page * setup.pageBytes, page)]).toEqual([true, true]);
    truth.committed[page * setup.pageBytes] = page;
  }
  paging.commit(pager);
  const at = paging.pin(pager, 3, true);
  const other = paging.pin(pager, 4, true);
  for (let n = 0; n < 500; n++) {
    image[at] = image[other] = n;
    expect([paging.flush(pager), n % 50 ? true : paging.commit(pager)]).toEqual([true, true]);
  }
  expect([paging.check(pager), paging.write32(pager, 7 * setup.pageBytes - 2, 0)]).toEqual(['', true]);
  const { program, erase } = store;
  store.isFull = () => true;
  store.erase = () => false;
  let tries = 0;
  for (; paging.commit(pager) && tries < 2000; tries++) image[at] = tries;
  for (let n = 0; n < 300; n++)
    expect([paging.commit(pager), [NO_SPACE, INTERRUPTED].includes(fault())]).toEqual([false, true]);
  Object.assign(store, { program, erase });
  paging.repair(pager);
  expect([
    paging.commit(pager),
    paging.unpin(pager, 3),
    paging.unpin(pager, 4),
    paging.commit(pager),
    paging.check(pager),
  ]).toEqual([true, true, true, true, '']);
  truth.committed[3 * setup.pageBytes] = image[at]!;
  truth.committed[4 * setup.pageBytes] = image[other]!;
  truth.committed[7 * setup.pageBytes - 2] =
    truth.committed[7 * setup.pageBytes - 1] =
    truth.committed[7 * setup.pageBytes] =
    truth.committed[7 * setup.pageBytes + 1] =
      0;
  expect(compare(library, open(), setup, truth)).toBe('');
});

test('attach where a later life erased what is not committed: the last commit, not pages that cannot be read', () => {
  const { store, heap: image, truth, open } = benchOf(library, 6);
  const pager = open();
  for (let page = 0; page < 40; page++) paging.write8(pager, page * 32, (truth.committed[page * 32] = page));
  expect(paging.commit(pager)).toBe(true);
  for (let page = 0; page < 12; page++) paging.write8(pager, page * 32, 99);
  expect(paging.flush(pager)).toBe(true);
  const saved = image.slice();
  store.erase(Math.floor(pager.h[pager.pageSlots + 3] / pager.span) * store.eraseBytes);
  const again = paging.attach(saved, pager.base, store);
  expect(compare(library, again, setup, truth)).toBe('');
});

test('a pager that was closed, its store being full, can be attached when there is space; over its own store only', () => {
  const { store, heap: image, truth, open } = benchOf(library, 7);
  const pager = open();
  truth.committed[5] = 5;
  expect([paging.write8(pager, 5, 5), paging.commit(pager)]).toEqual([true, true]);
  const { read } = store;
  store.read = () => false;
  expect([
    paging.rollback(pager),
    fault(),
    paging.read8(pager, 5),
    paging.write8(pager, 5, 6),
    paging.commit(pager),
  ]).toEqual([false, STORE_FAILED, 0, false, false]);
  expect([paging.check(pager), paging.attach(image, pager.base, store), fault()]).toEqual(['', null, STORE_FAILED]);
  store.read = read;
  expect([paging.attach(image, pager.base, nor({ ...storeGeometry, seed: 9 })), fault()]).toEqual([null, 9]);
  const again = paging.attach(image, pager.base, store);
  expect(compare(library, again, setup, truth)).toBe('');
});

test('functions of a store that call the pager are refused as interrupted; repair and destroy end the call under way', () => {
  for (const how of ['read8', 'commit', 'repair', 'destroy'] as const) {
    for (const name of ['read', 'program', 'erase'] as const) {
      for (let nth = 1; nth < 25; nth++) {
        const { store, heap: image, open } = benchOf(library, nth);
        const pager = open();
        for (let page = 0; page < 40; page++) paging.write8(pager, page * 32, page);
        paging.commit(pager);
        const sound = store[name] as (...values: unknown[]) => boolean;
        let left = nth;
        let after: Uint8Array | null = null;
        (store as any)[name] = (...values: unknown[]) => {
          const isDone = sound(...values);
          if (--left === 0) {
            const result = how === 'read8' ? paging.read8(pager, 39 * 32) : paging[how](pager);
            if (how === 'read8' || how === 'commit') expect([result || 0, fault()]).toEqual([0, INTERRUPTED]);
            if (how === 'destroy') image.fill(0xa5, pager.base);
            after = image.slice();
          }
          return isDone;
        };
        for (let page = 0; page < 40 && !(how === 'destroy' && after); page++)
          paging.write8(pager, page * 32, 100 + page);
        if (!after) paging.commit(pager);
        if (!after) continue;
        if (how === 'destroy') {
          expect([name, nth, Buffer.compare(withoutFault(after), withoutFault(image))]).toEqual([name, nth, 0]);
          continue;
        }
        expect(paging.repair(pager)).toBe(true);
        expect([how, name, nth, paging.check(pager), paging.stats(pager).retiredSectors]).toEqual([
          how,
          name,
          nth,
          '',
          0,
        ]);
        expect([
          paging.write8(pager, 3, 3) || (paging.commit(pager) && paging.write8(pager, 3, 3)),
          paging.commit(pager),
          paging.read8(pager, 3),
        ]).toEqual([true, true, 3]);
      }
    }
  }
});

test('two objects of one pager are interchangeable: what one brings, writes or evicts, the other sees', () => {
  const random = randomFrom(seedOf(42));
  const { heap: image, store, open } = benchOf(library, 42);
  const one = open();
  const other = paging.attach(image, one.base, store);
  const twin = benchOf(library, 42);
  const alone = twin.open();
  const now = new Uint8Array(bytes);
  for (let n = 0; n < 4000; n++) {
    const pager = random.oneIn(2) ? one : other;
    const va = random.oneIn(2) ? random.below(bytes - 4) : random.below(200);
    const kind = random.below(6);
    if (kind < 2) expect([paging.read8(pager, va), paging.read8(alone, va)]).toEqual([now[va], now[va]]);
    else if (kind < 4) {
      const isDone = paging.write16(pager, va, n);
      expect(paging.write16(alone, va, n)).toBe(isDone);
      if (isDone) now.set([n & 255, n >> 8], va);
    } else if (kind === 4)
      expect([paging.prefetch(pager, va >> 5), paging.prefetch(alone, va >> 5)]).toEqual([true, true]);
    else if (random.oneIn(8)) expect([paging.commit(pager), paging.commit(alone)]).toEqual([true, true]);
  }
  expect(paging.check(one)).toBe('');
});

test('the checked build throws for pagers that are gone and closed, and says how many sectors are needed', () => {
  const { pager } = begin();
  checked.destroy(pager);
  expect(() => checked.read8(pager, 0)).toThrow(/^paging\.read8\(a pool that is not there\)/);
  expect(() => checked.hibernate(newHeap(), nor(geometry))).toThrow(/it has 16, and 51 are needed/);
  expect(() => checked.create(newHeap(65536), 60000, nor(geometry), 90, { pageBytes: 32 })).toThrow(
    /it has 16, and 36 are needed/,
  );
  expect(checked.sectorsFor(geometry, 90, { pageBytes: 32 })).toBe(36);
  expect(() => checked.sectorsFor(geometry, 0)).toThrow(/^paging\.sectorsFor\(0\)/);
});
