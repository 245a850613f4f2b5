/** Graphs of known shapes, built, collected and dropped: whatever the shape, the same small stack does. */
import { Control, Limit, State } from '../../src/gc/layout.ts';
import { randomFrom } from '../support/random.ts';
import type { Library } from './library.ts';

type Gc = NonNullable<ReturnType<Library['gc']['create']>>;

export interface Edge {
  from: number;
  word: number;
  to: number;
}

export const WORDS = 3;

/** The edges of a graph over n objects, of which object 0 is the root; every object is reachable. */
export const shapes: Record<string, (n: number) => Edge[]> = {
  list: (n) => Array.from({ length: n - 1 }, (_, i) => ({ from: i, word: 0, to: i + 1 })),
  // The root is the youngest object, so that each entry comes before the one that names it.
  'reversed list': (n) => Array.from({ length: n - 1 }, (_, i) => ({ from: i ? n - i : 0, word: 1, to: n - i - 1 })),
  ring: (n) => Array.from({ length: n }, (_, i) => ({ from: i, word: 2, to: (i + 1) % n })),
  'binary tree': (n) => Array.from({ length: n - 1 }, (_, i) => ({ from: i >> 1, word: i & 1, to: i + 1 })),
  'random, three references each': (n) => {
    const random = randomFrom(n);
    return Array.from({ length: n - 1 }, (_, i) => ({ from: i, word: 0, to: i + 1 })).concat(
      ...Array.from({ length: n }, (_, i) => [1, 2].map((word) => ({ from: i, word, to: random.below(n) }))),
    );
  },
  complete: (n) =>
    Array.from({ length: n }, (_, from) =>
      [0, 1, 2].map((word) => ({ from, word, to: (from * 3 + word + 1) % n })),
    ).flat(),
};

export function newGc(library: Library, heapBytes: number, objects: number): Gc {
  const image = library.heap.format(new Uint8Array(heapBytes))!;
  const gc = library.gc.create(image, library.heap.freeBytes(image), objects);
  if (!gc) throw new Error(`no collector: fault ${library.fault()}`);
  return gc;
}

/** Collect by steps of `budget`, each of which keeps to it; the units it took. */
export function collectBySteps(library: Library, gc: Gc, budget: number): number {
  const start = library.gc.stats(gc).workUnits;
  for (let isDone = false; !isDone;) {
    const before = library.gc.stats(gc).workUnits;
    isDone = library.gc.step(gc, budget);
    const units = library.gc.stats(gc).workUnits - before;
    if (units > budget || (!isDone && units !== budget)) throw new Error(`${units} units for a budget of ${budget}`);
  }
  return library.gc.stats(gc).workUnits - start;
}

/** Throws unless the graph survives collections by steps of `budget`, and goes when its root does. Returns the units of a cycle. */
export function collectGraph(library: Library, edges: Edge[], n: number, budget: number): number {
  const gc = newGc(library, 3000 + 24 * n, n + 8);
  const type = library.gc.defineType(gc, [0, 1, 2]);
  const handles: number[] = [];
  // A list through the first words keeps all of them until the edges do.
  for (let i = 0; i < n; i++) {
    handles.push(library.gc.alloc(gc, type, 4 * WORDS));
    if (!handles[i]) throw new Error(`no object ${i}`);
    if (i) library.gc.setRef(gc, handles[i], 0, handles[i - 1]);
    library.gc.setRoot(gc, 1, handles[i]);
  }
  const hold = library.gc.alloc(gc, library.gc.defineType(gc, 0), 4 * n);
  library.gc.setRoot(gc, 2, hold);
  handles.forEach((handle, i) => library.gc.setRef(gc, hold, i, handle));
  for (let i = 0; i < n; i++) library.gc.setRef(gc, handles[i], 0, 0);
  for (const { from, word, to } of edges)
    if (!library.gc.setRef(gc, handles[from], word, handles[to])) throw new Error('setRef');
  library.gc.setRoot(gc, 1, handles[0]);
  library.gc.setRoot(gc, 2, 0);
  library.gc.collect(gc);
  const units = collectBySteps(library, gc, budget);
  const found = library.gc.check(gc) || library.tables.check(gc.tables);
  if (found) throw new Error(found);
  if (library.gc.stats(gc).objects !== n) throw new Error(`${library.gc.stats(gc).objects} objects of ${n}`);
  for (const { from, word, to } of edges)
    if (library.gc.getRef(gc, handles[from], word) !== handles[to]) throw new Error('lost');
  library.gc.setRoot(gc, 1, 0);
  collectBySteps(library, gc, budget);
  if (library.gc.stats(gc).objects) throw new Error(`${library.gc.stats(gc).objects} objects leaked`);
  return units;
}

/** An array that names n objects, each with a child of its own: more than the stack takes. Returns the units of a cycle. */
export function collectWide(library: Library, n: number, budget: number): number {
  const gc = newGc(library, 4000 + 44 * n, 2 * n + 8);
  const array = library.gc.defineType(gc, 1);
  const pair = library.gc.defineType(gc, [0, 1]);
  const root = library.gc.alloc(gc, array, 4 * n + 4);
  library.gc.setRoot(gc, 1, root);
  const parents = Array.from({ length: n }, (_, i) => {
    const parent = library.gc.alloc(gc, pair, 8);
    library.gc.setRef(gc, root, i + 1, parent);
    return parent;
  });
  for (const parent of parents)
    if (!library.gc.setRef(gc, parent, 1, library.gc.alloc(gc, pair, 8))) throw new Error('setRef');
  library.gc.collect(gc);
  const units = collectBySteps(library, gc, budget);
  const found = library.gc.check(gc) || library.tables.check(gc.tables);
  if (found) throw new Error(found);
  if (library.gc.stats(gc).objects !== 2 * n + 1)
    throw new Error(`${library.gc.stats(gc).objects} objects of ${2 * n + 1}`);
  library.gc.setRoot(gc, 1, 0);
  library.gc.collect(gc);
  if (library.gc.stats(gc).objects) throw new Error(`${library.gc.stats(gc).objects} objects leaked`);
  return units;
}

/** Too many objects with references for the stack, so far apart that each is the first behind the window of a search. */
export function collectSparse(library: Library): void {
  const n = (Limit.Window + 1) * (Limit.Stack + 8);
  const gc = newGc(library, 6000 + 24 * n, n + 50);
  const pair = library.gc.defineType(gc, [0, 1]);
  const root = library.gc.alloc(gc, library.gc.defineType(gc, 0), 4 * n);
  library.gc.setRoot(gc, 1, root);
  for (let i = 0; i < n; i++)
    library.gc.setRef(gc, root, i, library.gc.alloc(gc, i % (Limit.Window + 1) ? 0 : pair, 8));
  for (let i = 0; i < n; i += Limit.Window + 1) {
    const parent = library.gc.getRef(gc, root, i);
    if (!library.gc.setRef(gc, parent, 1, library.gc.alloc(gc, 0, 8))) throw new Error('setRef');
  }
  library.gc.collect(gc);
  const found = library.gc.check(gc);
  if (found) throw new Error(found);
}

/** Beside a list that takes long to mark, blocks of more than half of what is free: each needs the one before to go at once. */
export function reuseLargeBlocks(library: Library): void {
  const gc = newGc(library, 11000, 216);
  const node = library.gc.defineType(gc, [0]);
  for (let i = 0; i < 200; i++) {
    const handle = library.gc.alloc(gc, node, 12);
    library.gc.setRef(gc, handle, 0, library.gc.getRoot(gc, 1));
    library.gc.setRoot(gc, 1, handle);
  }
  const bytes = Math.floor(library.gc.stats(gc).freeBytes * 0.6);
  library.gc.collect(gc);
  // The first one is made while marking, so it is there until the next cycle.
  library.gc.step(gc, 1);
  for (let i = 0; i < 20; i++) if (!library.gc.alloc(gc, 0, bytes)) throw new Error(`block ${i} refused`);
  if (!library.gc.stats(gc).forced) throw new Error('no cycle was forced');
}

/** Objects that nothing names any more, from when marking ends to when the sweep comes by: each call refuses them. */
export function refuseDead(library: Library): void {
  const gc = newGc(library, 4000, 60);
  const pair = library.gc.defineType(gc, [0, 1]);
  const scope = library.gc.open(gc);
  const parents = Array.from({ length: 40 }, () => library.gc.alloc(gc, pair, 12));
  for (const parent of parents) if (!library.gc.setRef(gc, parent, 1, parents[0])) throw new Error('setRef');
  library.gc.collect(gc);
  library.gc.close(gc, scope);
  while (gc.w[gc.control + Control.State] !== State.Sweep) library.gc.step(gc, 1);
  const last = parents[parents.length - 1];
  if (library.gc.getRef(gc, last, 1)) throw new Error('getRef of a dead object');
  if (library.gc.setRef(gc, last, 0, 0)) throw new Error('setRef of a dead object');
  if (library.gc.setRoot(gc, 1, last)) throw new Error('setRoot of a dead object');
}
