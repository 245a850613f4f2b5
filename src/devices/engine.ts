/** What differs between engines. Nothing outside this folder knows their names. */

import { ENGINE, RAM_BYTES } from '../board.ts';
import { Fault, refuse } from '../core/faults.ts';

declare var E: { getAddressOf(value: Uint8Array, isFlat: boolean): number };
declare var process: {
  /** Espruino. */
  memory(): { free: number; blocksize: number };
  /** Kaluma. */
  memoryUsage(): { heapTotal: number; heapUsed: number };
};

/**
 * Bytes of RAM the engine has left for JavaScript; the board's whole RAM if the engine cannot tell. Never refused.
 * Costs a count of the engine's memory: not for hot code.
 */
export function freeBytes(): number {
  var memory: { free: number; blocksize: number };
  var usage: { heapTotal: number; heapUsed: number };
  if (ENGINE === 'espruino' && typeof process !== 'undefined' && process.memory) {
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
 * `bytes` of memory, really there and in one run, or 0 and a fault. Espruino and JerryScript 2 stop
 * the program when memory runs out, so it is asked for only when it is there: where Espruino finds
 * no run of free variables, it strings single ones together, up to 14 bytes for 9 of the data.
 * JerryScript 3 allocates at the first store, and throws there.
 */
export function takeMemory(bytes: number): Uint8Array | 0 {
  var taken: Uint8Array;
  if (freeBytes() < (ENGINE === 'espruino' ? bytes * 1.5 : bytes)) return refuse(null, Fault.NoMemory);
  try {
    taken = new Uint8Array(bytes);
    taken[bytes - 1] = 1;
  } catch (error) {
    return refuse(null, Fault.NoMemory);
  }
  if (taken[bytes - 1] !== 1) return refuse(null, Fault.NoMemory);
  return ENGINE === 'espruino' && typeof E !== 'undefined' && !E.getAddressOf(taken, true)
    ? refuse(null, Fault.NotContiguous)
    : taken;
}
