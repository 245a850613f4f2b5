/** Calls of a pager cut off at every store, over a flash that is put back with the heap. */
import { cutAtEach, cutEverywhere, type Interruptible } from '../support/cut.ts';
import type { Metered } from '../support/metered.ts';
import { Kind } from '../../src/heap/layout.ts';
import { type Flash, flashOf } from './flash.ts';
import { loadLibrary } from './library.ts';

const source = loadLibrary();
export const PAGES = 12;
export const PAGE_BYTES = 32;
export const BYTES = PAGES * PAGE_BYTES;
export const REGION = 760;
export const OPTIONS = { pageBytes: PAGE_BYTES };

/** What the pager holds, and what a restart finds. */
export interface Pages {
  now: Uint8Array;
  committed: Uint8Array;
}

/** A state to make calls in. */
export interface Scene {
  name: string;
  isVolatile?: boolean;
  prepare(paging: any, pager: any, write: (va: number, value: number) => void, commit: () => void): void;
}

/** A call, and what pages hold when it was done. Those of it that are not done may be there, byte by byte. */
export interface Cut {
  name: string;
  call(paging: any, pager: any, address: number): unknown;
  after?(pages: Pages): void;
  /** All that is not committed may be gone: rollback. */
  undoes?: boolean;
}

interface Bench {
  metered: Metered;
  flash: Flash;
  isVolatile: boolean;
  base: number;
  before: Pages;
  after: Pages;
  cut: Cut;
  /** The image is put to sleep and woken before it is attached. */
  sleeps: boolean;
}

const copyOf = ({ now, committed }: Pages): Pages => ({ now: now.slice(), committed: committed.slice() });
const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function must(isTrue: unknown, what: string, metered: Metered): void {
  if (!isTrue) throw new Error(`${what}: fault ${metered.ckremm.fault()}`);
}

export function readAll(paging: any, pager: any): Uint8Array {
  const found = new Uint8Array(BYTES);
  for (let va = 0; va < BYTES; va += 4) {
    const word = paging.read32(pager, va);
    for (let i = 0; i < 4; i++) found[va + i] = word >>> (8 * i);
  }
  return found;
}

/** Whether bytes are those before a call, but for those that the call was to change. */
function isAllowed(found: Uint8Array, { before, after, cut }: Bench): boolean {
  return (
    found.every((byte, i) => byte === before.now[i] || byte === after.now[i]) ||
    (!!cut.undoes && isSame(found, before.committed))
  );
}

/** What a restart of the board would find now; the flash stays as it is. */
function restarted({ flash }: Bench): Uint8Array {
  const saved = flash.save();
  const heap = source.heap.format(new Uint8Array(4096));
  const pager = source.paging.create(heap, REGION, flash.store, PAGES, OPTIONS);
  if (!pager) throw new Error(`a restart finds nothing: fault ${source.fault()}`);
  const found = readAll(source.paging, pager);
  flash.restore(saved);
  return found;
}

function verify(bench: Bench, pager: any): void {
  const { paging } = bench.metered.ckremm;
  const check = paging.check(pager);
  if (check) throw new Error(check);
  const found = readAll(paging, pager);
  if (!isAllowed(found, bench))
    throw new Error(
      `what was written is lost: byte ${found.findIndex((byte, i) => byte !== bench.before.now[i] && byte !== bench.after.now[i])}`,
    );
  if (!bench.isVolatile) {
    const kept = restarted(bench);
    if (!isSame(kept, bench.before.committed) && !isSame(kept, bench.after.committed))
      throw new Error('a restart finds neither the last commit nor the one in flight');
  }
  if (bench.flash.store.violations) throw new Error('a word was programmed twice');
}

/** Go on as a program would; at the end a commit, which a restart finds. */
function goOn(bench: Bench, pager: any, nth: number): boolean {
  const { metered, isVolatile } = bench;
  const { paging, fault } = metered.ckremm;
  const va = [PAGE_BYTES * 9 - 1, 0, PAGE_BYTES * 5 + 3][nth % 3]!;
  // What is at hand can be written and read all the time; this needs more.
  if (!paging.flush(pager)) {
    must(fault() === 13, 'a flush', metered);
    return false;
  }
  if (!paging.write16(pager, va, 0x5a5a)) {
    must(fault() === 1 && paging.commit(pager) && paging.write16(pager, va, 0x5a5a), 'a write', metered);
  }
  const now = readAll(paging, pager);
  if (
    !now.every(
      (byte, i) =>
        i === va || i === va + 1 || byte === bench.before.now[i] || byte === bench.after.now[i] || bench.cut.undoes,
    )
  )
    throw new Error('what was written is lost');
  if (isVolatile) return true;
  must(paging.commit(pager), 'a commit', metered);
  if (!isSame(restarted(bench), now)) throw new Error('a commit after the cut is not what a restart finds');
  const check = paging.check(pager);
  if (check) throw new Error(check);
  return true;
}

/** Bytes of a store that keeps three images of the heap. */
export const SLEEP_BYTES = 15 * 256;

/** The heap as it is after a sleep that loses RAM. */
function sleep({ ckremm: { paging }, heap, raw }: Metered): void {
  const { store } = flashOf(2, 4, SLEEP_BYTES);
  if (!paging.hibernate(heap, store)) throw new Error('hibernate is refused');
  raw.fill(0);
  if (!paging.resume(heap, store)) throw new Error('resume is refused');
}

/** Make the scene, then the call cut off everywhere, or in one of `every` places. Returns how many cuts. */
export function cutIn(metered: Metered, scene: Scene, cut: Cut, { isDeep = false, sleeps = false, every = 1 }): number {
  const {
    ckremm: { paging, heap: heaps },
    heap,
    raw,
  } = metered;
  const flash = flashOf();
  const isVolatile = !!scene.isVolatile;
  const before: Pages = { now: new Uint8Array(BYTES), committed: new Uint8Array(BYTES) };
  raw.fill(0);
  heaps.format(heap);
  const first = paging.create(heap, REGION, flash.store, PAGES, { ...OPTIONS, isVolatile });
  must(first, 'create', metered);
  const write = (va: number, value: number): void => {
    must(
      paging.write8(first, va, value) ||
        (!isVolatile &&
          paging.commit(first) &&
          (before.committed = before.now.slice()) &&
          paging.write8(first, va, value)),
      'a write',
      metered,
    );
    before.now[va] = value;
  };
  scene.prepare(paging, first, write, () => {
    must(paging.commit(first), 'a commit', metered);
    before.committed = before.now.slice();
  });
  const after = copyOf(before);
  cut.after?.(after);
  const bench: Bench = {
    metered,
    flash,
    isVolatile,
    base: heaps.find(heap, Kind.Paging, 0),
    before,
    after,
    cut,
    sleeps,
  };
  const subject = interruptible(bench, isDeep);
  return (
    cutEverywhere(subject, every) +
    cutAtEach(subject, 'operations of the flash', (nth, call) => flash.cutAt(metered, nth, call))
  );
}

/** The heap and the flash as one image. */
function interruptible(bench: Bench, isDeep: boolean): Interruptible {
  const { metered, flash, base, cut } = bench;
  const { paging } = metered.ckremm;
  const image = { heap: metered.raw.slice(), flash: flash.save() };
  const both = {
    set(saved: typeof image) {
      metered.raw.set(saved.heap);
      flash.restore(saved.flash);
    },
    slice: () => ({ heap: metered.raw.slice(), flash: flash.save() }),
  };
  let nth = 0;
  return {
    metered: { ...metered, raw: both as unknown as Uint8Array },
    image: image as unknown as Uint8Array,
    isDeep,
    attach: () => {
      if (bench.sleeps) sleep(metered);
      return paging.attach(metered.heap, base, flash.store);
    },
    call: (pager) => cut.call(paging, pager, base),
    goOn: (pager) => goOn(bench, pager, nth++),
    verify: (pager) => verify(bench, pager),
    repair: (pager) => paging.repair(pager),
    repairAt: (heap) => paging.repairAt(heap, base, flash.store),
  };
}

const fillAll = (write: (va: number, value: number) => void, from: number): void => {
  for (let page = 0; page < PAGES; page++) write(page * PAGE_BYTES + 5, from + page);
};

export const SCENES: Scene[] = [
  {
    name: 'a few pages, none committed',
    prepare: (_paging, _pager, write) => [1, 2, 3].forEach((page) => write(page * PAGE_BYTES, page)),
  },
  {
    name: 'all committed, some dirty, some flushed',
    prepare: (paging, pager, write, commit) => {
      fillAll(write, 1);
      commit();
      [40, 100, 200, 300].forEach((va) => write(va, 77));
      paging.flush(pager);
      [60, 220].forEach((va) => write(va, 88));
    },
  },
  {
    name: 'no room but by moving pages',
    prepare: (paging, pager, write, commit) => {
      for (let round = 0; round < 6; round++) {
        fillAll(write, 20 * round);
        commit();
      }
      for (let n = 0; paging.stats(pager).freePages > 0 && n < 60; n++) {
        write((n % PAGES) * PAGE_BYTES + 7, n);
        paging.flush(pager);
      }
      commit();
    },
  },
  {
    name: 'pages that are held',
    prepare: (paging, pager, write, commit) => {
      fillAll(write, 3);
      commit();
      for (const page of [2, 9]) paging.pin(pager, page, true);
      write(2 * PAGE_BYTES + 1, 99);
    },
  },
  {
    name: 'swap',
    isVolatile: true,
    prepare: (_paging, _pager, write) => {
      for (let round = 0; round < 9; round++) fillAll(write, 20 * round);
    },
  },
];

const CUT_VA = PAGE_BYTES * 7 - 2;
const putWord = ({ now }: Pages): void => now.set([1, 2, 3, 4], CUT_VA);
const LONG = new Uint8Array(100).map((_, i) => 150 + i);

export const CUTS: Cut[] = [
  { name: 'read8', call: (paging, pager) => paging.read8(pager, 11 * PAGE_BYTES) },
  { name: 'read32', call: (paging, pager) => paging.read32(pager, 11 * PAGE_BYTES - 2) },
  { name: 'write8', call: (paging, pager) => paging.write8(pager, 0, 9), after: ({ now }) => now.set([9], 0) },
  { name: 'read16', call: (paging, pager) => paging.read16(pager, 10 * PAGE_BYTES - 1) },
  { name: 'copyOut', call: (paging, pager) => paging.copyOut(pager, 300, new Uint8Array(80), 0, 80) },
  {
    name: 'write16',
    call: (paging, pager) => paging.write16(pager, CUT_VA + 1, 0x0302),
    after: ({ now }) => now.set([2, 3], CUT_VA + 1),
  },
  { name: 'write32', call: (paging, pager) => paging.write32(pager, CUT_VA, 0x04030201), after: putWord },
  {
    name: 'copyIn',
    call: (paging, pager) => paging.copyIn(pager, 40, LONG, 0, 100),
    after: ({ now }) => now.set(LONG, 40),
  },
  { name: 'pin', call: (paging, pager) => paging.pin(pager, 10, true) },
  { name: 'unpin', call: (paging, pager) => paging.unpin(pager, 9) },
  { name: 'prefetch', call: (paging, pager) => paging.prefetch(pager, 8) },
  { name: 'flush', call: (paging, pager) => paging.flush(pager) },
  {
    name: 'commit',
    call: (paging, pager) => paging.commit(pager),
    after: (pages) => {
      pages.committed = pages.now.slice();
    },
  },
  {
    name: 'two commits',
    after: (pages) => {
      pages.now[0] = 9;
      pages.committed = pages.now.slice();
    },
    call: (paging, pager) => paging.write8(pager, 0, 9) && paging.commit(pager) && paging.commit(pager),
  },
  { name: 'rollback', call: (paging, pager) => paging.rollback(pager), undoes: true },
  { name: 'attach', call: (paging, pager, address) => paging.attach(pager.u8, address, pager.store) },
];
