/** Each comparison of verify.ts dropped in turn: attach then accepts what the oracle refuses, or refuses what is sound, and a test sees it. */
import { eachWord, exchanges, randomWords } from '../support/damages.ts';
import { comparisonMutants, demandFair, type Load, noticed } from '../support/mutants.ts';
import { randomFrom } from '../support/random.ts';
import { isSound } from './oracle.ts';
import { someWork } from './scene.ts';

const FILE = 'headers/verify.ts';

/**
 * Mutants that change nothing, or only what check says of a damage that is found all the same: each with its reason. They are
 * judged like the others, and must stay unnoticed: one that is noticed is taken off this list.
 */
const equivalent: Record<string, string> = {};

interface Image { bytes: Uint8Array; from: number; to: number; isSound: boolean }

let images: Image[] | undefined;

/** Pools in the middle of their work, and the same damaged: what the oracle says of each. */
function makeImages(load: Load): Image[] {
  const heap = load('heap/index.ts');
  const headers = load('headers/index.ts');
  const made: Image[] = [];
  const works = [someWork, (lib: any, pool: any) => [6, 6, 6, 6, 6, 6, 6].map((bytes) => lib.alloc(pool, bytes)).filter((at: number, i: number) => at && (i % 2 || !lib.dealloc(pool, at))),
    (lib: any, pool: any) => [60, 10, 60, 10, 60, 10].map((bytes) => lib.alloc(pool, bytes)).filter((at: number, i: number) => at && (i % 2 || !lib.dealloc(pool, at)))];
  for (const [nth, work] of works.entries()) {
    for (const poolBytes of [300, 304]) {
      const u8 = heap.format(new Uint8Array(poolBytes + 200))!;
      const pool = headers.create(u8, poolBytes);
      work(headers, pool);
      const [from, to] = [pool.base as number, (pool.base as number) + poolBytes - 8];
      const words = Array.from({ length: (to - from) >> 1 }, (_, i) => from + 2 * i);
      const damages = [...eachWord(from, to, [0, 1, 3, 4, 8, 11], [-4, -1, 1, 4]), ...exchanges(words.slice(0, 44)), ...randomWords(randomFrom(nth), from, to, 800)];
      made.push({ bytes: u8, from, to, isSound: true });
      for (const { apply } of damages) {
        const bytes = u8.slice();
        apply(bytes);
        made.push({ bytes, from, to, isSound: isSound(bytes, from, to) });
      }
      made.push(...forged(u8, pool, from, to));
    }
  }
  return made;
}

/** A list that goes through a payload in which a free block is drawn, and not through the free block itself. */
function forged(u8: Uint8Array, pool: any, from: number, to: number): Image[] {
  const made: Image[] = [];
  const words = new Uint16Array(u8.buffer, u8.byteOffset, u8.length >> 1);
  for (let b = pool.low; b < pool.end; b += words[2 * b - 1]! >> 2) {
    if (words[2 * b - 1]! & 1) continue;
    for (let fake = pool.low; fake + 1 < pool.end; fake++) {
      const bytes = u8.slice();
      const w = new Uint16Array(bytes.buffer, 0, bytes.length >> 1);
      const [next, previous] = [w[2 * b]!, w[2 * b + 2]!];
      if (fake === b || w[2 * fake - 1] !== words[2 * fake - 1]) continue;
      w[2 * fake - 1] = w[2 * b - 1]!;
      w[2 * fake] = next;
      w[2 * fake + 2] = previous;
      if (next) w[2 * next + 2] = fake;
      if (previous) w[2 * previous] = fake;
      else for (let i = pool.slot + 14; i < 2 * pool.low - 1; i++) if (w[i] === b) w[i] = fake;
      made.push({ bytes, from, to, isSound: isSound(bytes, from, to) });
    }
  }
  return made;
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
const board = { LARGE_HEAPS: false };

test('verify as it is agrees with the oracle', () => {
  demandFair(judge, board);
  expect(images!.filter((image) => image.isSound).length).toBeGreaterThan(100);
  expect(images!.filter((image) => !image.isSound).length).toBeGreaterThan(1000);
});

const mutants = comparisonMutants(FILE);
const chosen = process.env.CKREMM_MUTANTS ? mutants : mutants.filter((_, i) => i % 4 === 0);

test('every comparison of verify matters', () => {
  demandFair(judge, board);
  const unseen = chosen.filter(({ patch }) => !noticed(judge, [patch], board)).map(({ name }) => name);
  expect(unseen.filter((name) => !(name.slice(name.indexOf(': ') + 2) in equivalent))).toEqual([]);
}, 1e6);
