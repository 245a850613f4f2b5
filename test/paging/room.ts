/** Use of a pager that is as full as create lets it be. */
import { nor } from '../../host/flash/nor.ts';
import type { Random } from '../support/random.ts';
import type { Library } from './library.ts';

const PAGE_BYTES = 32;

export type Options = { pageBytes: number; isVolatile?: boolean };

/** The most pages that create accepts, 0: none. */
export function mostPages({ heap, paging }: Library, store: any, options: Options): number {
  let low = 0;
  let high = store.size / PAGE_BYTES;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (paging.create(heap.format(new Uint8Array(262144)), 250000, store, middle, options)) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Subject {
  library: Library;
  rounds: number;
  store: any;
  pages: number;
  options: Options;
  random: Random;
  now: Uint8Array;
  committed: Uint8Array;
  /** No sleeps and no power cuts: what is amiss adds up for longer. */
  isQuiet: boolean;
  open(): any;
}

const mustOf =
  ({ fault }: Library) =>
  (isDone: unknown, what: string): void => {
    if (!isDone) throw new Error(`${what}: fault ${fault()}`);
  };

/** A write that lies across two pages must be done when nothing waits for a commit; else it may be refused, and a commit helps. */
function write(subject: Subject, pager: any, va: number, value: number, bytes: number): void {
  const { paging, fault } = subject.library;
  const must = mustOf(subject.library);
  const call = (): boolean => (bytes === 4 ? paging.write32 : paging.write8)(pager, va, value);
  if (!call()) {
    must(!subject.options.isVolatile && fault() === 1, 'a write');
    must(paging.commit(pager), 'a commit');
    subject.committed = subject.now.slice();
    must(call(), 'a write right after a commit');
  }
  for (let i = 0; i < bytes; i++) subject.now[va + i] = value >> (8 * i);
}

/** The heap is put to sleep and woken; returns the pager in it, which has all that it had. */
function sleep({ library: { heap: heaps, paging }, library, store }: Subject, pager: any): any {
  const image: Uint8Array = pager.u8;
  const { base } = pager;
  const must = mustOf(library);
  const bed = nor({ size: 3 * 4096 * Math.ceil((image.length + 64) / 4096), eraseBytes: 4096, programBytes: 4 });
  must(paging.hibernate(image, bed), 'hibernate');
  image.fill(0);
  must(paging.resume(image, bed) && heaps.open(image), 'resume');
  const again = paging.attach(image, base, store);
  must(again, 'attach');
  return again;
}

/** Power goes somewhere in a commit: it is done, or not begun. Returns the pager after the restart. */
function cutCommit(subject: Subject, pager: any): any {
  const { library, store, random, options } = subject;
  const must = mustOf(library);
  store.cutAfter(1 + random.below(20), random.below(7));
  const isDone = !options.isVolatile && library.paging.commit(pager);
  store.restart();
  const again = subject.open();
  must(again, 'a restart');
  const found = new Uint8Array(subject.now.length);
  must(library.paging.copyOut(again, 0, found, 0, found.length) === found.length, 'reading all');
  const isKept = Buffer.compare(found, subject.committed) === 0;
  must(
    isDone ? Buffer.compare(found, subject.now) === 0 : isKept || Buffer.compare(found, subject.now) === 0,
    'the last commit, or the one in flight',
  );
  subject.committed = found.slice();
  subject.now = found;
  return again;
}

/** Rounds of scattered writes, of pages that are held while others are flushed and committed, of rollbacks, restarts, sleeps and power cuts. */
export function use(subject: Subject): void {
  const { pages, options, random, rounds, library } = subject;
  const { paging } = library;
  const must = mustOf(library);
  let pager = subject.open();
  const commit = (): void => {
    if (options.isVolatile) return;
    must(paging.commit(pager), 'a commit');
    subject.committed = subject.now.slice();
  };
  for (let page = 0; page < pages; page++) write(subject, pager, page * PAGE_BYTES, page, 1);
  commit();
  for (let round = 0; round < rounds; round++) {
    const held = random.oneIn(3) ? Array.from({ length: 1 + random.below(5) }, () => random.below(pages)) : [];
    const pinned = held.filter((page) => paging.pin(pager, page, true));
    if (held.length && !pinned.length) {
      commit();
      must(paging.pin(pager, held[0]!, true), 'a page held right after a commit');
      pinned.push(held[0]!);
    }
    for (let n = 1 + random.below(6); n--;) {
      for (const page of pinned) subject.now[page * PAGE_BYTES + 9] = pager.u8[paging.pin(pager, page) + 9] = round;
      for (const page of pinned) paging.unpin(pager, page);
      write(
        subject,
        pager,
        pages > 1 ? (1 + random.below(pages - 1)) * PAGE_BYTES - 1 - random.below(3) : 0,
        round * 77777,
        4,
      );
      if (random.oneIn(3)) must(paging.flush(pager), 'a flush');
    }
    if (random.oneIn(2)) commit();
    for (const page of pinned) paging.unpin(pager, page);
    if (random.oneIn(9) && !options.isVolatile) {
      must(paging.rollback(pager), 'a rollback');
      subject.now = subject.committed.slice();
    }
    if (random.oneIn(9)) {
      pager = subject.open();
      subject.now = subject.committed.slice();
    }
    if (!subject.isQuiet && random.oneIn(9)) pager = sleep(subject, pager);
    if (!subject.isQuiet && random.oneIn(9)) pager = cutCommit(subject, pager);
    must(!paging.check(pager), paging.check(pager));
  }
  const found = new Uint8Array(subject.now.length);
  must(paging.copyOut(pager, 0, found, 0, found.length) === found.length, 'reading all');
  must(Buffer.compare(found, subject.now) === 0, 'what was written');
  must(subject.store.violations === 0, 'each word programmed once');
}

/** The most pages of a geometry used for so many rounds. Returns whether any page fits; throws where a write is refused for ever, or what was written is lost. */
export function fill(
  library: Library,
  span: number,
  sectors: number,
  isVolatile: boolean,
  rounds: number,
  random: Random,
  isQuiet = false,
): boolean {
  const store = nor({
    size: sectors * span * PAGE_BYTES,
    eraseBytes: span * PAGE_BYTES,
    programBytes: 4,
    seed: random.below(1e9),
  });
  const options: Options = { pageBytes: PAGE_BYTES, ...(isVolatile ? { isVolatile } : {}) };
  const pages = mostPages(library, store, options);
  const frames = 4 + random.below(12);
  const tables = 200 + 13 * pages + 8 * sectors + 2 * PAGE_BYTES;
  const regionBytes = tables + frames * (PAGE_BYTES + 4);
  const open = (): any =>
    library.paging.create(
      library.heap.format(new Uint8Array((regionBytes + 67) & -4)),
      regionBytes,
      store,
      pages,
      options,
    );
  const blank = new Uint8Array(pages * PAGE_BYTES);
  if (pages > 0)
    use({ library, rounds, store, pages, options, random, isQuiet, now: blank.slice(), committed: blank, open });
  return pages > 0;
}

/** A few geometries in which little room is left, as a scenario. */
export function staysWritable(library: Library, random: Random): string {
  for (const [span, sectors, isVolatile] of [
    [6, 5, false],
    [1, 40, false],
    [2, 30, false],
    [16, 9, false],
    [8, 9, true],
    [1, 12, true],
  ] as const) {
    try {
      for (const isQuiet of [true, false]) fill(library, span, sectors, isVolatile, isQuiet ? 40 : 20, random, isQuiet);
    } catch (error) {
      return `${span} pages in each of ${sectors} sectors: ${(error as Error).message}`;
    }
  }
  return '';
}
