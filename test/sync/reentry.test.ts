/**
 * Calls from inside a callback, on a board: the busy flag of each pool is the guard there, no lock is in
 * the bundle. Every call from every hook is refused as locked, or harmless by nature; the pool is sound.
 */
import { Fault, fault } from '../../src/core/faults.ts';
import { format } from '../../src/heap/index.ts';
import * as headers from '../../src/headers/index.ts';
import * as headersInspect from '../../src/headers/inspect.ts';
import * as queue from '../../src/queue/index.ts';
import * as queueInspect from '../../src/queue/inspect.ts';
import * as records from '../../src/records/index.ts';
import * as recordsInspect from '../../src/records/inspect.ts';
import * as tables from '../../src/tables/index.ts';
import * as tablesInspect from '../../src/tables/inspect.ts';

type Call = [string, () => unknown];

const newHeap = (): Uint8Array => format(new Uint8Array(4096))!;

/** Every function that a module has; whoever adds one must add it here, too. */
function covers(module: object, calls: Call[], others: string[]): void {
  const named = new Set([...calls.map(([name]) => name), ...others]);
  expect(Object.keys(module).filter((name) => !named.has(name))).toEqual([]);
}

/** Pool of blocks with holes between; those left are returned. */
function holes<Pool>(
  pool: Pool,
  module: { alloc(pool: Pool, bytes: number): number; dealloc(pool: Pool, block: number): boolean },
): number[] {
  const blocks = Array.from({ length: 12 }, () => module.alloc(pool, 100));
  return blocks.filter((block, nth) => nth % 2 || !module.dealloc(pool, block));
}

test('headers: every call from inside moved', () => {
  const pool = headers.create(newHeap(), 3000)!;
  const kept = holes(pool, headers);
  const last = Math.max(...kept);
  const calls: Call[] = [
    ['alloc', () => headers.alloc(pool, 8)],
    ['alloc', () => headers.alloc(pool, 300)],
    ['allocAligned', () => headers.allocAligned(pool, 8, 16)],
    ['dealloc', () => headers.dealloc(pool, last)],
    ['resize', () => headers.resize(pool, last, 4)],
    ['sizeOf', () => headers.sizeOf(pool, last)],
    ['view', () => headers.view(pool, last)],
    ['clean', () => headers.clean(pool, last)],
    ['reorder', () => headers.reorder(pool)],
    ['reorder', () => headers.reorder(pool, () => undefined)],
    ['destroy', () => headers.destroy(pool)],
    ['setLow', () => headers.setLow(pool, 999)],
  ];
  // repair is what ends a call from inside: see below.
  covers(headers, calls, ['create', 'attach', 'isLow', 'repair', 'repairAt']);
  let moves = 0;
  headers.reorder(pool, (from) => {
    if (from === last) return;
    moves++;
    for (const [, call] of calls) {
      expect(call()).toBeFalsy();
      expect(fault()).toBe(Fault.Locked);
    }
    expect(headers.attach(pool.u8, pool.base)).toBe(null);
    expect(headers.isLow(pool)).toBe(false);
    expect(headers.create(pool.u8, 200)).not.toBe(null);
  });
  expect(moves).toBeGreaterThan(2);
  expect(headersInspect.check(pool)).toBe('');
  expect(headersInspect.stats(pool)).toMatchObject({ usedBlocks: kept.length, freeBlocks: 1 });
});

test('tables: every call from inside moved', () => {
  const pool = tables.create(newHeap(), 3000)!;
  const kept = holes(pool, tables);
  const [a, b] = kept;
  const calls: Call[] = [
    ['alloc', () => tables.alloc(pool, 8)],
    ['alloc', () => tables.alloc(pool, 300)],
    ['dealloc', () => tables.dealloc(pool, a)],
    ['resize', () => tables.resize(pool, a, 4)],
    ['pin', () => tables.pin(pool, a)],
    ['unpin', () => tables.unpin(pool, a)],
    ['view', () => tables.view(pool, a)],
    ['addrOf', () => tables.addrOf(pool, a)],
    ['sizeOf', () => tables.sizeOf(pool, a)],
    ['write', () => tables.write(pool, a, [1])],
    ['read', () => tables.read(pool, a, new Uint8Array(1))],
    ['copy', () => tables.copy(pool, a, b)],
    ['clean', () => tables.clean(pool, a)],
    ['reorder', () => tables.reorder(pool)],
    ['reorder', () => tables.reorder(pool, 10, () => undefined)],
    ['renew', () => tables.renew(pool)],
    ['setPause', () => tables.setPause(pool, 8)],
    ['destroy', () => tables.destroy(pool)],
  ];
  // repair is what ends a call from inside: see below.
  covers(tables, calls, ['create', 'attach', 'isLow', 'setLow', 'repair', 'repairAt']);
  let moves = 0;
  tables.reorder(pool, undefined, () => {
    moves++;
    for (const [, call] of calls) {
      expect(call()).toBeFalsy();
      expect(fault()).toBe(Fault.Locked);
    }
    expect(tables.attach(pool.u8, pool.base)).toBe(null);
    expect(tables.create(pool.u8, 100)).not.toBe(null);
  });
  expect(moves).toBe(kept.length);
  expect(tablesInspect.check(pool)).toBe('');
  for (const handle of kept) expect(tables.sizeOf(pool, handle)).toBeGreaterThanOrEqual(100);
});

describe('repair from inside moved ends the reorder, and nothing is lost', () => {
  test.each([['repair'], ['repairAt']] as const)('headers.%s', (name) => {
    const pool = headers.create(newHeap(), 3000)!;
    const kept = new Set(holes(pool, headers));
    for (const address of kept) pool.u8[address] = address >> 4;
    let moves = 0;
    expect(
      headers.reorder(pool, (from, to) => {
        moves++;
        kept.delete(from);
        kept.add(to);
        pool.u8[to] = to >> 4;
        expect(name === 'repair' ? headers.repair(pool) : headers.repairAt(pool.u8, pool.base)).toBe(true);
      }),
    ).toBe(false);
    expect(moves).toBe(1);
    expect(headersInspect.check(pool)).toBe('');
    for (const address of kept)
      expect([headers.sizeOf(pool, address) >= 100, pool.u8[address]]).toEqual([true, (address >> 4) & 255]);
    expect(headers.reorder(pool, () => undefined)).toBe(true);
  });
  test.each([['repair'], ['repairAt']] as const)('tables.%s', (name) => {
    const pool = tables.create(newHeap(), 3000)!;
    const kept = holes(pool, tables);
    kept.forEach((handle, nth) => tables.write(pool, handle, [nth]));
    let moves = 0;
    expect(
      tables.reorder(pool, undefined, () => {
        moves++;
        expect(name === 'repair' ? tables.repair(pool) : tables.repairAt(pool.u8, pool.base)).toBe(true);
      }),
    ).toBe(false);
    expect(moves).toBe(1);
    expect(tablesInspect.check(pool)).toBe('');
    kept.forEach((handle, nth) =>
      expect([tables.sizeOf(pool, handle) >= 100, pool.u8[tables.addrOf(pool, handle)]]).toEqual([true, nth]),
    );
    expect(tables.reorder(pool)).toBe(true);
  });
});

describe('walk: a visitor may call the pool, whatever it does', () => {
  const limited = (visit: (nth: number) => void): (() => void) => {
    let nth = 0;
    return () => {
      if (++nth > 500) throw new Error('the walk does not end');
      visit(nth);
    };
  };
  test('headers', () => {
    const pool = headers.create(newHeap(), 3000)!;
    const kept = holes(pool, headers);
    headersInspect.walk(
      pool,
      limited((nth) => {
        if (nth < 40) headers.alloc(pool, 8 + nth);
        if (kept.length) headers.dealloc(pool, kept.pop()!);
        headers.resize(pool, kept[0] ?? 0, 40);
        headers.reorder(pool);
      }),
    );
    expect(headersInspect.check(pool)).toBe('');
  });
  test('tables', () => {
    const pool = tables.create(newHeap(), 3000)!;
    const kept = holes(pool, tables);
    tablesInspect.walk(
      pool,
      limited((nth) => {
        if (nth < 40) tables.alloc(pool, 8 + nth);
        if (kept.length > 1) tables.dealloc(pool, kept.pop()!);
        tables.resize(pool, kept[0], 40);
        if (nth < 20) tables.reorder(pool, 50);
      }),
    );
    expect(tablesInspect.check(pool)).toBe('');
  });
  test('records and queues', () => {
    const rows = records.create(newHeap(), 'v:u16', 20)!;
    for (let i = 0; i < 12; i++) records.alloc(rows);
    recordsInspect.walk(
      rows,
      limited((nth) => {
        records.dealloc(rows, nth);
        records.alloc(rows);
        if (nth === 5) records.clear(rows);
      }),
    );
    expect(recordsInspect.check(rows)).toBe('');
    const messages = queue.create(newHeap(), 'v:u16', 20)!;
    for (let i = 0; i < 12; i++) queue.push(messages);
    queueInspect.walk(
      messages,
      limited(() => {
        queue.shift(messages);
        queue.push(messages);
      }),
    );
    expect(queueInspect.check(messages)).toBe('');
  });
});
