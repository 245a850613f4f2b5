/** hibernate and resume: the whole heap image, through the same root slots. */
import { nor } from '../../host/flash/nor.ts';
import { randomFrom, seedOf, withoutFault } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { loadLibrary } from './library.ts';

const { heap, paging, fault } = loadLibrary();
const lives = lengthOf(2000, 200_000);
const bytes = 512;
const geometry = { size: 12 * 256, eraseBytes: 256, programBytes: 4 };

const imageOf = (fill: number): Uint8Array => heap.format(new Uint8Array(bytes).fill(fill));
const isSame = (a: Uint8Array, b: Uint8Array | null): boolean =>
  !!b && Buffer.compare(withoutFault(a), withoutFault(b)) === 0;

test('what was saved last comes back, and opening a clean store writes nothing', () => {
  const store = nor(geometry);
  expect(paging.resume(imageOf(0), store)).toBe(null);
  expect(fault()).toBe(9);
  for (let round = 1; round < 12; round++) {
    expect(paging.hibernate(imageOf(round), store)).toBe(true);
    const { operations } = store;
    const back = paging.resume(new Uint8Array(bytes), store);
    expect(isSame(back, imageOf(round))).toBe(true);
    expect(store.operations).toBe(operations);
  }
  const wear = [...store.eraseCounts];
  expect(Math.max(...wear.slice(0, 9)) - Math.min(...wear.slice(0, 9))).toBeLessThanOrEqual(1);
  expect(store.violations).toBe(0);
});

describe('a store has as many sectors as sectorsForHeap says, or is refused', () => {
  test.each([
    [12288, 4096, 4, 12],
    [16384, 4096, 4, 15],
    [32768, 4096, 4, 27],
    [4048, 4096, 4, 3],
    [4052, 4096, 4, 6],
    [49152, 4096, 4, 39],
    [32768, 16384, 4, 9],
    [1024, 256, 1, 15],
    [1024, 512, 64, 9],
    [960, 512, 32, 6],
    [8192, 4096, 256, 9],
  ])('a heap of %i in sectors of %i, programmed by %i: %i', (heapBytes, eraseBytes, programBytes, sectors) => {
    expect(paging.sectorsForHeap({ eraseBytes, programBytes }, heapBytes)).toBe(sectors);
    const image = heap.format(new Uint8Array(heapBytes).fill(7));
    const least = nor({ size: sectors * eraseBytes, eraseBytes, programBytes });
    for (let round = 0; round < 4; round++) expect(paging.hibernate(image, least)).toBe(true);
    expect(isSame(paging.resume(new Uint8Array(heapBytes), least), image)).toBe(true);
    expect(paging.hibernate(image, nor({ size: (sectors - 1) * eraseBytes, eraseBytes, programBytes }))).toBe(false);
    expect(fault()).toBe(14);
  });
});

test('a heap of another length, and a store too small for three images, are refused', () => {
  const store = nor(geometry);
  expect(paging.hibernate(imageOf(1), store)).toBe(true);
  const before = store.bytes.slice();
  expect(paging.resume(new Uint8Array(bytes - 4), store)).toBe(null);
  expect(fault()).toBe(9);
  expect(isSame(before, store.bytes)).toBe(true);
  expect(paging.hibernate(imageOf(1), nor({ ...geometry, size: 8 * 256 }))).toBe(false);
  expect(fault()).toBe(14);
});

test('a root slot that is worn out is passed over', () => {
  const store = nor(geometry);
  store.wearOut(4);
  for (let round = 1; round < 9; round++) {
    expect(paging.hibernate(imageOf(round), store)).toBe(true);
    expect(isSame(paging.resume(new Uint8Array(bytes), store), imageOf(round))).toBe(true);
  }
});

test('each byte changed in three ways, and each truncation: an image that was saved, or none', () => {
  const store = nor(geometry);
  const random = randomFrom(seedOf(3));
  for (let round = 1; round < 6; round++) paging.hibernate(imageOf(round), store);
  const sound = store.bytes.slice();
  const saved = [1, 2, 3, 4, 5].map(imageOf);
  const judge = (): void => {
    const back = paging.resume(new Uint8Array(bytes), store);
    if (back) expect(saved.some((image) => isSame(image, back))).toBe(true);
  };
  for (let address = 0; address < store.size; address++) {
    for (const value of [0, 255, sound[address]! ^ (1 << random.below(8))]) {
      store.bytes.set(sound);
      store.bytes[address] = value;
      judge();
    }
  }
  for (let end = 0; end < store.size; end += 1) {
    store.bytes.set(sound);
    store.bytes.fill(255, end);
    judge();
  }
});

test('lives under power cuts: the last image or the one in flight, and it stays', () => {
  const seed = seedOf(5);
  const random = randomFrom(seed);
  const store = nor({ ...geometry, seed });
  let last: Uint8Array | null = null;
  let next: Uint8Array | null = null;
  let cutsInResume = 0;
  for (let life = 0; life < lives; life++) {
    store.restart();
    store.cutAfter(1 + random.below(40), random.below(7));
    const back = paging.resume(new Uint8Array(bytes), store);
    if (store.isCut) {
      cutsInResume++;
      continue;
    }
    if (next && isSame(next, back)) last = next;
    else if (last ? !isSame(last, back) : back)
      throw new Error(`seed ${seed}, life ${life}: not the last image, and not the one in flight`);
    next = null;
    while (!store.isCut) {
      next = imageOf(random.below(256));
      if (paging.hibernate(next, store)) {
        last = next;
        next = null;
      } else if (!store.isCut) throw new Error(`seed ${seed}, life ${life}: refused, fault ${fault()}`);
    }
  }
  expect(cutsInResume).toBeGreaterThan(lives / 1000);
  expect(store.violations).toBe(0);
}, 1e8);
