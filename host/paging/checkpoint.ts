/** What a checkpoint of a heap takes of a store: paging.hibernate refuses a store with fewer sectors. */
import { Header, Limit } from '../../src/paging/layout.ts';

export interface Sectors {
  eraseBytes: number;
  programBytes: number;
}

/**
 * Sectors that a store must have for hibernate to save a heap of `heapBytes` there: three slots, each of the image and
 * its header twice, rounded up to whole sectors. O(1).
 */
export function hibernateSectors(heapBytes: number, { eraseBytes, programBytes }: Sectors): number {
  const headerBytes = Math.ceil(Header.TotalBytes / programBytes) * programBytes;
  return Limit.RootCount * Math.ceil((2 * headerBytes + heapBytes) / eraseBytes);
}
