/** What a search for the most expensive call of a module needs to know of it. */
import type { Words } from './way.ts';

/** A call to try in a state. */
export interface Probe {
  /** As in 'alloc'. */
  call: string;
  /** With what, for people. */
  what: string;
  run(): unknown;
  /** What programs do all the time: its median is what the call typically costs. */
  isUsual?: boolean;
  /** It goes through the whole pool, so that it is tried in few states. */
  isLong?: boolean;
  /** Run before, not counted. */
  before?(): void;
  /** Asked afterwards, not counted: what is told apart of the call, as it did that; '' for what it does usually. */
  apart?(result: unknown): string;
}

/** How what is told of a call is found: 'alloc', or 'alloc, settling deferred blocks' of one that did what is told apart. */
export const keyOf = (call: string, apart: string): string => (apart ? `${call}, ${apart}` : call);

/** The call of a key, and what is told apart of it. */
export const callOf = (key: string): string => key.split(', ')[0]!;
export const apartOf = (key: string): string => key.split(', ')[1] ?? '';

/** What there is besides the image: numbers, and bytes of a store. */
export interface State {
  live: number[];
  store?: Uint8Array;
}

/** What a world is made in: a bundle's library, and the array that is the heap. */
export interface Place {
  library: any;
  heap: Uint8Array;
  /** The heap as an array that is read and written without being counted. */
  raw: Uint8Array;
  /** The array behind one that is metered. */
  behind<T>(array: T): T;
  /** Makes a call and cuts it off after so many stores. */
  cut(stores: number, call: () => unknown): void;
  /** Runs a text in the realm of the library, uncounted. */
  run(text: string): any;
}

export interface World {
  name: string;
  module: string;
  /** What the pool was told before, where that is another world: 'setPause(pool, 8)'. */
  after?: string;
  /** The pool, for people. */
  pool: string;
  heapBytes: number;
  /** Calls of the module that it makes itself. */
  needs: string;
  /** Calls are repeated so often, at most, until they are not refused. */
  times?: number;
  /** Goes a way in an empty heap that is formatted. */
  go(place: Place, words: Words): State;
  /** The pool of the image, or null. */
  attach(place: Place): any;
  /** Brings back what a state has beside the image. */
  restore?(place: Place, state: State): void;
  probes(place: Place, pool: any, state: State): Probe[];
  /** Where what is live is, in an order of its own: a call that moves nothing leaves it so, but for what it gave back or made. */
  places(place: Place, pool: any, state: State): number[];
}

/** Where the first pool of a heap is. */
export const FIRST = 24;

/** `count` of the live ones, spread evenly. */
export function some(live: number[], count: number): number[] {
  const every = Math.max(1, Math.floor(live.length / count));
  return live.filter((_, i) => i % every === 0).slice(0, count);
}

/** Calls that every pool has. A cut-off state is made by `cut`, uncounted; `create` makes the same pool again, in a heap that has none. */
export function poolProbes(module: any, { heap }: Place, pool: any, create: () => unknown, cut?: () => void): Probe[] {
  const long = (call: string, run: () => unknown, before?: () => void): Probe[] =>
    module[call] ? [{ call, what: '', run, isLong: true, isUsual: true, ...(before && { before }) }] : [];
  return [
    ...long('attach', () => module.attach(heap, FIRST)),
    ...long('repair', () => module.repair(pool), cut),
    ...long('repairAt', () => module.repairAt(heap, FIRST), cut),
    ...long('stats', () => module.stats(pool)),
    ...long('walk', () => module.walk(pool, () => undefined)),
    ...long('check', () => module.check(pool)),
    ...long('create', create, () => module.destroy(pool)),
    ...long('destroy', () => module.destroy(pool)),
  ];
}
