/** A pager of a few frames over a small simulated flash. */
import type { Nor } from '../../host/flash/nor.ts';
import type { Library } from './library.ts';
import { endingNor, regionFor, type Setup, type Truth } from './power.ts';

export const setup: Setup = { pages: 50, pageBytes: 32, frames: 4, writes: 4, commitOneIn: 1, mostOperations: 0 };
export const geometry = { size: 26 * 256, eraseBytes: 256, programBytes: 4 };
export const bytes = setup.pages * setup.pageBytes;
const options = { pageBytes: setup.pageBytes };

export interface Bench {
  store: Nor & { callsLeft: number };
  heap: Uint8Array;
  regionBytes: number;
  truth: Truth;
  open(): any;
}

export function benchOf(library: Library, seed: number): Bench {
  const store = endingNor({ ...geometry, seed }, 3e5);
  const heap = new Uint8Array(4096);
  const regionBytes = regionFor(library, store, setup);
  const open = (): any => library.paging.create(library.heap.format(heap), regionBytes, store, setup.pages, options);
  return { store, heap, regionBytes, truth: { committed: new Uint8Array(bytes), next: null }, open };
}
