/**
 * The kinds of pool that traces can be replayed on. A new kind is one more driver in
 * POOLS. The pool is worked by the board's bundle; figures and checks, which a lean
 * bundle leaves out, come from the host's library, attached to the same heap.
 */
import { attach } from '../../src/headers/index.ts';
import { check, stats } from '../../src/headers/inspect.ts';
import { find } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import { UserError } from '../errors.ts';
import type { Driver, Library, PoolKind } from './driver.ts';

type Pool = object;

/** The functions of the bundle's headers module that its driver calls. */
interface Headers {
  create(heap: Uint8Array, bytes: number): Pool | null;
  alloc(pool: Pool, bytes: number): number;
  dealloc(pool: Pool, address: number): boolean;
  resize(pool: Pool, address: number, bytes: number): number;
}

const headers: PoolKind = {
  name: 'headers',
  open(library: Library, heap: Uint8Array): Driver | null {
    const module = library.headers as Headers;
    const pool = module.create(heap, library.heap.freeBytes(heap));
    if (!pool) return null;
    const image = new Uint8Array(heap.buffer, heap.byteOffset, heap.length);
    const inspected = attach(image, find(image, Kind.Headers, 0));
    if (!inspected) throw new Error("the host's library cannot open the pool the board's has made");
    return {
      alloc: (bytes) => module.alloc(pool, bytes),
      dealloc: (ref) => module.dealloc(pool, ref),
      resize: (ref, bytes) => module.resize(pool, ref, bytes),
      addressOf: (ref) => ref,
      fault: () => library.fault(),
      stats: () => stats(inspected),
      check: () => check(inspected),
    };
  },
};

export const POOLS: PoolKind[] = [headers];

export const poolNames = (): string[] => POOLS.map((pool) => pool.name);

/** The kind of pool called `name`; UserError with the list of kinds when there is none. */
export function poolNamed(name: string): PoolKind {
  const pool = POOLS.find((kind) => kind.name === name);
  if (!pool) throw new UserError(`unknown pool '${name}'; the pools are: ${poolNames().join(', ')}`);
  return pool;
}
