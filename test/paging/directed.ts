/** One mishap each, set up by hand, where random lives would meet it only now and then. Each returns what went wrong, or ''. */
import type { Random } from '../support/random.ts';
import { benchOf, setup } from './bench.ts';
import type { Library } from './library.ts';
import { compare } from './power.ts';

/** Where the next delta goes, in the store. */
const tailOf = (pager: any): number =>
  pager.w[pager.control + 13] * pager.rootSlotSectors * pager.store.eraseBytes + pager.w[pager.control + 15];

/** Commit 1, 2, 3 ... at address 0 until the newest record is the whole table that begins root slot 1. Returns the last of them. */
export function untilRoot1({ paging }: Library, pager: any): number {
  for (let value = 1; value < 255; value++) {
    const before = pager.w[pager.control + 13];
    paging.write8(pager, 0, value);
    paging.commit(pager);
    if (before >= 0 && before !== 1 && pager.w[pager.control + 13] === 1) return value;
  }
  throw new Error('root slot 1 is never begun');
}

/** A record whose header reads well once, and then never again: what was shown must stay. */
export function shownOnce(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  let at = 0;
  for (const value of [1, 2]) {
    at = tailOf(pager);
    paging.write8(pager, 0, (truth.committed[0] = value));
    paging.commit(pager);
  }
  const header = store.bytes.slice(at, at + pager.headerBytes);
  // Power went before the confirm copy, and the header is not stable.
  store.bytes.fill(255, at + pager.headerBytes, at + 2 * pager.headerBytes);
  pager = open();
  const wrong = compare(library, pager, setup, truth);
  if (wrong) return wrong;
  if (Buffer.compare(header, store.bytes.subarray(at, at + pager.headerBytes)) === 0)
    store.bytes.fill(255, at, at + pager.headerBytes);
  return compare(library, open(), setup, truth);
}

/** A root whose header reads badly once, and well later: it must not come back. */
export function hiddenOnce(library: Library, random: Random): string {
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  truth.committed[0] = untilRoot1(library, pager) - 1;
  const at = pager.rootSlotSectors * store.eraseBytes;
  const header = store.bytes.slice(at, at + pager.headerBytes);
  store.bytes.fill(0, at, at + 4);
  store.bytes.fill(255, at + pager.headerBytes, at + 2 * pager.headerBytes);
  const torn = store.bytes.slice(at, at + pager.headerBytes);
  pager = open();
  const wrong = compare(library, pager, setup, truth);
  if (wrong) return `the root before is not found: ${wrong}`;
  if (Buffer.compare(torn, store.bytes.subarray(at, at + pager.headerBytes)) === 0) store.bytes.set(header, at);
  return compare(library, open(), setup, truth);
}

/** A payload that reads well once only: it is used as it was read. */
export function payloadOnce(library: Library, random: Random): string {
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  truth.committed[0] = untilRoot1(library, pager);
  const payload = pager.w[pager.control + 13] * pager.rootSlotSectors * store.eraseBytes + 2 * pager.headerBytes;
  const { read } = store;
  let times = 0;
  store.read = (address, into, at, count) => {
    const isRead = read(address, into, at, count);
    if (address === payload && times++) into[at]! ^= 1;
    return isRead;
  };
  pager = open();
  return compare(library, pager, setup, truth);
}

/** The page that is read without a search goes while others are brought in. */
export function evictedAtHand(library: Library, random: Random): string {
  const { paging } = library;
  const { open } = benchOf(library, random.below(1e9));
  const pager = open();
  for (let page = 0; page < 12; page++) {
    paging.write8(pager, page * setup.pageBytes, page + 1);
    paging.commit(pager);
  }
  for (let page = 0; page < 12; page++) {
    paging.read8(pager, page * setup.pageBytes);
    for (let n = 1; n < 7; n++) paging.prefetch(pager, (page + n) % 12);
    const found = paging.read8(pager, page * setup.pageBytes);
    if (found !== page + 1) return `page ${page} has ${found} after it was evicted`;
  }
  return '';
}

/** All ways to choose `count` of `values`, in order and with repeats. */
function waysToChoose(values: number[], count: number): number[][] {
  return count ? waysToChoose(values, count - 1).flatMap((way) => values.map((value) => [...way, value])) : [[]];
}

/**
 * A write that straddles two pages is whole or not at all. Tried with room for 1 to 6 more pages, two frames that
 * are not pinned, and after every short way of reading the two pages and two others: which of them are in frames,
 * and which goes first, decides whether the write takes a page slot for one page twice.
 */
export function straddleAtTheEnd(library: Library, random: Random): string {
  const { paging, fault } = library;
  const { store, heap, open } = benchOf(library, random.below(1e9));
  const { pageBytes } = setup;
  let refused = 0;
  let done = 0;
  const pager = open();
  for (let page = 0; page < 48; page++) paging.write8(pager, page * pageBytes + 5, page + 1);
  paging.commit(pager);
  paging.pin(pager, 48);
  paging.pin(pager, 49);
  const va = 11 * pageBytes - 1;
  for (let n = 0, room = 6; room; n++) {
    if (n > 5000) return 'pages are written and take no room';
    if (paging.stats(pager).freePages > room) {
      paging.write8(pager, (12 + random.below(30)) * pageBytes, n);
      continue;
    }
    const image = heap.slice();
    const cells = store.bytes.slice();
    for (const pages of [0, 1, 2, 3, 4, 5].flatMap((count) => waysToChoose([10, 11, 44, 45], count))) {
      heap.set(image);
      store.bytes.set(cells);
      for (const page of pages) paging.read8(pager, page * pageBytes);
      const isWritten = paging.write16(pager, va, 0xa5a5);
      if (isWritten) done++;
      else if (fault() === 1) refused++;
      else return `write16(${va}) failed: fault ${fault()}`;
      const expected = isWritten ? 0xa5a5 : 0;
      if (paging.read16(pager, va) !== expected)
        return `with room for ${room} pages, write16 ${isWritten ? 'did not store' : 'was refused and stored'} a half`;
    }
    heap.set(image);
    store.bytes.set(cells);
    room--;
  }
  return refused && done ? '' : `${refused} writes refused and ${done} done, so nothing was tried`;
}

export const directed: [string, (library: Library, random: Random) => string, number][] = [
  ['what was shown once stays, though its header cannot be read again', shownOnce, 1],
  ['what could not be read once does not come back', hiddenOnce, 1],
  ['a payload is used as it was read', payloadOnce, 1],
  ['the page at hand is evicted', evictedAtHand, 1],
  ['a straddling write at the end of the room is whole or refused', straddleAtTheEnd, 1],
];
