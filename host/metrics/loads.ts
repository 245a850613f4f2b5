/** Loads that are written by a function, from a seed. */
import { wordsFrom } from '../support/random.ts';
import { parseTrace } from '../trace/parse.ts';
import type { Trace } from '../trace/trace.ts';

export type Operation = ['a', id: number, bytes: number] | ['f', id: number];

/** Writes a load: `alloc` returns what `free` takes; `below` draws from 0 to below a number. */
export type Shape = (
  alloc: (bytes: number) => number,
  free: (id: number) => void,
  below: (most: number) => number,
) => void;

export function operationsOf(shape: Shape, seed: number): Operation[] {
  const operations: Operation[] = [];
  const free: number[] = [];
  let ids = 0;
  const next = wordsFrom(seed);
  shape(
    (bytes) => {
      const id = free.pop() ?? ids++;
      operations.push(['a', id, bytes]);
      return id;
    },
    (id) => {
      operations.push(['f', id]);
      free.push(id);
    },
    (most) => next() % most,
  );
  return operations;
}

export const traceOf = (operations: Operation[], name: string): Trace =>
  parseTrace(`${operations.map((operation) => operation.join(' ')).join('\n')}\n`, name);
