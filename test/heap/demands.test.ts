/**
 * The hazard: a call gets no heap or no pool, since an earlier call was refused and nobody looked, or one
 * of another module. The checked library says so in words, whichever call it is.
 */
import * as checked from '../../src/index.ts';

type Call = (...values: unknown[]) => unknown;
const modules = ['headers', 'tables', 'gc', 'records', 'queue', 'messages', 'strings'] as const;
const calls = modules.flatMap((module) =>
  Object.entries(checked[module] as unknown as Record<string, Call>).map(
    ([name, call]) => [module, name, call] as const,
  ),
);

function someHeap(): Uint8Array {
  return checked.heap.format(new Uint8Array(16384))!;
}

/** A pool of each kind in one heap, so that nothing but its kind tells them apart. */
function poolsIn(heap: Uint8Array): Record<(typeof modules)[number], object> {
  const tables = checked.tables.create(heap, 1024)!;
  return {
    headers: checked.headers.create(heap, 1024)!,
    tables,
    gc: checked.gc.create(heap, 2048, 20)!,
    records: checked.records.create(heap, 'a:u32', 10)!,
    queue: checked.queue.create(heap, 'a:u32', 10)!,
    messages: checked.messages.create(heap, 200)!,
    strings: tables,
  };
}

/** Calls that a queue shares with records, and strings with tables, are named after those. */
const sentence = (name: string): RegExp =>
  new RegExp(
    `^(headers|tables|gc|records|queue|messages|strings)\\.${name}\\(.*\\): bad argument: .*(create|devices\\.heap)`,
  );

describe('the checked library', () => {
  test.each(calls)('%s.%s says that null is no pool and no heap', (_module, name, call) => {
    for (const nothing of [null, undefined, 0, {}]) {
      expect(() => call(nothing, 8, 8, 8)).toThrow(sentence(name));
    }
  });

  test.each(calls)('%s.%s refuses a pool of another module', (module, name, call) => {
    const heap = someHeap();
    const pools = poolsIn(heap);
    const sharing = [
      ['records', 'queue'],
      ['tables', 'strings'],
    ];
    const before = heap.slice();
    for (const other of modules) {
      const isShared = sharing.some((pair) => pair.includes(module) && pair.includes(other));
      if (other === module || isShared) continue;
      expect(() => call(pools[other], 1, 1, 1)).toThrow(sentence(name));
    }
    expect(heap).toEqual(before);
  });

  test.each(modules.filter((module) => module !== 'strings'))(
    '%s: every call refuses a pool that was destroyed',
    (module) => {
      const heap = someHeap();
      const pool = poolsIn(heap)[module];
      (checked[module].destroy as Call)(pool);
      const before = heap.slice();
      for (const [, name, call] of calls.filter(([owner]) => owner === module)) {
        expect(() => call(pool, 1, 1, 1)).toThrow(sentence(name));
      }
      expect(heap).toEqual(before);
    },
  );

  test('an array that was never formatted is told apart from a heap that is full', () => {
    expect(() => checked.headers.create(new Uint8Array(1024), 512)).toThrow('heap.format');
    expect(checked.headers.create(checked.heap.format(new Uint8Array(1024))!, 2048)).toBeNull();
  });
});
