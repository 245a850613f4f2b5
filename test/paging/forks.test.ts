/** Power goes at each program and each erase of a workload, torn in each way; then twice more while opening. */
import { nor, type Nor } from '../../host/flash/nor.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { loadLibrary } from './library.ts';
import { compare, regionFor, type Setup, type Truth } from './power.ts';

const library = loadLibrary();
const { heap, paging } = library;
const variants = 7;
/** It goes on until so many forks were made. */
const wanted = lengthOf(5000, 250_000);
const setup: Setup = { pages: 24, pageBytes: 32, frames: 4, writes: 0, commitOneIn: 1, mostOperations: 0 };
const geometry = { size: 16 * 256, eraseBytes: 256, programBytes: 4 };
const image = new Uint8Array(4096);

/** A workload of 12 commits with evictions, a rollback, and cleaning, over what is in the store. */
function work(store: Nor, regionBytes: number, truth: Truth, seed: number): void {
  const random = randomFrom(seed);
  const pager = paging.create(heap.format(image), regionBytes, store, setup.pages, { pageBytes: setup.pageBytes });
  const now = truth.committed.slice();
  for (let n = 0; n < 12 && pager && !store.isCut; n++) {
    for (let i = 0; i < 5; i++) {
      const va = random.below(now.length);
      if (paging.write8(pager, va, n + i)) now[va] = n + i;
    }
    if (n === 7) {
      if (paging.rollback(pager)) now.set(truth.committed);
      continue;
    }
    truth.next = now.slice();
    if (!paging.commit(pager)) return;
    truth.committed = truth.next;
    truth.next = null;
  }
}

test('the last commit, or the one in flight, after each of them', () => {
  const seed = seedOf(17);
  const regionBytes = regionFor(library, nor(geometry), setup);
  let forks = 0;
  for (let round = 0; forks < wanted; round++) {
    const start = nor({ ...geometry, seed: seed + round });
    const truth: Truth = { committed: new Uint8Array(setup.pages * setup.pageBytes), next: null };
    for (let i = 0; i <= round % 3; i++) work(start, regionBytes, truth, seed + round + i);
    const before = start.operations;
    const whole = start.fork(1);
    work(whole, regionBytes, { ...truth }, seed + round);
    const operations = whole.operations - before;
    for (let cut = 1; cut <= operations; cut++) {
      for (let variant = 0; variant < variants; variant++, forks++) {
        const store = start.fork(seed + forks);
        const found = { ...truth };
        store.cutAfter(cut, variant);
        work(store, regionBytes, found, seed + round);
        for (let again = 0; again < 2; again++) {
          store.restart();
          store.cutAfter(1 + ((cut + again) % 9), (variant + again) % variants);
          paging.create(heap.format(image), regionBytes, store, setup.pages, { pageBytes: setup.pageBytes });
        }
        for (let again = 0; again < 2; again++) {
          store.restart();
          const pager = paging.create(heap.format(image), regionBytes, store, setup.pages, {
            pageBytes: setup.pageBytes,
          });
          const wrong = pager ? compare(library, pager, setup, found) : 'cannot be opened';
          if (wrong) throw new Error(`seed ${seed}, round ${round}, cut ${cut}, variant ${variant}: ${wrong}`);
        }
      }
    }
  }
  note(`${forks} forks`);
}, 1e8);
