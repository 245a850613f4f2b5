/** What campaigns need to know of a module with machine code, and numbers to call it with. */
import type { Random } from '../../support/random.ts';
import type { Machine } from '../../../host/native/machine.ts';
import type { Calls, Pool } from '../twin.ts';

export type Call = (name: string, ...args: (number | undefined)[]) => number;
/** The program writes bytes into the heap, where a call said that it may. */
export type Store = (at: number, bytes: Uint8Array) => void;

/** What of a module a campaign needs. */
export interface Scene {
  set: string;
  module: string;
  calls: Calls;
  newPool(bytes: number): Pool;
  /** One random call; `live` is what the program has in hand. */
  step(random: Random, live: number[], call: Call, store: Store): void;
  machine?: Machine;
  /** Regions behind each other that a call may touch: 1 where none is given. */
  regions?: number;
  /** Bytes that the program may write, of something that is live: where they are and how many; null where there is nothing just now. */
  payload?(pool: Pool, live: number[], random: Random): [at: number, bytes: number] | null;
  /** Whether a pool is in the middle of something that takes several calls. */
  isMidway?(pool: Pool): boolean;
}

const ODD = [0, 1, 3, 4, -1, -4, 0x7fffffff, -0x80000000, 65535, 65536, 0x3ffffffc, 0x40000000];

/** Numbers that name nothing, or something else. */
export const misuses = (random: Random): number =>
  random.oneIn(2) ? ODD[random.below(ODD.length)]! : random.below(70000) - 2000;

/** One of what the program has in hand, or something else. */
export const oneOf = (random: Random, live: number[]): number =>
  random.oneIn(10) || !live.length ? misuses(random) : live[random.below(live.length)]!;

/** Numbers that read as headers, links and counters. */
export const FORGED = [0x0007, 0x0003, 0x0005, 0x000b, 0x0027, 0x0101, 0xffff, 0xfffd, 0x8003, 0x0ff7, 0x0043, 0x0004];

/** Contents that read as what the module itself writes between contents; or anything. */
export function oddBytes(random: Random, bytes: number): Uint8Array {
  const words = Uint16Array.from({ length: (bytes + 1) >> 1 }, () =>
    random.oneIn(3) ? random.below(65536) : random.oneIn(3) ? 2 * random.below(4 + bytes) + 1 : FORGED[random.below(FORGED.length)]!,
  );
  return new Uint8Array(words.buffer, 0, bytes);
}

/** Runs calls of ES5 alone, which leave no trace in the image: a refused one would say why. */
export function quietly<Result>({ u8 }: Pool, run: () => Result): Result {
  const fault = u8[8]!;
  const result = run();
  u8[8] = fault;
  return result;
}
