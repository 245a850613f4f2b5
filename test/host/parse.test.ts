import { describe, expect, test } from '@jest/globals';
import { UserError } from '../../host/support/errors.ts';
import { parseTrace } from '../../host/trace/parse.ts';
import { loadTrace, loadTraces } from '../../host/trace/load.ts';
import { ALLOC, FREE, RESIZE } from '../../host/trace/trace.ts';

describe('a trace', () => {
  test('becomes columns of operations', () => {
    const trace = parseTrace('# a comment\na 0 10\n\na 3 20\r\nr 0 40\nf 3\n', 'small');
    expect(trace.operations).toBe(4);
    expect([...trace.kinds]).toEqual([ALLOC, ALLOC, RESIZE, FREE]);
    expect([...trace.ids]).toEqual([0, 3, 0, 3]);
    expect([...trace.bytes]).toEqual([10, 20, 40, 0]);
    expect(trace.idCount).toBe(4);
  });

  test('has its peak where the sum of requested bytes is highest for the first time', () => {
    const trace = parseTrace('a 0 10\na 1 30\nf 0\na 0 10\nf 1\nf 0', 'peak');
    expect(trace.peakLiveBytes).toBe(40);
    expect(trace.peakOperation).toBe(1);
    expect(trace.maxBlocks).toBe(2);
  });

  test('may use an id again after its free, and end with live blocks', () => {
    expect(parseTrace('a 5 1\nf 5\na 5 2', 'again').operations).toBe(3);
  });

  test('takes the largest id and the largest size', () => {
    const trace = parseTrace(`a ${2 ** 20 - 1} ${2 ** 26}`, 'large');
    expect(trace.peakLiveBytes).toBe(2 ** 26);
  });

  test('of the recorded ones has the figures its own header states', () => {
    for (const trace of loadTraces('traces')) {
      expect(trace.operations).toBeGreaterThan(10000);
      expect(trace.maxBlocks).toBe(trace.idCount);
    }
  });
});

describe('a trace is refused, with line and text, for', () => {
  const refusals: [hazard: string, text: string, message: RegExp][] = [
    ['an unknown operation', 'a 0 1\nx 0 1', /line 2: "x 0 1": expected/],
    ['a missing size', 'a 0', /line 1: "a 0": expected/],
    ['a size on a free', 'a 0 1\nf 0 1', /line 2: "f 0 1": expected/],
    ['a negative size', 'a 0 -1', /line 1: "a 0 -1": expected/],
    ['a fractional size', 'a 0 1.5', /line 1: "a 0 1.5": expected/],
    ['a size of zero', 'a 0 0', /sizes must be from 1 to 67108864/],
    ['a size above the limit', `a 0 ${2 ** 26 + 1}`, /sizes must be from 1 to 67108864/],
    ['an id above the limit', `a ${2 ** 20} 1`, /ids must be below 1048576/],
    ['an allocation of a live block', '# x\na 7 1\na 7 2', /line 3: "a 7 2": block 7 is already allocated/],
    ['a free of a block that is not live', 'a 0 1\nf 0\nf 0', /line 3: "f 0": block 0 is not allocated/],
    ['a resize of a block that is not live', 'r 0 1', /line 1: "r 0 1": block 0 is not allocated/],
    ['a line that runs on', `a 0 1${' 1'.repeat(500)}`, /^.{0,200}$/],
    ['control characters', 'a 0 1\n\u001b[31m', /line 2: "\\u001b\[31m"/],
    ['being empty', '', /trace hazard is empty/],
    ['holding comments only', '# nothing\n\n', /trace hazard is empty/],
  ];
  test.each(refusals)('%s', (_hazard, text, message) => {
    expect(() => parseTrace(text, 'hazard')).toThrow(UserError);
    expect(() => parseTrace(text, 'hazard')).toThrow(message);
  });

  test('a missing file, and a folder', () => {
    expect(() => loadTrace('no/such.txt')).toThrow(/cannot read trace no\/such.txt: there is no such file/);
    expect(() => loadTrace('traces')).toThrow(/cannot read trace traces: it is a folder/);
  });

  test('a folder without traces', () => {
    expect(() => loadTraces('boards')).toThrow(/there is no trace \(\*.txt\) in boards/);
  });
});
