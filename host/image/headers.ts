/** A headers pool, block by block. Behind a damaged header it goes on where blocks tile the rest again. */
import { payloadOffsetOf } from '../../src/headers/block.ts';
import { check } from '../../src/headers/inspect.ts';
import { Bit, type Pool, Deferred } from '../../src/headers/layout.ts';
import { describe } from '../../src/headers/pool.ts';
import { granulesAt } from '../../src/headers/verify.ts';
import type { Row } from './directory.ts';
import type { Surveyed, Item } from './survey.ts';

export function surveyHeaders(heap: Uint8Array, { address, bytes }: Row): Surveyed {
  const pool = describe(heap, address);
  if (!pool)
    return {
      damage: 'the region is too small for a pool',
      facts: [],
      items: [{ address, bytes, state: 'unreadable', name: 'too small for a pool' }],
    };
  const low = (pool.first << pool.log) - headerBytesOf(pool);
  const end = (pool.end << pool.log) - headerBytesOf(pool);
  return {
    damage: check(pool),
    facts: [
      ['granule', `${1 << pool.log} bytes`],
      ['header', `${headerBytesOf(pool)} bytes`],
    ],
    items: [
      { address, bytes: low - address, state: 'control', name: 'deferred blocks, map and lists of free blocks' },
      ...blocksOf(pool),
      ...(end < address + bytes
        ? [{ address: end, bytes: address + bytes - end, state: 'control' as const, name: 'the end' }]
        : []),
    ],
  };
}

const headerBytesOf = ({ log }: Pool): number => 1 << (log - 1);

function blocksOf(pool: Pool): Item[] {
  const items: Item[] = [];
  let resume: ((b: number) => number) | undefined;
  for (let b = pool.first, next: number; b < pool.end; b = next) {
    const granules = granulesAt(pool, b);
    next = b + granules;
    if (granules > 0) items.push(blockOf(pool, b, granules));
    else {
      resume ??= resumption(pool);
      next = resume(b);
      items.push({
        address: b << pool.log,
        bytes: ((next - b) << pool.log) - headerBytesOf(pool),
        state: 'unreadable',
        name: 'behind a damaged header',
      });
    }
  }
  return items;
}

function blockOf(pool: Pool, b: number, granules: number): Item {
  const isUsed = (pool.w[2 * b - 1]! & Bit.Used) > 0;
  const offset = isUsed ? payloadOffsetOf(pool, b) : 0;
  const isDeferred = granules <= Deferred.Last && pool.w[pool.control + granules] === b;
  const state = !isUsed ? 'free' : isDeferred ? 'deferred' : 'used';
  return {
    address: (b + offset) << pool.log,
    bytes: ((granules - offset) << pool.log) - headerBytesOf(pool),
    state,
    name: 'block',
  };
}

/** For damage at a block: the first place behind it from which blocks tile the rest and know whether the one below is used. */
function resumption(pool: Pool): (b: number) => number {
  const tiles = new Uint8Array(pool.end - pool.first + 1);
  tiles[pool.end - pool.first] = 1;
  for (let b = pool.end - 2; b >= pool.first; b--) {
    const granules = granulesAt(pool, b);
    const above = b + granules;
    const isUsed = (pool.w[2 * b - 1]! & Bit.Used) > 0;
    if (granules > 0 && tiles[above - pool.first] && (pool.w[2 * above - 1]! & Bit.BelowUsed) > 0 === isUsed)
      tiles[b - pool.first] = 1;
  }
  return (b) => {
    const at = tiles.indexOf(1, b + 1 - pool.first);
    return at < 0 ? pool.end : at + pool.first;
  };
}
