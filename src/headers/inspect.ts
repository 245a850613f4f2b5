/** Looking into a pool: figures, a walk over its blocks, and whether it is sound. Left out where unused. */

import { goneText } from '../heap/gone.ts';
import { granulesOf } from './bins.ts';
import { payloadOffsetOf, stateOf } from './block.ts';
import { Bit, type Pool, Deferred } from './layout.ts';
import { renew } from './pool.ts';
import { verify } from './verify.ts';

export type { Pool } from './layout.ts';

export interface Stats {
  /** Of the blocks' part of the pool, headers included. */
  bytes: number;
  usedBytes: number;
  freeBytes: number;
  /** The largest payload that one free block could take now, deferred blocks not merged. */
  largestFreeBytes: number;
  usedBlocks: number;
  freeBlocks: number;
}

/** What a block is: free blocks are merged and listed, deferred ones free but not merged yet. */
export type BlockState = 'used' | 'free' | 'deferred';

/**
 * Call visit(address, bytes, state) for each block in order of address; `bytes` counts the payload; for a free block,
 * the payload that would fit there. In a damaged pool it stops at the damage; for a destroyed pool nothing is
 * visited, and fault() says so. O(blocks).
 */
export function walk(pool: Pool, visit: (address: number, bytes: number, state: BlockState) => void): void {
  var isThere = pool.epochs[0] === pool.epoch || renew(pool);
  var w = pool.w;
  var b = pool.first;
  var headerBytes = 1 << (pool.log - 1);
  var isUsed: number;
  var granules: number;
  var offset: number;
  while (isThere && b < pool.end) {
    isUsed = w[2 * b - 1] & Bit.Used;
    granules = granulesOf(pool, b);
    // The visitor has changed the pool: there is no block here any more.
    if (granules < 1 || b + granules > pool.end) return;
    offset = isUsed && payloadOffsetOf(pool, b);
    visit(
      (b + offset) << pool.log,
      ((granules - offset) << pool.log) - headerBytes,
      !isUsed ? 'free' : granules <= Deferred.Last && w[pool.control + granules] === b ? 'deferred' : 'used',
    );
    b += granules;
  }
}

/**
 * Figures of the pool. Bytes count headers and rounding, so that used and free add up. All 0 if the pool was
 * destroyed, and fault() says so. O(blocks).
 */
export function stats(pool: Pool): Stats {
  var isThere = pool.epochs[0] === pool.epoch || renew(pool);
  var figures: Stats = {
    bytes: isThere ? (pool.end - pool.first) << pool.log : 0,
    usedBytes: 0,
    freeBytes: 0,
    largestFreeBytes: 0,
    usedBlocks: 0,
    freeBlocks: 0,
  };
  var headerBytes = 1 << (pool.log - 1);
  walk(pool, function (_address: number, payload: number, state: BlockState): void {
    if (state === 'used') {
      figures.usedBlocks++;
      return;
    }
    figures.freeBlocks++;
    figures.freeBytes += payload + headerBytes;
    if (payload > figures.largestFreeBytes) figures.largestFreeBytes = payload;
  });
  figures.usedBytes = figures.bytes - figures.freeBytes;
  return figures;
}

/** Invariants 1 to 8 of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'the block there has an impossible size: its header was overwritten, most likely by a write past ' +
    'the end of the block below',
  'two free blocks are side by side',
  'its header is wrong about whether the block below is free: it was overwritten, most likely by ' +
    'a write past the end of the block below',
  'the free block there does not end with its size: someone wrote into freed memory, or past a block',
  'a list of free blocks is broken there: someone wrote into freed memory',
  'the counter of free bytes does not match the free blocks',
  'the word of a deferred block names something that is not a used block of its size',
  'the control words are not those of an idle pool: they were overwritten, most likely by a write past the end of the region below',
];

/** What check says of a pool that a call has not finished with, by State.Kind. */
var STOPPED = [
  '',
  'a call was cut off in the middle, by Ctrl-C or out of memory: headers.repair makes the pool sound again, and nothing that was handed out is lost',
  'reorder was cut off while it moved a block: headers.repair moves it back and makes the pool sound again',
  'a callback of reorder is running, or was cut off; if none is running, headers.repair makes the pool sound again',
];

/**
 * '' if the pool is sound, otherwise a sentence: the broken invariant, its number and the address; or that a call was
 * cut off, and what to do; or that the pool was destroyed. O(blocks).
 */
export function check(pool: Pool): string {
  var found: number;
  var invariant: number;
  if (pool.epochs[0] !== pool.epoch && !renew(pool)) return goneText(pool.u8);
  if (stateOf(pool)) return STOPPED[stateOf(pool)];
  found = verify(pool);
  invariant = found & 15;
  return found
    ? 'invariant ' + invariant + ' at address ' + (found - invariant) / 16 + ': ' + INVARIANTS[invariant]
    : '';
}
