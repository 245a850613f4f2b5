// Looked up once: in the realm of a test runner each look at a global is a call.
const { imul } = Math;

/** A seeded generator, so that a failing run can be repeated: mulberry32. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return { below: (limit) => next() % limit, oneIn: (times) => next() % times === 0 };
}

/** The seed of a test: CKREMM_SEED repeats one that was printed. */
export function seedOf(fallback: number): number {
  return Number(process.env.CKREMM_SEED ?? fallback);
}

/** FNV-1a over the bytes: two images are the same when this is, for a test's purposes. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
  return sum;
}
