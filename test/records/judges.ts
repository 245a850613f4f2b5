/**
 * What the calls of records and queues promise, asked of one library: on pools beside a list of what must be in them, on pools that
 * were destroyed and made anew, or overwritten. Each throws what is amiss.
 */
import { Fault } from '../../src/core/faults.ts';
import { Image } from '../../src/heap/layout.ts';
import type { Load } from '../support/library.ts';
import { randomFrom } from '../support/random.ts';
import { Library, nameOf, type Shape, Twin, words } from './twin.ts';

export const SHAPES: Shape[] = [
  { fields: 'v:u16', rows: 3 },
  { fields: 'w:i32 a:u8', rows: 1 },
  { fields: 'id:bytes:3 f:f32 v:i16 m:bytes:1', rows: 33 },
  { fields: 'b:u8 v:i16', rows: 31 },
  { fields: 'v:u16', rows: 3, isQueue: true },
  { fields: 'b:bytes:2', rows: 4, isQueue: true, isRing: true },
  { fields: 'v:u8 w:u32', rows: 33, isQueue: true },
  { fields: 'v:i16', rows: 1, isQueue: true, isRing: true },
];

/** Pools beside what must be in them. */
export function judgeWalks(load: Load, turns = 40): void {
  const lib = new Library(load);
  for (const [nth, shape] of SHAPES.entries()) {
    const image = lib.image(1024);
    const pool = lib.make(image, shape);
    if (!pool) throw new Error(`${nameOf(shape)} cannot be made`);
    const twin = new Twin(lib, image, shape, [pool, lib.of(shape).attach(image, pool.base)], randomFrom(nth + 5));
    twin.walk(turns);
  }
}

/** Each call, for what follows: its failure value. */
const REFUSED: [string, unknown, (rows: any, pool: any) => unknown, isQueue?: boolean][] = [
  ['alloc', 0, (rows, pool) => rows.alloc(pool), false],
  ['dealloc', false, (rows, pool) => rows.dealloc(pool, 1), false],
  ['next', 0, (rows, pool) => rows.next(pool, 0), false],
  ['push', 0, (rows, pool) => rows.push(pool), true],
  ['peek', 0, (rows, pool) => rows.peek(pool), true],
  ['shift', 0, (rows, pool) => rows.shift(pool), true],
  ['at', 0, (rows, pool) => rows.at(pool, 1)],
  ['get', null, (rows, pool) => rows.get(pool, 1, 1)],
  ['get by name', null, (rows, pool) => rows.get(pool, 1, 'v')],
  ['set', false, (rows, pool) => rows.set(pool, 1, 1, 1)],
  ['set by name', false, (rows, pool) => rows.set(pool, 1, 'v', 1)],
  ['field', 0, (rows, pool) => rows.field(pool, 'v')],
  ['column', null, (rows, pool) => rows.column(pool, 1)],
  ['count', 0, (rows, pool) => rows.count(pool)],
  ['clear', false, (rows, pool) => rows.clear(pool)],
  ['repair', false, (rows, pool) => rows.repair(pool)],
  ['destroy', false, (rows, pool) => rows.destroy(pool)],
];

/** Objects of a pool that was destroyed, with everything that can be in its place. */
export function judgeDestroyed(load: Load): void {
  const lib = new Library(load);
  const whats: Shape[] = [
    { fields: 'v:u16', rows: 3 },
    { fields: 'v:u16', rows: 3, isQueue: true },
  ];
  // One that its successor does not have; see the names that a Twin asks for.
  const old = { fields: 'nope:bytes:3 v:u16', rows: 3 };
  for (const shape of whats) {
    const rows = lib.of(shape);
    for (const [name, failure, call, isQueue] of REFUSED.filter(
      ([, , , kind]) => kind === undefined || kind === !!shape.isQueue,
    )) {
      for (const successor of [null, { ...shape, isQueue: !shape.isQueue }] as (Shape | null)[]) {
        const image = lib.image(256);
        const pool = lib.make(image, shape);
        if (isQueue || shape.isQueue) rows.push(pool);
        else rows.alloc(pool);
        lib.expect(image, 'destroy', () => rows.destroy(rows.attach(image, pool.base)), true);
        if (successor) lib.make(image, successor);
        lib.expect(image, `${name} of a pool that was destroyed`, () => call(rows, pool), failure, Fault.BadArgument);
      }
    }
    // A later one of its kind at its address is the same pool, whatever it was declared as.
    for (const again of [
      { ...shape, fields: 'id:bytes:2 w:i32 a:u8', rows: 33 },
      { ...shape, fields: 'v:f32', rows: 1 },
    ]) {
      const image = lib.image(512);
      const pools = [lib.make(image, { ...shape, ...old })];
      rows.destroy(rows.attach(image, pools[0].base));
      pools.push(lib.make(image, again));
      new Twin(lib, image, again, pools, randomFrom(3)).walk(90);
    }
  }
}

/** A pool whose bytes were overwritten while a program had it. */
export function judgeOverwritten(load: Load): void {
  const lib = new Library(load);
  const { records, queue } = lib;
  const scene = (shape: Shape, taken: number): { image: Uint8Array; pool: any; head: number } => {
    const image = lib.image(256);
    const pool = lib.make(image, shape);
    for (let i = 0; i < taken; i++)
      if (shape.isQueue) queue.push(pool);
      else records.alloc(pool);
    return { image, pool, head: pool.base >> 2 };
  };
  const rowsOf3: Shape = { fields: 'v:u16', rows: 3 };
  const heads: [what: string, taken: number, word: number, value: number, fault: number][] = [
    ['a next row that there is not', 1, 0, 4, Fault.Corrupt],
    ['one far away', 1, 0, 70000, Fault.Corrupt],
    ['one that is live', 1, 0, 1, Fault.Corrupt],
    ['no next row, and fewer taken', 1, 0, 0, Fault.Interrupted],
    ['the mark of clear', 3, 2, 3 + 131072, Fault.Interrupted],
    ['nothing', 3, 0, 0, Fault.NoSpace],
  ];
  for (const [what, taken, word, value, fault] of heads) {
    for (const isSettled of [true, false]) {
      const { image, pool, head } = scene(rowsOf3, taken);
      words(image)[head + word] = value;
      if (!isSettled) lib.makeStale(image);
      lib.expect(image, `alloc with ${what}`, () => records.alloc(pool), 0, fault);
      if (fault !== Fault.NoSpace)
        lib.expect(image, `attach with ${what}`, () => records.attach(image, pool.base), null, fault);
    }
  }
  for (const [next, count] of [
    [0, 0],
    [0, 3],
    [0, 1],
    [4, 0],
    [4, 3],
    [9, 1],
    [1, 4],
    [2, 65535],
    [65535, 0],
  ] as const) {
    for (const isRing of [true, false]) {
      const { image, pool, head } = scene({ ...rowsOf3, isQueue: true, isRing }, 2);
      words(image)[head + 1] = next * 65536 + count;
      for (const name of ['push', 'peek', 'shift']) {
        lib.makeStale(image);
        lib.expect(
          image,
          `${name} of a queue with next row ${next}, ${count} taken`,
          () => queue[name](pool),
          0,
          Fault.Corrupt,
        );
      }
      const row = queue.push(pool);
      if (row && (next < 1 || next > 3 || count > 3)) throw new Error(`push takes row ${row}, where next is ${next}`);
      for (const name of ['peek', 'shift'])
        if (!(queue[name](pool) <= 3)) throw new Error(`${name} gives a row that there is not`);
      lib.expect(image, 'repair of it', () => queue.repair(pool), false, Fault.Corrupt);
    }
  }
  // What it was declared as, or how many rows.
  for (const isQueue of [false, true]) {
    for (const at of [8, 12, 21]) {
      const { image, pool } = scene({ ...rowsOf3, isQueue }, 1);
      image[pool.base + at]! ^= 4;
      // The object knows the names, as it knows where the columns are.
      lib.expect(image, 'field', () => records.field(pool, 'v'), 1);
      lib.expect(image, 'repair', () => lib.of({ ...rowsOf3, isQueue }).repair(pool), false, Fault.Corrupt);
      lib.makeStale(image);
      lib.expect(image, 'count of a pool that has to be found anew', () => records.count(pool), 0, Fault.Corrupt);
    }
  }
  // Fewer rows, which fit the region as well.
  const fewer = scene(rowsOf3, 3);
  fewer.image.fill(0, fewer.pool.to - 2, fewer.pool.to);
  words(fewer.image)[fewer.head + 2] = 2;
  lib.expect(fewer.image, 'field where rows are fewer', () => records.field(fewer.pool, 'v'), 1);
  // Bits of rows that there are not.
  const beyond = scene(rowsOf3, 3);
  beyond.image[beyond.pool.base + 16]! |= 0xf1;
  for (const row of [4, 5, 7]) {
    lib.expect(beyond.image, `at(${row})`, () => records.at(beyond.pool, row), 0, Fault.BadAddress);
    lib.expect(beyond.image, `get(${row})`, () => records.get(beyond.pool, row, 1), null, Fault.BadAddress);
    lib.expect(beyond.image, `set(${row})`, () => records.set(beyond.pool, row, 1, 1), false, Fault.BadAddress);
    lib.expect(beyond.image, `dealloc(${row})`, () => records.dealloc(beyond.pool, row), false, Fault.BadAddress);
  }
  // Nor of row 0, with which the list of free rows ends.
  lib.expect(beyond.image, 'dealloc(0)', () => records.dealloc(beyond.pool, 0), false, Fault.BadAddress);
  lib.expect(beyond.image, 'next(3)', () => records.next(beyond.pool, 3), 0);
  // It knows where fields of bytes are, too: the declaration is for objects that are made later.
  const wide = scene({ fields: 'id:bytes:2 v:u16', rows: 3 }, 1);
  records.set(wide.pool, 1, 1, [5, 6]);
  wide.image[wide.pool.base + 12]! ^= 4;
  lib.expect(wide.image, 'bytes', () => records.get(wide.pool, 1, 1), new Uint8Array([5, 6]));
  // What is damaged can be given back all the same, also where the object has to be found anew.
  for (const isQueue of [false, true]) {
    for (const isStale of [false, true]) {
      const damaged = scene({ ...rowsOf3, isQueue }, 1);
      damaged.image[damaged.pool.base + 12]! ^= 4;
      if (isStale) lib.makeStale(damaged.image);
      lib.expect(damaged.image, 'destroy of what is damaged', () => records.destroy(damaged.pool), true);
    }
  }
  // A directory that contradicts itself.
  const { image, pool } = scene(rowsOf3, 1);
  image[pool.base - Image.RowBytes + 4]! ^= 1;
  if (records.destroy(pool)) throw new Error('a pool is destroyed whose row in the directory is damaged');
}
