/** Any geometry and page count that create accepts stays writable for ever: right after a commit there is room, whatever happened before. */
import { nor } from '../../host/flash/nor.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { isSoak, lengthOf } from '../support/soak.ts';
import { loadLibrary } from './library.ts';
import { fill } from './room.ts';

const library = loadLibrary();
const { heap, paging, fault } = library;
/** Rounds of each geometry; a soak tries every geometry. */
const rounds = lengthOf(40, 200);
const spans = isSoak ? [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 48, 64] : [1, 2, 3, 8, 16, 64];
const counts = isSoak ? Array.from({ length: 60 }, (_, i) => 5 + i) : [5, 6, 7, 9, 12, 16, 20, 31, 64];

test.each([[false], [true]])(
  'all geometries, at the most pages; swap alone: %s',
  (isVolatile) => {
    const seed = seedOf(31);
    let tried = 0;
    for (const span of spans) {
      for (const sectors of counts) {
        try {
          const random = randomFrom(seed + 1000 * span + sectors);
          for (const isQuiet of [true, false])
            if (fill(library, span, sectors, isVolatile, rounds, random, isQuiet)) tried++;
        } catch (error) {
          throw new Error(`seed ${seed}: ${span} pages in each of ${sectors} sectors: ${(error as Error).message}`);
        }
      }
    }
    expect(tried).toBeGreaterThan(isSoak ? 800 : 60);
  },
  1e9,
);

test('sectorsFor: with that many create takes the pages, with one fewer it does not, and says why', () => {
  for (const [eraseBytes, pageBytes, programBytes] of [
    [4096, 256, 4],
    [4096, 4096, 4],
    [512, 32, 8],
    [96, 32, 4],
    [16384, 256, 1],
  ] as const) {
    for (const isVolatile of [false, true]) {
      for (const pages of [1, 2, 5, 30, 100, 333, 1000]) {
        const options = { pageBytes, isVolatile };
        const sectors = paging.sectorsFor({ eraseBytes, programBytes }, pages, options);
        const takes = (count: number): unknown =>
          paging.create(
            heap.format(new Uint8Array(1 << 21)),
            2000000,
            nor({ size: count * eraseBytes, eraseBytes, programBytes }),
            pages,
            options,
          );
        expect([sectors > 0, !!takes(sectors), takes(sectors - 1), fault()]).toEqual([true, true, null, 14]);
      }
    }
  }
  expect(paging.sectorsFor({ eraseBytes: 4096, programBytes: 4 }, 100)).toBe(13);
  for (const bad of [
    [null, 1],
    [{}, 1],
    [{ eraseBytes: 4096, programBytes: 4 }, 0],
    [{ eraseBytes: 4096, programBytes: 4 }, NaN],
    [{ eraseBytes: 4096, programBytes: 3 }, 1],
    [{ eraseBytes: 4096, programBytes: 4 }, 65000],
  ])
    expect([paging.sectorsFor(...bad), fault()]).toEqual([0, 2]);
});

test('sectorsForHeap: with that many a heap is put to sleep and woken, with one fewer it is refused and says why', () => {
  for (const [eraseBytes, bytes] of [
    [4096, 16384],
    [4096, 4048],
    [4096, 4052],
    [256, 512],
  ] as const) {
    const image = heap.format(new Uint8Array(bytes));
    const sectors = paging.sectorsForHeap({ eraseBytes, programBytes: 4 }, bytes);
    const store = (count: number): any => nor({ size: count * eraseBytes, eraseBytes, programBytes: 4 });
    const right = store(sectors);
    expect([paging.hibernate(image, right), paging.resume(new Uint8Array(bytes), right) !== null]).toEqual([
      true,
      true,
    ]);
    expect([paging.hibernate(image, store(sectors - 1)), fault(), fault(image)]).toEqual([false, 14, 14]);
  }
  expect(paging.sectorsForHeap({ eraseBytes: 4096, programBytes: 4 }, 16384)).toBe(15);
});
