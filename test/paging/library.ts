/** The library from source, by the names that the tests of paging use: as it is, or a mutant of it. */
import { type Load, type LoadOptions, loadWith } from '../support/library.ts';

export interface Library {
  heap: any;
  paging: any;
  /** The same with the checked wrappers. */
  checked: any;
  fault(heap?: Uint8Array): number;
}

/** Lives make billions of steps: loops without end run into the limit of a store's operations instead. */
export const UNCOUNTED: LoadOptions = { mostSteps: Infinity };

export const libraryOf = (load: Load): Library => ({
  heap: load('heap/index.ts'),
  paging: { ...load('paging/index.ts'), ...load('paging/inspect.ts') },
  checked: load('paging/checked.ts'),
  fault: load('core/faults.ts').fault,
});

/** The library as it is; `random` is what it draws from. */
export const loadLibrary = (random?: () => number): Library => libraryOf(loadWith([], { ...UNCOUNTED, random }));
