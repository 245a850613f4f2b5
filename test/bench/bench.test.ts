/** The benchmark: its loads, its rows, and that what it says of correctness is found, not assumed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allLoads, closed, syntheticLoad } from '../../host/bench/loads.ts';
import { latencyOf, rateOf } from '../../host/bench/timing.ts';
import { NO_STATS, type Space } from '../../host/bench/subject.ts';
import { factsOf } from '../../host/bench/facts.ts';
import { loadTraces } from '../../host/trace/load.ts';
import { ALLOC, FREE, type Trace } from '../../host/trace/trace.ts';
import { root } from '../support/project.ts';
import { spawnCkremm } from '../host/command-line.ts';

/** Live blocks after each operation; throws when an operation contradicts those before it. */
function liveAfter(load: Trace): number[] {
  const live = new Set<number>();
  return Array.from(load.kinds, (kind, i) => {
    const id = load.ids[i];
    if (live.has(id) === (kind === ALLOC)) throw new Error(`operation ${i} on block ${id}`);
    if (kind === ALLOC) live.add(id);
    if (kind === FREE) live.delete(id);
    return live.size;
  });
}

describe('loads', () => {
  test.each(allLoads(true).map((load) => [load.name, load] as const))(
    '%s frees every block it allocates',
    (_name, load) => {
      const live = liveAfter(load);
      expect(live[live.length - 1]).toBe(0);
      expect(Math.max(...live)).toBe(load.maxBlocks);
    },
  );

  test('a recorded trace keeps its peak', () => {
    for (const trace of loadTraces(join(root, 'traces'))) {
      const { peakLiveBytes, peakOperation, maxBlocks } = closed(trace);
      expect({ peakLiveBytes, peakOperation, maxBlocks }).toEqual({
        peakLiveBytes: trace.peakLiveBytes,
        peakOperation: trace.peakOperation,
        maxBlocks: trace.maxBlocks,
      });
    }
  });

  test.each(['lifo', 'fifo', 'random'] as const)(
    'fixed-%s keeps its number of blocks live, and comes out the same each time',
    (order) => {
      const load = syntheticLoad('fixed', order, 100);
      expect(load).toEqual(syntheticLoad('fixed', order, 100));
      expect([load.maxBlocks, load.peakLiveBytes]).toEqual([100, 3200]);
    },
  );

  test('LIFO frees the newest block first, FIFO the oldest', () => {
    const lifo = syntheticLoad('fixed', 'lifo', 3);
    expect(Array.from(lifo.ids)).toEqual([0, 1, 2, 2, 1, 0]);
    const fifo = syntheticLoad('fixed', 'fifo', 3);
    expect(Array.from(fifo.ids).slice(3, 9)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('powerlaw sizes are 8 to 512 bytes, mostly small', () => {
    const sizes = Array.from(syntheticLoad('powerlaw', 'random', 1000).bytes).filter(Boolean);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(512);
    expect(Math.max(...sizes)).toBeGreaterThan(256);
    expect(sizes.filter((bytes) => bytes < 16).length / sizes.length).toBeGreaterThan(0.4);
  });
});

/** A bump allocator that starts over when nothing is live, and can be told to misbehave. */
function bump(heapBytes: number, fault: 'none' | 'overlap' | 'refuse' | 'leak' = 'none'): Space {
  const heap = new Uint8Array(heapBytes);
  let top = 4;
  let calls = 0;
  let live = 0;
  return {
    heap,
    driver: {
      alloc(bytes) {
        if (top + bytes > heapBytes || (fault === 'refuse' && ++calls > 20)) return 0;
        const address = top;
        top += fault === 'overlap' ? Math.max(1, bytes - 1) : bytes;
        live++;
        return address;
      },
      dealloc: () => {
        if (--live === 0 && fault !== 'leak') top = 4;
        return true;
      },
      resize: () => 0,
      addressOf: (ref) => ref,
      stats: () => NO_STATS,
      fault: () => 0,
    },
  };
}

describe('facts', () => {
  const load = syntheticLoad('fixed', 'lifo', 50);
  const study = (fault: Parameters<typeof bump>[1]) =>
    factsOf(
      {
        name: 'bump',
        about: '',
        takes: () => true,
        open: (heapBytes) => bump(heapBytes, fault),
        timedHeapBytes: () => 65536,
        filledHeapBytes: 4096,
      },
      load,
      10000,
      false,
    );

  test('a sound allocator is verified, and its least heap is found to a share of the peak', async () => {
    const facts = await study('none');
    expect(facts).toMatchObject({ verified: true, trouble: '', worstSteps: null });
    expect(facts.smallestHeapBytes).toBeGreaterThanOrEqual(1604);
    expect(facts.smallestHeapBytes).toBeLessThanOrEqual(1604 + 8);
    expect(facts.bytesPerBlock).toBeCloseTo(4096 / 127 - 32, 5);
  });

  test('blocks that overlap are found', async () => {
    expect(await study('overlap')).toMatchObject({
      verified: false,
      trouble: expect.stringContaining('lost its contents'),
    });
  });

  test('memory that is lost when it is freed is found', async () => {
    expect(await study('leak')).toMatchObject({ verified: false, trouble: expect.stringContaining('memory is lost') });
  });

  test('an operation that is refused in an ample heap is told', async () => {
    expect(await study('refuse')).toMatchObject({
      verified: false,
      trouble: 'operation 21 was refused in an ample heap',
    });
  });
});

describe('times', () => {
  const load = syntheticLoad('fixed', 'random', 20);
  test('are positive, and leave the space as it was', () => {
    const space = bump(65536);
    const refs = new Int32Array(load.idCount);
    expect(rateOf(load, space, refs, 2, 10000)).toBeGreaterThan(0);
    expect(latencyOf(load, space, refs, 2)).toBeGreaterThan(0);
    expect(space.driver.alloc(4)).toBe(4);
  });

  test('an allocator that refuses a block has none', () => {
    expect(() => rateOf(load, bump(128), new Int32Array(load.idCount), 2, 10000)).toThrow('was refused');
  });

  test('nor has one that is too slow', async () => {
    expect(() => rateOf(load, bump(65536), new Int32Array(load.idCount), 2, -1)).toThrow('too slow');
  });
});

describe('bench --quick --json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  const file = join(folder, 'bench.html');
  let rows: Record<string, unknown>[];
  beforeAll(() => {
    process.env.CKREMM_BENCH_MS = '2';
    const { code, out, complaint } = spawnCkremm('bench', '--quick', '--json', '--out', file);
    delete process.env.CKREMM_BENCH_MS;
    expect([code, complaint]).toEqual([0, '']);
    rows = JSON.parse(out);
  }, 120000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has every allocator under every load it takes, with these fields and no others', () => {
    const loads = allLoads(true).map(({ name }) => name);
    const variable = [
      'ckreMM headers',
      'ckreMM headers, large',
      'ckreMM tables',
      'ckreMM gc',
      'AssemblyScript TLSF',
      'AssemblyScript ITCMS',
      '@thi.ng/malloc',
      'new Uint8Array(n)',
    ];
    const expected = [
      ...variable.flatMap((name) => loads.map((load) => `${name} ${load}`)),
      'ckreMM records fixed-random-1000',
    ];
    expect(rows.map(({ allocator, load }) => `${allocator} ${load}`).sort()).toEqual(expected.sort());
    for (const row of rows) {
      expect(Object.keys(row)).toEqual([
        'allocator',
        'load',
        'operationsPerSecondRatio',
        'p9999ns',
        'heapOverPeak',
        'bytesPerBlock',
        'worstSteps',
        'verified',
      ]);
      const { allocator, load, verified, ...figures } = row;
      expect([typeof allocator, typeof load, typeof verified]).toEqual(['string', 'string', 'boolean']);
      for (const figure of Object.values(figures)) expect(figure === null || Number.isFinite(figure)).toBe(true);
    }
  });

  test('ours keep all contents, and lose no memory', () => {
    const ours = rows.filter(({ allocator }) => String(allocator).startsWith('ckreMM'));
    expect(ours.filter(({ verified }) => !verified)).toEqual([]);
    for (const { allocator, worstSteps, bytesPerBlock } of ours) {
      expect(typeof bytesPerBlock).toBe('number');
      // The collector behind counted arrays may be too slow for the time that a quick run gives it.
      expect(worstSteps === null ? allocator : 'counted').toBe(worstSteps === null ? 'ckreMM gc' : 'counted');
    }
  });

  test("what @thi.ng/malloc's realloc loses is told", () => {
    const found = rows.find(({ allocator, load }) => allocator === '@thi.ng/malloc' && load === 'jerry-app');
    expect(found?.verified).toBe(false);
  });

  test('the reference is 1 beside itself, and its least heap holds the peak', () => {
    const reference = rows.filter(({ allocator }) => allocator === 'AssemblyScript TLSF');
    for (const { operationsPerSecondRatio, heapOverPeak } of reference) {
      expect(operationsPerSecondRatio).toBe(1);
      expect(heapOverPeak).toBeGreaterThan(1);
    }
  });

  test('the charts are there, light and dark, and need no network', () => {
    const html = readFileSync(file, 'utf8');
    expect(html).toMatch(/<svg class="chart"[\s\S]*<circle/);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).not.toMatch(/https?:|<script|@import|NaN/);
  });
});
