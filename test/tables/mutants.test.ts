/** Each comparison of verify.ts dropped in turn: attach then accepts what the oracle refuses, or refuses what is sound, and a test sees it. */
import { eachWord, exchanges, randomWords } from '../support/damages.ts';
import type { Load } from '../support/library.ts';
import { comparisonMutants, requireFair, noticed } from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isDue } from '../support/soak.ts';
import { isSound, resum } from './oracle.ts';

const FILE = 'tables/verify.ts';
const BASE = 24;

/** Mutants that change nothing, or only what check says of a damage that is found all the same: each with its reason. */
const equivalent: Record<string, string> = Object.fromEntries([
  ...[
    'pool.end > wordAt(Place.First, pool) + 1 -> true',
    'w[Control.Entries] < pool.end -> true',
    'w[Control.Top] >= Place.First -> true',
    'topOf(pool) < pool.end - w[Control.Entries] -> true',
    'i -> true',
    'place < Entry.Retired -> true',
    '!k -> false',
  ].map((key) => [key, 'keeps reads inside the pool: damage.test.ts sees what leaves it']),
  ...[
    'words <= Entry.Most -> true',
    'LARGE_HEAPS -> true',
    'LARGE_HEAPS -> false',
    'granules > Header.ExactGranules -> false',
    'granules & 3 -> true',
    'granules & 3 -> false',
    'granules <= Header.ExactGranules -> true',
    'granules <= Header.ExactGranules -> false',
  ].map((key) => [key, 'of blocks and tables above 64 KB: no pool of the images here has such']),
  ...[
    'w[Control.Depth] <= w[Control.Free] -> true',
    'w[Control.Free] <= w[Control.Entries] -> true',
    '!w[at] -> false',
  ].map((key) => [key, 'follows from the list holding numbers of free entries, each once, and from their count']),
  ...[
    'state < State.Idle -> false',
    'state >= State.Pushing -> true',
    'state >= State.Pushing -> false',
    'word >= Header.Big -> false',
    'found.strays < 0 -> false',
  ].map((key) => [key, 'says whether it is damage or a call that was cut off: cut.test.ts']),
  ...["ENGINE === 'host' -> true", "ENGINE === 'host' -> false"].map((key) => [
    key,
    'a bitmap, or a search: the same answer',
  ]),
]);

/** What is only so on boards. */
const BOARD = { constants: { LARGE_HEAPS: false, ENGINE: 'espruino', HAS_COPY_WITHIN: false } };

interface Image {
  bytes: Uint8Array;
  isSound: boolean;
}

let images: Image[] | undefined;

type Work = (tables: any, pool: any) => void;
const works: [number, Work][] = [
  [
    248,
    (tables, pool) => {
      const handles = [6, 22, 62, 4, 9, 14, 3].map((bytes) => tables.alloc(pool, bytes));
      for (const i of [1, 3, 5]) tables.dealloc(pool, handles[i]);
      tables.dealloc(pool, tables.alloc(pool, 23));
      tables.resize(pool, handles[4], 17);
      tables.pin(pool, handles[2]);
    },
  ],
  [
    480,
    (tables, pool) => {
      // Two blocks wait in one list, two big ones in theirs; two holes.
      const handles = [10, 6, 2, 10, 70, 6, 2, 66, 10, 80, 6, 2].map((bytes) => tables.alloc(pool, bytes));
      for (const i of [0, 2, 3, 4, 6, 7]) tables.dealloc(pool, handles[i]);
    },
  ],
  [
    200,
    (tables, pool) => {
      // Nothing can move, and no hole has four granules.
      const handles = [30, 4, 10, 4, 10].map((bytes) => tables.alloc(pool, bytes));
      for (const i of [1, 3]) tables.pin(pool, handles[i]);
      for (const i of [0, 2, 4]) tables.dealloc(pool, handles[i]);
      tables.alloc(pool, 100);
    },
  ],
  [
    160,
    (tables, pool) => {
      const handle = tables.alloc(pool, 70);
      // One entry that is retired.
      for (let pair = 0; pair < 511; pair++) tables.dealloc(pool, tables.alloc(pool, 6));
      tables.alloc(pool, 2);
      tables.dealloc(pool, handle);
      tables.reorder(pool);
    },
  ],
];

/** Every list, and every block in one, leads to every entry; nothing can move below each word; a big block has more than a generation. */
function listForgeries(u8: Uint8Array): { apply(bytes: Uint8Array): void }[] {
  const wordsOf = (bytes: Uint8Array): Uint16Array => new Uint16Array(bytes.buffer, BASE);
  const w = wordsOf(u8);
  const end = w.length - 1;
  const links = Array.from({ length: 15 }, (_, i) => i + 1);
  const lasts: number[] = [];
  const least: number[] = [];
  for (let at = 31; at < w[17]!;) {
    const header = w[at]!;
    const words = 2 * (header > 32767 ? header - 32768 : header % 16 || w[at + 1]!);
    if (header && w[header > 32767 ? at + words - 1 : at]! > 24575) links.push(at + 1);
    if (header > 32768) lasts.push(at + words - 1);
    if (words === 2 && header && header < 8192) least.push(at);
    at += words;
  }
  const put = (at: number, value: number): { apply(bytes: Uint8Array): void } => ({
    apply: (bytes) => {
      wordsOf(bytes)[at] = value;
    },
  });
  const putBoth = (value: number): { apply(bytes: Uint8Array): void } => ({
    apply: (bytes) => {
      wordsOf(bytes)[18] = value;
      wordsOf(bytes)[30] = 65534;
    },
  });
  const entries = Array.from({ length: w[21]! + 2 }, (_, i) => i);
  return [
    ...links.flatMap((at) => [...entries, end - 31, end, end + 1, 65535].map((value) => put(at, value))),
    ...lasts.map((at) => put(at, w[at]! | 0x8000)),
    // What waits is the last of its list, and the least of blocks in that of big ones.
    ...least.map((at) => ({
      apply: (bytes: Uint8Array) => {
        const words = wordsOf(bytes);
        words[1] = w.subarray(end - w[21]!, end).reduce((found, place, i) => (place === at ? w[21]! - i : found), 0);
        words[at]! += 0x6000;
        words[at + 1] = 0;
      },
    })),
    // A word in front of the table says the same as an entry.
    ...links
      .slice(0, 15)
      .filter((at) => w[at])
      .map((at) => ({
        apply: (bytes: Uint8Array) => {
          const words = wordsOf(bytes);
          const before = end - w[21]! - w[24]! - 1;
          words[before] = w[end - w[at]!]!;
          words[at] = end - before;
        },
      })),
    ...Array.from({ length: (w[17]! - 29) >> 1 }, (_, i) => [put(18, 31 + 2 * i), putBoth(31 + 2 * i)]).flat(),
  ];
}

/** A small block as a big one, a big one that is free, and sizes of which it is said that no hole has them: twelve in all. */
function forgeries(u8: Uint8Array): { apply(bytes: Uint8Array): void }[] {
  const wordsOf = (bytes: Uint8Array): Uint16Array => new Uint16Array(bytes.buffer, BASE);
  const tops = wordsOf(u8)[17]!;
  const first = (isWanted: (header: number) => boolean): number => {
    const w = wordsOf(u8);
    for (let at = 31; at < tops; at += 2 * (w[at]! > 32767 ? w[at]! - 32768 : w[at]! % 16 || w[at + 1]!))
      if (isWanted(w[at]!)) return at;
    return 0;
  };
  const small = first((header) => header > 0 && header < 8192 && header % 16 > 1);
  const big = first((header) => header > 32768);
  return [
    {
      apply: (bytes) => {
        const w = wordsOf(bytes);
        if (small) {
          w[small + 2 * (w[small]! % 16) - 1] = 16;
          w[small] = 32768 + (w[small]! % 16);
        }
      },
    },
    {
      apply: (bytes) => {
        const w = wordsOf(bytes);
        if (big) w[big + 2 * (w[big]! - 32768) - 1]! |= 0x6000;
      },
    },
    ...Array.from({ length: 10 }, (_, refused) => ({
      apply: (bytes: Uint8Array) => {
        wordsOf(bytes)[30] = refused + 2;
      },
    })),
  ];
}

/** Pools in the middle of their work, and the same damaged: what the oracle says of each. */
function makeImages(load: Load): Image[] {
  const heap = load('heap/index.ts');
  const tables = load('tables/index.ts');
  const made: Image[] = [];
  for (const [nth, [bytes, work]] of works.entries()) {
    const u8 = heap.format(new Uint8Array(bytes + BASE))!;
    const pool = tables.create(u8, bytes + 8);
    work(tables, pool);
    const to = BASE + bytes;
    const words = Array.from({ length: bytes >> 1 }, (_, i) => BASE + 2 * i);
    made.push({ bytes: u8.slice(), isSound: true });
    const damages: { apply(bytes: Uint8Array): void }[] = [
      ...eachWord(
        BASE,
        to,
        [0, 1, 2, 31, 0x2012, 0x6013, 0x8000, 0x8010, 0xfe00, 0xfe02, 0xffff],
        [-4, -2, -1, 1, 2, 4],
      ),
      ...[...exchanges(words)].filter((_, i) => i % 7 === 0),
      ...randomWords(randomFrom(nth), BASE, to, 300),
    ];
    const forged = listForgeries(u8);
    damages.push(...forged, ...forgeries(u8));
    for (const [i, { apply }] of damages.entries()) {
      const damaged = u8.slice();
      apply(damaged);
      if (i % 2 || i >= damages.length - 12 - forged.length) resum(damaged.subarray(BASE));
      made.push({ bytes: damaged, isSound: isSound(damaged.subarray(BASE)) });
    }
  }
  return made;
}

/** Whether attach takes each image exactly when it is sound. */
function judge(load: Load): string {
  const tables = load('tables/index.ts');
  const all = (images ??= makeImages(load));
  for (const [nth, image] of all.entries()) {
    if (!!tables.attach(image.bytes, BASE) !== image.isSound) return `image ${nth}`;
  }
  return '';
}

const mutants = comparisonMutants(FILE);

test('the library as it is agrees with the oracle on every image', () => {
  requireFair(judge);
  expect(images!.filter((image) => image.isSound).length).toBeGreaterThan(100);
  expect(images!.filter((image) => !image.isSound).length).toBeGreaterThan(3000);
});

test('each comparison of verify is needed', () => {
  requireFair(judge);
  requireFair(judge, BOARD);
  const unnoticed = mutants
    .filter((_, i) => isDue(i, 4))
    .filter(({ key, patch }) => !(key in equivalent) && !noticed(judge, [patch]) && !noticed(judge, [patch], BOARD))
    .map(({ name }) => name);
  expect(unnoticed).toEqual([]);
});

test('those said to change nothing are there, and change nothing', () => {
  requireFair(judge);
  for (const [i, key] of Object.keys(equivalent).entries()) {
    const found = mutants.filter((mutant) => mutant.key === key);
    expect([key, found.length > 0]).toEqual([key, true]);
    if (!isDue(i, 4)) continue;
    for (const { patch } of found) expect([key, noticed(judge, [patch])]).toEqual([key, '']);
  }
});
