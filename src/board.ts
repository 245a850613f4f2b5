/**
 * What the board is. These are the host's values; in a bundle the build puts those
 * of boards/NAME.json in their place, so that `if (HAS_SYNC)` costs nothing there.
 * The types are wide on purpose: no value may be taken for granted in src/.
 */

/** Name of the board: boards/NAME.json. */
export const BOARD: string = 'host';
/** Which engine adapter devices uses. */
export const ENGINE: 'espruino' | 'kaluma' | 'host' = 'host';
/** True in the checked build: misuse throws an Error with a text. */
export const CHECKED: boolean = true;
/** RAM that the engine has for JavaScript. */
export const RAM_BYTES: number = 67108864;
/** Bytes of one heap of the board. */
export const HEAP_BYTES: number = 1048576;
/** How many such heaps it can spare. */
export const HEAP_COUNT: number = 4;
/** Whether one heap may exceed 65536 bytes. */
export const LARGE_HEAPS: boolean = true;
/** Cost of one empty call: 1 U. */
export const CALL_MICROSECONDS: number = 0.002;
/** Clock of the processor. */
export const MHZ: number = 3000;
/** Bytes erased at once: one page of a store. */
export const FLASH_ERASE_BYTES: number = 4096;
/** Smallest piece that can be programmed; offsets are multiples of it. */
export const FLASH_PROGRAM_BYTES: number = 4;
/** Largest piece programmed by one operation. */
export const FLASH_MAX_PROGRAM_BYTES: number = 256;
/** Erase pages that paging may use. */
export const FLASH_PAGES: number = 1024;
/** Typical time to erase one page. */
export const FLASH_ERASE_MILLISECONDS: number = 45;
/** Typical time of one program operation. */
export const FLASH_PROGRAM_MICROSECONDS: number = 400;
/** Erases one page survives. */
export const FLASH_ENDURANCE_CYCLES: number = 100000;
/** Flash can be read in place, without a copy. */
export const HAS_MAPPED_FLASH: boolean = false;
/** Espruino compiles functions marked "jit". */
export const HAS_JIT: boolean = false;
/** Typed arrays have copyWithin: cast to CopyWithin. */
export const HAS_COPY_WITHIN: boolean = true;
/** Espruino Graphics can fill and move bytes of a heap. */
export const HAS_GRAPHICS: boolean = false;
/** Pages can be committed: a bundle that names functions of paging, and not commit, only swaps. */
export const HAS_COMMIT: boolean = true;
/** Workers can share a heap. */
export const HAS_SYNC: boolean = true;
