/** What the design asks of tables in figures, beside what test/host/readme.test.ts gates: contents in the smallest heaps, large pools, words of a call. */
import { join } from 'node:path';
import { poolNamed } from '../../host/replay/pools.ts';
import { replay } from '../../host/replay/replay.ts';
import { loadTraces } from '../../host/trace/load.ts';
import type { Library } from '../../host/replay/driver.ts';
import { bars } from '../../host/metrics/bars/index.ts';
import { metrics } from '../../host/metrics/file.ts';
import { valuesOf } from '../../host/metrics/metric.ts';
import { watchedPool } from '../../host/metrics/watched.ts';
import { root } from '../support/project.ts';
import { randomFrom } from '../support/random.ts';
import { fault, heap, poolOf, tables } from './support.ts';

const { tables: bar } = bars;
const traces = loadTraces(join(root, 'traces'));
const library = { heap, tables, fault } as unknown as Library;

test.each(traces.map((trace) => [trace.name, trace] as const))(
  '%s fits in the smallest heap that was measured, contents kept',
  async (name, trace) => {
    const image = new Uint8Array(valuesOf(await metrics())(`tables.${name}.smallestHeapBytes`));
    heap.format(image);
    expect(replay(trace, poolNamed('tables').open(library, image)!, image).fits).toBe(true);
  },
  300000,
);

test('pools up to 512 KB and beyond, and blocks as large as the pool', () => {
  for (const bytes of [65536, 262144, 524288, 2097152]) {
    const pool = poolOf(bytes);
    const { freeBytes } = tables.stats(pool);
    expect(freeBytes).toBeGreaterThan(bytes * 0.99);
    // Very large blocks are rounded up to four granules.
    const most = freeBytes - (8 << pool.log);
    const handle = tables.alloc(pool, most);
    expect(tables.sizeOf(pool, handle)).toBeGreaterThanOrEqual(most);
    expect(tables.dealloc(pool, handle)).toBe(true);
    expect(tables.check(pool)).toBe('');
  }
});

test.each([
  ['256 KB', 262144, 4],
  ['all that granules of 4 bytes can have', 262144 + 24, 4],
  ['one granule more', 262144 + 28, 8],
  ['1 MB', 1048576, 16],
  ['2 MB', 2097152, 32],
])('a heap of %s has granules of its size, and each can be filled with blocks', (_name, heapBytes, granuleBytes) => {
  const pool = poolOf(heapBytes);
  expect(1 << pool.log).toBe(granuleBytes);
  const handles: number[] = [];
  for (let handle = tables.alloc(pool, granuleBytes * 98); handle; handle = tables.alloc(pool, granuleBytes * 98))
    handles.push(handle);
  // Less what is not used at the end, and part of a block.
  expect(handles.length * granuleBytes * 99).toBeGreaterThan(heapBytes * 0.98 - granuleBytes * 100);
  expect(tables.check(pool)).toBe('');
  handles.forEach((handle, i) => {
    if (i % 3) tables.dealloc(pool, handle);
  });
  expect(tables.reorder(pool)).toBe(true);
  expect(tables.alloc(pool, heapBytes / 2)).toBeGreaterThan(0);
  expect(tables.check(pool)).toBe('');
  expect(tables.attach(pool.u8, pool.base)).not.toBe(null);
});

test('alloc and dealloc touch few words when the gap serves', () => {
  const pool = watchedPool('tables', 'host', 65536);
  const random = randomFrom(5);
  const handles: number[] = [];
  for (let operation = 0; operation < 30000; operation++) {
    if (random.below(100) < 52) {
      const handle = pool.alloc(random.oneIn(9) ? 1 + random.below(900) : 1 + random.below(70));
      if (handle) handles.push(handle);
    } else if (handles.length) pool.dealloc(handles.splice(random.below(handles.length), 1)[0]!);
  }
  expect(pool.worst.words).toBeLessThanOrEqual(bar.words);
  expect(pool.worst.rareWords).toBeGreaterThan(0);
});
