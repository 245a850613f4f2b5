import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { parseTrace } from '../../host/trace/parse.ts';
import { replay } from '../../host/replay/replay.ts';
import { bumpPool } from './fake-pool.ts';

const file = 'examples/trace-recorder/recorder.js';

/** The recorder as it is pasted into a board: no modules, functions by name. */
function load(lines: string[]): any {
  const realm = createContext({ print: (line: string) => lines.push(line) });
  runInContext(readFileSync(file, 'utf8'), realm);
  return realm;
}

describe('the recorder', () => {
  test('prints a trace that parses and replays', () => {
    const lines: string[] = [];
    const board = load(lines);
    runInContext(`
      var record = traceRecorder(print);
      record.alloc(1000, 20); record.alloc(2000, 30);
      record.resize(1000, 3000, 50);
      record.free(2000); record.alloc(4000, 8); record.resize(4000, 4000, 9); record.free(3000);
    `, board);
    expect(lines).toEqual(['a 0 20', 'a 1 30', 'r 0 50', 'f 1', 'a 1 8', 'r 1 9', 'f 0']);
    const trace = parseTrace(lines.join('\n'), 'recorded');
    const heap = new Uint8Array(200);
    expect(replay(trace, bumpPool(heap), heap).fits).toBe(true);
  });

  test('leaves out calls that failed and blocks it does not know', () => {
    const lines: string[] = [];
    runInContext(`
      var record = traceRecorder(print);
      record.alloc(0, 20); record.alloc(null, 20); record.free(5); record.resize(5, 6, 7);
      record.alloc(8, 1); record.resize(8, 0, 900); record.free(8); record.free(8);
    `, load(lines));
    expect(lines).toEqual(['a 0 1', 'f 0']);
  });

  test('names blocks by text where there are no addresses', () => {
    const lines: string[] = [];
    runInContext("var record = traceRecorder(print); record.alloc('reading7', 12); record.free('reading7');", load(lines));
    expect(lines).toEqual(['a 0 12', 'f 0']);
  });

  test('stands in for a pool module and gives back what that gives', () => {
    const lines: string[] = [];
    const answers = runInContext(`
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
    `, load(lines));
    expect(answers).toBe('100 0 100 0 false true');
    expect(lines).toEqual(['a 0 10', 'r 0 20', 'f 0']);
  });

  test('is a CommonJS module too', async () => {
    const { traceRecorder } = (await import('../../examples/trace-recorder/recorder.js')) as any;
    expect(typeof traceRecorder).toBe('function');
  });
});
