/** Small pagers, with their flash, as a world to explore: RAM region, flash and what it may be programmed with are one image. */
import type { World } from '../support/explore.ts';
import { Fault } from '../../src/core/faults.ts';
import { Control } from '../../src/paging/layout.ts';
import type { Library } from './library.ts';
import { isSound, placesOf, type Shape } from './oracle.ts';

const PAGE_BYTES = 32;
const WORD = 4;

export interface Small {
  pages: number;
  span: number;
  sectors: number;
  isVolatile: boolean;
  /** Pages that are written, that are read, and that are pinned, for writing or not. */
  writes: number[];
  reads: number[];
  held: number[];
  pinned: number[];
  /** Addresses of 4 bytes that lie across two pages. */
  straddles: number[];
  /** Begin with a store that was written full over and over; else with a blank one. */
  isUsed?: boolean;
  /** States that differ in nothing but wear are one: fewer, so that all are met. */
  isWearless?: boolean;
}

/** What is handed out: contents now and after a restart, addresses of pinned pages, and what the object notes of the page at hand. */
export interface Held {
  now: Uint8Array;
  committed: Uint8Array;
  pins: Record<number, number>;
  object: Record<string, unknown>;
}

interface Cells { flash: Uint8Array; programmed: Uint8Array }

/** Flash in an array: a word is programmed once per erase, or it throws. From operation `left` on power is gone, that one half done. */
function storeOver({ flash, programmed }: Cells, eraseBytes: number) {
  const store = {
    size: flash.length, eraseBytes, programBytes: WORD, left: Infinity,
    read(address: number, into: Uint8Array, at: number, bytes: number): boolean {
      if (store.left < 0) return false;
      into.set(flash.subarray(address, address + bytes), at);
      return true;
    },
    program(address: number, from: Uint8Array, at: number, bytes: number): boolean {
      if (--store.left < -1) return false;
      const done = store.left < 0 ? (bytes >> 3) * WORD : bytes;
      for (let i = 0; i < done; i += WORD) {
        const isBlank = from.subarray(at + i, at + i + WORD).every((byte) => byte === 255);
        if (!isBlank && programmed[(address + i) / WORD]++) throw new Error(`the word at ${address + i} is programmed twice`);
      }
      flash.set(from.subarray(at, at + done), address);
      return store.left >= 0;
    },
    erase(address: number): boolean {
      if (--store.left < -1) return false;
      const done = store.left < 0 ? eraseBytes >> 1 : eraseBytes;
      flash.fill(255, address, address + done);
      programmed.fill(0, address / WORD, (address + done) / WORD);
      return store.left >= 0;
    },
  };
  return store;
}

/** Control words that make no difference to what a pager does: figures, generations, CRCs and what is pending, which nothing is. */
const FREE_WORDS = [Control.Stamp, Control.PendingSlot, Control.PendingCrc, Control.Generation, Control.Hits, Control.Misses, Control.Reads, Control.WriteBacks, Control.Moved,
  Control.Commits, Control.ProgrammedBytes, Control.RootErases, Control.DataErases, Control.RootCheck, Control.Written];

export interface Explorable extends World<Held> {
  /** How often writes had to wait for a commit, and power went in one. */
  tally: { full: number; cuts: number };
}

/** A pager of 4 frames with the calls that `small` says; `draw` is what the library draws next. */
export function worldOf({ heap: heaps, paging, fault }: Library, draw: { next: number }, small: Small): Explorable {
  const { pages, span, sectors, isVolatile } = small;
  const bytes = pages * PAGE_BYTES;
  const flashBytes = sectors * span * PAGE_BYTES;
  const heapBytes = 1024;
  const all = new Uint8Array(heapBytes + flashBytes + flashBytes / WORD);
  const image = all.subarray(0, heapBytes);
  const flash = all.subarray(heapBytes, heapBytes + flashBytes).fill(255);
  const store = storeOver({ flash, programmed: all.subarray(heapBytes + flashBytes) }, span * PAGE_BYTES);
  const options = { pageBytes: PAGE_BYTES, isVolatile };
  let regionBytes = 200;
  const open = (over = image): any => paging.create(heaps.format(over), regionBytes, store, pages, options);
  while (!open()) if ((regionBytes += 4) > 900) throw new Error(`not to be made: fault ${fault()}`);
  const pager = open();
  const { base } = pager;
  const words = new Int32Array(all.buffer, base, Control.Words);
  const declared = words.slice();
  const shape: Shape = { base, pages, pageBytes: PAGE_BYTES, frames: pager.frameCount, sectors, eraseBytes: span * PAGE_BYTES, rootSlots: isVolatile ? 0 : 3, slotSectors: pager.slotSectors };
  const at = placesOf(shape);
  const other = new Uint8Array(heapBytes);
  const known = new Set<string>();
  const tally = { full: 0, cuts: 0 };
  let round = 0;

  const must = (isDone: unknown, what: string): void => {
    if (!isDone) throw new Error(`${what}: fault ${fault()}`);
  };
  const half = (from: number, i: number): number => all[from + 2 * i]! | (all[from + 2 * i + 1]! << 8);
  const demandSame = (found: Uint8Array, due: Uint8Array, what: string): void => {
    const i = found.findIndex((byte, k) => byte !== due[k]);
    if (i >= 0) throw new Error(`${what}: byte ${i} is ${found[i]}, not ${due[i]}`);
  };
  const readAll = (from: any): Uint8Array => {
    const found = new Uint8Array(bytes);
    must(paging.copyOut(from, 0, found, 0, bytes) === bytes, 'reading all');
    return found;
  };
  /** What the pages hold, by the tables alone. */
  const contents = (): Uint8Array => {
    const found = new Uint8Array(bytes);
    for (let page = 0; page < pages; page++) {
      const frame = all[at.frameOf + page]!;
      const slot = half(at.slots, page);
      if (frame !== 255) found.set(all.subarray(at.frame + frame * PAGE_BYTES, at.frame + (frame + 1) * PAGE_BYTES), page * PAGE_BYTES);
      else if (slot !== 65535) found.set(flash.subarray(slot * PAGE_BYTES, (slot + 1) * PAGE_BYTES), page * PAGE_BYTES);
    }
    return found;
  };

  /** A call as a step: the object is as it was in that state, and noted again after it. */
  const step = (live: Held, call: (next: Held) => void) => (): Held => {
    Object.assign(pager, live.object);
    const next = { ...live, now: live.now.slice(), pins: { ...live.pins } };
    round = (round + 1) & 127;
    store.left = Infinity;
    call(next);
    return { ...next, object: { ...pager } };
  };
  const commit = (next: Held): void => {
    must(paging.commit(pager), 'a commit');
    next.committed = next.now.slice();
  };
  /** A write is done, or waits for a commit. */
  const write = (next: Held, call: () => boolean): void => {
    if (call()) return;
    must(!isVolatile && fault() === Fault.NoSpace, 'a write');
    tally.full++;
    commit(next);
    must(call(), 'a write right after a commit');
  };
  const put = (next: Held, va: number): void => {
    write(next, () => paging.write8(pager, va, round));
    must(paging.write8(pager, va + 1, round) && paging.read8(pager, va) === round, 'the page at hand');
    next.now[va] = next.now[va + 1] = round;
  };
  const pin = (next: Held, page: number, isWritten: boolean): void => {
    const address = paging.pin(pager, page, isWritten);
    if (!address) must(fault() === Fault.Pinned || (isWritten && fault() === Fault.NoSpace), 'a pin');
    else next.pins[page] = address;
    if (address && isWritten) next.now[page * PAGE_BYTES + 9] = all[address + 9] = round;
  };
  const unpin = (next: Held, page: number): void => {
    must(paging.unpin(pager, page), 'an unpin');
    delete next.pins[page];
  };
  const rollback = (next: Held): void => {
    const isPinned = Object.keys(next.pins).length > 0;
    must(paging.rollback(pager) === !isPinned && (!isPinned || fault() === Fault.Pinned), 'a rollback');
    if (!isPinned) next.now = next.committed.slice();
  };
  const restart = (next: Held): void => {
    store.left = Infinity;
    const anew = open();
    must(anew, 'a restart');
    Object.assign(pager, anew);
    next.pins = {};
    if (isVolatile) next.committed = new Uint8Array(bytes);
    next.now = next.committed;
  };
  /** Power goes in the nth operation of a commit: it is done, or not begun. */
  const cutCommit = (next: Held, nth: number): void => {
    const { now, committed } = next;
    store.left = nth - 1;
    if (paging.commit(pager)) next.committed = now;
    else tally.cuts++;
    restart(next);
    const found = contents();
    next.now = next.committed = Buffer.compare(found, committed) && !Buffer.compare(found, now) ? now : next.committed;
  };

  const calls = (live: Held): [string, () => Held][] => {
    const list: [string, (next: Held) => void][] = [
      ...small.writes.map((page): [string, (next: Held) => void] => [`write8 in ${page}`, (next) => put(next, page * PAGE_BYTES + 3)]),
      ...small.straddles.map((va): [string, (next: Held) => void] => [`write32(${va})`, (next) => {
        write(next, () => paging.write32(pager, va, round * 0x01010101));
        next.now.fill(round, va, va + 4);
      }]),
      ...small.reads.map((page): [string, (next: Held) => void] => [`read8 in ${page}`, (next) => {
        const va = page * PAGE_BYTES + 3;
        must(paging.read8(pager, va) === next.now[va] && paging.read8(pager, va) === next.now[va], 'a read');
      }]),
      ...[...small.held, ...small.pinned].map((page): [string, (next: Held) => void] => (live.pins[page] ? [`unpin ${page}`, (next) => unpin(next, page)] : [`pin ${page}`, (next) => pin(next, page, small.held.includes(page))])),
      ['flush', () => must(paging.flush(pager), 'a flush')],
      ['power cut', restart],
    ];
    if (!isVolatile) list.push(
      ['commit', commit], ['rollback', rollback],
      ['commit, the other slot drawn', (next) => { draw.next = 0.9; commit(next); }],
      ...[1, 2, 3, 5, 8].map((nth): [string, (next: Held) => void] => [`commit, power cut in operation ${nth}`, (next) => cutCommit(next, nth)]),
    );
    return list.map(([name, call]) => [name, step(live, (next) => { draw.next = 0; call(next); })]);
  };

  /** Wear counts as what a sector has more than the least worn one; where an object has noted a page, its notes count. */
  const keyOf = (live: Held): string => {
    const key = all.slice(base, at.frame);
    const control = new Int32Array(key.buffer, 0, Control.Words);
    const wear = new Int32Array(all.buffer, at.wear, sectors);
    const least = Math.min(...wear);
    const { stamp, writable } = live.object as { stamp: number; writable: number };
    control[Control.PendingPage] = stamp === words[Control.Stamp] ? 1 + Number(writable >= 0) : 0;
    for (const n of FREE_WORDS) control[n] = 0;
    key.fill(0, at.header - base, at.wear - base);
    key.fill(0, at.wear - base, at.slots - base);
    const listed = new Uint16Array(key.buffer, at.changed - base, at.mostChanged);
    listed.fill(65535, Math.min(control[Control.Changed]!, at.mostChanged)).sort();
    if (!small.isWearless) key.set(wear.map((erases) => Math.min(erases - least, 3)), at.wear - base);
    return Buffer.from(key).toString('latin1');
  };

  const verify = (live: Held): void => {
    demandSame(contents(), live.now, 'by the tables');
    for (const [page, address] of Object.entries(live.pins)) must(paging.pin(pager, Number(page)) === address && paging.unpin(pager, Number(page)), `page ${page}, pinned, moved`);
    const wrong = paging.check(pager);
    if (wrong) throw new Error(wrong);
    const key = keyOf(live);
    if (known.has(key)) return;
    known.add(key);
    if (!isSound(image.slice(), shape, declared)) throw new Error('the oracle finds fault with it');
    const saved = all.slice();
    const again = paging.attach(image, base, store);
    must(again, 'attach');
    demandSame(readAll(again), live.now, 'attached');
    all.set(saved);
    if (!isVolatile) demandSame(readAll(open(other)), live.committed, 'restarted');
    all.set(saved);
  };
  let live: Held = { now: new Uint8Array(bytes), committed: new Uint8Array(bytes), pins: {}, object: { ...pager } };
  for (let n = 0; small.isUsed && n < 9 * span * sectors; n++) live = step(live, (next) => {
    put(next, (n % pages) * PAGE_BYTES + 3);
    must(paging.flush(pager), 'a flush');
  })();
  return { heap: all, live, calls, verify, keyOf, tally };
}
