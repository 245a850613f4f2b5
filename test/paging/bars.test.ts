/** Figures of the store: how much it writes and how evenly, on the simulator. */
import { nor } from '../../host/flash/nor.ts';
import { boardNames, readBoard } from '../../host/emulator/index.ts';
import { bars } from '../bars.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { libraryWith } from './library.ts';

const { heap, paging } = libraryWith();

/** Commits of so many pages each, skewed to the first ones, after every page was written once. */
function figures(programBytes: number, sectors: number, pages: number, pagesPerCommit: number): { amplification: number; spread: number; rootErasesPerCommit: number } {
  const random = randomFrom(seedOf(1));
  const store = nor({ size: sectors * 4096, eraseBytes: 4096, programBytes });
  const image = heap.format(new Uint8Array(32768));
  const pager = paging.create(image, 24000, store, pages);
  const write = (page: number): void => {
    expect(paging.write8(pager, page * 256 + random.below(256), random.below(256))).toBe(true);
  };
  for (let page = 0; page < pages; page++) {
    write(page);
    if (page % 16 === 15) expect(paging.commit(pager)).toBe(true);
  }
  paging.commit(pager);
  const before = paging.stats(pager);
  const commits = 240;
  for (let n = 0; n < commits; n++) {
    const written = new Set<number>();
    while (written.size < pagesPerCommit) written.add(Math.floor(random.below(65536) * random.below(65536) / 2 ** 32 * pages));
    written.forEach(write);
    expect(paging.commit(pager)).toBe(true);
  }
  const after = paging.stats(pager);
  return {
    amplification: (after.programmedBytes - before.programmedBytes) / (commits * pagesPerCommit * 256),
    spread: after.maxWear - after.minWear,
    rootErasesPerCommit: (after.rootErases - before.rootErases) / commits,
  };
}

test.each([[16, 100], [64, 480]])('%i sectors, half full: little is written twice, and all sectors are worn alike', (sectors, pages) => {
  const at16 = figures(4, sectors, pages, 16);
  const at4 = figures(4, sectors, pages, 4);
  const at1 = figures(4, sectors, pages, 1);
  if (process.env.CKREMM_FIGURES) console.log(sectors, at16, at4, at1, figures(256, sectors, pages, 1));
  expect(at16.amplification).toBeLessThanOrEqual(bars.paging.writeAmplification16);
  expect(at4.amplification).toBeLessThanOrEqual(bars.paging.writeAmplification4);
  expect(at1.rootErasesPerCommit).toBeLessThanOrEqual(bars.paging.rootErasesPerCommit);
  for (const { spread } of [at16, at4, at1]) expect(spread).toBeLessThanOrEqual(bars.paging.wearSpread);
});

test('no board has coarser program units than the words that the bar is kept with', () => {
  for (const name of boardNames()) expect([name, readBoard(name).flash.programBytes <= 4]).toEqual([name, true]);
});
