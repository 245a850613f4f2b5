/** Any geometry and page count that create accepts stays writable for ever: right after a commit there is room, whatever happened before. */
import { nor } from '../../host/flash/nor.ts';
import { type Random, randomFrom, seedOf } from '../support/random.ts';
import { libraryWith } from './library.ts';

const { heap, paging, fault } = libraryWith();
const PAGE_BYTES = 32;
/** CKREMM_STATES=n tries every geometry, n rounds each. */
const isFull = Number(process.env.CKREMM_STATES ?? 0) > 0;
const rounds = Number(process.env.CKREMM_STATES ?? 40);
const spans = isFull ? [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 32, 48, 64] : [1, 2, 3, 8, 16, 64];
const counts = isFull ? Array.from({ length: 60 }, (_, i) => 5 + i) : [5, 6, 7, 9, 12, 16, 20, 31, 64];

type Options = { pageBytes: number; isVolatile?: boolean };

/** The most pages that create accepts, 0: none. */
function mostPages(store: any, options: Options): number {
  let low = 0;
  let high = store.size / PAGE_BYTES;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (paging.create(heap.format(new Uint8Array(262144)), 250000, store, middle, options)) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Subject {
  store: any;
  pages: number;
  frames: number;
  options: Options;
  random: Random;
  now: Uint8Array;
  committed: Uint8Array;
  open(): any;
}

const must = (isDone: unknown, what: string): void => {
  if (!isDone) throw new Error(`${what}: fault ${fault()}`);
};

/** A write that lies across two pages must be done when nothing waits for a commit; else it may be refused, and a commit helps. */
function write(subject: Subject, pager: any, va: number, value: number, bytes: number): void {
  const call = (): boolean => (bytes === 4 ? paging.write32 : paging.write8)(pager, va, value);
  if (!call()) {
    must(!subject.options.isVolatile && fault() === 1, 'a write');
    must(paging.commit(pager), 'a commit');
    subject.committed = subject.now.slice();
    must(call(), 'a write right after a commit');
  }
  for (let i = 0; i < bytes; i++) subject.now[va + i] = value >> (8 * i);
}

/** Rounds of scattered writes, of pages that are held while others are flushed and committed, of rollbacks and restarts. */
function use(subject: Subject): void {
  const { pages, options, random } = subject;
  let pager = subject.open();
  const commit = (): void => {
    if (options.isVolatile) return;
    must(paging.commit(pager), 'a commit');
    subject.committed = subject.now.slice();
  };
  for (let page = 0; page < pages; page++) write(subject, pager, page * PAGE_BYTES, page, 1);
  commit();
  for (let round = 0; round < rounds; round++) {
    const held = random.oneIn(3) ? [random.below(pages), random.below(pages)] : [];
    const pinned = held.filter((page) => paging.pin(pager, page, true));
    must(pinned.length === held.length || fault() === 1, 'two pages held');
    for (let n = 1 + random.below(6); n--; ) {
      for (const page of pinned) subject.now[page * PAGE_BYTES + 9] = pager.u8[paging.pin(pager, page) + 9] = round;
      for (const page of pinned) paging.unpin(pager, page);
      write(subject, pager, pages > 1 ? (1 + random.below(pages - 1)) * PAGE_BYTES - 1 - random.below(3) : 0, round * 77777, 4);
      if (random.oneIn(3)) must(paging.flush(pager), 'a flush');
    }
    if (random.oneIn(2)) commit();
    for (const page of pinned) paging.unpin(pager, page);
    if (random.oneIn(9) && !options.isVolatile) {
      must(paging.rollback(pager), 'a rollback');
      subject.now = subject.committed.slice();
    }
    if (random.oneIn(9) && !options.isVolatile) {
      pager = subject.open();
      subject.now = subject.committed.slice();
    }
    must(!paging.check(pager), paging.check(pager));
  }
  const found = new Uint8Array(subject.now.length);
  must(paging.copyOut(pager, 0, found, 0, found.length) === found.length, 'reading all');
  must(Buffer.compare(found, subject.now) === 0, 'what was written');
  must(subject.store.violations === 0, 'each word programmed once');
}

test.each([[false], [true]])('all geometries, at the most pages; swap alone: %s', (isVolatile) => {
  const seed = seedOf(31);
  let tried = 0;
  for (const span of spans) {
    for (const sectors of counts) {
      const random = randomFrom(seed + 1000 * span + sectors);
      const store = nor({ size: sectors * span * PAGE_BYTES, eraseBytes: span * PAGE_BYTES, programBytes: 4, seed });
      const options: Options = { pageBytes: PAGE_BYTES, ...(isVolatile ? { isVolatile } : {}) };
      const pages = mostPages(store, options);
      const frames = 4 + random.below(12);
      if (pages === 0) continue;
      tried++;
      const open = (): any => {
        const tables = 200 + 13 * pages + 8 * sectors + 2 * PAGE_BYTES;
        return paging.create(heap.format(new Uint8Array(262144)), tables + frames * (PAGE_BYTES + 4), store, pages, options);
      };
      const blank = new Uint8Array(pages * PAGE_BYTES);
      try {
        use({ store, pages, frames, options, random, now: blank.slice(), committed: blank, open });
      } catch (error) {
        throw new Error(`seed ${seed}: ${span} pages in each of ${sectors} sectors, ${pages} pages: ${(error as Error).message}`);
      }
    }
  }
  expect(tried).toBeGreaterThan(isFull ? 400 : 30);
}, 1e9);

test('sectorsFor: with that many create takes the pages, with one fewer it does not, and says why', () => {
  for (const [eraseBytes, pageBytes, programBytes] of [[4096, 256, 4], [4096, 4096, 4], [512, 32, 8], [96, 32, 4], [16384, 256, 1]] as const) {
    for (const isVolatile of [false, true]) {
      for (const pages of [1, 2, 5, 30, 100, 333, 1000]) {
        const options = { pageBytes, isVolatile };
        const sectors = paging.sectorsFor({ eraseBytes, programBytes }, pages, options);
        const takes = (count: number): unknown => paging.create(heap.format(new Uint8Array(1 << 21)), 2000000, nor({ size: count * eraseBytes, eraseBytes, programBytes }), pages, options);
        expect([sectors > 0, !!takes(sectors), takes(sectors - 1), fault()]).toEqual([true, true, null, 14]);
      }
    }
  }
  expect(paging.sectorsFor({ eraseBytes: 4096, programBytes: 4 }, 100)).toBe(13);
  for (const bad of [[null, 1], [{}, 1], [{ eraseBytes: 4096, programBytes: 4 }, 0], [{ eraseBytes: 4096, programBytes: 4 }, NaN], [{ eraseBytes: 4096, programBytes: 3 }, 1], [{ eraseBytes: 4096, programBytes: 4 }, 65000]])
    expect([paging.sectorsFor(...bad), fault()]).toEqual([0, 2]);
});

test('sectorsForHeap: with that many a heap is put to sleep and woken, with one fewer it is refused and says why', () => {
  for (const [eraseBytes, bytes] of [[4096, 16384], [4096, 4048], [4096, 4052], [256, 512]] as const) {
    const image = heap.format(new Uint8Array(bytes));
    const sectors = paging.sectorsForHeap({ eraseBytes, programBytes: 4 }, bytes);
    const store = (count: number): any => nor({ size: count * eraseBytes, eraseBytes, programBytes: 4 });
    const right = store(sectors);
    expect([paging.hibernate(image, right), paging.resume(new Uint8Array(bytes), right) !== null]).toEqual([true, true]);
    expect([paging.hibernate(image, store(sectors - 1)), fault(), fault(image)]).toEqual([false, 14, 14]);
  }
  expect(paging.sectorsForHeap({ eraseBytes: 4096, programBytes: 4 }, 16384)).toBe(15);
});
