import { beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { parseTrace } from '../../host/trace/parse.ts';
import { replayFast } from '../../host/replay/assess.ts';
import { poolNamed } from '../../host/replay/pools.ts';
import { boardNamed } from '../../host/replay/realm.ts';
import { replay } from '../../host/replay/replay.ts';
import * as checked from '../../src/index.ts';
import * as lean from '../../src/lean.ts';
import { bumpPool } from './fake-pool.ts';

const file = 'examples/trace-recorder/recorder.js';

/** The recorder as it is pasted into a board: no modules, functions by name. */
function load(lines: string[]): any {
  const realm = createContext({ print: (line: string) => lines.push(line) });
  runInContext(readFileSync(file, 'utf8'), realm);
  return realm;
}

/** The library, lean and checked, and what it does recorded. */
const libraries = { lean, checked };

describe.each(['lean', 'checked'] as const)('recorded, %s', (build) => {
  const library = libraries[build] as any;
  const lines: string[] = [];
  const { recordLibrary, recordPool } = load(lines);
  const heapOf = (bytes: number): Uint8Array => library.heap.format(new Uint8Array(bytes));
  const peak = (): number => parseTrace(lines.join('\n'), 'recorded').peakLiveBytes;
  beforeEach(() => void (lines.length = 0));

  test('destroy frees what is in the pool, and nothing else', () => {
    const headers = recordPool(library.headers, (line: string) => lines.push(line));
    const heap = heapOf(8192);
    const other = headers.create(heap, 1000);
    headers.alloc(other, 300);
    for (let turn = 0; turn < 5; turn++) {
      const pool = headers.create(heap, 2000);
      for (let i = 0; i < 10; i++) headers.alloc(pool, 100);
      expect(headers.destroy(pool)).toBe(true);
    }
    expect(headers.alloc(other, 300)).toBeGreaterThan(0);
    expect(peak()).toBe(1300);
  });

  test('blocks that reorder slides down stay themselves', () => {
    const headers = recordPool(library.headers, (line: string) => lines.push(line));
    const pool = headers.create(heapOf(8192), 8000);
    for (let round = 0; round < 5; round++) {
      let live = Array.from({ length: 20 }, () => headers.alloc(pool, 60) as number);
      live = live.filter((address, i) => i % 2 || !headers.dealloc(pool, address));
      headers.reorder(pool, (from: number, to: number) => void (live[live.indexOf(from)] = to));
      for (const address of live) expect(headers.dealloc(pool, address)).toBe(true);
    }
    expect(peak()).toBe(1200);
    expect(lines.filter((line) => line.startsWith('f'))).toHaveLength(100);
  });

  test('a compaction of tables leaves handles, and so the trace, alone', () => {
    const { tables } = recordLibrary(library, (line: string) => lines.push(line));
    const pool = tables.create(heapOf(4096), 3000);
    const handles = Array.from({ length: 20 }, () => tables.alloc(pool, 60) as number);
    for (let i = 0; i < 20; i += 2) tables.dealloc(pool, handles[i]);
    const before = lines.length;
    expect(tables.reorder(pool)).toBe(true);
    expect(lines).toHaveLength(before);
    for (let i = 1; i < 20; i += 2) tables.dealloc(pool, handles[i]);
    expect(lines.filter((line) => line.startsWith('f'))).toHaveLength(20);
  });

  test('two pools of tables give the same handles, which are two blocks', () => {
    const { tables } = recordLibrary(library, (line: string) => lines.push(line));
    const heap = heapOf(4096);
    const pools = [tables.create(heap, 1000), tables.create(heap, 1000)];
    const [first, second] = pools.map((pool) => tables.alloc(pool, 100) as number);
    expect(first).toBe(second);
    tables.dealloc(pools[0], first);
    expect(lines).toEqual(['a 0 100', 'a 1 100', 'f 0']);
  });

  test('strings are blocks of their pool, and sizes are what they need', () => {
    const { strings, tables } = recordLibrary(library, (line: string) => lines.push(line));
    const pool = tables.create(heapOf(4096), 1000);
    const text = strings.alloc(pool, 'a text of some length');
    const bytes = strings.alloc(pool, [1, 2, 3]);
    strings.append(pool, text, bytes);
    strings.set(pool, text, 'ab');
    expect(strings.append(pool, text, 'x'.repeat(5000))).toBe(0);
    expect(strings.text(pool, text)).toBe('ab');
    strings.dealloc(pool, bytes);
    tables.destroy(pool);
    expect(lines).toEqual(['a 0 22', 'a 1 4', 'r 0 25', 'r 0 3', 'r 0 5003', 'r 0 3', 'f 1', 'f 0']);
  });

  test('a full pool is told: in a heap of its size the trace does not fit', () => {
    const { headers } = recordLibrary(library, (line: string) => lines.push(line));
    const pool = headers.create(heapOf(2048), 2000);
    while (headers.alloc(pool, 100)) continue;
    const trace = parseTrace(lines.join('\n'), 'full');
    expect(lines.slice(-2)).toEqual(['a 18 100', 'f 18']);
    expect(replayFast(boardNamed('host'), poolNamed('headers'), trace, 2048)).toMatchObject({
      fits: false,
      failedAtOperation: 19,
    });
  });

  test('a call that is refused for another reason is no lack of space', () => {
    const { headers } = recordLibrary(library, (line: string) => lines.push(line));
    const pool = headers.create(heapOf(2048), 1000);
    const call = (work: () => number): number => {
      try {
        return work();
      } catch {
        return 0;
      }
    };
    expect(call(() => headers.resize(pool, 12, 100))).toBe(0);
    expect(call(() => headers.allocAligned(pool, 10, 3))).toBe(0);
    expect(call(() => headers.alloc(pool, 2.5))).toBe(0);
    expect(lines).toEqual([]);
  });
});

describe('the recorder', () => {
  test('prints a trace that parses and replays', () => {
    const lines: string[] = [];
    const board = load(lines);
    runInContext(
      `
      var record = traceRecorder(print);
      record.alloc(1000, 20); record.alloc(2000, 30);
      record.resize(1000, 3000, 50);
      record.free(2000); record.alloc(4000, 8); record.resize(4000, 4000, 9); record.free(3000);
    `,
      board,
    );
    expect(lines).toEqual(['a 0 20', 'a 1 30', 'r 0 50', 'f 1', 'a 1 8', 'r 1 9', 'f 0']);
    const trace = parseTrace(lines.join('\n'), 'recorded');
    const heap = new Uint8Array(200);
    expect(replay(trace, bumpPool(heap), heap).fits).toBe(true);
  });

  test.each([
    [
      'realloc of nothing is an allocation',
      'record.resize(0, 9, 64); record.resize(null, 10, 8); record.resize(undefined, 11, 8)',
      ['a 0 64', 'a 1 8', 'a 2 8'],
    ],
    [
      'realloc to 0 bytes that gives nothing is a free',
      'record.alloc(8, 500); record.resize(8, 0, 0); record.alloc(8, 1)',
      ['a 0 500', 'f 0', 'a 0 1'],
    ],
    [
      'realloc to 0 bytes that gives a block keeps one',
      'record.alloc(8, 500); record.resize(8, 16, 0)',
      ['a 0 500', 'r 0 1'],
    ],
    ['a block of 0 bytes counts as 1', 'record.alloc(8, 0); record.free(8)', ['a 0 1', 'f 0']],
    ['0 bytes that give nothing are no failure', 'record.alloc(0, 0)', []],
    [
      'an allocation that failed was asked for',
      'record.alloc(0, 20); record.alloc(null, 30); record.resize(0, 0, 40); record.alloc(8, 1)',
      ['a 0 20', 'f 0', 'a 0 30', 'f 0', 'a 0 40', 'f 0', 'a 0 1'],
    ],
    [
      'a resize that failed was, too, and the block stays',
      'record.alloc(8, 1); record.resize(8, 0, 900); record.free(8)',
      ['a 0 1', 'r 0 900', 'r 0 1', 'f 0'],
    ],
    [
      'what nothing could give says nothing',
      'record.alloc(0, -5); record.alloc(0, NaN); record.alloc(0, 1e12); record.alloc(0, 1.5); record.alloc(0)',
      [],
    ],
    [
      'blocks from before the recording are left out',
      'record.free(5); record.resize(5, 6, 7); record.move(7, 8); record.free(6)',
      [],
    ],
    ['a second free is none', 'record.alloc(8, 1); record.free(8); record.free(8)', ['a 0 1', 'f 0']],
    [
      'a block that moves keeps its name',
      'record.alloc(8, 1); record.alloc(16, 2); record.free(8); record.move(16, 8); record.free(8); record.free(16)',
      ['a 0 1', 'a 1 2', 'f 0', 'f 1'],
    ],
    [
      'an address that is handed out again was free',
      'record.alloc(8, 1); record.alloc(8, 2); record.alloc(9, 3); record.resize(9, 8, 4)',
      ['a 0 1', 'f 0', 'a 0 2', 'a 1 3', 'f 0', 'r 1 4'],
    ],
    [
      'names that every object has are names like others',
      "record.alloc('constructor', 1); record.free('toString'); record.free('constructor')",
      ['a 0 1', 'f 0'],
    ],
    [
      'pools have addresses of their own',
      'record.alloc(8, 1, 1); record.alloc(8, 2, 11); record.clear(1); record.free(8, 11)',
      ['a 0 1', 'a 1 2', 'f 0', 'f 1'],
    ],
  ])('%s', (_what, program, expected) => {
    const lines: string[] = [];
    runInContext(`var record = traceRecorder(print); ${program};`, load(lines));
    expect(lines).toEqual(expected);
    if (lines.length) expect(() => parseTrace(lines.join('\n'), 'recorded')).not.toThrow();
  });

  test('names blocks by text where there are no addresses', () => {
    const lines: string[] = [];
    runInContext(
      "var record = traceRecorder(print); record.alloc('reading7', 12); record.free('reading7');",
      load(lines),
    );
    expect(lines).toEqual(['a 0 12', 'f 0']);
  });

  test('stands in for a pool module and gives back what that gives', () => {
    const lines: string[] = [];
    const answers = runInContext(
      `
      var next = 0;
      var module = {
        alloc: function (pool, bytes) { return bytes > 100 ? 0 : (next += 100); },
        resize: function (pool, address, bytes) { return bytes > 100 ? 0 : address; },
        dealloc: function (pool, address) { return address === 100; }
      };
      var pool = {};
      var headers = recordPool(module, print);
      [headers.alloc(pool, 10), headers.alloc(pool, 500), headers.resize(pool, 100, 20), headers.resize(pool, 100, 500),
        headers.dealloc(pool, 7), headers.dealloc(pool, 100)].join(' ');
    `,
      load(lines),
    );
    expect(answers).toBe('100 0 100 0 false true');
    expect(lines).toEqual(['a 0 10', 'a 1 500', 'f 1', 'r 0 20', 'r 0 500', 'r 0 20', 'f 0']);
  });

  test('is a CommonJS module too', async () => {
    const { traceRecorder } = (await import('../../examples/trace-recorder/recorder.js')) as any;
    expect(typeof traceRecorder).toBe('function');
  });
});
