/** The library from src/, as it is or with a fault planted in its text, by the names that programs have. */
import type * as Faults from '../../src/core/faults.ts';
import type * as Gc from '../../src/gc/index.ts';
import type * as Inspect from '../../src/gc/inspect.ts';
import type * as Heap from '../../src/heap/index.ts';
import type * as Tables from '../../src/tables/index.ts';
import type * as TablesInspect from '../../src/tables/inspect.ts';
import { type Load, loadWith, type Patch } from '../support/library.ts';

export type { Patch } from '../support/library.ts';

export interface Library {
  fault: typeof Faults.fault;
  heap: typeof Heap;
  gc: typeof Gc & typeof Inspect;
  tables: typeof Tables & typeof TablesInspect;
}

export function libraryOf(load: Load): Library {
  return {
    fault: load('core/faults.ts').fault,
    heap: load('heap/index.ts'),
    gc: { ...load('gc/index.ts'), ...load('gc/inspect.ts') },
    tables: { ...load('tables/index.ts'), ...load('tables/inspect.ts') },
  };
}

/** A library of its own: nothing is shared with another one, not even the last fault. */
export const loadLibrary = (patches: Patch[] = []): Library => libraryOf(loadWith(patches));
