import { drive } from '../support/model.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { Model, poolOf } from './support.ts';

/** Declaration, rows, operations, and how often everything is verified. */
const runs: [string, number, number, number][] = [
  ['v:i16', 1, 5000, 1],
  ['v:u16', 2, 10000, 1],
  ['t:u32 v:i16', 31, 60000, 7],
  ['t:u32 v:i16', 32, 40000, 7],
  ['t:u32 v:i16', 1000, 100000, 997],
  ['f:f32', 63, 30000, 31],
  ['a:u8 b:i8 c:u16 d:i16 e:u32 f:i32 g:f32 h:bytes:5 i:bytes:1', 40, 80000, 31],
  ['mac:bytes:6 n:i8 s:u16', 5, 30000, 5],
];

describe('any sequence of calls keeps the rows, their values and the free list', () => {
  test.each(runs)('%s x %i', (fields, rows, operations, every) => {
    const seed = seedOf(rows * 7 + fields.length);
    const model = new Model(poolOf(fields, rows), fields, randomFrom(seed));
    drive(model, lengthOf(operations / 5, operations), every, seed);
    for (const what of ['alloc', 'dealloc', 'set', 'get', 'misuse refused'])
      expect(model.counts[what]).toBeGreaterThan(0);
    if (rows < 10) expect(model.counts['alloc when full']).toBeGreaterThan(0);
  });
});
