/** The store is not as the pager left it: full for now, another one, or further on than the image. Each scenario returns what went wrong, or ''. */
import { nor } from '../../host/flash/nor.ts';
import type { Random } from '../support/random.ts';
import { type Bench, benchOf, bytes, setup } from './bench.ts';
import type { Library } from './library.ts';
import { compare } from './power.ts';

const NO_SPACE = 1;
const BAD_ARGUMENT = 2;
const NOT_AN_IMAGE = 9;

/** Each erase is refused for lack of space: no space, and nothing is retired; opened only when there is space; later the commit is done. */
export function fullForNow(library: Library, random: Random): string {
  const { paging, fault } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  const { erase } = store;
  let isFull = false;
  store.isFull = () => isFull;
  store.erase = (address) => !isFull && erase(address);
  let pager = open();
  for (let n = 0; n < 60; n++) truth.committed[n * 7] = n;
  if (paging.copyIn(pager, 0, truth.committed, 0, bytes) !== bytes || !paging.commit(pager))
    return 'a sound store refused a commit';
  isFull = true;
  const now = truth.committed.slice();
  let isWritten = true;
  for (let n = 0; isWritten; n++) {
    const va = (n * 37) % bytes;
    isWritten = paging.write8(pager, va, n);
    if (isWritten) now[va] = n;
    if (isWritten && n % 3 === 2) {
      isWritten = paging.commit(pager);
      if (isWritten) truth.committed = now.slice();
    }
  }
  for (let again = 0; again < 3; again++)
    if (paging.commit(pager) || fault() !== NO_SPACE) return `a commit to a full store: fault ${fault()}`;
  if (paging.stats(pager).retiredSectors || paging.check(pager))
    return `a sector was retired, or ${paging.check(pager)}`;
  const wrong = compare(library, open(), setup, truth);
  if (wrong) return wrong;
  pager = open();
  if (!paging.write8(pager, 3, 200) || paging.commit(pager) || fault() !== NO_SPACE)
    return `opened anew, a commit to a full store: fault ${fault()}`;
  isFull = false;
  if (!paging.commit(pager) || paging.stats(pager).retiredSectors) return 'there is space, and the commit is not done';
  truth.committed[3] = 200;
  const after = compare(library, open(), setup, truth);
  if (after) return after;
  // Garbage where a root could be must be erased before anything is shown.
  const rootSlot = (pager.w[pager.control + 13] + 1) % 3;
  for (const at of [3, 27]) store.bytes[rootSlot * pager.rootSlotSectors * store.eraseBytes + at]! ^= 1;
  isFull = true;
  if (open() || fault() !== NO_SPACE) return 'opened, though what R4 asks for cannot be done';
  isFull = false;
  return compare(library, open(), setup, truth);
}

/** A pager with so many commits. */
function begun(library: Library, seed: number, commits: number): Bench & { pager: any } {
  const bench = benchOf(library, seed);
  const pager = bench.open();
  for (let n = 0; n < commits; n++) {
    library.paging.write8(pager, n, 1 + n);
    library.paging.commit(pager);
  }
  return { ...bench, pager };
}

/** A store of the same sizes that is not the pager's is refused and not written to: a blank one, one of less commits, of as many, of more. */
export function foreignStore(library: Library, random: Random): string {
  const { paging, fault } = library;
  const seed = random.below(1e9);
  for (const commits of [0, 1, 8, 40]) {
    const { heap, pager } = begun(library, seed, 8);
    const { store } = begun(library, seed + 1, commits);
    const before = store.bytes.slice();
    if (paging.attach(heap, pager.base, store)) return `a store of something else with ${commits} commits is taken`;
    if (fault() !== NOT_AN_IMAGE) return `a store of something else with ${commits} commits: fault ${fault()}`;
    if (Buffer.compare(before, store.bytes)) return `a store of something else with ${commits} commits was written to`;
    // The pager is closed, and says so; its own store opens as ever.
    if (paging.read8(pager, 0) || fault() !== BAD_ARGUMENT || paging.commit(pager)) return 'the pager is still open';
  }
  return '';
}

/** An image is resumed that is older than commits of the same life, which are deltas behind the very root that it knows. */
export function resumedLate(library: Library, random: Random): string {
  const { paging } = library;
  for (const more of [1, 2, 3]) {
    const { store, heap, truth, open } = benchOf(library, random.below(1e9));
    const sleep = nor({ size: 64 * 1024, eraseBytes: 4096, programBytes: 4 });
    const pager = open();
    paging.write8(pager, 0, 5);
    paging.commit(pager);
    if (!paging.hibernate(heap, sleep)) return 'not saved';
    const newest = pager.w[pager.control + 13];
    for (let n = 0; n < more; n++) {
      paging.write8(pager, n * setup.pageBytes, (truth.committed[n * setup.pageBytes] = 6 + n));
      if (!paging.commit(pager)) return 'a commit was refused';
    }
    if (pager.w[pager.control + 13] !== newest) return 'the commits are no deltas, so nothing was tried';
    heap.fill(0);
    if (paging.resume(heap, sleep) !== heap) return 'not resumed';
    const again = paging.attach(heap, pager.base, store);
    const wrong = again ? compare(library, again, setup, truth) : 'refused';
    if (wrong) return `${more} commits later: ${wrong}`;
  }
  return '';
}

/** An image is resumed twice: the first time its pager commits, the second time it finds that, and appends to nothing that was there. */
export function resumedTwice(library: Library, random: Random): string {
  const { paging } = library;
  const { store, heap, truth, open } = benchOf(library, random.below(1e9));
  const sleep = nor({ size: 64 * 1024, eraseBytes: 4096, programBytes: 4 });
  const pager = open();
  paging.write8(pager, 0, (truth.committed[0] = 5));
  paging.commit(pager);
  const from = pager.w[pager.control + 13];
  if (!paging.hibernate(heap, sleep)) return 'not saved';
  for (const value of [6, 7]) {
    heap.fill(0);
    const again = paging.resume(heap, sleep) && paging.attach(heap, pager.base, store);
    if (!again) return 'not resumed';
    const wrong = compare(library, again, setup, truth);
    if (wrong) return wrong;
    paging.write8(again, value, (truth.committed[value] = value));
    if (!paging.commit(again)) return 'a commit was refused';
    if (value === 6 && again.w[again.control + 13] === from)
      return 'a resumed pager appends to a root of an earlier life (R5)';
  }
  return compare(library, open(), setup, truth);
}

/** A cut in an earlier life may leave bits in an older root slot that read differently each time: no news for an image of this life, and never a root again. */
export function oldRootsAreNoNews(library: Library, random: Random): string {
  const { paging } = library;
  let tried = 0;
  for (let n = 0; n < 200; n++) {
    const { store, heap: image, truth, open } = benchOf(library, random.below(1e9));
    let pager = open();
    store.cutAfter(1 + random.below(200), [1, 2, 3, 5][n % 4]!);
    for (let i = 0; i < 90 && !store.isCut; i++) {
      const va = random.below(bytes);
      if (paging.write8(pager, va, i)) truth.next = Object.assign(truth.next ?? truth.committed.slice(), { [va]: i });
      if (paging.commit(pager)) Object.assign(truth, { committed: truth.next ?? truth.committed, next: null });
    }
    if (!store.isCut) continue;
    store.restart();
    pager = open();
    const opened = compare(library, pager, setup, truth);
    if (opened) return opened;
    for (let i = 0; i < 5; i++) if (paging.write8(pager, i * 300, 200 + i)) truth.committed[i * 300] = 200 + i;
    tried++;
    for (let again = 0; again < 3; again++) {
      const found = paging.attach(image.slice(), pager.base, store);
      const wrong = found ? compare(library, found, setup, truth) : 'refused';
      if (wrong) return `attached anew: ${wrong}`;
    }
    if (!paging.commit(pager)) return 'a commit through the old object was refused';
    const wrong = compare(library, open(), setup, truth);
    if (wrong) return wrong;
  }
  return tried > 50 ? '' : 'power was hardly ever cut';
}

/** A root that a later life was cut off in is erased before an image of the life before goes on: it could be read one day, and outrank it. */
export function tornRootIsErased(library: Library, random: Random): string {
  const { paging } = library;
  const { store, heap: image, pager } = begun(library, random.below(1e9), 8);
  const rootSlot = (pager.w[pager.control + 13] + 1) % 3;
  const at = rootSlot * pager.rootSlotSectors * store.eraseBytes;
  if (!paging.write8(pager, 700, 9)) return 'a write was refused';
  store.bytes.fill(0x5a, at, at + 24);
  const again = paging.attach(image, pager.base, store);
  if (!again) return 'refused';
  if (paging.read8(again, 700) !== 9) return 'what was not committed is gone';
  return store.bytes.subarray(at, at + 24).every((byte) => byte === 255) ? '' : 'it is still there';
}

/** A store whose reads fail for a moment while it is opened: refused, and nothing of it is erased. */
export function unreadableForNow(library: Library, random: Random): string {
  const { paging, fault } = library;
  for (let nth = 0; nth < 60; nth++) {
    const { store, heap: image, truth, open } = benchOf(library, random.below(1e9));
    const pager = open();
    for (let n = 0; n < 20; n++)
      if (!paging.write8(pager, n, (truth.committed[n] = n)) || !paging.commit(pager))
        return 'a sound store refused a commit';
    paging.write8(pager, 900, 1);
    paging.flush(pager);
    const { operations, read } = store;
    for (const call of [() => paging.attach(image.slice(), pager.base, store), open]) {
      let left = nth;
      // Both copies of a header, and more.
      store.read = (...values) => (left-- > 0 || left < -4) && read(...values);
      const found = call();
      store.read = read;
      if (left < 0 && !found && (fault() !== 12 || store.operations !== operations))
        return `fault ${fault()}, ${store.operations - operations} operations`;
    }
    const wrong = compare(library, open(), setup, truth);
    if (wrong) return wrong;
  }
  return '';
}

/** Put to sleep with hardly any room: what is not committed finds its page slots when it is woken; unless a life was in the open sector since, which it never programs twice. */
export function resumedFull(library: Library, random: Random): string {
  const { paging, fault } = library;
  for (let n = 0; n < 10; n++) {
    const { store, heap, truth, open } = benchOf(library, random.below(1e9));
    const sleep = nor({ size: 64 * 1024, eraseBytes: 4096, programBytes: 4 });
    const pager = open();
    const now = truth.committed.slice();
    const word = (index: number): number => pager.w[pager.control + index];
    for (let i = 0; i < 4000 && !(paging.stats(pager).freePages < 2 && word(6) > 0 && word(9) < pager.span - 2); i++) {
      const va = random.below(bytes);
      if (paging.write8(pager, va, i)) now[va] = i;
      else if (fault() !== NO_SPACE || !paging.commit(pager)) return 'a commit was refused';
      else truth.committed = now.slice();
    }
    if (paging.stats(pager).freePages > 1) return 'there is always room, so nothing was tried';
    if (!paging.hibernate(heap, sleep)) return 'not saved';
    const isUsed = n % 2 > 0;
    if (isUsed && !paging.flush(pager)) return 'a flush was refused';
    heap.fill(0);
    const again = paging.resume(heap, sleep) && paging.attach(heap, pager.base, store);
    if (!again) return 'not resumed';
    const wrong =
      compare(library, again, setup, isUsed ? truth : { committed: now, next: null }) || paging.check(again);
    if (wrong) return `${isUsed ? 'another life was there: ' : ''}${wrong}`;
    if (!paging.commit(again)) return `a commit after waking: fault ${fault()}`;
    if (!paging.write8(again, 3, 3) || !paging.commit(again)) return `a write after waking: fault ${fault()}`;
    (isUsed ? truth.committed : now)[3] = 3;
    const after = compare(library, open(), setup, isUsed ? truth : { committed: now, next: null });
    if (after) return `restarted: ${after}`;
    if (store.violations) return 'a word was programmed twice';
  }
  return '';
}

export const moved: [string, (library: Library, random: Random) => string, number][] = [
  ['a store that is full for now: no space, nothing is retired, and later the commit is done', fullForNow, 1],
  ['metastable bits in an older root slot are no news', oldRootsAreNoNews, 1],
  ['what could be a root next time is erased by attach', tornRootIsErased, 1],
  ['a store that cannot be read for a moment loses nothing', unreadableForNow, 1],
  ['a store of something else is refused', foreignStore, 1],
  ['an image older than the last commits is resumed: it is as of the last of them', resumedLate, 1],
  ['put to sleep with hardly any room: what is not committed stays, and the pager stays writable', resumedFull, 1],
  ['an image is resumed twice: what the first life committed is found', resumedTwice, 1],
];
