/** Small pagers, with their flash, as a world to explore: RAM region, flash and what it may be programmed with are one image. */
import { Control } from '../../src/paging/layout.ts';
import type { World } from '../support/explore.ts';
import type { Library } from './library.ts';
import { isSound, placesOf } from './oracle.ts';
import { type Held, PAGE_BYTES, type Small, SmallPager } from './small.ts';

/** Control words that make no difference to what a pager does: figures, generations, CRCs and what is pending, which nothing is. */
const FREE_WORDS = [
  Control.Stamp,
  Control.PendingPageSlot,
  Control.PendingCrc,
  Control.Generation,
  Control.Hits,
  Control.Misses,
  Control.Reads,
  Control.WriteBacks,
  Control.Moved,
  Control.Commits,
  Control.ProgrammedBytes,
  Control.RootErases,
  Control.DataErases,
  Control.RootCheck,
  Control.Written,
];

export interface Explorable extends World<Held> {
  tally: SmallPager['tally'];
}

type Call = [name: string, call: (next: Held) => void];

function requireSame(found: Uint8Array, due: Uint8Array, what: string): void {
  const i = found.findIndex((byte, k) => byte !== due[k]);
  if (i >= 0) throw new Error(`${what}: byte ${i} is ${found[i]}, not ${due[i]}`);
}

/** The calls that `small` says; `draw` is what the library draws next. */
function callsOf(it: SmallPager, draw: { next: number }, small: Small, live: Held): Call[] {
  const { writes, straddles, reads, held, pinned, isVolatile } = small;
  const calls: Call[] = [
    ...writes.map((page): Call => [`write8 in ${page}`, (next) => it.put(next, page * PAGE_BYTES + 3)]),
    ...straddles.map((va): Call => [`write32(${va})`, (next) => it.putAcross(next, va)]),
    ...reads.map((page): Call => [`read8 in ${page}`, (next) => it.read(next, page * PAGE_BYTES + 3)]),
    ...[...held, ...pinned].map((page): Call =>
      live.pins[page]
        ? [`unpin ${page}`, (next) => it.unpin(next, page)]
        : [`pin ${page}`, (next) => it.pin(next, page, held.includes(page))],
    ),
    ['flush', () => it.flush()],
    ['power cut', (next) => it.restart(next)],
  ];
  return isVolatile
    ? calls
    : [
        ...calls,
        ['commit', (next) => it.commit(next)],
        ['rollback', (next) => it.rollback(next)],
        [
          'commit, the other root slot drawn',
          (next) => {
            draw.next = 0.9;
            it.commit(next);
          },
        ],
        ...[1, 2, 3, 5, 8].map((nth): Call => [
          `commit, power cut in operation ${nth}`,
          (next) => it.cutCommit(next, nth),
        ]),
      ];
}

/** Wear counts as what a sector has more than the least worn one; where an object has noted a page, its notes count. */
function keyOf({ all, shape }: SmallPager, { isWearless }: Small, live: Held): string {
  const at = placesOf(shape);
  const key = all.slice(shape.base, at.frame);
  const control = new Int32Array(key.buffer, 0, Control.Words);
  const wear = new Int32Array(all.buffer, at.wear, shape.sectors);
  const least = Math.min(...wear);
  const { stamp, writable } = live.object as { stamp: number; writable: number };
  control[Control.PendingPage] = stamp === control[Control.Stamp] ? 1 + Number(writable >= 0) : 0;
  for (const n of FREE_WORDS) control[n] = 0;
  key.fill(0, at.header - shape.base, at.pageSlots - shape.base);
  const listed = new Uint16Array(key.buffer, at.changed - shape.base, at.mostChanged);
  listed.fill(65535, Math.min(control[Control.Changed]!, at.mostChanged)).sort();
  if (!isWearless)
    key.set(
      wear.map((erases) => Math.min(erases - least, 3)),
      at.wear - shape.base,
    );
  return Buffer.from(key).toString('latin1');
}

/** By the tables, by `check`, by the oracle, by attach and after a restart: what is there is what is held. */
function verifierOf(it: SmallPager, { paging }: Library, small: Small): (live: Held) => void {
  const { all, image, shape, store } = it;
  const declared = new Int32Array(all.buffer, shape.base, Control.Words).slice();
  const other = new Uint8Array(image.length);
  const known = new Set<string>();
  const readAll = (from: any): Uint8Array => {
    const found = new Uint8Array(it.bytes);
    it.must(paging.copyOut(from, 0, found, 0, found.length) === found.length, 'reading all');
    return found;
  };
  const verifyAnew = (live: Held): void => {
    if (!isSound(image.slice(), shape, declared)) throw new Error('the oracle finds fault with it');
    const saved = all.slice();
    const again = paging.attach(image, shape.base, store);
    it.must(again, 'attach');
    requireSame(readAll(again), live.now, 'attached');
    all.set(saved);
    if (!small.isVolatile) requireSame(readAll(it.open(other)), live.committed, 'restarted');
    all.set(saved);
  };
  return (live) => {
    requireSame(it.contents(), live.now, 'by the tables');
    for (const [page, address] of Object.entries(live.pins))
      it.must(
        paging.pin(it.pager, Number(page)) === address && paging.unpin(it.pager, Number(page)),
        `page ${page}, pinned, moved`,
      );
    const wrong = paging.check(it.pager);
    if (wrong) throw new Error(wrong);
    const key = keyOf(it, small, live);
    if (!known.has(key)) verifyAnew(live);
    known.add(key);
  };
}

/** Written full over and over, as a store that was long in use. */
function used(it: SmallPager, { pages, sectors, span }: Small, live: Held): Held {
  for (let n = 0; n < 9 * span * sectors; n++)
    live = it.step(live, (next) => {
      it.put(next, (n % pages) * PAGE_BYTES + 3);
      it.flush();
    });
  return live;
}

/** A pager of 4 frames with the calls that `small` says; `draw` is what the library draws next. */
export function worldOf(library: Library, draw: { next: number }, small: Small): Explorable {
  const it = new SmallPager(library, small);
  const verify = verifierOf(it, library, small);
  return {
    heap: it.all,
    tally: it.tally,
    verify,
    live: small.isUsed ? used(it, small, it.atFirst()) : it.atFirst(),
    keyOf: (live) => keyOf(it, small, live),
    calls: (live) =>
      callsOf(it, draw, small, live).map(([name, call]) => [
        name,
        () =>
          it.step(live, (next) => {
            draw.next = 0;
            call(next);
          }),
      ]),
  };
}
