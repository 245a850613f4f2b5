/** What the store must survive besides power cuts. Each scenario returns what went wrong, or ''. */
import type { Random } from '../support/random.ts';
import type { Library } from './library.ts';
import type { Nor } from '../../host/flash/nor.ts';
import { endingNor } from './power.ts';
import { compare, regionFor, type Setup, type Truth } from './power.ts';

const setup: Setup = { pages: 20, pageBytes: 32, frames: 4, writes: 4, commitOneIn: 1, mostOperations: 0 };
const geometry = { size: 20 * 256, eraseBytes: 256, programBytes: 4 };
const bytes = setup.pages * setup.pageBytes;
const options = { pageBytes: setup.pageBytes };

/* eslint-disable @typescript-eslint/no-explicit-any */
interface Bench {
  store: Nor;
  heap: Uint8Array;
  regionBytes: number;
  truth: Truth;
  open(): any;
}

function benchOf(library: Library, seed: number): Bench {
  const store = endingNor({ ...geometry, seed });
  const heap = new Uint8Array(4096);
  const regionBytes = regionFor(library, store, setup);
  const open = (): any => library.paging.create(library.heap.format(heap), regionBytes, store, setup.pages, options);
  return { store, heap, regionBytes, truth: { committed: new Uint8Array(bytes), next: null }, open };
}

/** Write `count` random bytes; returns what the pages should hold then, or null: refused. */
function scribble({ paging }: Library, pager: any, from: Uint8Array, random: Random, count: number): Uint8Array | null {
  const now = from.slice();
  while (count--) {
    const va = random.below(bytes);
    if (!paging.write8(pager, va, (now[va] = random.below(256)))) return null;
  }
  return now;
}

/** Sectors fail one after another, some of them silently; what was committed stays, and they are used no more. */
export function wornSectors(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  const stuck = new Set<number>();
  const silent = random.oneIn(2);
  const lie = (address: number, done: boolean): boolean => {
    const sector = Math.floor(address / geometry.eraseBytes);
    if (stuck.size < 4 && random.oneIn(60)) stuck.add(sector);
    if (stuck.has(sector) && random.oneIn(2)) {
      store.bytes[address + 5] ^= 1 << random.below(8);
      return silent;
    }
    return done;
  };
  const { program, erase } = store;
  let pager = open();
  store.program = (address, from, at, count) => lie(address, program(address, from, at, count));
  store.erase = (address) => lie(address, erase(address));
  for (let round = 0; round < 120; round++) {
    const now = scribble(library, pager, truth.committed, random, 6);
    truth.next = now;
    if (now && paging.commit(pager)) {
      truth.committed = now;
      truth.next = null;
    } else {
      pager = open();
      if (!pager) return `a store with ${stuck.size} bad sectors cannot be opened`;
    }
    const wrong = compare(library, pager, setup, truth);
    if (wrong) return `with ${stuck.size} bad sectors: ${wrong}`;
    if (random.oneIn(4)) {
      truth.next = null;
      pager = open();
      if (!pager) return `a store with ${stuck.size} bad sectors cannot be opened again`;
      const after = compare(library, pager, setup, truth);
      if (after) return `with ${stuck.size} bad sectors, opened again: ${after}`;
    }
    const check = paging.check(pager);
    if (check) return check;
  }
  // A sector that failed while it was in use must be known to have.
  return '';
}

/** Whether all pages that can be read are those of one commit. */
function isOneCommit({ paging }: Library, pager: any, history: Uint8Array[]): boolean {
  const found: [number, Uint8Array][] = [];
  for (let page = 0; page < setup.pages; page++) {
    const into = new Uint8Array(setup.pageBytes);
    if (paging.copyOut(pager, page * setup.pageBytes, into, 0, into.length) === into.length) found.push([page, into]);
  }
  return history.some((state) => found.every(([page, data]) =>
    data.every((byte, i) => byte === state[page * setup.pageBytes + i])));
}

/** Flash rots: bits flip anywhere, before or while the pager is open. What can be read is right. */
export function rot(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  const history = [truth.committed];
  let pager = open();
  for (let round = 0; round < 15; round++) {
    const now = scribble(library, pager, history[history.length - 1]!, random, 8);
    if (!now || !paging.commit(pager)) return 'a sound store refused a commit';
    history.push(now);
  }
  for (let flips = 1 + random.below(4); flips--; ) store.bytes[random.below(store.size)] ^= 1 << random.below(8);
  if (random.oneIn(2)) {
    pager = open();
    if (!pager) return '';
    if (!isOneCommit(library, pager, history)) return 'pages of different commits, or of none, after rot';
    return '';
  }
  // Overwrite one page again and again: cleaning moves the others, the rotten ones among them.
  for (let round = 0; round < 200; round++) {
    if (!paging.write8(pager, 3, round) || !paging.commit(pager)) break;
    history[history.length - 1]![3] = round;
  }
  const last = history[history.length - 1]!;
  for (let page = 1; page < setup.pages; page++) {
    const into = new Uint8Array(setup.pageBytes);
    if (paging.copyOut(pager, page * setup.pageBytes, into, 0, into.length) < into.length) continue;
    if (!into.every((byte, i) => byte === last[page * setup.pageBytes + i])) return `page ${page} is wrong and was not refused`;
  }
  return '';
}

/** Starts that write a little and never commit wear all data sectors alike, and a clean start writes nothing. */
export function bootLoop(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  const now = scribble(library, open(), truth.committed, random, 40);
  if (!now) return 'a new store refused a write';
  let pager = open();
  paging.commit(pager);
  const from = store.eraseCounts.slice();
  const starts = 300;
  for (let start = 0; start < starts; start++) {
    const operations = store.operations;
    pager = open();
    if (store.operations !== operations) return 'a clean start wrote to the store';
    if (!scribble(library, pager, new Uint8Array(bytes), random, 8)) return 'a start refused a write';
  }
  const wear = [...store.eraseCounts].map((count, i) => count - from[i]!);
  const data = wear.slice(pager.first);
  if (Math.max(...data) - Math.min(...data) > 16) return `data sectors are worn unevenly: ${data.join(' ')}`;
  const roots = wear.slice(0, pager.first);
  return Math.max(...roots) > starts / 2 ? `root sectors are worn by each start: ${roots.join(' ')}` : '';
}

/** Commits and rollbacks over a long time: the wear that is known is the wear there is, and it is even. */
export function longUse(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  for (let round = 0; round < 600; round++) {
    const now = scribble(library, pager, truth.committed, random, 1 + random.below(12));
    if (!now) return 'a write was refused';
    if (random.oneIn(3)) {
      if (!paging.rollback(pager)) return 'a rollback was refused';
    } else if (paging.commit(pager)) truth.committed = now;
    else return 'a commit was refused';
    const wrong = compare(library, pager, setup, truth) || paging.check(pager);
    if (wrong) return wrong;
    if (random.oneIn(20)) pager = open();
  }
  if (store.violations) return `${store.violations} words were programmed twice`;
  const data = [...store.eraseCounts.slice(pager.first)];
  return Math.max(...data) - Math.min(...data) > 16 ? `data sectors are worn unevenly: ${data.join(' ')}` : '';
}

/** A delta's payload is programmed first, then H, then C: so whoever can read H has the whole record. */
export function orderOfPrograms(library: Library, random: Random): string {
  const { paging } = library;
  const { store, open } = benchOf(library, random.below(1e9));
  const pager = open();
  const { program } = store;
  let done: number[] = [];
  store.program = (address, from, at, count) => {
    if (address < pager.first * geometry.eraseBytes) done.push(address);
    return program(address, from, at, count);
  };
  for (let i = 0; i < 3; i++) {
    done = [];
    paging.write8(pager, 0, i + 1);
    paging.commit(pager);
  }
  const [payload, header, copy] = done;
  return done.length === 3 && payload === header! + 2 * pager.unit && copy === header! + pager.unit ? ''
    : `programs at ${done.join(', ')} instead of payload, H, C`;
}

/** A whole record that belongs to another predecessor is not taken for the next one. */
export function foreignDelta(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  const tail = (): number => pager.w[pager.slot + 13] * pager.slotSectors * geometry.eraseBytes + pager.w[pager.slot + 15];
  for (const value of [1, 2, 3]) {
    const from = tail();
    paging.write8(pager, 0, value);
    paging.commit(pager);
    // The record just written, once more behind itself: its generation and its link are those of another place.
    if (value === 3) store.bytes.set(store.bytes.slice(from, tail()), tail());
    if (value === 2) paging.write8(pager, 1, 9);
  }
  truth.committed[0] = 3;
  truth.committed[1] = 9;
  pager = open();
  const operations = store.operations;
  const wrong = compare(library, pager, setup, truth);
  return wrong || (pager.w[pager.head >> 2] > 0 && operations > 0 && pager.w[pager.slot + 13] >= 0 ? '' : 'no root');
}

export const scenarios: [string, (library: Library, random: Random) => string, number][] = [
  ['sectors wear out, silently or not: committed data stays', wornSectors, 40],
  ['bits rot: what can be read is right', rot, 150],
  ['a boot loop wears all sectors alike, and a clean start writes nothing', bootLoop, 2],
  ['commits, rollbacks and restarts: right, write-once, and worn evenly', longUse, 3],
  ['payload, then header, then confirm copy', orderOfPrograms, 1],
  ['a delta of another chain is not followed', foreignDelta, 1],
];
