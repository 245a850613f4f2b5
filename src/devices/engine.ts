/** What differs between engines. Nothing outside this folder knows their names. */

import { ENGINE, RAM_BYTES } from '../board.ts';

declare var E: { getAddressOf(value: Uint8Array, isFlat: boolean): number };
declare var process: {
  /** Espruino. */
  memory(collect?: boolean): { free: number; blocksize: number };
  /** Kaluma. */
  memoryUsage(): { heapTotal: number; heapUsed: number };
};

/** Bytes of RAM the engine has left for JavaScript; the board's whole RAM where it cannot tell. */
export function freeBytes(): number {
  var memory: { free: number; blocksize: number };
  var usage: { heapTotal: number; heapUsed: number };
  if (ENGINE === 'espruino' && typeof process !== 'undefined') {
    memory = process.memory();
    return memory.free * memory.blocksize;
  }
  if (ENGINE === 'kaluma' && typeof process !== 'undefined') {
    usage = process.memoryUsage();
    return usage.heapTotal - usage.heapUsed;
  }
  return RAM_BYTES;
}

/**
 * `bytes` of memory that is really there, or null. JerryScript 3 allocates at the first store and
 * throws there; older ones and Espruino stop the program, which is why the caller asks first.
 */
export function takeMemory(bytes: number): Uint8Array | null {
  var taken: Uint8Array;
  try {
    taken = new Uint8Array(bytes);
    taken[bytes - 1] = 1;
    return taken[bytes - 1] === 1 ? taken : null;
  } catch (error) {
    return null;
  }
}

/** Whether an array is one run of memory. Espruino makes slow chained strings of those it finds no run for. */
export function isContiguous(memory: Uint8Array): boolean {
  return ENGINE !== 'espruino' || typeof E === 'undefined' || E.getAddressOf(memory, true) !== 0;
}
