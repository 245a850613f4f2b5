/**
 * Ways to a state of a pool: random words, which a world reads as calls. A way is named by numbers, its lineage: the seed of its first words, and
 * those of the changes that made a call more expensive, so that what a long search found is repeated in no time.
 */
import { wordsFrom } from '../support/random.ts';

export type Lineage = number[];

const LEAST_WORDS = 24;
const MORE_WORDS = 900;

function randomWay(seed: number): number[] {
  const next = wordsFrom(seed);
  return Array.from({ length: LEAST_WORDS + (next() % MORE_WORDS) }, next);
}

/** The words with some others in place of some, with a part repeated, or without a part. */
function changed(words: number[], seed: number): number[] {
  const next = wordsFrom(seed);
  const from = next() % words.length;
  const count = 1 + (next() % Math.min(60, words.length));
  const kind = next() % 5;
  if (kind === 0 && words.length > LEAST_WORDS + count) return [...words.slice(0, from), ...words.slice(from + count)];
  if (kind === 1 && words.length < LEAST_WORDS + MORE_WORDS)
    return [...words.slice(0, from), ...words.slice(from, from + count), ...words.slice(from)];
  if (kind === 2) return words.map((word, i) => (i >= from && i < from + count ? next() : word));
  const share = kind === 3 ? words.length : 12;
  return words.map((word) => (next() % share ? word : next()));
}

export const wayOf = ([first, ...changes]: Lineage): number[] =>
  changes.reduce((words, seed) => changed(words, seed), randomWay(first!));

/** The words of a way, one after the other; `isEmpty` when all were taken, and 0 from then on. */
export class Words {
  #at = 0;
  readonly #words: number[];

  constructor(words: number[]) {
    this.#words = words;
  }

  get isEmpty(): boolean {
    return this.#at >= this.#words.length;
  }

  next(): number {
    return this.#words[this.#at++] ?? 0;
  }

  /** From 0 to below `most`. */
  below(most: number): number {
    return this.next() % most;
  }
}
