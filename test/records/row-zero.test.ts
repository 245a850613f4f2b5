/** The bit of row 0 set by a write past something, after attach: its elements are nobody's, and no call takes or loses a row for it. */
import { Fault } from '../../src/core/faults.ts';
import * as lean from '../../src/lean.ts';
import { Head } from '../../src/records/layout.ts';

const bytesBefore = (heap: Uint8Array): Uint8Array => heap.slice(9);

describe.each(['records', 'queue'] as const)('%s', (module) => {
  const rows = 40;
  const heap = lean.heap.format(new Uint8Array(2048))!;
  const pool = lean[module].create(heap, 't:u32 v:i16 d:bytes:3', rows)!;
  const live = Array.from({ length: 7 }, () =>
    module === 'records' ? lean.records.alloc(pool) : lean.queue.push(pool),
  );
  const at = lean.heap.find(heap, module === 'records' ? 4 : 5, 0);
  heap[at + Head.Bytes]! |= 1;

  test('dealloc, at, get: refused or nothing there, and no byte changes', () => {
    const before = bytesBefore(heap);
    if (module === 'records')
      expect([lean.records.dealloc(pool, 0), lean.fault(heap)]).toEqual([false, Fault.BadAddress]);
    else expect(lean.queue.peek(pool)).toBe(live[0]);
    expect([lean[module].at(pool, 0), lean[module].count(pool)]).toEqual([0, live.length]);
    for (const field of [1, 2, 3, 't', 'd']) lean[module].get(pool, 0, field);
    expect(bytesBefore(heap)).toEqual(before);
  });

  test("set writes elements that are nobody's, and nothing else", () => {
    const contents = (): unknown[] =>
      live.map((row) => [1, 2, 3].map((field) => String(lean[module].get(pool, row, field))));
    live.forEach((row) =>
      [
        [1, row * 77],
        [2, -row],
        [3, [row, 2, 3]],
      ].forEach(([field, value]) => lean[module].set(pool, row, field as number, value as number)),
    );
    const before = contents();
    const head = heap.slice(at, at + Head.Bytes + 8);
    [
      [1, 4e9],
      [2, -1],
      [3, [9, 9, 9]],
    ].forEach(([field, value]) => lean[module].set(pool, 0, field as number, value as number));
    expect([contents(), heap.slice(at, at + Head.Bytes + 8)]).toEqual([before, head]);
  });

  test('rows go on being handed out and given back, each once', () => {
    const taken = new Set(live);
    for (let row; (row = module === 'records' ? lean.records.alloc(pool) : lean.queue.push(pool)); taken.add(row))
      expect(taken.has(row)).toBe(false);
    expect([lean.fault(heap), taken.size]).toEqual([Fault.NoSpace, rows]);
    for (const row of [...taken].sort((a, b) => a - b))
      expect(module === 'records' ? lean.records.dealloc(pool, row) : lean.queue.shift(pool) > 0).toBe(true);
    expect(lean[module].count(pool)).toBe(0);
  });

  test('attach and repair refuse it, as damage', () => {
    expect([lean[module].attach(heap, at), lean.fault(heap)]).toEqual([null, Fault.Corrupt]);
    expect([lean[module].repair(pool), lean.fault(heap)]).toEqual([false, Fault.Corrupt]);
  });
});
