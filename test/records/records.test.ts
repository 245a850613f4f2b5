/** What records promise, one by one; model.test.ts has the rest. */
import { bars } from '../../host/metrics/bars/index.ts';
import { checksum } from '../support/random.ts';
import { fault, heap, poolOf, records } from './support.ts';

const image = (bytes: number): Uint8Array => heap.format(new Uint8Array(bytes))!;

test('1,000 rows of {t: u32, v: i16} take at most 6.25 KB, all included', () => {
  const u8 = image(6400);
  const pool = records.create(u8, 't:u32 v:i16', 1000)!;
  expect(u8.length - heap.freeBytes(u8)).toBe(6188);
  expect(u8.length).toBe(bars.records.thousandRowsBytes);
  expect(records.stats(pool)).toEqual({ bytes: 6164, rows: 1000, liveRows: 0 });
});

test('columns are aligned, wide ones first, and the layout can be printed', () => {
  const pool = poolOf('a:u8 id:bytes:3 b:u16 c:f32', 10);
  expect(records.declaration(pool)).toBe('a:u8 id:bytes:3 b:u16 c:f32');
  expect(records.layout(pool)).toBe(
    `10 rows\n1 a:u8 from address 138, 1 a row\n2 id:bytes:3 from address 149, 3 a row\n` +
      `3 b:u16 from address 116, 2 a row\n4 c:f32 from address 72, 4 a row`,
  );
});

describe('a declaration that is wrong is refused, and nothing changes', () => {
  test.each([
    '',
    ' ',
    't',
    't:',
    ':u32',
    't:u64',
    't:U32',
    't:u32:4',
    't:u32 t:i16',
    't:u32  v:i16',
    '1:u32',
    'Infinity:u32',
    'd:bytes d2:u16',
    'd:bytes:0 e:u16',
    'd:bytes:-1 e:u16',
    'd:bytes:1.5 e:u16',
    'd:bytes:65536 e:u16',
    'd:bytes:x e:u16',
    'd:bytes:6',
    'a:u8 b:i8',
    null,
    undefined,
    7,
    {},
  ])('%p', (fields) => {
    const u8 = image(4096);
    const before = checksum(u8);
    expect(records.create(u8, fields as string, 10)).toBe(null);
    expect(fault()).toBe(2);
    expect(checksum(u8)).toBe(before);
  });

  test.each([0, -1, 1.5, NaN, Infinity, 65536, 2 ** 32 + 1])('%p rows', (rows) => {
    const u8 = image(4096);
    expect(records.create(u8, 't:u32', rows)).toBe(null);
    expect(fault()).toBe(2);
    expect(heap.freeBytes(u8)).toBe(4080);
  });
});

test('no room in the heap', () => {
  const u8 = image(4096);
  expect(records.create(u8, 't:u32', 1020)).toBe(null);
  expect(fault()).toBe(1);
  expect(heap.freeBytes(u8)).toBe(4080);
});

test('attach restores names, and refuses another declaration, kind or address', () => {
  const pool = poolOf('t:u32 v:i16', 10);
  const row = records.alloc(pool);
  records.set(pool, row, 'v', -7);
  const again = records.attach(pool.u8, heap.find(pool.u8, 4, 0))!;
  expect(records.get(again, row, 'v')).toBe(-7);
  expect(records.attach(pool.u8, pool.base, 't:u32 v:i16')).not.toBe(null);
  expect(records.attach(pool.u8, pool.base, 't:u32 v:u16')).toBe(null);
  expect(fault()).toBe(2);
  expect(records.attach(pool.u8, pool.base + 4)).toBe(null);
  expect(fault()).toBe(3);
});

test('numbers wrap as in typed arrays; bytes that are too many, or none, are refused', () => {
  const pool = poolOf('a:u8 b:i16 c:u32 d:bytes:3', 4);
  records.alloc(pool);
  const row = records.alloc(pool);
  const back = (field: string, value: number) => [records.set(pool, row, field, value), records.get(pool, row, field)];
  expect(back('a', 300)).toEqual([true, 44]);
  expect(back('b', 2.9)).toEqual([true, 2]);
  expect(back('b', -32769)).toEqual([true, 32767]);
  expect(back('c', -1)).toEqual([true, 4294967295]);
  expect(records.set(pool, row, 'd', [1, 2, 3])).toBe(true);
  expect(records.set(pool, row, 'd', new Uint8Array([9]))).toBe(true);
  expect([...(records.get(pool, row, 'd') as Uint8Array)]).toEqual([9, 2, 3]);
  for (const value of [[1, 2, 3, 4], 5, null, undefined, 'abc', {}]) {
    expect(records.set(pool, row, 'd', value as number[])).toBe(false);
    expect(fault()).toBe(2);
  }
  expect([...(records.get(pool, row, 'd') as Uint8Array)]).toEqual([9, 2, 3]);
});

test('at passes on a live row, and nothing else: what is written to element 0 changes no row', () => {
  const pool = poolOf('t:u32 v:i16', 4);
  const t = records.column(pool, 't')!;
  const [first, second] = [records.alloc(pool), records.alloc(pool)];
  t[records.at(pool, first)] = 11;
  t[records.at(pool, second)] = 22;
  records.dealloc(pool, first);
  expect(records.at(pool, first)).toBe(0);
  expect(fault()).toBe(4);
  t[records.at(pool, first)] = 33;
  expect([records.at(pool, second), t[second]]).toEqual([second, 22]);
  for (const row of [
    0,
    -1,
    5,
    31,
    1e6,
    NaN,
    Infinity,
    undefined,
    null,
    {},
    'length',
    second + 0.9,
    2 ** 32 + second,
    1e20,
    String(second),
  ])
    expect(records.at(pool, row as number)).toBe(0);
  expect(fault()).toBe(3);
});

test('whether the row that was handed out last was looked at or not, it is live once', () => {
  for (const isLooked of [false, true]) {
    const pool = poolOf('t:u32', 3);
    const row = records.alloc(pool);
    if (isLooked) expect(records.get(pool, row, 1)).not.toBe(null);
    expect(records.count(pool)).toBe(1);
    expect([records.dealloc(pool, row), records.dealloc(pool, row), records.at(pool, row)]).toEqual([true, false, 0]);
    expect([records.alloc(pool), records.alloc(pool), records.alloc(pool), records.alloc(pool)].sort()).toEqual([
      0, 1, 2, 3,
    ]);
    expect(records.check(pool)).toBe('');
  }
});

test('a column of bytes starts each row at row x n', () => {
  const pool = poolOf('t:u16 d:bytes:3', 4);
  const row = records.alloc(pool);
  records.set(pool, row, 'd', [7, 8, 9]);
  expect(records.column(pool, 'd')![row * 3 + 2]).toBe(9);
});

test('rows can be given back during a walk', () => {
  const pool = poolOf('t:u32', 100);
  while (records.alloc(pool));
  const seen: number[] = [];
  records.walk(pool, (row) => row % 2 && seen.push(row) && records.dealloc(pool, row));
  expect(seen).toHaveLength(50);
  expect(records.count(pool)).toBe(50);
  expect(records.next(pool, 1.5)).toBe(0);
  expect(fault()).toBe(3);
});

test('destroy gives the region back, and every later call is refused', () => {
  const u8 = image(4096);
  const pool = records.create(u8, 't:u32 v:i16', 20)!;
  const row = records.alloc(pool);
  expect(records.destroy(pool)).toBe(true);
  expect(heap.freeBytes(u8)).toBe(4080);
  expect([
    records.destroy(pool),
    records.clear(pool),
    records.alloc(pool),
    records.dealloc(pool, row),
    records.dealloc(pool, 0),
    records.get(pool, row, 1),
    records.set(pool, row, 1, 1),
    records.count(pool),
  ]).toEqual([false, false, 0, false, false, null, false, 0]);
  expect(heap.find(u8, 4, 0)).toBe(0);
});

describe('check names each invariant that is broken on purpose, and attach refuses it', () => {
  test.each<[number, string, (pool: ReturnType<typeof poolOf>) => void]>([
    [1, 'a bit of row 0', (pool) => (pool.live[0]! |= 1)],
    [1, 'a bit beyond the last row', (pool) => (pool.live[0]! |= 1 << 21)],
    [2, 'next beyond the last row', (pool) => (pool.head[0] = 21)],
    [1, 'a word of rows with another bit', (pool) => (pool.head[2]! |= 65536)],
    [3, 'a word of count with another bit', (pool) => (pool.head[1]! |= 65536)],
    [1, 'another number of rows', (pool) => pool.head[2]!--],
    [1, 'a declaration with another letter', (pool) => (pool.u8[pool.base + 17 + 4] = 0x20)],
    [
      1,
      'what rounds the last column',
      (pool) => (pool.u8[pool.base - 9 + (new Uint32Array(pool.u8.buffer)[(pool.base - 8) >> 2]! >>> 4)] = 1),
    ],
    [1, 'what rounds the declaration', (pool) => (pool.u8[pool.base + 16 + 4 + 11] = 1)],
    [3, 'a count that is too low', (pool) => pool.head[1]!--],
    [3, 'a count that is too high', (pool) => pool.head[1]!++],
    [4, 'next is a live row', (pool) => (pool.head[0] = 2)],
    [4, 'a link to a live row', (pool) => (pool.link![pool.head[0]!] = 1)],
    [4, 'a link to itself', (pool) => (pool.link![pool.head[0]!] = pool.head[0]!)],
    [4, 'a link beyond the last row', (pool) => (pool.link![pool.head[0]!] = 21)],
    [4, 'a link with upper bits', (pool) => (pool.link![pool.head[0]!]! += 65536)],
    [4, 'a list that does not end', (pool) => (pool.link![20] = 5)],
  ])('invariant %i: %s', (invariant, _what, spoil) => {
    const pool = poolOf('t:u32 v:i16', 20);
    for (let i = 0; i < 9; i++) records.alloc(pool);
    records.dealloc(pool, 4);
    expect(records.check(pool)).toBe('');
    spoil(pool);
    expect(records.check(pool)).toMatch(new RegExp(`^invariant ${invariant} at row \\d+: `));
    expect([records.attach(pool.u8, pool.base), fault()]).toEqual([null, 8]);
    const before = checksum(pool.u8);
    expect([records.repair(pool), fault(), records.repairAt(pool.u8, pool.base), checksum(pool.u8)]).toEqual([
      false,
      8,
      false,
      before,
    ]);
  });
});
