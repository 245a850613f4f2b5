/** Logs of glibc's mtrace(): the real one of mtrace/list.c, and every kind of line by itself. */
import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTrace } from '../../host/trace/load.ts';
import { linesOfMtrace } from '../../host/trace/mtrace.ts';
import { parseTrace } from '../../host/trace/parse.ts';
import { root } from '../support/project.ts';
import { ckremm } from './command-line.ts';

/** gcc list.c -o list && LD_PRELOAD=libc_malloc_debug.so.0 MALLOC_TRACE=list.txt ./list, glibc 2.36. */
const log = join(root, 'test', 'host', 'mtrace', 'list.txt');

test('the log of a program is what the program does', () => {
  expect(linesOfMtrace(readFileSync(log, 'utf8'), log).split('\n')).toEqual([
    // A list that realloc grows from nothing; malloc(0); strdup of 14 characters; a realloc that no board could do is left out.
    'a 0 64',
    'r 0 128',
    'r 0 256',
    'r 0 512',
    'a 1 1',
    'a 2 15',
    // A block from before mtrace() grows, and realloc(p, 0) frees it.
    'a 3 80',
    'f 1',
    'f 2',
    'f 3',
    'f 0',
    'a 0 100',
  ]);
  expect(loadTrace(log, 'mtrace')).toMatchObject({ name: 'list', operations: 12, peakLiveBytes: 512 + 1 + 15 + 80 });
});

describe('lines of a log', () => {
  test.each([
    ['callers may be missing', '+ 0x10 0x20\n- 0x10', ['a 0 32', 'f 0']],
    ['marks and empty lines are passed over', '= Start\n\n@ p:[0x1] + 0x10 0x20\n= End\n= Start', ['a 0 32']],
    ['lines may end in CRLF', '= Start\r\n+ 0x10 0x20\r\n- 0x10\r\n', ['a 0 32', 'f 0']],
    ['a malloc that failed was asked for', '+ (nil) 0x64\n+ 0x10 0x1', ['a 0 100', 'f 0', 'a 0 1']],
    [
      'so was a realloc, and the block stays',
      '+ 0x10 0x20\n! 0x10 0x64\n- 0x10',
      ['a 0 32', 'r 0 100', 'r 0 32', 'f 0'],
    ],
    ['and one of nothing', '! (nil) 0x64', ['a 0 100', 'f 0']],
    ['what is freed of before is left out', '- 0x10\n- (nil)\n+ 0x10 0x20', ['a 0 32']],
    ['an address that is handed out again was free', '+ 0x10 0x20\n+ 0x10 0x30', ['a 0 32', 'f 0', 'a 0 48']],
    ['a caller may have blanks and signs', '@ ./my - prog + x:[0x1] + 0x10 0x20', ['a 0 32']],
  ])('%s', (_what, text, expected) => {
    const lines = linesOfMtrace(text, 'log').split('\n');
    expect(lines).toEqual(expected);
    expect(() => parseTrace(lines.join('\n'), 'log')).not.toThrow();
  });

  test.each([
    ['a 0 100', /mtrace log log, line 2: "a 0 100": expected "@ CALLER/],
    ['- 0x10 0x20', /line 2: .*"-" has no size/],
    ['+ 0x10', /line 2: .*"\+" needs a size/],
    ['+ 0x10 0x4000001', /line 2: .*67108865 bytes; sizes are at most 67108864/],
  ])('%s is refused', (line, complaint) => {
    expect(() => linesOfMtrace(`= Start\n${line}`, 'log')).toThrow(complaint);
  });
});

describe('--format', () => {
  test.each([
    [['min', '--pool', 'headers'], /needs a heap of/],
    [['fit', '--board', 'puckjs'], /puckjs +12,288 +fits/],
    [['replay', '--board', 'puckjs', '--pool', 'headers'], /fits/],
    [['page', '--board', 'kaluma-pico'], /kaluma-pico/],
  ])('mtrace of %j reads a log', async (args, words) => {
    const { code, out, complaint } = await ckremm(...args, '--trace', log, '--format', 'mtrace');
    expect([code, complaint]).toEqual([0, '']);
    expect(out).toMatch(words);
  });

  test('is asked for where a log comes without it, and known formats are named', async () => {
    expect((await ckremm('fit', '--trace', log)).complaint).toMatch(/is a log of mtrace: read it with --format mtrace/);
    expect(await ckremm('fit', '--trace', log, '--format', 'json')).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/the formats are: ckremm, mtrace/),
    });
  });
});

test.each([
  ['UTF-16 of PowerShell', Buffer.from('\ufeffa 0 10\r\nf 0\r\n', 'utf16le')],
  ['UTF-16 without a mark', Buffer.from('# trace\na 0 10\nf 0\n', 'utf16le')],
  ['UTF-16, the other way round', Buffer.from('\ufeffa 0 10\nf 0\n', 'utf16le').swap16()],
  ['UTF-8 with a mark, and CRLF', Buffer.from('\ufeff# trace\r\na 0 10\r\nf 0')],
])('a trace in %s is read', (_what, bytes) => {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const file = join(folder, 'trace.txt');
    writeFileSync(file, bytes);
    expect(loadTrace(file)).toMatchObject({ operations: 2, peakLiveBytes: 10 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
