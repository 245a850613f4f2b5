/** Looking into a pool: figures, a walk over its blocks, and whether it is sound. Left out where unused. */

import { goneText } from '../heap/gone.ts';
import { generationAt, isPinned, payloadBytes } from './block.ts';
import { Control, Entry, Header, Place, type Pool, State } from './layout.ts';
import { entriesOf, gapOf, granulesAt, isThere, shiftOf, topOf, wordAt } from './pool.ts';
import { verify } from './verify.ts';

export type { Pool } from './layout.ts';

export interface Stats {
  /** Of the region: control words, blocks, gap and table. */
  bytes: number;
  /** Everything that is not free; so used and free add up. */
  usedBytes: number;
  freeBytes: number;
  /** The largest run of free bytes as it is, headers included; one reorder makes it freeBytes. */
  largestFreeBytes: number;
  usedBlocks: number;
  /** Holes, the gap, and blocks that wait in lists. */
  freeBlocks: number;
  /** Of the table, retired ones and free ones included. */
  entries: number;
  /** Entries that used up their generations; renew gives them back. */
  retired: number;
  /** Compactions and the like, modulo 65536: addresses kept from before one may be old. */
  moves: number;
}

/** What a block is: 'free' is a hole or the gap, 'deferred' a free block in its list. */
export type BlockState = 'used' | 'pinned' | 'free' | 'deferred';

/**
 * Call visit(address, bytes, state) for each block in order of address; `bytes` is the payload; for free blocks,
 * everything but a header. Visits nothing while the pool is busy or gone. Must not be used on a damaged pool.
 * O(blocks).
 */
export function walk(pool: Pool, visit: (address: number, bytes: number, state: BlockState) => void): void {
  var w: Uint16Array;
  var top: number;
  var k = wordAt(Place.First, pool);
  var granules: number;
  var pins: number;
  if (!isThere(pool) || pool.w[Control.State] !== State.Idle) return;
  w = pool.w;
  top = topOf(pool);
  for (; k < top; k += granules << shiftOf(pool)) {
    granules = granulesAt(w, k);
    // The visitor has changed the pool: there is no block here any more.
    if (!granules || k + (granules << shiftOf(pool)) > top) return;
    pins = w[k] && w[generationAt(pool, k)];
    visit(
      pool.base + 2 * k + 2,
      w[k] ? payloadBytes(pool, k) : (granules << pool.log) - 2,
      !w[k] ? 'free' : isPinned(pins) ? 'pinned' : pins < Header.Free ? 'used' : 'deferred',
    );
  }
  granules = gapOf(pool);
  if (granules > 0) visit(pool.base + 2 * top + 2, (granules << pool.log) - 2, 'free');
}

/** Figures of the pool. O(blocks). */
export function stats(pool: Pool): Stats {
  var i: number;
  var figures: Stats = {
    bytes: 0,
    usedBytes: 0,
    freeBytes: 0,
    largestFreeBytes: 0,
    usedBlocks: 0,
    freeBlocks: 0,
    entries: 0,
    retired: 0,
    moves: 0,
  };
  if (!isThere(pool)) return figures;
  figures.bytes = 2 * (pool.end + 1);
  figures.entries = pool.w[Control.Entries];
  figures.moves = pool.w[Control.Moves];
  walk(pool, function (_address: number, payload: number, state: BlockState): void {
    var bytes = payload + 2;
    if (state === 'used' || state === 'pinned') figures.usedBlocks++;
    else {
      figures.freeBlocks++;
      figures.freeBytes += bytes;
      figures.largestFreeBytes = Math.max(figures.largestFreeBytes, bytes);
    }
  });
  figures.usedBytes = figures.bytes - figures.freeBytes;
  for (i = entriesOf(pool); i; i--) if (pool.w[pool.end - i] === Entry.Retired) figures.retired++;
  return figures;
}

/** Invariants 1 to 7 of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'no block can have the header there: it was overwritten, most likely by a write past the end of the block below',
  'the headers do not match their checksum: one was overwritten, most likely by a write past the end of a block',
  'the counter of bytes in holes, or what it says of them, does not match the holes',
  'blocks and table entries do not match one to one: a header or the table was overwritten',
  'a free block is not where free blocks are listed, or a list is broken: it was overwritten',
  'the control words are not those of an idle pool: they were overwritten',
  'a call on the pool was cut off in the middle, or is running: nothing is lost, repair makes the pool sound again',
];

/**
 * '' if the pool is sound, otherwise a sentence: it was destroyed, or the broken invariant with its number and the
 * address. O(blocks), and a search of the table for each.
 */
export function check(pool: Pool): string {
  var found = isThere(pool) ? verify(pool) : 0;
  var invariant = found & 15;
  if (pool.epochs[0] !== pool.epoch) return goneText(pool.u8);
  return found
    ? 'invariant ' + invariant + ' at address ' + (found - invariant) / 16 + ': ' + INVARIANTS[invariant]
    : '';
}
