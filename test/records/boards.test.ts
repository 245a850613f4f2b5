/** Records and queues in the bundles that boards get: same bytes on every engine, and never outside their region. */
import { Last } from '../../src/core/faults.ts';
import { buildBundles, type Bundles } from './bundle.ts';
import { judge, type Verdict } from './oracle.ts';

let bundles: Bundles;
beforeAll(async () => {
  bundles = await buildBundles(['puckjs', 'kaluma-pico']);
}, 120000);

test('100 rows on a board that does not mask shift counts', () => {
  const { ckremm, newHeap } = bundles.boot('puckjs', { strictStores: true });
  const pool = ckremm.records.create(ckremm.heap.format(newHeap(2048)), 't:u32 v:i16', 100);
  const t = ckremm.records.column(pool, 't');
  const rows = Array.from({ length: 100 }, () => ckremm.records.alloc(pool));
  rows.forEach((row) => (t[ckremm.records.at(pool, row)] = 1000 + row));
  expect(rows.map((row) => ckremm.records.get(pool, row, 't'))).toEqual(
    Array.from({ length: 100 }, (_, i) => 1001 + i),
  );
  const seen = [];
  for (let row = ckremm.records.next(pool, 0); row; row = ckremm.records.next(pool, row)) seen.push(row);
  expect(seen).toEqual(rows);
  expect(rows.filter((row) => row % 2 && ckremm.records.dealloc(pool, row))).toHaveLength(50);
  expect([ckremm.records.count(pool), ckremm.records.alloc(pool) > 0]).toEqual([50, true]);
});

/** Every byte that is not a value: the head, the live bits, the declaration. */
function spoilEach(
  module: 'records' | 'queue',
  visit: (ckremm: any, u8: Uint8Array, address: number, due: Verdict) => void,
): void {
  const { ckremm, newHeap, meter } = bundles.boot('puckjs', { strictStores: true });
  const u8 = newHeap(1024);
  const image = new Uint8Array(meter.raw(u8).buffer);
  ckremm.heap.format(u8);
  const pool = ckremm[module].create(u8, 't:u32 v:i16 d:bytes:3', 40, true);
  for (let i = 0; i < 30; i++) ckremm[module][module === 'queue' ? 'push' : 'alloc'](pool);
  const address = ckremm.heap.find(u8, module === 'queue' ? 5 : 4, 0);
  const end = u8.length - ckremm.heap.freeBytes(u8);
  const sound = image.slice();
  for (let at = address; at < address + 24 + 8 + 23; at++) {
    for (const flip of [1, 0x80, 0xff]) {
      image.set(sound);
      image[at]! ^= flip;
      visit(ckremm, u8, address, judge(image, address, module === 'queue'));
      const changed = image.findIndex(
        (byte, i) => byte !== sound[i] && i !== Last.FaultByte && (i < address || i >= end),
      );
      if (changed >= 0)
        throw new Error(`byte ${at} ^ ${flip}: a call wrote to byte ${changed}, outside [${address}, ${end})`);
    }
  }
}

/** What attach opens: nothing but a sound image; what it refuses is damaged, or looks as a call leaves it that was cut off. */
function openAs(due: Verdict, ckremm: any, attach: () => any): any {
  const pool = attach();
  expect(pool ? 'sound' : { 8: 'corrupt', 13: 'cut' }[ckremm.fault() as number]).toBe(due);
  return pool;
}

test('records: a flipped byte is refused, or every call stays inside the region', () => {
  let refused = 0;
  spoilEach('records', (ckremm, u8, address, due) => {
    const R = ckremm.records;
    const pool = openAs(due, ckremm, () => R.attach(u8, address));
    if (!pool && ++refused) return;
    for (let i = 0; i < 120; i++) {
      const row = i % 3 ? R.alloc(pool) : 1 + ((i * 7) % 45);
      R.set(pool, row, 1, 0x12345678);
      R.set(pool, row, 'd', [1, 2, 3]);
      R.get(pool, row, 2);
      R.at(pool, 1 + ((i * 3) % 45));
      if (i % 4) R.dealloc(pool, 1 + ((i * 5) % 45));
    }
    for (let row = R.next(pool, 0); row; row = R.next(pool, row)) R.get(pool, row, 'd');
    R.clear(pool);
    R.alloc(pool);
  });
  expect(refused).toBeGreaterThan(30);
});

test('queue: a flipped byte is refused, or every call stays inside the region', () => {
  let refused = 0;
  spoilEach('queue', (ckremm, u8, address, due) => {
    const Q = ckremm.queue;
    const queue = openAs(due, ckremm, () => Q.attach(u8, address));
    if (!queue && ++refused) return;
    for (let i = 0; i < 150; i++) {
      if (i % 3) Q.set(queue, Q.push(queue), 'd', [1, 2, 3]);
      else Q.get(queue, Q.peek(queue), 1);
      if (i % 4 === 0) Q.shift(queue);
    }
    while (Q.shift(queue));
    Q.clear(queue);
    Q.push(queue);
  });
  expect(refused).toBeGreaterThan(30);
});

describe('the checked bundle says what is wrong', () => {
  test.each([
    ["R.create(u, 't:u64', 10)", /records\.create\("t:u64", 10\): bad argument: fields must be text like/],
    ["R.create(u, 't\\u00e9:u32', 10)", /names must be of plain characters/],
    ["R.create(u, 'a:u8', 10)", /one field must have two bytes or more/],
    [
      "R.get(p, 1, 'x')",
      /records\.get\(1, x\): bad argument: fields of this pool are "t:u32 d:bytes:3", numbered from 1/,
    ],
    ["R.get(p, 9, 't')", /records\.get\(9, t\): not a live row: it was given back, or never taken/],
    ['R.get(p, 1.5, 1)', /records\.get\(1.5, 1\): there is no such row/],
    ["R.set(p, 1, 't', 'abc')", /records\.set\(1, t, abc\): bad argument/],
    ["R.set(p, 1, 'd', 5)", /records\.set\(1, d, 5\): bad argument/],
    ["R.set(p, 1, 'd', [1, 2, 3, 4])", /records\.set\(1, d, 1,2,3,4\): bad argument/],
    ["R.set(p, 1, 'd', null)", /records\.set\(1, d, null\): bad argument/],
    ["R.set(p, 9, 't', 1)", /records\.set\(9, t, 1\): not a live row: it was given back, or never taken/],
    ['R.at(p, 9)', /records\.at\(9\): not a live row: it was given back, or never taken/],
    ['R.at(p, 1.5)', /records\.at\(1.5\): there is no such row/],
    ['R.dealloc(p, 2); R.dealloc(p, 2)', /records\.dealloc\(2\): not a live row: it was given back, or never taken/],
    ['R.dealloc(q, 1)', /records\.dealloc\(a pool that is not there\): bad argument/],
    ['Q.push(p)', /queue\.push\(a pool that is not there\): bad argument/],
    ['Q.shift(p)', /queue\.shift\(a pool that is not there\): bad argument/],
    [
      "R.attach(u, p.base, 't:u32')",
      /records\.attach\(\d+\): bad argument: these records were not declared as "t:u32"/,
    ],
    ['R.destroy(p); R.alloc(p)', /records\.alloc\(a pool that is not there\): bad argument/],
  ])('%s', (statement, message) => {
    const { run, newHeap, realm } = bundles.boot('puckjs', { lean: false });
    realm.image = newHeap(4096);
    run(`var R = ckremm.records, Q = ckremm.queue, u = ckremm.heap.format(image), p = R.create(u, 't:u32 d:bytes:3', 10);
      var q = Q.create(u, 't:u32', 2); R.alloc(p); R.alloc(p); Q.shift(q);`);
    expect(() => run(statement)).toThrow(message);
  });

  test('an image that check finds fault with is not opened', () => {
    const { ckremm, newHeap } = bundles.boot('puckjs', { lean: false });
    const u8 = ckremm.heap.format(newHeap(1024));
    const pool = ckremm.records.create(u8, 't:u32', 10);
    new Uint32Array(u8.buffer)[(pool.base >> 2) + 1] = 5;
    expect(ckremm.records.check(pool)).toMatch(/^invariant 3/);
    expect(ckremm.records.attach(u8, pool.base)).toBe(null);
    expect(ckremm.fault()).toBe(8);
  });
});
