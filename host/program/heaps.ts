/** What is in the heaps of a program: in use at a moment, and module by module at the end. */
import type { State } from '../image/survey.ts';
import { type Region, surveyHeap } from '../image/survey.ts';

/** What a pool hands out, and not what it needs for itself. */
const IN_USE: State[] = ['used', 'pinned', 'waiting'];

const usedIn = ({ items }: Region): number =>
  items.reduce((sum, { state, bytes }) => sum + (IN_USE.includes(state) ? bytes : 0), 0);

/** Looks at a copy: it may be in the middle of anything, and the program is not to notice. */
const regionsOf = (heap: Uint8Array): Region[] =>
  surveyHeap(Uint8Array.from(new Uint8Array(heap.buffer, heap.byteOffset, heap.length))).regions.filter(
    ({ kind }) => kind !== 'hole',
  );

export function usageOf(heaps: Iterable<Uint8Array>): { heapBytes: number; usedBytes: number } {
  const all = [...heaps];
  const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
  return { heapBytes: sum(all.map(({ length }) => length)), usedBytes: sum(all.flatMap(regionsOf).map(usedIn)) };
}

/** Module -> what its pools take, and have in use. */
export function usageByModule(heaps: Iterable<Uint8Array>): Map<string, { heapBytes: number; usedBytes: number }> {
  const found = new Map<string, { heapBytes: number; usedBytes: number }>();
  for (const region of [...heaps].flatMap(regionsOf)) {
    const known = found.get(region.kind) ?? { heapBytes: 0, usedBytes: 0 };
    found.set(region.kind, {
      heapBytes: known.heapBytes + region.bytes,
      usedBytes: known.usedBytes + usedIn(region),
    });
  }
  return found;
}
