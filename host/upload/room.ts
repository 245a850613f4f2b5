/** How new files get into Storage: beside the old ones where there is room, else in their place. */

export interface Stored {
  bytes: number;
  crc: number;
}

/** What a file takes of Storage: a header of 32 bytes in front, its end at a multiple of 4. */
export const takenBy = (bytes: number): number => 32 + ((bytes + 3) & ~3);

export interface Plan {
  /**
   * `beside`: all arrive as NAME.new, and are copied when they are whole, so that what was there stays until then.
   * `instead`: the old ones are erased first. `none`: there is no room either way.
   */
  way: 'beside' | 'instead' | 'none';
  /** Bytes that the cheaper way needs. */
  neededBytes: number;
}

/** `sizes` and `old`: bytes of the files that change, in the order of copying; an old one that is not there is undefined. */
export function planFor(sizes: number[], old: (number | undefined)[], freeBytes: number): Plan {
  const taken = sizes.map(takenBy);
  const given = old.map((bytes) => (bytes === undefined ? 0 : takenBy(bytes)));
  const sum = (list: number[]): number => list.reduce((total, bytes) => total + bytes, 0);
  let left = freeBytes - sum(taken);
  const isBeside =
    left >= 0 &&
    taken.every((bytes, i) => {
      const fits = bytes <= left + given[i]!;
      left += given[i]!; // a copy takes as much as NAME.new, which goes, gives back
      return fits;
    });
  const neededBytes = sum(taken) - sum(given);
  return { way: isBeside ? 'beside' : neededBytes <= freeBytes ? 'instead' : 'none', neededBytes };
}
