/** The one generator of pseudo-random numbers, of tools and of tests: mulberry32. The same seed gives the same numbers on every machine. */

// Looked up once: in the realm of a test runner each look at a global is a call, and campaigns make billions.
const { imul } = Math;

/** Whole numbers from 0 to below 2^32. */
export function wordsFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Numbers from 0 to below 1, as of Math.random. */
export function fractionsFrom(seed: number): () => number {
  const next = wordsFrom(seed);
  return () => next() / 2 ** 32;
}
