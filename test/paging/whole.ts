/** Calls that make, save or give back a pager as a whole, cut off at every store to RAM and before every operation of a flash. */
import { Fault } from '../../src/core/faults.ts';
import { Kind } from '../../src/heap/layout.ts';
import { Control } from '../../src/paging/layout.ts';
import { isCut } from '../support/cut.ts';
import type { Metered } from '../support/metered.ts';
import { BYTES, OPTIONS, PAGE_BYTES, PAGES, readAll, REGION, SLEEP_BYTES } from './cuts.ts';
import { type Flash, flashOf } from './flash.ts';

interface Whole {
  metered: Metered;
  /** The store of the pager, and the one of the heap's images. */
  flash: Flash;
  sleep: Flash;
}

const wholeOf = (metered: Metered): Whole => ({ metered, flash: flashOf(), sleep: flashOf(2, 4, SLEEP_BYTES) });

/** Heap and flashes as they are, to be put back. */
function saved({ metered: { raw }, flash, sleep }: Whole): () => void {
  const image = raw.slice();
  const cells = [flash.save(), sleep.save()] as const;
  return () => {
    raw.set(image);
    flash.restore(cells[0]);
    sleep.restore(cells[1]);
  };
}

function must(isTrue: unknown, what: string, { ckremm }: Metered): void {
  if (!isTrue) throw new Error(`${what}: fault ${ckremm.fault()}`);
}

function requireOneOf(found: Uint8Array, due: Uint8Array[], what: string): void {
  if (!due.some((bytes) => Buffer.compare(found, bytes) === 0)) throw new Error(`${what}: other bytes`);
}

/** Make a call from here, cut off at each place in turn, or of the stores to RAM at one of `every`; after each cut `judges` look, each at what the cut left. Returns how many cuts. */
function eachCut(whole: Whole, cutFlash: Flash, call: () => unknown, judges: (() => void)[], every = 1): number {
  const { metered } = whole;
  const restore = saved(whole);
  const ways: [string, (nth: number) => boolean][] = [
    ['stores', (nth) => isCut(metered, nth, call)],
    ['operations of the flash', (nth) => cutFlash.cutAt(metered, nth, call)],
  ];
  let total = 0;
  for (const [what, cut] of ways) {
    for (let nth = 0; ; nth += cut === ways[0]![1] ? every : 1, total++) {
      restore();
      if (!cut(nth)) break;
      const torn = saved(whole);
      try {
        for (const judge of judges) {
          torn();
          judge();
        }
      } catch (error) {
        throw new Error(`cut off after ${nth} ${what}: ${(error as Error).message}`);
      }
    }
  }
  return total;
}

/** A new heap with another pool in it. */
function begin({ metered: { ckremm, heap, raw } }: Whole): void {
  raw.fill(0);
  ckremm.heap.format(heap);
  ckremm.headers.create(heap, 100);
}

const create = ({ metered: { ckremm, heap }, flash }: Whole, isVolatile: boolean): any =>
  ckremm.paging.create(heap, REGION, flash.store, PAGES, { ...OPTIONS, isVolatile });
const attach = ({ metered: { ckremm, heap }, flash }: Whole): any =>
  ckremm.paging.attach(heap, ckremm.heap.find(heap, Kind.Paging, 0), flash.store);

/** A pager with each page written and committed, and a byte of two that is not. Returns what is committed, and what is there. */
function fill(whole: Whole, isVolatile = false): { pager: any; committed: Uint8Array; now: Uint8Array } {
  const {
    metered,
    metered: {
      ckremm: { paging },
    },
  } = whole;
  const committed = new Uint8Array(BYTES);
  begin(whole);
  const pager = create(whole, isVolatile);
  for (let page = 0; page < PAGES; page++)
    must(
      paging.write8(pager, page * PAGE_BYTES + 5, (committed[page * PAGE_BYTES + 5] = page + 1)),
      'a write',
      metered,
    );
  must(isVolatile || paging.commit(pager), 'a commit', metered);
  const now = committed.slice();
  for (const va of [7, 200]) must(paging.write8(pager, va, (now[va] = va)), 'a write', metered);
  return { pager, committed, now };
}

/** Bytes of a root slot, two sectors, and of a record's header. */
const SLOT_BYTES = 512;
const UNIT = 24;

/** What the flash of the pager may be like when create is called; `newest` is the root slot of the last record. */
export const STORES: [string, (cells: Uint8Array, newest: number) => void][] = [
  ['a commit', () => undefined],
  // Without its confirm copy the last record has to be saved anew.
  [
    'a last record that is not proven',
    (cells, newest) => cells.fill(255, newest * SLOT_BYTES + UNIT, newest * SLOT_BYTES + 2 * UNIT),
  ],
  [
    'something in another root slot',
    (cells, newest) => cells.fill(0x5a, ((newest + 1) % 3) * SLOT_BYTES, ((newest + 1) % 3) * SLOT_BYTES + 2 * UNIT),
  ],
];

/** create over such a store; `spoil` null: a blank one. */
export function cutCreate(
  metered: Metered,
  spoil: ((cells: Uint8Array, newest: number) => void) | null,
  every: number,
  isVolatile = false,
): number {
  const whole = wholeOf(metered);
  const {
    ckremm: { paging, heap: heaps },
    heap,
    raw,
  } = metered;
  let committed: Uint8Array = new Uint8Array(BYTES);
  if (spoil) {
    const filled = fill(whole);
    const cells = whole.flash.save();
    const newest = new Int32Array(raw.buffer, raw.byteOffset + heaps.find(heap, Kind.Paging, 0))[Control.Newest]!;
    must(newest >= 0 && newest < 3, 'a root', metered);
    spoil(cells.bytes, newest);
    whole.flash.restore(cells);
    ({ committed } = filled);
  }
  begin(whole);
  const free: number = heaps.freeBytes(heap);
  const look = (pager: any, what: string): void => {
    must(pager, what, metered);
    const wrong = paging.check(pager);
    if (wrong) throw new Error(`${what}: ${wrong}`);
    requireOneOf(readAll(paging, pager), [committed], what);
    must(paging.write8(pager, 3, 3) && (isVolatile || paging.commit(pager)), 'a commit', metered);
  };
  const isMade = (): boolean => heaps.find(heap, Kind.Paging, 0) > 0;
  return eachCut(
    whole,
    whole.flash,
    () => create(whole, isVolatile),
    [
      () => {
        must(heaps.repair(heap), 'heap.repair', metered);
        if (!isMade() && heaps.freeBytes(heap) !== free) throw new Error('the region is not given back');
        look(isMade() ? attach(whole) : create(whole, isVolatile), 'after heap.repair');
      },
      () => {
        if (isMade()) return look(attach(whole), 'attach');
        const pager = create(whole, isVolatile);
        if (pager) return look(pager, 'create again');
        // What the cut call took is not given back yet, and there is no room for two.
        must(
          [Fault.NoSpace, Fault.Interrupted].includes(metered.ckremm.fault()) && heaps.repair(heap),
          'create again',
          metered,
        );
        look(isMade() ? attach(whole) : create(whole, isVolatile), 'create again after heap.repair');
      },
    ],
    every,
  );
}

/** hibernate, the first and the second: the image that was saved before, or the new one; and the pager goes on. */
export function cutHibernate(metered: Metered, isFirst: boolean, every: number): number {
  const whole = wholeOf(metered);
  const {
    ckremm: { paging, fault },
    heap,
    raw,
  } = metered;
  const { pager, now } = fill(whole);
  const before = now.slice();
  if (!isFirst) must(paging.hibernate(heap, whole.sleep.store), 'hibernate', metered);
  must(paging.write8(pager, 300, (now[300] = 33)), 'a write', metered);
  const image = raw.slice();
  const wake = (due: Uint8Array[]): void => {
    raw.fill(0);
    if (!paging.resume(heap, whole.sleep.store))
      return must(isFirst && due.length > 1 && fault() === Fault.NotAnImage, 'resume', metered);
    const again = attach(whole);
    must(again, 'attach', metered);
    requireOneOf(readAll(paging, again), due, 'woken');
  };
  return eachCut(
    whole,
    whole.sleep,
    () => paging.hibernate(heap, whole.sleep.store),
    [
      () => {
        image[8] = raw[8]!;
        if (Buffer.compare(image, raw)) throw new Error('the heap has changed');
        must(paging.commit(pager), 'a commit', metered);
        requireOneOf(readAll(paging, pager), [now], 'the pager');
      },
      () => wake([before, now]),
      () => {
        must(paging.hibernate(heap, whole.sleep.store), 'hibernate again', metered);
        wake([now]);
      },
    ],
    every,
  );
}

/** resume: made again it gives the image; and what is in the heap in between is no pager, or has what it had. */
export function cutResume(metered: Metered, every: number): number {
  const whole = wholeOf(metered);
  const {
    ckremm: { paging, heap: heaps },
    heap,
    raw,
  } = metered;
  const { now } = fill(whole);
  must(paging.hibernate(heap, whole.sleep.store), 'hibernate', metered);
  raw.fill(0);
  return eachCut(
    whole,
    whole.sleep,
    () => paging.resume(heap, whole.sleep.store),
    [
      () => {
        must(paging.resume(heap, whole.sleep.store), 'resume again', metered);
        const pager = attach(whole);
        must(pager, 'attach', metered);
        requireOneOf(readAll(paging, pager), [now], 'woken');
        must(paging.commit(pager) && !paging.check(pager), 'a commit', metered);
      },
      () => {
        const pager = heaps.open(heap) ? attach(whole) : null;
        if (pager) requireOneOf(readAll(paging, pager), [now], 'half woken');
      },
    ],
    every,
  );
}

/** destroy: the pager is there as it was, or gone; what it had committed is in the store. */
export function cutDestroy(metered: Metered): number {
  const whole = wholeOf(metered);
  const {
    ckremm: { paging, heap: heaps },
    heap,
  } = metered;
  const { pager, now, committed } = fill(whole);
  return eachCut(whole, whole.flash, () => paging.destroy(pager), [
    () => {
      must(heaps.repair(heap), 'heap.repair', metered);
      const isThere = heaps.find(heap, Kind.Paging, 0) > 0;
      const again = isThere ? attach(whole) : create(whole, false);
      must(again, 'a pager', metered);
      requireOneOf(readAll(paging, again), [isThere ? now : committed], 'a pager');
    },
    () => {
      if (!paging.destroy(pager))
        must(
          [Fault.BadArgument, Fault.Interrupted].includes(metered.ckremm.fault()) && heaps.repair(heap),
          'destroy again',
          metered,
        );
    },
  ]);
}
