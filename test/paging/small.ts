/** A small pager and its flash in one array, and each call on it beside what it must hold then. */
import { Fault } from '../../src/core/faults.ts';
import type { Library } from './library.ts';
import { placesOf, type Shape } from './oracle.ts';

export const PAGE_BYTES = 32;
const HEAP_BYTES = 1024;
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

interface Cells {
  flash: Uint8Array;
  programmed: Uint8Array;
}

/** Flash in an array: a word is programmed once per erase, or it throws. From operation `left` on power is gone, that one half done. */
function storeOver({ flash, programmed }: Cells, eraseBytes: number) {
  const store = {
    size: flash.length,
    eraseBytes,
    programBytes: WORD,
    left: Infinity,
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
        if (!isBlank && programmed[(address + i) / WORD]++)
          throw new Error(`the word at ${address + i} is programmed twice`);
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

/** A pager of 4 frames, what it is beside, and the calls that are made on it. */
export class SmallPager {
  /** Heap, flash, and how often each word of it was programmed. */
  readonly all: Uint8Array;
  readonly image: Uint8Array;
  readonly flash: Uint8Array;
  readonly store: ReturnType<typeof storeOver>;
  readonly pager: any;
  readonly shape: Shape;
  /** How often writes had to wait for a commit, and power went in one. */
  readonly tally = { full: 0, cuts: 0 };
  readonly #library: Library;
  readonly #small: Small;
  #regionBytes = 200;
  /** What the next call writes. */
  #round = 0;

  constructor(library: Library, small: Small) {
    const { pages, span, sectors, isVolatile } = small;
    const flashBytes = sectors * span * PAGE_BYTES;
    this.#library = library;
    this.#small = small;
    this.all = new Uint8Array(HEAP_BYTES + flashBytes + flashBytes / WORD);
    this.image = this.all.subarray(0, HEAP_BYTES);
    this.flash = this.all.subarray(HEAP_BYTES, HEAP_BYTES + flashBytes).fill(255);
    this.store = storeOver(
      { flash: this.flash, programmed: this.all.subarray(HEAP_BYTES + flashBytes) },
      span * PAGE_BYTES,
    );
    while (!this.open())
      if ((this.#regionBytes += 4) > 900) throw new Error(`not to be made: fault ${library.fault()}`);
    this.pager = this.open();
    this.shape = {
      base: this.pager.base,
      pages,
      pageBytes: PAGE_BYTES,
      frames: this.pager.frameCount,
      sectors,
      eraseBytes: span * PAGE_BYTES,
      rootSlots: isVolatile ? 0 : 3,
      rootSlotSectors: this.pager.rootSlotSectors,
    };
  }

  /** A pager over what the store holds. */
  open(over = this.image): any {
    const { heap, paging } = this.#library;
    const { pages, isVolatile } = this.#small;
    return paging.create(heap.format(over), this.#regionBytes, this.store, pages, {
      pageBytes: PAGE_BYTES,
      isVolatile,
    });
  }

  get bytes(): number {
    return this.#small.pages * PAGE_BYTES;
  }

  must(isDone: unknown, what: string): void {
    if (!isDone) throw new Error(`${what}: fault ${this.#library.fault()}`);
  }

  /** What is held before anything was done. */
  atFirst(): Held {
    return {
      now: new Uint8Array(this.bytes),
      committed: new Uint8Array(this.bytes),
      pins: {},
      object: { ...this.pager },
    };
  }

  /** A call as a step: the object is as it was in that state, and noted again after it. */
  step(live: Held, call: (next: Held) => void): Held {
    Object.assign(this.pager, live.object);
    const next = { ...live, now: live.now.slice(), pins: { ...live.pins } };
    this.#round = (this.#round + 1) & 127;
    this.store.left = Infinity;
    call(next);
    return { ...next, object: { ...this.pager } };
  }

  /** A write is done, or waits for a commit. */
  #write(next: Held, call: () => boolean): void {
    if (call()) return;
    this.must(!this.#small.isVolatile && this.#library.fault() === Fault.NoSpace, 'a write');
    this.tally.full++;
    this.commit(next);
    this.must(call(), 'a write right after a commit');
  }

  put(next: Held, va: number): void {
    const { paging } = this.#library;
    const round = this.#round;
    this.#write(next, () => paging.write8(this.pager, va, round));
    this.must(paging.write8(this.pager, va + 1, round) && paging.read8(this.pager, va) === round, 'the page at hand');
    next.now[va] = next.now[va + 1] = round;
  }

  putAcross(next: Held, va: number): void {
    this.#write(next, () => this.#library.paging.write32(this.pager, va, this.#round * 0x01010101));
    next.now.fill(this.#round, va, va + 4);
  }

  read(next: Held, va: number): void {
    const { paging } = this.#library;
    this.must(paging.read8(this.pager, va) === next.now[va] && paging.read8(this.pager, va) === next.now[va], 'a read');
  }

  pin(next: Held, page: number, isWritten: boolean): void {
    const { paging, fault } = this.#library;
    const address = paging.pin(this.pager, page, isWritten);
    if (!address) this.must(fault() === Fault.Pinned || (isWritten && fault() === Fault.NoSpace), 'a pin');
    else next.pins[page] = address;
    if (address && isWritten) next.now[page * PAGE_BYTES + 9] = this.all[address + 9] = this.#round;
  }

  unpin(next: Held, page: number): void {
    this.must(this.#library.paging.unpin(this.pager, page), 'an unpin');
    delete next.pins[page];
  }

  flush(): void {
    this.must(this.#library.paging.flush(this.pager), 'a flush');
  }

  commit(next: Held): void {
    this.must(this.#library.paging.commit(this.pager), 'a commit');
    next.committed = next.now.slice();
  }

  rollback(next: Held): void {
    const isPinned = Object.keys(next.pins).length > 0;
    this.must(
      this.#library.paging.rollback(this.pager) === !isPinned && (!isPinned || this.#library.fault() === Fault.Pinned),
      'a rollback',
    );
    if (!isPinned) next.now = next.committed.slice();
  }

  restart(next: Held): void {
    this.store.left = Infinity;
    const anew = this.open();
    this.must(anew, 'a restart');
    Object.assign(this.pager, anew);
    next.pins = {};
    if (this.#small.isVolatile) next.committed = new Uint8Array(this.bytes);
    next.now = next.committed;
  }

  /** Power goes in the nth operation of a commit: it is done, or not begun. */
  cutCommit(next: Held, nth: number): void {
    const { now, committed } = next;
    this.store.left = nth - 1;
    if (this.#library.paging.commit(this.pager)) next.committed = now;
    else this.tally.cuts++;
    this.restart(next);
    const found = this.contents();
    next.now = next.committed = Buffer.compare(found, committed) && !Buffer.compare(found, now) ? now : next.committed;
  }

  /** What the pages hold, by the tables alone. */
  contents(): Uint8Array {
    const { all, flash } = this;
    const at = placesOf(this.shape);
    const found = new Uint8Array(this.bytes);
    for (let page = 0; page * PAGE_BYTES < found.length; page++) {
      const frame = all[at.frameOf + page]!;
      const pageSlot = all[at.pageSlots + 2 * page]! | (all[at.pageSlots + 2 * page + 1]! << 8);
      if (frame !== 255)
        found.set(all.subarray(at.frame + frame * PAGE_BYTES, at.frame + (frame + 1) * PAGE_BYTES), page * PAGE_BYTES);
      else if (pageSlot !== 65535)
        found.set(flash.subarray(pageSlot * PAGE_BYTES, (pageSlot + 1) * PAGE_BYTES), page * PAGE_BYTES);
    }
    return found;
  }
}
