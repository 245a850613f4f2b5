/** How much a pager writes and how evenly, on the simulator. */
import { nor } from '../flash/nor.ts';
import { wordsFrom } from '../support/random.ts';
import { format } from '../../src/heap/index.ts';
import { commit, create, write8 } from '../../src/paging/index.ts';
import { stats } from '../../src/paging/inspect.ts';

export interface Wear {
  /** Bytes programmed per byte of committed pages. */
  amplification: number;
  /** Erases of the most worn data sector less those of the least. */
  spread: number;
  rootErasesPerCommit: number;
}

const COMMITS = 240;
const sure = (done: boolean): void => {
  if (!done) throw new Error('the pager refused');
};

/** Commits of so many pages each, skewed to the first ones, after every page was written once. */
export function wearOf(programBytes: number, sectors: number, pages: number, pagesPerCommit: number): Wear {
  const nextWord = wordsFrom(1);
  const below = (limit: number): number => nextWord() % limit;
  const store = nor({ size: sectors * 4096, eraseBytes: 4096, programBytes });
  const pager = create(format(new Uint8Array(32768))!, 24000, store, pages)!;
  const write = (page: number): void => sure(write8(pager, page * 256 + below(256), below(256)));
  for (let page = 0; page < pages; page++) {
    write(page);
    if (page % 16 === 15) sure(commit(pager));
  }
  sure(commit(pager));
  const before = stats(pager);
  for (let n = 0; n < COMMITS; n++) {
    const written = new Set<number>();
    while (written.size < pagesPerCommit) written.add(Math.floor(((below(65536) * below(65536)) / 2 ** 32) * pages));
    written.forEach(write);
    sure(commit(pager));
  }
  const after = stats(pager);
  return {
    amplification: (after.programmedBytes - before.programmedBytes) / (COMMITS * pagesPerCommit * 256),
    spread: after.maxWear - after.minWear,
    rootErasesPerCommit: (after.rootErases - before.rootErases) / COMMITS,
  };
}
