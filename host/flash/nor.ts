/**
 * NOR flash, as badly as it can behave: the oracle that stores are tested on. Bits go from 1 to 0 by
 * `program` and back only by erasing a whole sector; a word is programmed once per erase; when power goes,
 * the operation under way is torn at word granularity and may leave bits that read differently at every
 * read until they are erased. Nothing throws: without power, every call fails and changes nothing.
 */
import type { Store } from '../../src/core/store.ts';
import { wordsFrom } from '../support/random.ts';
import { tearErase, tearProgram } from './torn.ts';

export interface NorOptions {
  size: number;
  eraseBytes: number;
  programBytes: number;
  /** What one program pulse writes whole or not at all; tearing happens between and inside them. 4. */
  wordBytes?: number;
  /** Largest piece of one program operation, for the time; 256. */
  maxProgramBytes?: number;
  eraseMilliseconds?: number;
  programMicroseconds?: number;
  /** From so many erases on, a sector is worn out: one of its bits sticks at 0. None by default. */
  wearsOutAfter?: number;
  seed?: number;
  /** The flash comes with whatever was in it, rather than erased. */
  isDirty?: boolean;
}

export interface Nor extends Store {
  /** What is in the cells, metastable bits aside. */
  bytes: Uint8Array;
  /** Erases of each sector. */
  eraseCounts: Uint32Array;
  /** Programs and erases so far, the torn one included. */
  operations: number;
  programmedBytes: number;
  readBytes: number;
  /** Time that programs and erases took, by the geometry's own figures. */
  microseconds: number;
  /** Words programmed twice without an erase between, and bits asked to go from 0 to 1. */
  violations: number;
  /** Power is gone: every call fails until restart(). */
  isCut: boolean;
  /** Cut power in the n-th program or erase from now (1 is the next); variant: see torn.ts, -1 draws one. */
  cutAfter(operations: number, variant: number): void;
  /** The n-th program or erase from now does nothing, and says that it did. */
  lieAfter(operations: number): void;
  /** The n-th program or erase from now does nothing, and says so. */
  failAfter(operations: number): void;
  /** Power is back; what was planned is forgotten. */
  restart(): void;
  /** Wear a sector out at once: its erases and programs say they worked, and one bit sticks at 0. */
  wearOut(sector: number): void;
  /** Make bits of a byte metastable until they are erased. */
  weaken(address: number, mask: number): void;
  /** The same flash once more, with random numbers of its own. */
  fork(seed: number): Nor;
}

/** What a fork shares no byte of. */
export interface Cells {
  bytes: Uint8Array;
  /** One flag per word: programmed since its last erase. */
  isProgrammed: Uint8Array;
  /** Address -> mask of metastable bits. */
  weak: Map<number, number>;
  wordBytes: number;
  eraseBytes: number;
  /** A random number from 0 to below 2^32. */
  nextWord(): number;
}

// Looked up once: in the realm of a test runner each look at a global is a call, and lives make billions.
const { floor, ceil } = Math;
const { isInteger } = Number;

const enum Plan {
  None,
  Cut,
  Lie,
  Fail,
}

export function nor(options: NorOptions): Nor {
  const { size, eraseBytes, wordBytes = 4, seed = 1 } = options;
  const cells: Cells = {
    bytes: new Uint8Array(size).fill(255),
    isProgrammed: new Uint8Array(size / wordBytes),
    weak: new Map(),
    wordBytes,
    eraseBytes,
    nextWord: wordsFrom(seed),
  };
  if (options.isDirty) {
    for (let i = 0; i < size; i++) cells.bytes[i] = cells.nextWord() & 255;
    cells.isProgrammed.fill(1);
  }
  return build(options, cells, new Uint32Array(size / eraseBytes), new Set());
}

function build(options: NorOptions, cells: Cells, eraseCounts: Uint32Array, worn: Set<number>): Nor {
  const { size, eraseBytes, programBytes, maxProgramBytes = 256, wearsOutAfter = Infinity } = options;
  const { bytes, isProgrammed, weak, wordBytes } = cells;
  const eraseMicroseconds = 1000 * (options.eraseMilliseconds ?? 45);
  const programMicroseconds = options.programMicroseconds ?? 400;
  let plan = Plan.None;
  let planAt = 0;
  let variant = 0;

  const isInside = (address: number, count: number): boolean =>
    isInteger(address) && isInteger(count) && address >= 0 && count >= 0 && address + count <= size;
  const planFor =
    (kind: Plan) =>
    (operations: number): void => {
      plan = kind;
      planAt = flash.operations + operations;
    };
  const isPlanned = (): boolean => plan !== Plan.None && flash.operations === planAt;
  /** The planned mishap instead of an operation. What the caller is told. */
  const mishap = (tear: (torn: number) => void): boolean => {
    const kind = plan;
    plan = Plan.None;
    if (kind !== Plan.Cut) return kind === Plan.Lie;
    flash.isCut = true;
    tear(variant < 0 ? cells.nextWord() : variant);
    return false;
  };
  const stick = (address: number): void => {
    if (worn.size === 0) return;
    const sector = floor(address / eraseBytes);
    if (worn.has(sector)) bytes[sector * eraseBytes + ((sector * 37) % eraseBytes)]! &= 0xfb;
  };
  const clearBits = (address: number, from: Uint8Array, at: number, count: number): void => {
    for (let i = 0; i < count; i += wordBytes) {
      let end = i;
      while (end < i + wordBytes && from[at + end] === 255) end++;
      // No pulse, whatever is there.
      if (end === i + wordBytes) continue;
      for (let k = i; k < i + wordBytes; k++) {
        const wanted = from[at + k]!;
        if ((bytes[address + k]! & wanted) !== wanted) flash.violations++;
        bytes[address + k]! &= wanted;
      }
      flash.violations += isProgrammed[(address + i) / wordBytes]!;
      isProgrammed[(address + i) / wordBytes] = 1;
    }
  };
  const clearSector = (address: number): void => {
    bytes.fill(255, address, address + eraseBytes);
    isProgrammed.fill(0, address / wordBytes, (address + eraseBytes) / wordBytes);
    if (weak.size > 0)
      for (const at of [...weak.keys()]) if (at >= address && at < address + eraseBytes) weak.delete(at);
  };

  const flash: Nor = {
    size,
    eraseBytes,
    programBytes,
    bytes,
    eraseCounts,
    operations: 0,
    programmedBytes: 0,
    readBytes: 0,
    microseconds: 0,
    violations: 0,
    isCut: false,
    read(address, into, at, count) {
      if (flash.isCut || !isInside(address, count) || at + count > into.length) return false;
      into.set(bytes.subarray(address, address + count), at);
      flash.readBytes += count;
      if (weak.size > 0)
        for (const [where, mask] of weak)
          if (where >= address && where < address + count) into[at + where - address]! ^= mask & cells.nextWord();
      return true;
    },
    program(address, from, at, count) {
      if (flash.isCut || !isInside(address, count) || at + count > from.length) return false;
      if (address % programBytes !== 0 || count % programBytes !== 0) return false;
      flash.operations++;
      if (isPlanned()) return mishap((torn) => tearProgram(cells, address, from, at, count, torn));
      flash.programmedBytes += count;
      flash.microseconds += ceil(count / maxProgramBytes) * programMicroseconds;
      clearBits(address, from, at, count);
      stick(address);
      return true;
    },
    erase(address) {
      if (flash.isCut || !isInside(address, eraseBytes) || address % eraseBytes !== 0) return false;
      flash.operations++;
      if (isPlanned()) return mishap((torn) => tearErase(cells, address, torn, () => clearSector(address)));
      flash.microseconds += eraseMicroseconds;
      if (++eraseCounts[address / eraseBytes]! >= wearsOutAfter) worn.add(address / eraseBytes);
      clearSector(address);
      stick(address);
      return true;
    },
    cutAfter(operations, torn) {
      planFor(Plan.Cut)(operations);
      variant = torn;
    },
    lieAfter: planFor(Plan.Lie),
    failAfter: planFor(Plan.Fail),
    restart() {
      flash.isCut = false;
      plan = Plan.None;
    },
    wearOut(sector) {
      worn.add(sector);
      stick(sector * eraseBytes);
    },
    weaken: (address, mask) => void weak.set(address, mask),
    fork(seed) {
      const twin = build(
        options,
        {
          ...cells,
          bytes: bytes.slice(),
          isProgrammed: isProgrammed.slice(),
          weak: new Map(weak),
          nextWord: wordsFrom(seed),
        },
        eraseCounts.slice(),
        new Set(worn),
      );
      const { operations, programmedBytes, readBytes, microseconds, violations, isCut } = flash;
      return Object.assign(twin, { operations, programmedBytes, readBytes, microseconds, violations, isCut });
    },
  };
  return flash;
}
