/**
 * The kinds of pool that traces can be replayed on. A new kind is one more driver in
 * POOLS. The pool is worked by the board's bundle; figures and checks, which a lean
 * bundle leaves out, come from the host's library, attached to the same heap.
 */
import { attach } from '../../src/headers/index.ts';
import { check, stats } from '../../src/headers/inspect.ts';
import { find } from '../../src/heap/index.ts';
import { Kind } from '../../src/heap/layout.ts';
import * as tablesLibrary from '../../src/tables/index.ts';
import * as tablesInspect from '../../src/tables/inspect.ts';
import { Control } from '../../src/tables/layout.ts';
import { UserError } from '../support/errors.ts';
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

/** The functions of the bundle's tables module that its driver calls. */
interface Tables extends Headers {
  addrOf(pool: Pool, handle: number): number;
  sizeOf(pool: Pool, handle: number): number;
}

/** Payload bytes that a tables pool has moved, known from the addresses before and after. */
class Moves {
  movedBytes = 0;
  readonly addresses = new Map<number, number>();
  private seen = 0;

  constructor(
    private readonly module: Tables,
    private readonly pool: Pool,
    /** Changes whenever more than the block of the call may have moved. */
    private readonly count: () => number,
  ) {}

  /** Note what a call on `handle` has moved. */
  note(handle: number): void {
    const { addresses, seen } = this;
    this.seen = this.count();
    for (const ref of this.seen === seen ? [handle] : [...addresses.keys()]) this.noteBlock(ref);
    if (handle) addresses.set(handle, this.module.addrOf(this.pool, handle));
  }

  private noteBlock(ref: number): void {
    const from = this.addresses.get(ref);
    const to = from === undefined ? from : this.module.addrOf(this.pool, ref);
    if (from === undefined || to === undefined || from === to) return;
    this.movedBytes += this.module.sizeOf(this.pool, ref);
    this.addresses.set(ref, to);
  }
}

const tablesPool: PoolKind = {
  name: 'tables',
  open(library: Library, heap: Uint8Array): Driver | null {
    const module = library.tables as Tables;
    const pool = module.create(heap, library.heap.freeBytes(heap));
    if (!pool) return null;
    const image = new Uint8Array(heap.buffer, heap.byteOffset, heap.length);
    const inspected = tablesLibrary.attach(image, find(image, Kind.Tables, 0));
    if (!inspected) throw new Error("the host's library cannot open the pool the board's has made");
    const moves = new Moves(module, pool, () => inspected.w[Control.Moves]);
    const noted = (handle: number): number => {
      moves.note(handle);
      return handle;
    };
    return {
      alloc: (bytes) => noted(module.alloc(pool, bytes)),
      dealloc: (ref) => {
        moves.addresses.delete(ref);
        return module.dealloc(pool, ref);
      },
      resize: (ref, bytes) => noted(module.resize(pool, ref, bytes)),
      addressOf: (ref) => module.addrOf(pool, ref),
      fault: () => library.fault(),
      stats: () => tablesInspect.stats(inspected),
      check: () => tablesInspect.check(inspected),
      takeMovedBytes: () => {
        const { movedBytes } = moves;
        moves.movedBytes = 0;
        return movedBytes;
      },
    };
  },
};

export const POOLS: PoolKind[] = [headers, tablesPool];

export const poolNames = (): string[] => POOLS.map((pool) => pool.name);

/** The kind of pool called `name`; UserError with the list of kinds when there is none. */
export function poolNamed(name: string): PoolKind {
  const pool = POOLS.find((kind) => kind.name === name);
  if (!pool) throw new UserError(`unknown pool '${name}'; the pools are: ${poolNames().join(', ')}`);
  return pool;
}
