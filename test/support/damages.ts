/** Ways to damage an image, for campaigns: each gives a name and what it does to the bytes. */
import type { Random } from './random.ts';

export interface Damage {
  what: string;
  apply(bytes: Uint8Array): void;
}

const wordAt = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);
function putWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
}

/** Values of a 16-bit word that mean something to some structure. */
export const TELLING = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 20, 32, 40, 64, 100, 127, 128, 255, 256, 0x7fff, 0x8000, 0xfffe,
  0xffff,
];

/** Each 16-bit word of [from, to) replaced by each value, by its neighbours in value, and by itself with a bit flipped. */
export function* eachWord(
  from: number,
  to: number,
  values: number[] = TELLING,
  offsets: number[] = [-4, -2, -1, 1, 2, 4],
): Generator<Damage> {
  for (let at = from; at + 1 < to; at += 2) {
    for (const value of values) yield { what: `word ${at} = ${value}`, apply: (bytes) => putWord(bytes, at, value) };
    for (const offset of offsets)
      yield { what: `word ${at} + ${offset}`, apply: (bytes) => putWord(bytes, at, wordAt(bytes, at) + offset) };
    for (let bit = 0; bit < 16; bit++)
      yield { what: `word ${at} bit ${bit}`, apply: (bytes) => putWord(bytes, at, wordAt(bytes, at) ^ (1 << bit)) };
  }
}

/** One 16-bit word replaced by every value there is. */
export function* everyValue(at: number): Generator<Damage> {
  for (let value = 0; value < 65536; value++)
    yield { what: `word ${at} = ${value}`, apply: (bytes) => putWord(bytes, at, value) };
}

/** Each pair of these places, `count` bytes each, exchanged. */
export function* exchanges(places: number[], count = 2): Generator<Damage> {
  for (const [i, a] of places.entries()) {
    for (const b of places.slice(i + 1)) {
      yield {
        what: `${a} and ${b} exchanged`,
        apply: (bytes) => {
          const kept = bytes.slice(a, a + count);
          bytes.copyWithin(a, b, b + count);
          bytes.set(kept, b);
        },
      };
    }
  }
}

/** `times` times up to four random words of [from, to), half of them values that mean something, small, or those of other words there. */
export function* randomWords(random: Random, from: number, to: number, times: number): Generator<Damage> {
  const place = (): number => from + 2 * random.below((to - from) >> 1);
  for (let i = 0; i < times; i++) {
    const words = Array.from({ length: 1 + random.below(4) }, () => ({
      at: place(),
      like: place(),
      kind: random.below(4),
      value: random.below(65536),
    }));
    yield {
      what: `random ${JSON.stringify(words)}`,
      apply: (bytes) => {
        for (const { at, like, kind, value } of words) {
          putWord(bytes, at, [TELLING[value % TELLING.length]!, value & 127, value, wordAt(bytes, like)][kind]!);
        }
      },
    };
  }
}

/** What an overrun writes: zeros, ones, random bytes, words that read as headers or as small numbers. */
export const FILLS = ['zeros', 'ones', 'random', 'headers', 'small'] as const;
export type Fill = (typeof FILLS)[number];

export function fillWith(bytes: Uint8Array, from: number, to: number, fill: Fill, random: Random): void {
  for (let at = from; at < to; at++) {
    const high = at & 1;
    bytes[at] = {
      zeros: 0,
      ones: 255,
      random: random.below(256),
      headers: high ? 0 : (random.below(12) << 2) | random.below(4),
      small: high ? 0 : random.below(64),
    }[fill];
  }
}

/** A write past the end of what the program was given, at `start`: of each length up to `end`, or of `times` random ones. */
export function* overruns(random: Random, start: number, end: number, times = end - start): Generator<Damage> {
  for (let i = 1; i <= Math.min(times, end - start); i++) {
    const to = start + (times >= end - start ? i : 1 + random.below(end - start));
    for (const fill of FILLS)
      yield {
        what: `${to - start} bytes of ${fill} from ${start}`,
        apply: (bytes) => fillWith(bytes, start, to, fill, random),
      };
  }
}
