/** Many lives, many crashes: the test that single cuts do not replace. */
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { nor } from '../../host/flash/nor.ts';
import { loadLibrary } from './library.ts';
import { live, regionFor, tallyOf, type Setup } from './power.ts';

/** Lives in each geometry. */
const lives = lengthOf(3000, 1_000_000);

const geometries: [string, { size: number; eraseBytes: number; programBytes: number }, Setup][] = [
  [
    'words of 4 bytes, 2 pages a commit',
    { size: 16 * 256, eraseBytes: 256, programBytes: 4 },
    { pages: 24, pageBytes: 32, frames: 4, writes: 3, commitOneIn: 1, mostOperations: 60 },
  ],
  [
    'units of 8 bytes, many pages before a commit',
    { size: 20 * 256, eraseBytes: 256, programBytes: 8 },
    { pages: 30, pageBytes: 32, frames: 5, writes: 8, commitOneIn: 4, mostOperations: 200 },
  ],
  [
    'units as large as pages',
    { size: 16 * 512, eraseBytes: 512, programBytes: 64 },
    { pages: 20, pageBytes: 64, frames: 4, writes: 3, commitOneIn: 1, mostOperations: 60 },
  ],
  [
    'as full as may be',
    { size: 11 * 256, eraseBytes: 256, programBytes: 4 },
    { pages: 26, pageBytes: 32, frames: 4, writes: 3, commitOneIn: 1, mostOperations: 120 },
  ],
  [
    'a boot loop',
    { size: 16 * 256, eraseBytes: 256, programBytes: 4 },
    { pages: 24, pageBytes: 32, frames: 4, writes: 3, commitOneIn: 1, mostOperations: 24 },
  ],
];

const library = loadLibrary();

test.each(geometries)(
  '%s: always the last commit or the one in flight',
  (name, geometry, setup) => {
    const seed = seedOf(1);
    const random = randomFrom(seed);
    const store = nor({ ...geometry, seed });
    const truth = { committed: new Uint8Array(setup.pages * setup.pageBytes), next: null };
    const heap = new Uint8Array(4096);
    const regionBytes = regionFor(library, store, setup);
    const tally = tallyOf();
    const first = library.paging.create(library.heap.format(heap), regionBytes, store, setup.pages, {
      pageBytes: setup.pageBytes,
    });
    expect([library.paging.write8(first, 0, (truth.committed[0] = 1)), library.paging.commit(first)]).toEqual([
      true,
      true,
    ]);
    while (tally.lives < lives) {
      const wrong = live(library, heap, store, setup, regionBytes, truth, random, tally);
      if (wrong) throw new Error(`seed ${seed}, life ${tally.lives}: ${wrong}`);
    }
    expect(store.violations).toBe(0);
    note(`${name}: ${JSON.stringify(tally)}, seed ${seed}`);
  },
  1e9,
);
