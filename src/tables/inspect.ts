/** Looking into a pool: figures, a walk over its blocks, and whether it is sound. Left out where unused. */

import { generationAt, payloadBytes } from './block.ts';
import { isPinned } from './compact.ts';
import { Control, Header, type Pool, State } from './layout.ts';
import { granulesAt, headerAt } from './pool.ts';
import { verify } from './verify.ts';

export interface Stats {
  /** Of the region: control words, blocks, gap and table. */
  bytes: number;
  /** Everything that is not free; so used and free add up. */
  usedBytes: number;
  freeBytes: number;
  /** The largest run of free bytes as it is, headers included; one reorder makes it freeBytes. */
  largestFreeBytes: number;
  usedBlocks: number;
  /** Holes, the gap, and blocks waiting in slots. */
  freeBlocks: number;
  /** Of the table, retired ones and the free ones on the spare list included. */
  entries: number;
  /** Compactions and the like, modulo 65536: addresses kept from before one may be old. */
  moves: number;
}

/** What a block is: 'free' is a hole or the gap, 'deferred' a free block in its slot, 'spare' a free entry's one granule. */
export type BlockState = 'used' | 'pinned' | 'free' | 'deferred' | 'spare';

/**
 * Call visit(address, bytes, state) for each block in order of address; `bytes` is the payload, and
 * of free ones all they have but a header. Visits nothing while the pool is busy or gone. Must not be
 * used on a damaged pool. O(blocks).
 */
export function walk(pool: Pool, visit: (address: number, bytes: number, state: BlockState) => void): void {
  var w = pool.w;
  var top = w[pool.slot + Control.Top];
  var place = 0;
  var granules: number;
  var pins: number;
  var k: number;
  if (w[pool.slot + Control.State] !== State.Idle) return;
  for (; place < top; place += granules) {
    k = headerAt(pool, place);
    granules = granulesAt(w, k);
    pins = w[k] ? w[generationAt(pool, k)] : 0;
    visit(2 * k + 2, w[k] ? payloadBytes(pool, k) : (granules << pool.log) - 2,
      !w[k] ? 'free' : isPinned(pins) ? 'pinned' : (pins & Header.Free) < Header.Free ? 'used'
        : granules > 1 ? 'deferred' : 'spare');
  }
  granules = w[pool.slot + Control.Limit] - top;
  if (granules) visit(2 * headerAt(pool, top) + 2, (granules << pool.log) - 2, 'free');
}

/** Figures of the pool. O(blocks). */
export function stats(pool: Pool): Stats {
  var figures: Stats = {
    bytes: 2 * (pool.end + 1 - pool.slot), usedBytes: 0, freeBytes: 0, largestFreeBytes: 0,
    usedBlocks: 0, freeBlocks: 0, entries: pool.w[pool.slot + Control.Entries],
    moves: pool.w[pool.slot + Control.Moves],
  };
  walk(pool, function (_address: number, payload: number, state: BlockState): void {
    // A free block keeps one granule for its entry.
    var bytes = payload + 2 - (state === 'deferred' ? 1 << pool.log : 0);
    if (state === 'used' || state === 'pinned') figures.usedBlocks++;
    else if (state !== 'spare') {
      figures.freeBlocks++;
      figures.freeBytes += bytes;
      figures.largestFreeBytes = Math.max(figures.largestFreeBytes, bytes);
    }
  });
  figures.usedBytes = figures.bytes - figures.freeBytes;
  return figures;
}

/** Invariants 1 to 6 of layout.ts, in the words of whoever has to find the cause. */
var INVARIANTS = [
  '',
  'no block can have the header there: it was overwritten, most likely by a write past the end of the block below',
  'the headers do not match their checksum: one was overwritten, most likely by a write past the end of a block',
  'the counter of bytes in holes does not match the holes',
  'blocks and table entries do not match one to one: a header or the table was overwritten',
  'a free block is not listed, or a list of free blocks is broken: someone wrote into freed memory',
  'the control words are not those of an idle pool: they were overwritten, or a call did not end',
];

/** '' when the pool is sound, else a sentence with the broken invariant, its number and the address. O(blocks). */
export function check(pool: Pool): string {
  var found = verify(pool);
  var invariant = found & 15;
  return found ? 'invariant ' + invariant + ' at address ' + (found - invariant) / 16 + ': ' + INVARIANTS[invariant] : '';
}
