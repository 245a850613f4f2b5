/** Each comparison of verify.ts dropped in turn: attach then accepts what the oracle refuses, or refuses what is sound, and a test sees it. */
import { eachWord, exchanges, randomWords } from '../support/damages.ts';
import { comparisonMutants, demandFair, type Load, noticed } from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isSound } from './oracle.ts';

const FILE = 'tables/verify.ts';
const BASE = 24;

/** Mutants that change nothing, or only what check says of a damage that is found all the same: each with its reason. */
const equivalent: Record<string, string> = {};

interface Image {
  bytes: Uint8Array;
  isSound: boolean;
}

let images: Image[] | undefined;

type Work = (tables: any, pool: any) => void;
const works: [number, Work][] = [
  [248, (tables, pool) => {
    const handles = [6, 22, 62, 4, 9, 14, 3].map((bytes) => tables.alloc(pool, bytes));
    for (const i of [1, 3, 5]) tables.dealloc(pool, handles[i]);
    tables.dealloc(pool, tables.alloc(pool, 23));
    tables.resize(pool, handles[4], 17);
    tables.pin(pool, handles[2]);
  }],
  [200, (tables, pool) => {
    // Nothing can move, and no hole has four granules.
    const handles = [10, 10, 10, 10, 10].map((bytes) => tables.alloc(pool, bytes));
    for (const i of [1, 3]) tables.pin(pool, handles[i]);
    for (const i of [0, 2, 4]) tables.dealloc(pool, handles[i]);
    tables.alloc(pool, 100);
    tables.alloc(pool, 40);
  }],
  [160, (tables, pool) => {
    const handle = tables.alloc(pool, 70);
    tables.alloc(pool, 2);
    tables.dealloc(pool, handle);
    tables.reorder(pool);
  }],
];

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
    const damages = [...eachWord(BASE, to, [0, 1, 2, 31, 0x2012, 0x6013, 0x8000, 0x8010, 0xfe00, 0xfe02, 0xffff], [-4, -2, -1, 1, 2, 4]),
      ...[...exchanges(words)].filter((_, i) => i % 3 === 0), ...randomWords(randomFrom(nth), BASE, to, 300)];
    for (const { apply } of damages) {
      const damaged = u8.slice();
      apply(damaged);
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
  demandFair(judge);
  expect(images!.filter((image) => image.isSound).length).toBeGreaterThan(100);
  expect(images!.filter((image) => !image.isSound).length).toBeGreaterThan(3000);
});

test('each comparison of verify is needed', () => {
  demandFair(judge);
  const unnoticed = mutants.filter(({ key, patch }) => !(key in equivalent) && !noticed(judge, [patch])).map(({ name }) => name);
  expect(unnoticed).toEqual([]);
});

test('those said to change nothing are there, and change nothing', () => {
  demandFair(judge);
  for (const key of Object.keys(equivalent)) {
    const found = mutants.filter((mutant) => mutant.key === key);
    expect([key, found.length > 0]).toEqual([key, true]);
    for (const { patch } of found) expect([key, noticed(judge, [patch])]).toEqual([key, '']);
  }
});
