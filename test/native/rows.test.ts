/** Records and queues of the committed blob, in an emulated Cortex-M0+, beside ES5. */
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { forge, play, relay } from './campaigns.ts';
import { DECLARED, newRows, records, rowScenes, whole } from './scenes/rows.ts';

/** What getWhole has no number for. */
const NONE = -2147483648;

describe.each(rowScenes)('%s', (_name, scene) => {
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
    const pool = newRows(records, declared, 4096);
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
