/** Records and queues: their columns, each cut where live rows end and free ones begin. */
import { fieldsOf, describe, textOf } from '../../src/records/pool.ts';
import { check } from '../../src/records/inspect.ts';
import { type Field, Head, Limit, type Pool } from '../../src/records/layout.ts';
import { Kind } from '../../src/heap/layout.ts';
import type { Row } from './directory.ts';
import type { Surveyed, Item } from './survey.ts';

/** Beyond so many runs of rows a column is shown whole. */
const MOST_RUNS = 4000;

export function surveyRows(heap: Uint8Array, { kind, address, bytes }: Row): Surveyed {
  const pool = bytes >= Head.Bytes + 4 ? describe(heap, address, kind) : null;
  if (!pool) {
    const damage = 'its head or the declaration of its fields is damaged, so that nothing tells what its columns are';
    return {
      damage,
      facts: [],
      items: [{ address, bytes, state: 'unreadable', name: 'columns that nothing describes' }],
    };
  }
  const isQueue = kind === Kind.Queue;
  const fields = fieldsOf(heap, address, address + bytes)!;
  const live = liveRows(pool);
  const first = Math.min(...fields.map(({ base }) => base));
  const end = Math.max(...fields.map((field) => endOf(field, pool)));
  return {
    damage: check(pool),
    facts: [
      ['rows', `${live.filter(Boolean).length} of ${pool.end}`],
      ['fields', textOf(heap, address, address + bytes)],
      ...(pool.head[Head.Rows]! & Limit.Ring
        ? ([['when full', 'overwrites the oldest row']] as [string, string][])
        : []),
    ],
    items: [
      { address, bytes: first - address, state: 'control', name: 'head, live bits and declaration' },
      ...[...fields].sort((a, b) => a.base - b.base).flatMap((field) => columnOf(pool, field, live, isQueue)),
      ...(end < address + bytes
        ? [{ address: end, bytes: address + bytes - end, state: 'control' as const, name: 'rounding' }]
        : []),
    ],
  };
}

const endOf = (field: Field, { end }: Pool): number => field.base + field.bytes * (end + 1);

/** For each row from 1, whether it is live; element 0 is nobody's. */
function liveRows(pool: Pool): boolean[] {
  return Array.from({ length: pool.end + 1 }, (_, row) => row > 0 && ((pool.live[row >> 5]! >> (row & 31)) & 1) > 0);
}

function columnOf(pool: Pool, field: Field, live: boolean[], isQueue: boolean): Item[] {
  const runs = runsOf(live);
  const count = live.filter(Boolean).length;
  if (runs.length > MOST_RUNS) {
    return [
      {
        address: field.base,
        bytes: field.bytes * (pool.end + 1),
        state: 'used',
        name: `column ${field.name}`,
        notes: `${count} of ${pool.end} rows are live`,
      },
    ];
  }
  return runs.map(([from, to]) => ({
    address: field.base + field.bytes * from,
    bytes: field.bytes * (to - from + 1),
    state: from === 0 ? 'control' : live[from] ? 'used' : 'free',
    name: from === 0 ? `${field.name}: element 0, which is nobody's` : `${field.name}: ${rowsIn(from, to)}`,
    notes:
      isQueue && live[from]
        ? `the ${ageOf(pool, from)} of ${count} in the queue${to > from ? ', and on' : ''}`
        : undefined,
  }));
}

/** Stretches of rows that are alike; element 0 stands alone. */
function runsOf(live: boolean[]): [from: number, to: number][] {
  const runs: [number, number][] = [[0, 0]];
  for (let row = 1; row < live.length; row++) {
    const last = runs.at(-1)!;
    if (last[0] > 0 && live[last[0]] === live[row]) last[1] = row;
    else runs.push([row, row]);
  }
  return runs;
}

const rowsIn = (from: number, to: number): string => (from === to ? `row ${from}` : `rows ${from} to ${to}`);

/** Which one it is, the oldest first. */
function ageOf({ head, end }: Pool, row: number): string {
  const oldest = (head[Head.Count]! >>> 16) - (head[Head.Count]! & Limit.Bits);
  const age = (((row - oldest) % end) + end) % end;
  return age === 0 ? 'oldest' : `${age + 1}.`;
}
