/**
 * The cache in front of the RP2040's flash, which rp2040js has not: 16 KB, two ways, lines of 8 bytes, the line that was not used
 * last goes. What a miss costs is no property of the chip alone: flash at half the clock, four bits at a time, sends a line in some 50 cycles.
 */
import type { RP2040 } from 'rp2040js';

const SETS = 1024;
/** Cycles that a miss is taken to cost where nobody says otherwise. Not measured on a chip. */
export const MISS_CYCLES = 50;

export interface FlashCache {
  misses: number;
  /** Cycles of misses that nobody has added yet. */
  cycles: number;
}

/** Looks at every read of flash from now on, and counts `missCycles` for each miss. */
export function addCache(chip: RP2040, missCycles: number): FlashCache {
  const tags = new Int32Array(2 * SETS).fill(-1);
  const isSecondNext = new Uint8Array(SETS);
  const cache: FlashCache = { misses: 0, cycles: 0 };
  let last = -1;
  const look = (line: number): void => {
    last = line;
    const set = line & (SETS - 1);
    const tag = line >>> 10;
    const first = set << 1;
    if (tags[first] === tag) isSecondNext[set] = 1;
    else if (tags[first + 1] === tag) isSecondNext[set] = 0;
    else {
      cache.misses++;
      cache.cycles += missCycles;
      tags[first + isSecondNext[set]!] = tag;
      isSecondNext[set]! ^= 1;
    }
  };
  const watched =
    (read: (address: number) => number) =>
    (address: number): number => {
      const line = (address & 0xffffff) >>> 3;
      if (address >>> 24 === 0x10 && line !== last) look(line);
      return read(address);
    };
  chip.readUint8 = watched(chip.readUint8.bind(chip));
  chip.readUint16 = watched(chip.readUint16.bind(chip));
  chip.readUint32 = watched(chip.readUint32.bind(chip));
  return cache;
}
