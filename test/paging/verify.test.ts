/** Each comparison of verify.ts in turn always true, and always false: attach then judges some image otherwise than the oracle does. */
import { exchanges, eachWord, randomWords, type Damage } from '../support/damages.ts';
import { comparisonMutants, requireFair, type Judge, noticed } from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isSoak } from '../support/soak.ts';
import { PAGE_BYTES, PAGES } from './cuts.ts';
import { flashOf } from './flash.ts';
import { CONTROL_WORDS, isSound, placesOf, type Shape } from './oracle.ts';

/** Mutants that no image of this test tells, and why. */
const SAME = new Set<string>([
  // What is pending is for repair: attach accepts nothing that is.
  'p.w[p.control + Control.PendingPage] === page + 1 -> false',
  // A number in the sentence of check.
  '6 + 16 * (found - 1) -> true',
  // A region too small for four frames is none that create makes.
  'p.frameCount >= Limit.LeastFrames -> true',
  // Pagers that were closed are in calls.test.ts.
  'open === Mark.Closed -> false',
  // A page that there is not names no frame: another page would have to give the frame up.
  'page < p.pageCount -> true',
]);

const halves = (from: number, to: number): number[] => Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i);
const bytesOf = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

function* damagesOf(shape: Shape): Generator<Damage> {
  const at = placesOf(shape);
  const { base } = shape;
  const random = randomFrom(77);
  for (const [from, to] of [
    [base + 4, base + 8],
    [base + 12, base + 64],
    [base + 68, base + 72],
    [base + 76, base + 100],
    [base + 136, base + 140],
    [base + 144, base + 152],
    [base + 156, base + 160],
    [at.pageSlots, at.frame],
    [at.header, at.stage],
  ] as const)
    yield* eachWord(from, to, [0, 1, 4, 8, 0x7fff, 0xffff], [-1, 1]);
  for (let n = 0; n < CONTROL_WORDS; n++)
    for (const value of [-5, -4, -3, -2, -1, 0, 1, 2, 3, 5, 6, 7, 8, 9, 168, 172, 512, 516])
      yield {
        what: `control ${n} = ${value}`,
        apply: (bytes) => new Int32Array(bytes.buffer, base, CONTROL_WORDS).fill(value, n, n + 1),
      };
  for (const [from, to] of [
    [at.pageSlots, at.proven],
    [at.proven, at.references],
    [at.references, at.changed],
    [at.pageOf, at.frameOf],
  ] as const)
    yield* exchanges(halves(from, to));
  for (const [from, to] of [
    [at.frameOf, at.flags],
    [at.flags, at.order],
    [at.order, at.frame],
  ] as const)
    yield* exchanges(bytesOf(from, to), 1);
  yield* randomWords(random, base, at.stage, 600);
  yield* randomWords(random, at.pageSlots, at.frame, 600);
  const put = (bytes: Uint8Array, n: number, value: number): void =>
    void new Int32Array(bytes.buffer, base, CONTROL_WORDS).fill(value, n, n + 1);
  // Flags whose counts are right; lists of changes that are too long, or have what is no page; images that were resumed.
  const reflag = (bytes: Uint8Array, change: (frame: number, flags: number) => number): void => {
    const flags = bytes.subarray(at.flags, at.order);
    flags.forEach((old, frame) => (flags[frame] = change(frame, old)));
    for (const [n, mask] of [
      [6, 1],
      [7, 0xf8],
      [37, 4],
    ] as const)
      put(
        bytes,
        n,
        flags.reduce((sum, value) => sum + Number((value & mask) > 0), 0),
      );
  };
  for (let frame = 0; frame < shape.frames; frame++)
    for (let flags = 0; flags < 32; flags++)
      yield {
        what: `flags ${flags} of frame ${frame}`,
        apply: (bytes) => reflag(bytes, (n, old) => (n === frame ? flags : old)),
      };
  for (let left = 0; left < 4; left++)
    yield {
      what: `all frames but ${left} pinned`,
      apply: (bytes) => reflag(bytes, (n, old) => (n < left ? old & 3 : old | 8)),
    };
  for (let count = 0; count <= at.mostChanged + 1; count++)
    for (let place = 0; place < at.mostChanged; place++)
      yield {
        what: `${count} changed, ${place} is none`,
        apply: (bytes) => {
          put(bytes, 11, count);
          bytes.fill(255, at.changed + 2 * place, at.changed + 2 * place + 2);
        },
      };
  for (const open of [-5, -4, 0, 1, shape.pages])
    for (const isResumed of [0, 1, 2])
      yield {
        what: `open ${open}, resumed ${isResumed}`,
        apply: (bytes) => {
          if (open) put(bytes, 4, open);
          put(bytes, 39, isResumed);
        },
      };
  for (let sector = 0; sector < shape.sectors; sector++)
    yield {
      what: `sector ${sector} retired`,
      apply: (bytes) => {
        bytes[at.wear + 4 * sector + 3]! |= 128;
      },
    };
}

/** Pagers in states that differ in what is empty, open or on record. */
const STATES = [
  { isVolatile: false, programBytes: 4, pages: PAGES, bytes: 600, commits: true, rollsBack: false },
  { isVolatile: true, programBytes: 4, pages: PAGES, bytes: 600, commits: false, rollsBack: false },
  { isVolatile: false, programBytes: 16, pages: PAGES - 1, bytes: 1100, commits: false, rollsBack: false },
  { isVolatile: false, programBytes: 4, pages: PAGES - 1, bytes: 1000, commits: true, rollsBack: true },
  { isVolatile: false, programBytes: 4, pages: PAGES, bytes: 800, commits: false, rollsBack: false, isFresh: true },
];

const judge: Judge = (load) => {
  const { format, find } = load('heap/index.ts');
  const { fault } = load('core/faults.ts');
  const paging = load('paging/index.ts');
  for (const { isVolatile, programBytes, pages, bytes, commits, rollsBack, isFresh } of STATES) {
    const flash = flashOf(1, programBytes);
    const heap = format(new Uint8Array(1400));
    const first = paging.create(heap, bytes, flash.store, pages, { pageBytes: PAGE_BYTES, isVolatile });
    for (let page = 0; page < 8; page++) paging.write8(first, page * PAGE_BYTES, page);
    if (commits) paging.commit(first);
    for (const page of [1, 5, 7]) paging.write8(first, page * PAGE_BYTES, 99);
    if (!isFresh) paging.flush(first);
    if (rollsBack) paging.rollback(first);
    paging.pin(first, 4);
    if (!rollsBack) paging.pin(first, 3, true);
    const saved = flash.save();
    const image = heap.slice();
    const base: number = find(heap, 6, 0);
    const words = new Int32Array(image.buffer, base, CONTROL_WORDS);
    const shape: Shape = {
      base,
      pages,
      pageBytes: PAGE_BYTES,
      frames: words[21]!,
      sectors: 11,
      eraseBytes: 256,
      rootSlots: isVolatile ? 0 : 3,
      rootSlotSectors: first.rootSlotSectors,
      programBytes,
    };
    for (const { what, apply } of damagesOf(shape)) {
      const damaged = image.slice();
      apply(damaged);
      const isDue = isSound(damaged, shape, words);
      flash.restore(saved);
      if (!!paging.attach(damaged, base, flash.store) !== isDue)
        return `${what}: attach ${isDue ? 'refuses' : 'accepts'}`;
    }
    for (const mark of [-1, -2, -3]) {
      const cut = image.slice();
      new Int32Array(cut.buffer, base, CONTROL_WORDS)[4] = mark;
      if (paging.attach(cut, base, flash.store) || fault() !== 13) return `mark ${mark}: fault ${fault()}`;
    }
  }
  return '';
};

const mutants = comparisonMutants('paging/verify.ts').filter(({ key }) => !SAME.has(key) && !/^(&&|\|\|) ->/.test(key));
const chosen = isSoak ? mutants : mutants.filter((_, i) => i % 12 === 0);

test('the judge finds no fault with verify as it is', () => requireFair(judge), 1e6);

test.each(chosen)(
  '$name',
  ({ patch }) => {
    expect(noticed(judge, [patch])).not.toBe('');
  },
  1e6,
);
