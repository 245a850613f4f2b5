/**
 * What the board is. These are the host's values; in a bundle the build puts those
 * of boards/NAME.json in their place, so that `if (LARGE_HEAPS)` costs nothing there.
 * The types are wide on purpose: no value may be taken for granted in src/.
 */

declare var process: {
  /** Espruino's, and no other's. */
  memory?: () => object;
  memoryUsage?: () => object;
  /** Kaluma has none; Node.js and what imitates it have. */
  versions?: object;
};

/**
 * `value`, anywhere but on a board: there heaps of the host's size do not exist, nor what else is said here. Who bundles the library
 * with a program for a board is told so at once, and not when memory runs out.
 */
function ofHost<T>(value: T): T {
  if (typeof process !== 'undefined' && (process.memory || (process.memoryUsage && !process.versions)))
    throw new Error(
      "this is ckreMM for PCs: on a board use the board's own bundle: import 'ckremm/boards/NAME/ckremm.min.js'",
    );
  return value;
}

/** Name of the board: boards/NAME.json. */
export const BOARD: string = 'host';
/** Which engine adapter devices uses. */
export const ENGINE: 'espruino' | 'kaluma' | 'host' = 'host';
/** RAM that the engine has for JavaScript. */
export const RAM_BYTES: number = 67108864;
/** Bytes of one heap of the board. */
export const HEAP_BYTES: number = ofHost(1048576);
/** How many such heaps it can spare. */
export const HEAP_COUNT: number = 4;
/** Whether one heap may exceed 65536 bytes. */
export const LARGE_HEAPS: boolean = ofHost(true);
/** Bytes erased at once: one page of a store. */
export const FLASH_ERASE_BYTES: number = 4096;
/** Smallest piece that can be programmed; offsets are multiples of it. */
export const FLASH_PROGRAM_BYTES: number = 4;
/** Erase pages that paging may use. */
export const FLASH_PAGES: number = 1024;
/** Erases one page survives. */
export const FLASH_ENDURANCE_CYCLES: number = 100000;
/** Typed arrays have copyWithin: cast to CopyWithin. */
export const HAS_COPY_WITHIN: boolean = ofHost(true);
/** Pages can be committed: a bundle that names functions of paging, and not commit, only swaps. */
export const HAS_COMMIT: boolean = true;
/** The bundle has headers: programs get pools of theirs, unless others are named. */
export const HAS_HEADERS: boolean = true;
/** The bundle has modules whose pools are carved from a heap, so programs may be given some. */
export const HAS_POOLS: boolean = true;
