/** What a program leaves of the board's memory. This is the one place that asks: both engines tell what was counted, see host/memory. */
import type { Emulated } from '../emulator/index.ts';

export interface Memory {
  /** Of Espruino; null elsewhere. */
  freeVariables: number | null;
  freeBytes: number;
}

export function memoryOf({ realm, board }: Emulated): Memory {
  if (board.engine.name === 'espruino') {
    const { free, blocksize } = realm.process.memory() as { free: number; blocksize: number };
    return { freeVariables: free, freeBytes: free * blocksize };
  }
  if (board.engine.name !== 'kaluma') return { freeVariables: null, freeBytes: board.ramBytes };
  const { heapTotal, heapUsed } = realm.process.memoryUsage() as { heapTotal: number; heapUsed: number };
  return { freeVariables: null, freeBytes: heapTotal - heapUsed };
}

/** Whether an error says that memory ran out. */
export const isOutOfMemory = (error: unknown): boolean => /out of memory/i.test(String(error));
