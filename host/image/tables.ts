/** A tables pool, block by block, with the handles that name them. */
import { generationAt, isPinned, payloadBytes } from '../../src/tables/block.ts';
import { check } from '../../src/tables/inspect.ts';
import { Control, Entry, Header, Place, type Pool } from '../../src/tables/layout.ts';
import { describe, granulesAt, shiftOf, wordAt } from '../../src/tables/pool.ts';
import type { Row } from './directory.ts';
import type { Surveyed, Item } from './survey.ts';

const LEAST_BYTES = 2 * (Place.First + 2);

export function surveyTables(heap: Uint8Array, { address, bytes }: Row): Surveyed {
  if (bytes < LEAST_BYTES)
    return {
      damage: 'the region is too small for a pool',
      facts: [],
      items: [{ address, bytes, state: 'unreadable', name: 'too small for a pool' }],
    };
  const pool = describe(heap, address);
  const entries = Math.min(pool.w[Control.Entries]!, pool.end - Place.First - 1);
  const table =
    address + 2 * (pool.end - entries - Math.min(pool.w[Control.Depth]!, pool.end - Place.First - 1 - entries));
  const blocks = blocksOf(pool, entries, table);
  const last = blocks.at(-1);
  const gap = last ? last.address + last.bytes : address + 2 * wordAt(Place.First, pool);
  return {
    damage: check(pool),
    facts: [
      ['entries', entries],
      ['free entries', pool.w[Control.Free]!],
      ['retired entries', entriesAt(pool, entries, Entry.Retired)],
      ['times blocks were moved', pool.w[Control.Moves]!],
      ['granule', `${1 << pool.log} bytes`],
    ],
    items: [
      { address, bytes: 2 * wordAt(Place.First, pool), state: 'control', name: 'control words and lists' },
      ...blocks,
      ...(table - gap > 2
        ? [
            {
              address: gap + 2,
              bytes: table - gap - 2,
              state: 'free' as const,
              name: 'the gap between blocks and table',
            },
          ]
        : []),
      {
        address: table,
        bytes: address + bytes - table,
        state: 'control',
        name: `table of ${entries} entries, and the list of free ones`,
      },
    ],
  };
}

const entriesAt = (pool: Pool, entries: number, place: number): number =>
  pool.w.subarray(pool.end - entries, pool.end).filter((at) => at === place).length;

/** The entry of each word that one names. */
function entriesByWord(pool: Pool, entries: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = entries; i > 0; i--) found.set(wordAt(pool.w[pool.end - i]!, pool), i);
  return found;
}

/** Blocks from the first up to where the control words say, or the first that cannot be one. */
function blocksOf(pool: Pool, entries: number, table: number): Item[] {
  const items: Item[] = [];
  const byWord = entriesByWord(pool, entries);
  const end = Math.min(wordAt(pool.w[Control.Top]!, pool), (table - pool.base) >> 1);
  for (let k = wordAt(Place.First, pool), next: number; k < end; k = next) {
    const words = granulesAt(pool.w, k) << shiftOf(pool);
    next = words > 0 && k + words <= end ? k + words : resumeAt(pool, byWord, k, end);
    const address = pool.base + 2 * k + 2;
    items.push(
      words > 0 && k + words <= end
        ? blockOf(pool, k, byWord.get(k) ?? 0)
        : { address, bytes: 2 * (next - k) - 2, state: 'unreadable', name: 'behind a damaged header' },
    );
  }
  return items;
}

function blockOf(pool: Pool, k: number, i: number): Item {
  const address = pool.base + 2 * k + 2;
  const header = pool.w[k]!;
  const granules = granulesAt(pool.w, k);
  if (!header) return { address, bytes: (granules << pool.log) - 2, state: 'free', name: 'hole' };
  const word = pool.w[generationAt(pool, k)]!;
  const generation = (word >> Header.GenerationShift) & Header.Generations;
  const isFree = word >= Header.Free;
  if (isFree)
    return {
      address,
      bytes: (granules << pool.log) - 2,
      state: 'deferred',
      name: `free block of entry ${i}`,
      generation,
    };
  const pins = isPinned(word) ? (word / Header.Pin) & 3 : 0;
  return {
    address,
    bytes: payloadBytes(pool, k),
    state: pins ? 'pinned' : 'used',
    entry: i || undefined,
    generation,
    name: i ? `handle ${(generation << 16) | i}` : 'block without an entry',
    notes: pins ? `pinned ${pins === 1 ? 'once' : 'twice'}` : undefined,
  };
}

/** Behind damage: the next word that an entry names. */
function resumeAt(pool: Pool, byWord: Map<number, number>, from: number, end: number): number {
  for (let k = from + 1; k < end; k++) if (byWord.has(k) && granulesAt(pool.w, k) > 0) return k;
  return end;
}
