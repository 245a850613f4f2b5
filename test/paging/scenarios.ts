/** What the store must survive besides power cuts. Each scenario returns what went wrong, or ''. */
import type { Random } from '../support/random.ts';
import type { Library } from './library.ts';
import type { Nor } from '../../host/flash/nor.ts';
import { endingNor } from './power.ts';
import { compare, regionFor, type Setup, type Truth } from './power.ts';

const setup: Setup = { pages: 50, pageBytes: 32, frames: 4, writes: 4, commitOneIn: 1, mostOperations: 0 };
const geometry = { size: 26 * 256, eraseBytes: 256, programBytes: 4 };
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
  return done.length === 3 && payload === header! + 2 * pager.unit && copy === header! + pager.unit ? ''
    : `programs at ${done.join(', ')} instead of payload, H, C`;
}

/** A whole record that belongs to another predecessor is not taken for the next one. */
export function foreignDelta(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  let record = new Uint8Array(0);
  const tail = (): number => pager.w[pager.slot + 13] * pager.slotSectors * geometry.eraseBytes + pager.w[pager.slot + 15];
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
  return wrong || (pager.w[pager.head >> 2] > 0 && operations > 0 && pager.w[pager.slot + 13] >= 0 ? '' : 'no root');
}

/** With one root slot worn out and the newest root unproven, the proven one is not given up to save it anew. */
export function onlyProvenRoot(library: Library, random: Random): string {
  const { paging } = library;
  const { store, truth, open } = benchOf(library, random.below(1e9));
  let pager = open();
  const slotBytes = pager.slotSectors * geometry.eraseBytes;
  for (let i = 0; i < 400 && pager.w[pager.slot + 13] !== 1; i++) {
    paging.write8(pager, 0, (truth.committed[0] = i & 255));
    paging.commit(pager);
  }
  // The newest is the first record of slot 1; without its confirm copy it is not proven.
  store.bytes.fill(255, slotBytes + pager.unit, slotBytes + 2 * pager.unit);
  for (let i = 0; i < pager.slotSectors; i++) store.wearOut(2 * pager.slotSectors + i);
  const before = store.bytes.slice(0, slotBytes);
  pager = open();
  return Buffer.compare(before, store.bytes.slice(0, slotBytes)) === 0 ? '' : 'the only proven root was erased';
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
      if (pager && !isOneCommit(library, pager, history)) return `byte ${address} = ${value}: pages of different commits, or of none`;
      if (pager && paging.check(pager)) return `byte ${address} = ${value}: ${paging.check(pager)}`;
    }
  }
  return '';
}

/** The pager beside a plain array: every call, pins and prefetches among them. */
export function likeAnArray(library: Library, random: Random): string {
  const { paging, fault } = library;
  const { store, open, heap } = benchOf(library, random.below(1e9));
  const pager = open();
  const view = new DataView(new ArrayBuffer(bytes));
  const now = new Uint8Array(view.buffer);
  let committed = now.slice();
  const pins: [number, number][] = [];
  for (let step = 0; step < 3000; step++) {
    const va = random.below(bytes - 3);
    const value = random.below(2 ** 31) * 2 + random.below(2);
    const kind = random.below(24);
    const page = random.below(setup.pages);
    if (kind < 3 && paging.read8(pager, va) !== now[va]) return `read8(${va}) is wrong at step ${step}`;
    if (kind === 3 && paging.read16(pager, va) !== view.getUint16(va, true)) return `read16(${va}) is wrong`;
    if (kind === 4 && paging.read32(pager, va) !== view.getUint32(va, true)) return `read32(${va}) is wrong`;
    if (kind >= 5 && kind < 8 && paging.write8(pager, va, value)) now[va] = value;
    if (kind === 8 && paging.write16(pager, va, value)) view.setUint16(va, value & 65535, true);
    if (kind === 9 && paging.write32(pager, va, value)) view.setUint32(va, value, true);
    if (kind === 10) {
      const from = Uint8Array.from({ length: 70 }, () => random.below(256));
      const count = paging.copyIn(pager, Math.min(va, bytes - 70), from, 0, 70);
      now.set(from.subarray(0, count), Math.min(va, bytes - 70));
    }
    if (kind === 11) {
      const into = new Uint8Array(70);
      const count = paging.copyOut(pager, Math.min(va, bytes - 70), into, 0, 70);
      if (count !== 70) return `copyOut(${va}) gave ${count}: fault ${fault()}`;
      if (into.some((byte, i) => byte !== now[Math.min(va, bytes - 70) + i])) { const i = into.findIndex((byte, k) => byte !== now[Math.min(va, bytes - 70) + k]); return `copyOut(${va}) is wrong at ${Math.min(va, bytes - 70) + i}, step ${step}: ${into[i]} for ${now[Math.min(va, bytes - 70) + i]}`; }
    }
    if (kind === 12) {
      const address = paging.pin(pager, page, true);
      if (address) {
        pins.push([page, address]);
        heap[address] = now[page * 32] = step & 255;
      } else if (new Set(pins.map(([pinned]) => pinned)).size < 2 && fault() !== 1) return 'a pin was refused';
    }
    if (kind === 13 && pins.length) {
      const [pinned] = pins.splice(random.below(pins.length), 1)[0]!;
      if (!paging.unpin(pager, pinned)) return 'an unpin was refused';
    }
    for (const [pinned, address] of pins) if (heap[address] !== now[pinned * 32]) return `pinned page ${pinned} moved`;
    if (new Set(pins.map(([pinned]) => pinned)).size > 2) return 'all frames but one were pinned';
    if (kind === 14) paging.prefetch(pager, page);
    if (kind === 15) paging.flush(pager);
    if (kind === 16 && paging.commit(pager)) committed = now.slice();
    if (kind === 17 && random.oneIn(4) && paging.rollback(pager)) now.set(committed);
    if (kind === 18 && (paging.read8(pager, bytes) || paging.write8(pager, -1, 1) || paging.write8(pager, 0.5, 1) || paging.pin(pager, setup.pages) || paging.unpin(pager, -1))) return 'a bad address was taken';
    const check = step % 16 ? '' : paging.check(pager);
    if (check) return `step ${step}: ${check}`;
  }
  return store.violations ? 'words were programmed twice' : '';
}

export const scenarios: [string, (library: Library, random: Random) => string, number][] = [
  ['sectors wear out, silently or not: committed data stays', wornSectors, 15],
  ['bits rot: what can be read is right', rot, 40],
  ['a boot loop wears all sectors alike, and a clean start writes nothing', bootLoop, 2],
  ['commits, rollbacks and restarts: right, write-once, and worn evenly', longUse, 3],
  ['payload, then header, then confirm copy', orderOfPrograms, 1],
  ['a delta of another chain is not followed', foreignDelta, 1],
  ['the only proven root is kept', onlyProvenRoot, 1],
  ['each byte of the roots changed: one commit, whole, or refused', eachRootByte, 1],
  ['the pager is an array', likeAnArray, 6],
];
