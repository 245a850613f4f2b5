/** What the store must survive besides power cuts. Each scenario returns what went wrong, or ''. */
import type { Random } from '../support/random.ts';
import type { Library } from './library.ts';
import { likeAnArray } from './array.ts';
import { directed, untilRoot1 } from './directed.ts';
import { moved } from './moved.ts';
import { staysWritable } from './room.ts';
import { benchOf, bytes, geometry, setup } from './bench.ts';
import { compare } from './power.ts';
import { note } from '../support/soak.ts';

/** Write `count` random bytes; returns what the pages should hold then, or null: refused. */
export function scribble(
  { paging }: Library,
  pager: any,
  from: Uint8Array,
  random: Random,
  count: number,
): Uint8Array | null {
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
export function isOneCommit({ paging }: Library, pager: any, history: Uint8Array[]): boolean {
  const found: [number, Uint8Array][] = [];
  for (let page = 0; page < setup.pages; page++) {
    const into = new Uint8Array(setup.pageBytes);
    if (paging.copyOut(pager, page * setup.pageBytes, into, 0, into.length) === into.length) found.push([page, into]);
  }
  return history.some((state) =>
    found.every(([page, data]) => data.every((byte, i) => byte === state[page * setup.pageBytes + i])),
  );
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
  for (let flips = 1 + random.below(4); flips--;) store.bytes[random.below(store.size)] ^= 1 << random.below(8);
  if (random.oneIn(2)) {
    pager = open();
    if (!pager) return '';
    if (!isOneCommit(library, pager, history)) return 'pages of different commits, or of none, after rot';
    return '';
  }
  // Overwrite some pages again and again: cleaning moves the others, the rotten ones among them.
  const last = history[history.length - 1]!;
  for (let round = 0; round < 300; round++) {
    const va = random.below(bytes / 2);
    if (!paging.write8(pager, va, round)) continue;
    last[va] = round;
    if (!paging.commit(pager)) break;
  }
  for (let page = 0; page < setup.pages; page++) {
    const into = new Uint8Array(setup.pageBytes);
    if (paging.copyOut(pager, page * setup.pageBytes, into, 0, into.length) < into.length) continue;
    if (!into.every((byte, i) => byte === last[page * setup.pageBytes + i]))
      return `page ${page} is wrong and was not refused`;
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

/**
 * Power goes anywhere in ordinary use, in the cleaning behind a commit among others; from then on each start
 * writes a little and dies within 20 operations: no one sector takes all the erases.
 */
export function deadlyBootLoop(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  truth.committed = scribble(library, pager, truth.committed, random, 60) ?? truth.committed;
  if (!paging.commit(pager)) return 'a new store refused a commit';
  store.cutAfter(200 + random.below(400), random.below(7));
  while (!store.isCut) {
    const now = scribble(library, pager, truth.committed, random, 2);
    truth.next = now;
    if (now && paging.commit(pager)) truth.committed = now;
    else if (!store.isCut) return 'a commit was refused';
  }
  store.restart();
  pager = open();
  const from = store.eraseCounts.slice();
  const starts = 200;
  for (let start = 0; start < starts; start++) {
    store.restart();
    store.cutAfter(4 + random.below(16), random.below(7));
    pager = open();
    for (let n = 0; pager && n < 12; n++) paging.write8(pager, random.below(bytes), n);
  }
  store.restart();
  pager = open();
  const wrong = compare(library, pager, setup, truth);
  if (wrong) return wrong;
  const wear = [...store.eraseCounts].map((count, i) => count - from[i]!);
  // Two by turns; a fence before a root in the other root slot takes a half more of its first sector.
  note(`${Math.max(...wear)} of ${starts}: ${wear.join(' ')}`);
  return Math.max(...wear) > starts * 0.8 ? `one sector is worn by most starts: ${wear.join(' ')}` : '';
}

/** Commits and rollbacks over a long time: the wear that is known is the wear there is, and it is even. */
export function longUse(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  for (let round = 0; round < 600; round++) {
    const now = scribble(library, pager, truth.committed, random, 1 + random.below(7));
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
  return done.length === 3 && payload === header! + 2 * pager.headerBytes && copy === header! + pager.headerBytes
    ? ''
    : `programs at ${done.join(', ')} instead of payload, H, C`;
}

/** A whole record that belongs to another predecessor is not taken for the next one. */
export function foreignDelta(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  let record = new Uint8Array(0);
  const tail = (): number =>
    pager.w[pager.control + 13] * pager.rootSlotSectors * geometry.eraseBytes + pager.w[pager.control + 15];
  for (const value of [1, 2, 3]) {
    const from = tail();
    paging.write8(pager, 0, value);
    paging.commit(pager);
    if (value === 2) record = store.bytes.slice(from, tail());
    if (value === 2) paging.write8(pager, 1, 9);
  }
  // A record from further up, once more at the end: its generation and its link are those of another place.
  store.bytes.set(record, tail());
  truth.committed[0] = 3;
  truth.committed[1] = 9;
  pager = open();
  const operations = store.operations;
  const wrong = compare(library, pager, setup, truth);
  return wrong || (pager.w[pager.head >> 2] > 0 && operations > 0 && pager.w[pager.control + 13] >= 0 ? '' : 'no root');
}

/** With one root slot worn out and the newest root unproven, the proven one is not given up to save it anew. */
export function onlyProvenRoot(library: Library, random: Random): string {
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  const rootSlotBytes = pager.rootSlotSectors * geometry.eraseBytes;
  truth.committed[0] = untilRoot1(library, pager);
  // The newest is the first record of root slot 1; without its confirm copy it is not proven.
  store.bytes.fill(255, rootSlotBytes + pager.headerBytes, rootSlotBytes + 2 * pager.headerBytes);
  for (let i = 0; i < pager.rootSlotSectors; i++) store.wearOut(2 * pager.rootSlotSectors + i);
  const before = store.bytes.slice(0, rootSlotBytes);
  pager = open();
  return Buffer.compare(before, store.bytes.slice(0, rootSlotBytes)) === 0 ? '' : 'the only proven root was erased';
}

/** Each byte of the root slots changed in three ways: what opens is one commit, whole. */
export function eachRootByte(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  const history = [truth.committed];
  let pager = open();
  for (let round = 0; round < 12; round++) {
    const now = scribble(library, pager, history[history.length - 1]!, random, 3);
    if (!now || !paging.commit(pager)) return 'a sound store refused a commit';
    history.push(now);
  }
  const sound = store.bytes.slice();
  const end = pager.first * geometry.eraseBytes;
  for (let address = random.below(3); address < end; address += 3) {
    for (const value of [0, 255, sound[address]! ^ (1 << random.below(8))]) {
      store.bytes.set(sound);
      store.bytes[address] = value;
      pager = open();
      if (pager && !isOneCommit(library, pager, history))
        return `byte ${address} = ${value}: pages of different commits, or of none`;
      if (pager && paging.check(pager)) return `byte ${address} = ${value}: ${paging.check(pager)}`;
    }
  }
  return '';
}

export const scenarios: [string, (library: Library, random: Random) => string, number][] = [
  ...directed,
  ...moved,
  ['as full as may be, it stays writable', staysWritable, 1],
  ['sectors wear out, silently or not: committed data stays', wornSectors, 15],
  ['bits rot: what can be read is right', rot, 40],
  ['a boot loop wears all sectors alike, and a clean start writes nothing', bootLoop, 2],
  ['a boot loop that dies within 20 operations wears more than one sector', deadlyBootLoop, 10],
  ['commits, rollbacks and restarts: right, write-once, and worn evenly', longUse, 3],
  ['payload, then header, then confirm copy', orderOfPrograms, 1],
  ['a delta of another chain is not followed', foreignDelta, 1],
  ['the only proven root is kept', onlyProvenRoot, 1],
  ['each byte of the roots changed: one commit, whole, or refused', eachRootByte, 1],
  ['the pager is an array', likeAnArray, 6],
];
