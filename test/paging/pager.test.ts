/** What a pager refuses, and with which words; swap; a pager in a resumed image; how large it is. */
import { nor } from '../../host/flash/nor.ts';
import { randomFrom } from '../support/random.ts';
import { benchOf, bytes, setup } from './bench.ts';
import { loadLibrary } from './library.ts';
import { compare, type Truth } from './power.ts';
import { scribble } from './scenarios.ts';

const library = loadLibrary();
const { heap, paging, checked, fault } = library;
const NO_SPACE = 1;
const STORE_TOO_SMALL = 14;
const BAD_ARGUMENT = 2;
const geometry = { size: 16 * 256, eraseBytes: 256, programBytes: 4 };
const options = { pageBytes: 32 };
const newHeap = (size = 4096): Uint8Array => heap.format(new Uint8Array(size));

test('swap: more pages than frames, in every sector; there is no commit, and a restart finds zeros', () => {
  const store = nor({ ...geometry, isDirty: true });
  const open = (): any => paging.create(newHeap(), 1600, store, 80, { ...options, isVolatile: true });
  const random = randomFrom(7);
  const expected = new Uint8Array(80 * 32);
  let pager = open();
  expect(pager.first).toBe(0);
  for (let n = 0; n < 4000; n++) {
    const va = random.below(expected.length);
    if (random.oneIn(2)) expect(paging.read8(pager, va)).toBe(expected[va]);
    else expect(paging.write8(pager, va, (expected[va] = n & 255))).toBe(true);
  }
  expect(paging.stats(pager).dataErases).toBeGreaterThan(16);
  expect(paging.check(pager)).toBe('');
  expect(store.violations).toBe(0);
  for (const call of [paging.commit, paging.rollback]) {
    expect([call(pager), fault()]).toEqual([false, BAD_ARGUMENT]);
  }
  expect(paging.flush(pager)).toBe(true);
  const again = paging.attach(pager.u8, pager.base, store);
  for (let va = 0; va < expected.length; va++)
    if (paging.read8(again, va) !== expected[va]) throw new Error(`attached anew: ${va} is wrong`);
  pager = open();
  for (let va = 0; va < expected.length; va++)
    if (paging.read8(pager, va) !== 0) throw new Error(`after a restart: ${va} is not 0`);
});

test('as many pages as the store can level, and not one more', () => {
  const most = (sectors: number): number => {
    let pages = 1;
    while (paging.create(newHeap(65536), 60000, nor({ ...geometry, size: sectors * 256 }), pages + 1, options)) pages++;
    expect(fault()).toBe(STORE_TOO_SMALL);
    return pages;
  };
  const { first, sectorCount, span } = paging.create(newHeap(), 2000, nor(geometry), 10, options);
  // Up to 16 data sectors .65 of their page slots, and a sector and a half stay free.
  const dataSectors = sectorCount - first;
  expect(most(16)).toBeLessThanOrEqual(Math.min(0.65 * dataSectors * span, (dataSectors - 1.5) * span));
  expect(most(16)).toBeGreaterThan(10);
});

test('a transaction larger than the store: refused for lack of room, rolled back, and nothing is lost', () => {
  // 112 page slots, less a sector for cleaning, hold 56 pages once, but not twice.
  const large = { ...setup, pages: 56 };
  const store = nor({ ...geometry, size: 26 * 256 });
  const pager = paging.create(newHeap(), 2200, store, large.pages, options);
  const truth: Truth = { committed: new Uint8Array(large.pages * 32), next: null };
  for (let page = 0; page < large.pages; page++) {
    expect([
      paging.write8(pager, page * 32, (truth.committed[page * 32] = page + 1)),
      page % 4 < 3 || paging.commit(pager),
    ]).toEqual([true, true]);
  }
  let count = 0;
  while (paging.write8(pager, ((count * 5) % large.pages) * 32, count) && count < 10000) count++;
  expect(fault()).toBe(NO_SPACE);
  // What a commit promises the next transaction: a sector's worth of pages.
  expect(count).toBeGreaterThanOrEqual(pager.span);
  expect(paging.write32(pager, setup.pageBytes - 2, 1)).toBe(false);
  expect(paging.check(pager)).toBe('');
  expect(paging.rollback(pager)).toBe(true);
  expect(compare(library, pager, large, truth)).toBe('');
  expect([paging.write8(pager, 0, 1), paging.commit(pager), store.violations]).toEqual([true, true, 0]);
});

test('all data sectors wear out: writes are refused in the end, and the last commit can be read', () => {
  const { store, truth, open } = benchOf(library, 4);
  let pager = open();
  truth.committed = scribble(library, pager, truth.committed, randomFrom(4), 40)!;
  expect(paging.commit(pager)).toBe(true);
  // A failing erase, not rotting cells: what was programmed before stays.
  store.erase = (address) => address < pager.first * store.eraseBytes;
  for (let n = 0, isWritten = true; isWritten && n < 2000; n++) {
    const now = scribble(library, pager, truth.committed, randomFrom(n), 4);
    isWritten = !!now;
    if (now && (isWritten = paging.commit(pager))) truth.committed = now;
    if (n === 1999) throw new Error('writes are never refused');
  }
  expect(paging.stats(pager).retiredSectors).toBeGreaterThan(0);
  paging.rollback(pager);
  expect(compare(library, pager, setup, truth)).toBe('');
  pager = open();
  expect(compare(library, pager, setup, truth)).toBe('');
});

test('a pager in a resumed image: what was not committed is there, unless the store moved on', () => {
  const { store, heap: image, truth, open } = benchOf(library, 5);
  const sleep = nor({ size: 64 * 1024, eraseBytes: 4096, programBytes: 4 });
  let pager = open();
  const { base } = pager;
  paging.write8(pager, 0, (truth.committed[0] = 5));
  paging.commit(pager);
  paging.write8(pager, bytes - 1, 9);
  expect(paging.hibernate(image, sleep)).toBe(true);
  const restart = (): any => {
    image.fill(0);
    expect(paging.resume(image, sleep)).toBe(image);
    return paging.attach(image, base, store);
  };
  pager = restart();
  expect([paging.read8(pager, 0), paging.read8(pager, bytes - 1), paging.check(pager)]).toEqual([5, 9, '']);
  expect(paging.commit(pager)).toBe(true);
  truth.committed[bytes - 1] = 9;
  // The image of before that commit: its tables are out of date, and must not be used.
  pager = restart();
  paging.write8(pager, 1, (truth.committed[1] = 6));
  expect(paging.commit(pager)).toBe(true);
  pager = restart();
  expect(compare(library, pager, setup, truth)).toBe('');
  expect(paging.check(pager)).toBe('');
  expect(paging.attach(image, base, nor(geometry))).toBe(null);
  expect(fault()).toBe(BAD_ARGUMENT);
  expect(store.violations).toBe(0);
});

describe('the checked build says what was wrong, with which value, and what to do', () => {
  const pager = checked.create(newHeap(), 2000, nor(geometry), 20, options);
  const swap = checked.create(newHeap(), 2000, nor(geometry), 20, { ...options, isVolatile: true });
  const closed = checked.create(newHeap(), 2000, nor(geometry), 20, options);
  checked.destroy(closed);
  test.each<[string, () => unknown, RegExp]>([
    [
      'create: page size',
      () => checked.create(newHeap(), 2000, nor(geometry), 20, { pageBytes: 33 }),
      /^paging\.create\(2000, store, 20\): bad argument: pages of 32 bytes or more, a power of two/,
    ],
    [
      'create: a small store',
      () => checked.create(newHeap(65536), 60000, nor(geometry), 2000, options),
      /^paging\.create\(60000, store, 2000\): the store has too few sectors: it has 16, and \d+ are needed/,
    ],
    [
      'create: too few frames',
      () => checked.create(newHeap(), 400, nor(geometry), 20, options),
      /bytes must leave 4 frames/,
    ],
    ['attach: stray address', () => checked.attach(newHeap(), 12, nor(geometry)), /^paging\.attach\(12\): /],
    [
      'hibernate: small store',
      () => checked.hibernate(newHeap(), nor(geometry)),
      /^paging\.hibernate\(heap, store\): the store has too few sectors: it has 16, and 51 are needed/,
    ],
    [
      'read8: beyond the end',
      () => checked.read8(pager, 640),
      /^paging\.read8\(640\): bad argument: virtual addresses are whole numbers below/,
    ],
    ['read16: across the end', () => checked.read16(pager, 639), /^paging\.read16\(639\)/],
    ['read32: a fraction', () => checked.read32(pager, 0.5), /^paging\.read32\(0\.5\)/],
    ['write8: negative', () => checked.write8(pager, -1, 0), /^paging\.write8\(-1\)/],
    [
      'write16: no number',
      () => checked.write16(pager, 0, '7'),
      /^paging\.write16\(7\): bad argument: the value must be a number/,
    ],
    ['write32: across the end', () => checked.write32(pager, 637, 0), /^paging\.write32\(637\)/],
    [
      'copyIn: short array',
      () => checked.copyIn(pager, 0, new Uint8Array(4), 2, 3),
      /^paging\.copyIn\(2, 3\): bad argument: the array has only 4 bytes/,
    ],
    [
      'copyOut: beyond the end',
      () => checked.copyOut(pager, 630, new Uint8Array(20), 0, 11),
      /^paging\.copyOut\(630\)/,
    ],
    [
      'pin: no such page',
      () => checked.pin(pager, 20),
      /^paging\.pin\(20\): bad argument: pages are whole numbers below/,
    ],
    ['unpin: not pinned', () => checked.unpin(pager, 3), /^paging\.unpin\(3\).*the page must be pinned/],
    ['prefetch: no such page', () => checked.prefetch(pager, -1), /^paging\.prefetch\(-1\)/],
    ['flush: closed', () => checked.flush(closed), /^paging\.flush.*there is no such pool/],
    ['commit: volatile', () => checked.commit(swap), /^paging\.commit.*and not volatile/],
    ['rollback: volatile', () => checked.rollback(swap), /^paging\.rollback.*and not volatile/],
    ['destroy: twice', () => checked.destroy(closed), /^paging\.destroy.*there is no such pool/],
  ])('%s', (_name, call, words) => {
    expect(call).toThrow(words);
    expect(checked.check(pager)).toBe('');
  });

  test('a rollback while a page is pinned', () => {
    checked.pin(pager, 2);
    expect(() => checked.rollback(pager)).toThrow(/^paging\.rollback\(pager\): pinned: unpin/);
    expect(checked.unpin(pager, 2)).toBe(true);
  });

  test('what is right passes as in the lean build, and a full store does not throw', () => {
    expect([checked.write32(pager, 30, 0x12345678), checked.read32(pager, 30), checked.commit(pager)]).toEqual([
      true,
      0x12345678,
      true,
    ]);
    expect(checked.create(newHeap(1024), 60000, nor(geometry), 20, options)).toBe(null);
    expect(fault()).toBe(NO_SPACE);
  });
});
