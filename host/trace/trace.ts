/**
 * A trace: the allocations a real program made, in order, as columns.
 *
 *     kinds[n]   ALLOC, FREE or RESIZE
 *     ids[n]     which block; ids are recycled after a free
 *     bytes[n]   the payload asked for, 0 for a free
 *
 * Operations are numbered from 0 in code and from 1 in everything people read.
 */
export interface Trace {
  name: string;
  operations: number;
  kinds: Uint8Array;
  ids: Uint32Array;
  bytes: Uint32Array;
  /** One more than the highest id: the length of a table indexed by id. */
  idCount: number;
  /** The most bytes that were live at one time, as asked for. */
  peakLiveBytes: number;
  /** The first operation after which that many bytes are live. */
  peakOperation: number;
  /** The most blocks that were live at one time. */
  maxBlocks: number;
}

export const ALLOC = 0;
export const FREE = 1;
export const RESIZE = 2;

export const ID_LIMIT = 2 ** 20;
export const BYTES_LIMIT = 2 ** 26;
