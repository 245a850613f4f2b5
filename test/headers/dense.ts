/** The words of a pool as layout.ts draws them, for tests that damage or forge some. */
import { Control, type Pool, Deferred } from '../../src/headers/layout.ts';
import { headers } from './support.ts';

export interface FoundBlock {
  address: number;
  bytes: number;
  state: 'used' | 'free' | 'deferred';
}

/** Every block of the pool, in order of address. */
export function blocksOf(pool: Pool): FoundBlock[] {
  const found: FoundBlock[] = [];
  headers.walk(pool, (address, bytes, state) => found.push({ address, bytes, state }));
  return found;
}

/** Index of the header of the block with its payload at `address`. */
export const headerAt = (pool: Pool, address: number): number => 2 * (address >> pool.log) - 1;

/** Index of the word that holds the first block of the list that `address` is in. */
export function listHeads(pool: Pool): number[] {
  const first = pool.control - Control.Bins + 256;
  return Array.from({ length: 2 * pool.first - 1 - first }, (_, i) => first + i);
}

export const mapWords = (pool: Pool): number[] => [0, 1, 2, 3].map((m) => pool.control - Control.Map + 16 + m);
export const freeCounter = (pool: Pool): number => pool.control;
export const slotWords = (pool: Pool): number[] =>
  Array.from({ length: Deferred.Last - Deferred.First + 1 }, (_, i) => pool.control + Deferred.First + i);

/** Allocate blocks of the sizes, in turn, until one does not fit; returns their addresses. */
export function fill(pool: Pool, ...sizes: number[]): number[] {
  const addresses: number[] = [];
  for (let i = 0; ; i++) {
    const address = headers.alloc(pool, sizes[i % sizes.length]!);
    if (!address) return addresses;
    addresses.push(address);
  }
}

/** A pool with blocks of many sizes, holes between them, and some deferred blocks. */
export function busy(pool: Pool): number[] {
  const addresses = fill(pool, 4, 20, 9, 100, 33, 14, 60, 200, 2, 31);
  const kept = addresses.filter((address, i) => i % 3 !== 0 || !headers.dealloc(pool, address));
  for (let i = 0; i < 6; i++) headers.dealloc(pool, kept.splice(3 * i, 1)[0]!);
  return kept;
}
