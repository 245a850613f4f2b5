/** Bounds of the collector: the units of a step, and what it keeps for an object. */
import * as gc from '../../src/gc/index.ts';
import { stats } from '../../src/gc/inspect.ts';
import { find, format, freeBytes } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import { wordsFrom } from '../support/random.ts';

const OBJECTS = 1000;

/** Which objects, by number, object i refers to: two words each. */
const GRAPHS: ((i: number, nextWord: () => number) => [number, number])[] = [
  (i) => [i - 1, -1],
  (i) => [(i - 1) >> 1, i - 1],
  (i, nextWord) => [nextWord() % i, nextWord() % i],
  (i) => [0, i - 1],
];

/** Over graphs and budgets, the most units that a step did over what it was allowed. */
export function unitsPerBudget(): number {
  let worst = 0;
  for (const [number, edges] of GRAPHS.entries()) {
    const nextWord = wordsFrom(number);
    const heap = format(new Uint8Array(65536))!;
    const all = gc.create(heap, freeBytes(heap), OBJECTS + 2)!;
    const node = gc.defineType(all, [0, 1]);
    const list = gc.defineType(all, 0);
    const table = gc.alloc(all, list, 4 * OBJECTS);
    gc.setRoot(all, 1, table);
    for (let i = 0; i < OBJECTS; i++) {
      const object = gc.alloc(all, node, 12);
      gc.setRef(all, table, i, object);
      const targets = i ? edges(i, nextWord) : [];
      targets.forEach((target, word) => {
        if (target >= 0) gc.setRef(all, object, word, gc.getRef(all, table, target));
      });
    }
    gc.setRoot(all, 2, gc.getRef(all, table, OBJECTS - 1));
    gc.setRoot(all, 1, 0);
    for (const budget of [1, 2, 8, 50, 1000]) {
      for (let isDone = false; !isDone;) {
        const before = stats(all).workUnits;
        isDone = gc.step(all, budget);
        worst = Math.max(worst, (stats(all).workUnits - before) / budget);
      }
    }
  }
  return worst;
}

/** Of the collector's own region, which beside the pool's is all it has. */
function regionBytes(objects: number): number {
  const heap = format(new Uint8Array(262144))!;
  gc.create(heap, 200000, objects);
  // The row in front of a region has its bytes and kind.
  return new Uint32Array(heap.buffer)[(find(heap, Kind.Gc, 0) - 8) >> 2] >>> 4;
}

export const bytesPerObject = (): number => (regionBytes(9000) - regionBytes(1000)) / 8000;
