/** Records and queues: pools of several declarations, and random calls on them. */
import type { Random } from '../../support/random.ts';
import { es5, heap, type Calls, type Pool } from '../twin.ts';
import { misuses, quietly, type Call, type Scene } from './scene.ts';

const bytes = es5('records/bytes.ts');
export const whole = { getWhole: bytes.getWhole, setWhole: bytes.setWhole, place: bytes.place };
export const records: Calls = { ...es5('records/index.ts'), ...whole };
export const queue: Calls = { ...es5('queue/index.ts'), ...whole };

export const DECLARED = [
  't:u32 v:i16 id:bytes:6',
  'a:u8 b:i8 c:bytes:3 d:u16 e:i16',
  'x:i32',
  'k:i16 f:f32 l:i32 m:u8 n:u32 long-name:bytes:300',
];

/** Rows that fit into so many bytes. */
export function newRows(calls: Calls, declared: string, heapBytes: number, isRing = false): Pool {
  const u8 = heap.format(new Uint8Array(heapBytes));
  for (let rows = heapBytes >> 2; rows; rows = (rows * 7) >> 3) {
    const pool = calls.create!(u8, declared as any, rows, isRing as any);
    if (pool) return pool as Pool;
  }
  throw new Error(`no row of ${declared} fits into ${heapBytes} bytes`);
}

const anyRow = (random: Random, live: number[]): number =>
  random.oneIn(8) || !live.length ? misuses(random) : live[random.below(live.length)]!;

/** The bytes of a field of a live row, of whatever type. */
function fieldOf(calls: Calls, pool: Pool, live: number[], random: Random): [at: number, bytes: number] | null {
  const row = live[random.below(live.length || 1)];
  const field = 1 + random.below(6);
  return quietly(pool, () => {
    const place = row !== undefined && calls.at!(pool, row) ? Number(calls.place!(pool, row, field)) : 0;
    const bytes = (Number(calls.place!(pool, 1, field)) - Number(calls.place!(pool, 0, field))) >> 4;
    return place ? [place >> 4, bytes] : null;
  });
}

/** What rows and queues have in common: fields by number, rows, counts. */
function access(random: Random, live: number[], call: Call): void {
  const row = anyRow(random, live);
  const kind = random.below(8);
  if (kind < 3) call('setWhole', row, random.below(8) - 1, random.oneIn(2) ? misuses(random) : random.below(1 << 30) * 4);
  else if (kind < 5) call('getWhole', row, random.below(8) - 1);
  else if (kind < 6) call('place', row, random.below(8) - 1);
  else if (kind < 7) call('at', row);
  else call('count');
}

function stepRecords(random: Random, live: number[], call: Call): void {
  const kind = random.below(8);
  if (kind < 3) {
    const row = call('alloc');
    if (row) live.push(row);
  } else if (kind < 5) {
    const row = anyRow(random, live);
    if (call('dealloc', row)) live.splice(live.indexOf(row) >>> 0, 1);
  } else if (kind < 6) call('next', random.oneIn(4) ? misuses(random) : random.below(40));
  else access(random, live, call);
}

function stepQueue(random: Random, live: number[], call: Call): void {
  const kind = random.below(8);
  if (kind < 3) {
    const row = call('push');
    if (row && !live.includes(row)) live.push(row);
  } else if (kind < 5) call('shift');
  else if (kind < 6) call('peek');
  else access(random, live, call);
}

export const rowScenes: [string, Scene][] = DECLARED.flatMap((declared, i): [string, Scene][] => [
  [
    `records, ${declared}`,
    {
      set: 'records+queue',
      module: 'records',
      calls: records,
      newPool: (size) => newRows(records, declared, size),
      step: stepRecords,
      payload: (pool, live, random) => fieldOf(records, pool, live, random),
    },
  ],
  [
    `queue, ${declared}`,
    {
      set: 'records+queue',
      module: 'queue',
      calls: queue,
      newPool: (size) => newRows(queue, declared, size, i % 2 > 0),
      step: stepQueue,
      payload: (pool, live, random) => fieldOf(queue, pool, live, random),
    },
  ],
]);
