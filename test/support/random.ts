import { wordsFrom } from '../../host/support/random.ts';
import { Last } from '../../src/core/faults.ts';
import { Image } from '../../src/heap/layout.ts';

/** A seeded generator, so that a failing run can be repeated. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
}

export function randomFrom(seed: number): Random {
  const next = wordsFrom(seed);
  return { below: (limit) => next() % limit, oneIn: (times) => next() % times === 0 };
}

/** The seed of a test: CKREMM_SEED repeats one that was printed. */
export function seedOf(fallback: number): number {
  return Number(process.env.CKREMM_SEED ?? fallback);
}

/** FNV-1a over the bytes, the last fault of a heap left out: two images are the same when this is, for a test's purposes. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  const copy = withoutFault(bytes);
  for (let i = 0; i < copy.length; i++) sum = Math.imul(sum ^ copy[i]!, 0x01000193) >>> 0;
  return sum;
}

/** A copy of a heap without its last fault, the one thing that a refused call writes; of other bytes, as they are. */
export function withoutFault(bytes: Uint8Array): Uint8Array {
  // Uint8Array.from goes through them one by one, and every refusal of a test comes here.
  const copy = new Uint8Array(bytes);
  const magic = copy[0]! | (copy[1]! << 8) | (copy[2]! << 16) | (copy[3]! << 24);
  if (magic === Image.Magic) copy[Last.FaultByte] = 0;
  return copy;
}
