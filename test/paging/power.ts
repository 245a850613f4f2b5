/**
 * Lives of a pager under power cuts: open, compare with what was committed, do random calls until the power
 * goes, also while opening. What is found must be the last commit or the one in flight, whole; and once it was
 * shown it must stay.
 */
import { nor, type Nor, type NorOptions } from '../../host/flash/nor.ts';
import type { Store } from '../../src/core/store.ts';
import type { Random } from '../support/random.ts';
import type { Library } from './library.ts';

/** What a life needs of a store that can lose power: the simulator's. */
export interface Cuttable extends Store {
  isCut: boolean;
  /** The n-th program or erase from now on (from 1) is torn as `variant` says, and all later ones fail. */
  cutAfter(operations: number, variant: number): void;
  restart(): void;
}

/** A NOR that throws after very many calls: what never ends must end. */
export function endingNor(options: NorOptions, callsLeft = 3e6): Nor & { callsLeft: number } {
  const flash = nor(options);
  const { read, program, erase } = flash;
  const store = Object.assign(flash, { callsLeft });
  const count = (): void => {
    if (!store.callsLeft--) throw new Error('calls without end');
  };
  store.read = (...values) => (count(), read(...values));
  store.program = (...values) => (count(), program(...values));
  store.erase = (...values) => (count(), erase(...values));
  return store;
}

export interface Setup {
  pages: number;
  pageBytes: number;
  /** Few, so that pages are evicted before they are committed. */
  frames: number;
  /** Calls to write between commits, at most. */
  writes: number;
  /** Chance of a commit after a batch of writes: once in so many. */
  commitOneIn: number;
  /** A cut comes within so many programs and erases. */
  mostOperations: number;
}

/** What the store must hold. */
export interface Truth {
  committed: Uint8Array;
  /** The commit in flight when the power went, or null. */
  next: Uint8Array | null;
}

export interface Tally {
  lives: number;
  cutsInMount: number;
  commits: number;
  rollbacks: number;
}

export const tallyOf = (): Tally => ({ lives: 0, cutsInMount: 0, commits: 0, rollbacks: 0 });

const isSame = (a: Uint8Array, b: Uint8Array | null): boolean => b !== null && Buffer.compare(a, b) === 0;

/** Tell what the pager holds from what it should; '' when it is right. `truth` learns which of the two it is. */
export function compare(library: Library, pager: unknown, setup: Setup, truth: Truth): string {
  const { paging, fault } = library;
  const bytes = setup.pages * setup.pageBytes;
  const found = new Uint8Array(bytes);
  const count = paging.copyOut(pager, 0, found, 0, bytes);
  if (count !== bytes) return `page ${Math.floor(count / setup.pageBytes)} cannot be read: fault ${fault()}`;
  if (!isSame(found, truth.committed)) {
    if (!isSame(found, truth.next)) {
      const at = found.findIndex((byte, i) => byte !== truth.committed[i]);
      return `neither the last commit nor the one in flight: byte ${at}${truth.next ? '' : ', and none was in flight'}`;
    }
    truth.committed = truth.next!;
  }
  truth.next = null;
  return '';
}

/** Random calls until the power goes, or `calls` are used up. Returns what went wrong, or ''. */
function work(
  library: Library,
  pager: unknown,
  store: Cuttable,
  setup: Setup,
  truth: Truth,
  random: Random,
  tally: Tally,
): string {
  const { paging, fault } = library;
  const now = truth.committed.slice();
  const bytes = now.length;
  for (let calls = 0; calls < 400 && !store.isCut; calls++) {
    for (let n = 1 + random.below(setup.writes); n-- && !store.isCut;) {
      const va = Math.floor(((random.below(65536) * random.below(65536)) / 4294967296) * bytes);
      const value = random.below(256);
      if (paging.write8(pager, va, value)) now[va] = value;
      else if (!store.isCut && fault() !== 1) return `write8(${va}) failed: fault ${fault()}`;
      else break;
    }
    const kind = random.below(12 * setup.commitOneIn);
    if (kind < 12) {
      truth.next = now.slice();
      if (paging.commit(pager)) {
        truth.committed = truth.next;
        truth.next = null;
        tally.commits++;
      } else if (!store.isCut) return `commit failed: fault ${fault()}`;
    } else if (kind === 12 || (kind < 24 && paging.stats(pager).freePages < 2)) {
      if (paging.rollback(pager)) now.set(truth.committed);
      else if (!store.isCut) return `rollback failed: fault ${fault()}`;
      tally.rollbacks++;
    } else if (kind === 13) paging.flush(pager);
  }
  return '';
}

/** Bytes of the smallest region that gives so many frames. */
export function regionFor({ heap, paging }: Library, store: Store, { pages, pageBytes, frames }: Setup): number {
  const image = new Uint8Array(65536);
  const reads = {
    ...store,
    read: (_address: number, into: Uint8Array, at: number, bytes: number) => !!into.fill(255, at, at + bytes),
  };
  for (let bytes = 4 * pages; ; bytes += 4) {
    const pager = paging.create(heap.format(image), bytes, reads, pages, { pageBytes });
    if (pager && paging.stats(pager).frames === frames) return bytes;
    if (bytes > 60000) throw new Error('no region gives so many frames');
  }
}

/** One life. Returns what went wrong, or ''. */
export function live(
  library: Library,
  heap: Uint8Array,
  store: Cuttable,
  setup: Setup,
  regionBytes: number,
  truth: Truth,
  random: Random,
  tally: Tally,
): string {
  const { paging, fault } = library;
  tally.lives++;
  store.restart();
  // Early cuts are more likely, so that many fall into opening.
  store.cutAfter(1 + Math.floor((random.below(65536) / 65536) ** 2 * setup.mostOperations), random.below(7));
  library.heap.format(heap);
  const pager = paging.create(heap, regionBytes, store, setup.pages, { pageBytes: setup.pageBytes });
  if (store.isCut) {
    tally.cutsInMount++;
    return '';
  }
  if (!pager) return `cannot be opened: fault ${fault()}`;
  const wrong = compare(library, pager, setup, truth) || paging.check(pager);
  if (wrong) return wrong;
  return work(library, pager, store, setup, truth, random, tally) || (store.isCut ? '' : paging.check(pager));
}
