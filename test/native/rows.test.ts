/** Records and queues of the committed blob, in an emulated Cortex-M0+, beside ES5. */
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { forge, misuses, play, relay, type Call, type Scene } from './campaigns.ts';
import { es5, heap, type Calls, type Pool } from './twin.ts';

const bytes = es5('records/bytes.ts');
const whole = { getWhole: bytes.getWhole, setWhole: bytes.setWhole, place: bytes.place };
/** What getWhole has no number for. */
const NONE = -2147483648;
const records: Calls = { ...es5('records/index.ts'), ...whole };
const queue: Calls = { ...es5('queue/index.ts'), ...whole };

const DECLARED = [
  't:u32 v:i16 id:bytes:6',
  'a:u8 b:i8 c:bytes:3 d:u16 e:i16',
  'x:i32',
  'k:i16 f:f32 l:i32 m:u8 n:u32 long-name:bytes:300',
];

/** Rows that fit into so many bytes. */
function newPool(calls: Calls, declared: string, heapBytes: number, isRing = false): Pool {
  const u8 = heap.format(new Uint8Array(heapBytes));
  for (let rows = heapBytes >> 2; rows; rows = (rows * 7) >> 3) {
    const pool = calls.create!(u8, declared as any, rows, isRing as any);
    if (pool) return pool as Pool;
  }
  throw new Error(`no row of ${declared} fits into ${heapBytes} bytes`);
}

const anyRow = (random: Random, live: number[]): number =>
  random.oneIn(8) || !live.length ? misuses(random) : live[random.below(live.length)]!;

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

const scenes: [string, Scene][] = DECLARED.flatMap((declared, i): [string, Scene][] => [
  [
    `records, ${declared}`,
    {
      set: 'records+queue',
      module: 'records',
      calls: records,
      newPool: (size) => newPool(records, declared, size),
      step: stepRecords,
    },
  ],
  [
    `queue, ${declared}`,
    {
      set: 'records+queue',
      module: 'queue',
      calls: queue,
      newPool: (size) => newPool(queue, declared, size, i % 2 > 0),
      step: stepQueue,
    },
  ],
]);

describe.each(scenes)('%s', (_name, scene) => {
  test('random calls with misuse', () => {
    for (const heapBytes of [1024, 8192, 65536]) play(scene, heapBytes, seedOf(heapBytes), lengthOf(400, 20000));
  });

  test('a heap goes from one to the other after any call', () => {
    relay(scene, 1024, seedOf(5), lengthOf(250, 10000));
  });

  test('damaged images: nothing outside is touched', () => {
    for (let round = 0; round < lengthOf(15, 2000); round++) play.damaged(scene, 2048, seedOf(1) + round, 25);
  });

  test('a forged pool is refused', () => {
    expect(forge(scene, scene.module === 'queue' ? 'push' : 'alloc')).toEqual([]);
  });
});

/** What `place` calls a type: its place in TYPES of src/records/fields.ts. */
const sortOf = (field: string): number => 'u32 i32 f32 u16 i16 u8 i8 bytes'.split(' ').indexOf(field.split(':')[1]!);

test('whole numbers by number are what get and set have; of the rest, and of what is no field, nothing', () => {
  const random = randomFrom(seedOf(3));
  for (const declared of DECLARED) {
    const pool = newPool(records, declared, 4096);
    const row = Number(records.alloc!(pool));
    declared.split(' ').forEach((field, i) => {
      const isWhole = !/f32|bytes/.test(field);
      for (const value of [random.below(0x100000000) | 0, 2 ** 31 - 1, -1, -(2 ** 31), 0]) {
        expect([field, whole.setWhole(pool, row, i + 1, value)]).toEqual([field, isWhole]);
        const kept = records.get!(pool, row, i + 1) as number;
        expect([field, whole.getWhole(pool, row, i + 1)]).toEqual([field, isWhole && kept < 2 ** 31 ? kept : NONE]);
      }
      const column = records.column!(pool, i + 1) as Uint8Array;
      const n = Number(/bytes:(\d+)/.exec(field)?.[1] ?? 1);
      expect(whole.place(pool, -1, i + 1) >> 4).toBe(column.byteOffset + column.byteLength);
      for (const one of [0, row, (pool as any).end])
        expect(whole.place(pool, one, i + 1)).toBe(16 * (column.byteOffset + n * one * column.BYTES_PER_ELEMENT) + sortOf(field));
    });
    expect(whole.getWhole(pool, row + 1, 1)).toBe(NONE);
    expect(whole.getWhole(pool, row, 9)).toBe(NONE);
    expect([whole.place(pool, row, 9), whole.place(pool, -2, 1), whole.place(pool, (pool as any).end + 1, 1)]).toEqual([0, 0, 0]);
  }
});
