/** Each comparison of verify.ts dropped in turn: attach then accepts what the oracle refuses, or refuses what is sound, and a test sees it. */
import { eachWord, exchanges, randomWords } from '../support/damages.ts';
import type { Load } from '../support/library.ts';
import { comparisonMutants, requireFair, noticed } from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isDue } from '../support/soak.ts';
import { isSound } from './oracle.ts';
import { someWork } from './scene.ts';

const FILE = 'headers/verify.ts';

/**
 * Mutants that change nothing, or only what check says of a damage that is found all the same: each with its reason.
 */
const equivalent: Record<string, string> = Object.fromEntries([
  [
    'b + granules > pool.end -> false',
    'then the walk ends beyond the pool, at what is no sentinel: damage.test.ts sees it read there',
  ],
  ...[
    'link >= pool.first -> true',
    'link < pool.end - 1 -> true',
    'members >= 0 -> true',
    'isLinked -> true',
    '!isLinked -> false',
    'i < seen.length -> true',
    'b >= from -> true',
  ].map((key) => [key, 'keeps reads and loops inside the pool: damage.test.ts sees what leaves it']),
  [
    '(pool.w[2 * b - 1] & Bit.Both) === Bit.BelowUsed -> true',
    'a member that is no free block is not among those seen',
  ],
  [
    '!(header & Bit.BelowUsed) -> false',
    'says which invariant it is: two free neighbours are no members of a list either',
  ],
  ...[
    'w[pool.control - Control.Bins + halfOctave(granules)] === b -> true',
    '!w[2 * b] -> true',
    'names(pool, w[2 * b], 2, b) -> true',
  ].map((key) => [key, 'says where it is: each free block is counted among the members']),
  ['(b - from) >> 3 >= seen.length -> true', 'a window for each block: slower'],
  ...['broken -> false', 'judgeUsed(pool, b) -> false', '!broken -> true'].map((key) => [
    key,
    'says which was first; of large blocks alone for judgeUsed',
  ]),
  ['granules <= Deferred.Last -> true', 'no word behind these is a granule of the pool in the images here'],
  ['broken + 16 * (b << logOf(pool)) -> true', 'where it is, for check'],
]);

interface Image {
  bytes: Uint8Array;
  from: number;
  to: number;
  isSound: boolean;
}

let images: Image[] | undefined;

/** Pools in the middle of their work, and the same damaged: what the oracle says of each. */
function makeImages(load: Load): Image[] {
  const heap = load('heap/index.ts');
  const headers = load('headers/index.ts');
  const made: Image[] = [];
  const works = [
    someWork,
    (lib: any, pool: any) =>
      [6, 6, 6, 6, 6, 6, 6]
        .map((bytes) => lib.alloc(pool, bytes))
        .filter((at: number, i: number) => at && (i % 2 || !lib.dealloc(pool, at))),
    (lib: any, pool: any) =>
      [60, 10, 60, 10, 60, 10]
        .map((bytes) => lib.alloc(pool, bytes))
        .filter((at: number, i: number) => at && (i % 2 || !lib.dealloc(pool, at))),
  ];
  for (const [nth, work] of works.entries()) {
    for (const poolBytes of [300, 304]) {
      const u8 = heap.format(new Uint8Array(poolBytes + 200))!;
      const pool = headers.create(u8, poolBytes);
      work(headers, pool);
      const [from, to] = [pool.base as number, (pool.base as number) + poolBytes - 8];
      const words = Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i);
      const damages = [
        ...eachWord(from, to, [0, 1, 3, 4, 8, 11], [-4, -1, 1, 4]),
        ...exchanges(words.slice(0, 44)),
        ...randomWords(randomFrom(nth), from, to, 300),
      ];
      made.push({ bytes: u8, from, to, isSound: true });
      for (const { apply } of damages) {
        const bytes = u8.slice();
        apply(bytes);
        made.push({ bytes, from, to, isSound: isSound(bytes, from, to) });
      }
    }
  }
  for (const poolBytes of [600, 6000, 12000]) made.push(...makeForged(load, poolBytes));
  return made;
}

type Words = Uint16Array;

/**
 * Damage that only one check finds: lists that are linked both ways, of the right bins, and as long as they should be, but lead
 * through payloads in which free blocks are drawn; a block of one granule whose rest is a block again.
 */
function forged(u8: Uint8Array, pool: any, from: number, to: number): Image[] {
  const made: Image[] = [];
  const add = (forge: (w: Words) => void): void => {
    const bytes = u8.slice();
    forge(new Uint16Array(bytes.buffer, 0, bytes.length >> 1));
    made.push({ bytes, from, to, isSound: isSound(bytes, from, to) });
  };
  const words: Words = new Uint16Array(u8.buffer, u8.byteOffset, u8.length >> 1);
  const [free, used]: [number[], number[]] = [[], []];
  for (let b = pool.first as number; b < pool.end; b += words[2 * b - 1]! >> 2)
    (words[2 * b - 1]! & 1 ? used : free).push(b);
  const lists = Array.from(
    { length: 2 * pool.first - 1 - pool.control - 14 },
    (_, i) => (pool.control + 14 + i) as number,
  ).filter((at) => words[at]);
  const members = (list: number): number[] => {
    const found: number[] = [];
    for (let b = words[list]!; b; b = words[2 * b]!) found.push(b);
    return found;
  };
  const draw = (w: Words, at: number, like: number, next: number, previous: number): void => {
    w[2 * at - 1] = w[2 * like - 1]!;
    w[2 * at] = next;
    w[2 * at + 2] = previous;
  };
  const roomy = used.filter((b) => words[2 * b - 1]! >> 2 > 3).map((b) => b + 1);
  const ends = [roomy[0], roomy.at(-1)].filter(Boolean) as number[];
  for (const b of used.filter((b) => words[2 * b - 1]! >> 2 > 2).slice(0, 4)) {
    add((w) => {
      w[2 * b + 1] = (((w[2 * b - 1]! >> 2) - 1) << 2) | 3;
      w[2 * b - 1] = 4 | (w[2 * b - 1]! & 3);
    });
  }
  for (const list of lists) {
    const all = members(list);
    const last = all.at(-1)!;
    for (const fake of ends) {
      add((w) => {
        draw(w, fake, last, 0, last);
        w[2 * last] = fake;
      });
      add((w) => {
        draw(w, fake, last, w[list]!, 0);
        w[2 * w[list]! + 2] = fake;
        w[list] = fake;
      });
    }
    // Two that name each other, and are in no list; two drawn ones are there in their place.
    for (const nth of all.length > 1 && roomy.length > 1 ? [0, all.length - 2] : []) {
      const [a, b] = [all[nth]!, all[nth + 1]!];
      for (const [c, d] of [
        [roomy[0]!, roomy[1]!],
        [roomy[0]!, roomy.at(-1)!],
        [roomy.at(-2)!, roomy.at(-1)!],
      ] as const) {
        add((w) => {
          const [before, after] = [w[2 * a + 2]!, w[2 * b]!];
          draw(w, c, a, d, before);
          draw(w, d, b, after, c);
          if (after) w[2 * after + 2] = d;
          if (before) w[2 * before] = c;
          else w[list] = c;
          w[2 * a] = w[2 * a + 2] = b;
          w[2 * b] = w[2 * b + 2] = a;
        });
      }
    }
    // A member at the end of another list.
    for (const other of lists.filter((other) => other !== list)) {
      if (all.length < 2) continue;
      const end = members(other).at(-1)!;
      add((w) => {
        w[2 * all.at(-2)!] = 0;
        w[2 * end] = last;
        w[2 * last + 2] = end;
      });
    }
  }
  return made;
}

/** A pool with many blocks of two sizes, those of one freed: lists with many members; larger ones are looked at in several windows. */
function makeForged(load: Load, poolBytes: number): Image[] {
  const heap = load('heap/index.ts');
  const headers = load('headers/index.ts');
  const u8 = heap.format(new Uint8Array(poolBytes + 200))!;
  const pool = headers.create(u8, poolBytes);
  const blocks: number[] = [];
  for (let at = 1; at;) if ((at = headers.alloc(pool, [40, 60, 50, 90][blocks.length & 3]))) blocks.push(at);
  blocks.forEach((at, i) => i % 2 || headers.dealloc(pool, at));
  const [from, to] = [pool.base as number, (pool.base as number) + poolBytes - 8];
  return [{ bytes: u8, from, to, isSound: isSound(u8, from, to) }, ...forged(u8, pool, from, to)];
}

/** The first image of which attach says other than the oracle. */
function judge(load: Load): string {
  images ??= makeImages(load);
  const headers = load('headers/index.ts');
  for (const [i, { bytes, from, isSound: isDue }] of images.entries()) {
    if (!!headers.attach(bytes, from) !== isDue) return `image ${i} is ${isDue ? 'sound' : 'not sound'}`;
  }
  return '';
}

// As on a small board, where the rest is left out: blocks above 64 KB have tests of their own.
const board = { constants: { LARGE_HEAPS: false } };

test('verify as it is agrees with the oracle', () => {
  requireFair(judge, board);
  expect(images!.filter((image) => image.isSound).length).toBeGreaterThan(100);
  expect(images!.filter((image) => !image.isSound).length).toBeGreaterThan(1000);
});

// What concerns blocks above 64 KB is judged in large.test.ts.
const mutants = comparisonMutants(FILE).filter(({ whole }) => !/LARGE_HEAPS|Big\./.test(whole));
const chosen = mutants.filter((_, i) => isDue(i, 8));

test('every comparison of verify matters', () => {
  requireFair(judge, board);
  const unseen = chosen.filter(({ patch }) => !noticed(judge, [patch], board)).map(({ name }) => name);
  expect(unseen.filter((name) => !(name.slice(name.indexOf(': ') + 2) in equivalent))).toEqual([]);
}, 1e6);
