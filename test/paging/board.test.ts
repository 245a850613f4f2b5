/** The lean bundle of a board: calls that are cut off, and images and pagers that are damaged. */
import { type Bundles, buildBundles } from '../records/bundle.ts';
import { meteredHeap } from '../support/metered.ts';
import { attachDamaged, damageLive, type Subject } from '../support/campaign.ts';
import { type Damage, eachWord, everyValue, exchanges, overruns, randomWords } from '../support/damages.ts';
import { afterDestroy } from '../support/destroyed.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { isSoak } from '../support/soak.ts';
import { Kind } from '../../src/heap/layout.ts';
import { CUTS, cutIn, PAGE_BYTES, PAGES, SCENES } from './cuts.ts';
import { flashOf } from './flash.ts';
import { CONTROL_WORDS, isSound, placesOf, type Shape } from './oracle.ts';
import { cutCreate, cutDestroy, cutHibernate, cutResume, STORES } from './whole.ts';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(['puckjs'], 'paging,paging.inspect,headers');
}, 600000);

/* A soak cuts off at every store, and tries every damage; `npm test` one of a few of both. */
const EVERY = isSoak ? 1 : 17;
const metered = () => meteredHeap('puckjs', 1024, { bundleFile: bundles.file('puckjs', true) });

describe.each(SCENES)('cut off: $name', (scene) => {
  let total = 0;
  test.each(CUTS.filter(({ name }) => !scene.isVolatile || !/commit|rollback/.test(name)))(
    '$name',
    (cut) => {
      total += cutIn(metered(), scene, cut, cut.name === 'unpin' ? { isDeep: true } : { every: EVERY });
      // As many calls of repair, each cut off as often.
      if (isSoak) cutIn(metered(), scene, cut, { isDeep: true, every: 101 });
    },
    1e6,
  );

  test('it was cut off at many a store', () => expect(total).toBeGreaterThan(200 / EVERY));
});

test.each(SCENES.filter(({ name }) => isSoak || /flushed|swap/.test(name)))(
  'cut off, put to sleep, woken and repaired: $name',
  (scene) => {
    let total = 0;
    for (const cut of CUTS.filter(({ name }) =>
      (scene.isVolatile ? /write32|flush/ : /write32|flush|two commits|rollback/).test(name),
    ))
      total += cutIn(metered(), scene, cut, { sleeps: true, every: isSoak ? 1 : 19 });
    expect(total).toBeGreaterThan(isSoak ? 200 : 15);
  },
  1e6,
);

describe('cut off as a whole', () => {
  const every = isSoak ? 1 : 13;
  test.each([...STORES])(
    'create over a store with %s',
    (_name, spoil) => expect(cutCreate(metered(), spoil, every)).toBeGreaterThan(200 / every),
    1e6,
  );
  test.each([[false], [true]])(
    'create over a blank store, swap: %s',
    (isVolatile) => expect(cutCreate(metered(), null, every, isVolatile)).toBeGreaterThan(200 / every),
    1e6,
  );
  test.each([[true], [false]])(
    'hibernate, the first one: %s',
    (isFirst) => expect(cutHibernate(metered(), isFirst, every)).toBeGreaterThan(20),
    1e6,
  );
  test('resume', () => expect(cutResume(metered(), isSoak ? 1 : 3)).toBeGreaterThan(10), 1e6);
  test('destroy', () => expect(cutDestroy(metered())).toBeGreaterThan(3), 1e6);
});

/** A pager with pages that are committed, flushed, dirty and pinned, on the board, and all its calls. */
function damaged(isVolatile: boolean): { subject: Subject; image: Uint8Array; shape: Shape } {
  const bench = metered();
  const {
    ckremm: { paging, heap: heaps },
    heap,
    raw,
  } = bench;
  const flash = flashOf();
  raw.fill(0);
  heaps.format(heap);
  const first = paging.create(heap, 600, flash.store, PAGES, { pageBytes: PAGE_BYTES, isVolatile });
  for (let page = 0; page < PAGES; page++) paging.write8(first, page * PAGE_BYTES, page);
  if (!isVolatile) paging.commit(first);
  for (const page of [1, 5, 7]) paging.write8(first, page * PAGE_BYTES, 99);
  paging.flush(first);
  paging.pin(first, 4);
  paging.write8(first, 3 * PAGE_BYTES, 9);
  const base: number = heaps.find(heap, Kind.Paging, 0);
  const image = raw.slice();
  const saved = flash.save();
  const words = new Int32Array(image.buffer, base, CONTROL_WORDS);
  const shape: Shape = {
    base,
    pages: PAGES,
    pageBytes: PAGE_BYTES,
    frames: words[21]!,
    sectors: 11,
    eraseBytes: 256,
    rootSlots: isVolatile ? 0 : 3,
    rootSlotSectors: 2,
  };
  const array = new Uint8Array(50);
  const on =
    (call: (pager: any) => unknown) =>
    (pager: any): unknown => {
      flash.restore(saved);
      const result = call(pager);
      if (flash.store.outside) throw new Error('the store was called outside of itself');
      return result;
    };
  const calls: Subject['calls'] = [
    ...[0, 3 * PAGE_BYTES + 1, 4 * PAGE_BYTES, 11 * PAGE_BYTES].flatMap((va): Subject['calls'] => [
      [`read8 ${va}`, on((pager) => paging.read8(pager, va))],
      [`write8 ${va}`, on((pager) => paging.write8(pager, va, 1))],
      [`read32 ${va}`, on((pager) => paging.read32(pager, va - 1))],
      [`write32 ${va}`, on((pager) => paging.write32(pager, va - 1, 1))],
      [`pin ${va}`, on((pager) => paging.pin(pager, va / PAGE_BYTES, true))],
      [`unpin ${va}`, on((pager) => paging.unpin(pager, va / PAGE_BYTES))],
      [`prefetch ${va}`, on((pager) => paging.prefetch(pager, va / PAGE_BYTES))],
    ]),
    ['copyIn', on((pager) => paging.copyIn(pager, 60, array, 0, 50))],
    ['copyOut', on((pager) => paging.copyOut(pager, 250, array, 0, 50))],
    ['flush', on((pager) => paging.flush(pager))],
    ['commit', on((pager) => paging.commit(pager))],
    ['rollback', on((pager) => paging.rollback(pager))],
    ['repair', on((pager) => paging.repair(pager))],
  ];
  const subject: Subject = {
    metered: bench,
    from: base,
    to: base + 600 - 8,
    calls,
    mostSteps: 60000,
    attach: () => {
      flash.restore(saved);
      return paging.attach(heap, base, flash.store);
    },
    oracle: (bytes) => isSound(bytes, shape, words),
  };
  return { subject, image, shape };
}

describe.each([[false], [true]])('damaged, swap: %s', (isVolatile) => {
  const seed = seedOf(51);

  test('attach accepts what an oracle finds sound, and no call on that leaves the region or the store', () => {
    const { subject, image, shape } = damaged(isVolatile);
    const {
      frame,
      header,
      pageSlots,
      proven,
      references,
      changed,
      pageOf,
      frameOf,
      flags,
      order,
      stage,
      crcs,
      volume,
    } = placesOf(shape);
    const { base } = shape;
    expect(subject.oracle!(image)).toBe(true);
    const random = randomFrom(seed);
    const telling = isSoak ? undefined : [0, 8, 0xffff];
    const offsets = isSoak ? undefined : [1];
    const some = function* (damages: Iterable<Damage>): Generator<Damage> {
      let nth = seed;
      for (const damage of damages) if (isSoak || nth++ % 7 === 0) yield damage;
    };
    const judge = (damages: Iterable<Damage>): ReturnType<typeof attachDamaged> =>
      attachDamaged(subject, image, some(damages));
    const halves = (from: number, to: number): number[] =>
      Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i);
    // Figures, the CRCs, the wear and the volume may be anything; what is pending, too, while nothing is.
    const ranges: [number, number][] = [
      [base + 12, base + 64],
      [base + 68, base + 72],
      [base + 76, base + 100],
      [base + 136, base + 140],
      [base + 144, base + 152],
      [base + 156, base + 160],
      [header, stage],
      [pageSlots, frame],
    ];
    for (const [from, to] of ranges) judge(eachWord(from, to, telling, offsets));
    judge(randomWords(random, pageSlots, frame, isSoak ? 4000 : 120));
    judge(randomWords(random, base, stage, isSoak ? 4000 : 80));
    for (const [from, to] of [
      [pageSlots, proven],
      [proven, references],
      [references, changed],
      [pageOf, frameOf],
    ] as const)
      judge(exchanges(halves(from, to)));
    for (const [from, to] of [
      [frameOf, flags],
      [flags, order],
      [order, frame],
    ] as const)
      judge(
        exchanges(
          Array.from({ length: to - from }, (_, i) => from + i),
          1,
        ),
      );
    if (isSoak)
      for (const at of [
        base + 20,
        base + 32,
        base + 36,
        base + 44,
        base + 52,
        base + 60,
        pageSlots,
        proven,
        pageOf,
        order,
      ])
        judge(everyValue(at));
    expect(judge(eachWord(crcs, volume, [1], [])).accepted).toBeGreaterThan(0);
  }, 1e9);

  test('a pager that is damaged while it is open: no call loops, throws, leaves the region or the store', () => {
    const { subject, image, shape } = damaged(isVolatile);
    const { frame, pageSlots } = placesOf(shape);
    const random = randomFrom(seed);
    const words = [...eachWord(shape.base, frame)];
    damageLive(subject, image, isSoak ? words : words.filter((_, i) => (i + seed) % 97 === 0));
    damageLive(subject, image, randomWords(random, shape.base, frame, isSoak ? 4000 : 40));
    damageLive(subject, image, randomWords(random, pageSlots, frame, isSoak ? 4000 : 40));
    // Past the end of a pinned page, and from the start of the region.
    damageLive(subject, image, overruns(random, frame, shape.base + 592, isSoak ? 200 : 4));
    damageLive(subject, image, overruns(random, shape.base, frame, isSoak ? 400 : 8));
  }, 1e9);
});

const calls = (ckremm: any, pager: any): [string, () => unknown][] => {
  const { paging } = ckremm;
  const array = new Uint8Array(8);
  return [
    ['read8', () => paging.read8(pager, 32)],
    ['read16', () => paging.read16(pager, 33)],
    ['read32', () => paging.read32(pager, 34)],
    ['read8 far', () => paging.read8(pager, 300)],
    ['write8', () => paging.write8(pager, 32, 1)],
    ['write16', () => paging.write16(pager, 33, 1)],
    ['write32', () => paging.write32(pager, 63, 1)],
    ['write8 far', () => paging.write8(pager, 300, 1)],
    ['copyIn', () => paging.copyIn(pager, 30, array, 0, 8)],
    ['copyOut', () => paging.copyOut(pager, 30, array, 0, 8)],
    ['pin', () => paging.pin(pager, 1)],
    ['unpin', () => paging.unpin(pager, 1)],
    ['prefetch', () => paging.prefetch(pager, 9)],
    ['flush', () => paging.flush(pager)],
    ['commit', () => paging.commit(pager)],
    ['rollback', () => paging.rollback(pager)],
    ['repair', () => paging.repair(pager)],
    ['destroy', () => paging.destroy(pager)],
  ];
};

test.each([[false], [true]])(
  'after destroy every call through every object is refused, whatever took the region; checked: %s',
  (isChecked) => {
    const flash = flashOf();
    const count = afterDestroy(
      {
        kind: Kind.Paging,
        prefix: 'paging.',
        calls,
        make(ckremm, heap) {
          ckremm.headers.create(heap, 100);
          const pager = ckremm.paging.create(heap, 700, flash.store, PAGES, { pageBytes: PAGE_BYTES });
          ckremm.paging.write8(pager, 33, 1);
          return pager;
        },
        attach: (ckremm, heap, address) => {
          const pager = ckremm.paging.attach(heap, address, flash.store);
          ckremm.paging.write8(pager, 34, 1);
          return pager;
        },
        destroy: ({ paging }, pager) => paging.destroy(pager),
      },
      'puckjs',
      isChecked,
      4096,
      { bundleFile: bundles.file('puckjs', !isChecked) },
    );
    expect(count).toBe(9 * 4 * 2 * 18);
  },
  1e6,
);
