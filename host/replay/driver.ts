/**
 * What a replay needs of a pool, whatever its kind. A pool of fixed addresses
 * gives an address as the reference of a block, a pool of movable blocks a
 * handle; a replay keeps the reference and asks for the address when it needs it.
 */
export interface Driver {
  /** A reference to a new block, 0 when the pool has no space. */
  alloc(bytes: number): number;
  dealloc(ref: number): boolean;
  /** The reference from now on, 0 when there is no space (the block then stays as it is). */
  resize(ref: number, bytes: number): number;
  /** Where the payload is now. */
  addressOf(ref: number): number;
  stats(): PoolStats;
  /** The number of the last fault, for messages. */
  fault(): number;
  /** '' when the pool is sound, else a sentence naming what is wrong. */
  check?(): string;
  /** Payload bytes the pool has moved on its own since the last call; absent where none ever are. */
  takeMovedBytes?(): number;
}

export interface PoolStats {
  bytes: number;
  usedBytes: number;
  freeBytes: number;
  largestFreeBytes: number;
  usedBlocks: number;
  freeBlocks: number;
}

/** The library as a realm gives it: one namespace per module of its bundle. */
export interface Library {
  heap: {
    format(heap: Uint8Array): Uint8Array | null;
    freeBytes(heap: Uint8Array): number;
  };
  fault(): number;
  faultText?(code: number): string;
  [module: string]: unknown;
}

/** A kind of pool that traces can be replayed on. */
export interface PoolKind {
  name: string;
  /** The driver of a new pool over all that is free in `heap`, or null when that is too little. */
  open(library: Library, heap: Uint8Array): Driver | null;
}
