import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ckremm, spawnCkremm } from './command-line.ts';

let folder = '';
let trace = '';
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  trace = file('small.txt', '# two blocks\na 0 100\na 1 2000\nr 0 300\nf 1\nf 0\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const RESULT_KEYS = [
  'board',
  'pool',
  'trace',
  'heapBytes',
  'fits',
  'failedAtOperation',
  'askedBytes',
  'peakLiveBytes',
  'usedBytes',
  'freeBytes',
  'largestFreeBytes',
  'worstWords',
  'worstSteps',
  'movedBytes',
];

describe('JSON', () => {
  test('of replay has exactly its keys, and the figures of the trace', async () => {
    const { code, out, complaint } = await ckremm(
      'replay',
      '--board',
      'puckjs',
      '--pool',
      'headers',
      '--trace',
      trace,
      '--json',
    );
    expect([code, complaint]).toEqual([0, '']);
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(RESULT_KEYS);
    expect(result).toMatchObject({
      board: 'puckjs',
      pool: 'headers',
      trace: 'small',
      heapBytes: 12288,
      fits: true,
      failedAtOperation: null,
      askedBytes: null,
      peakLiveBytes: 2300,
    });
    expect(result.usedBytes).toBeGreaterThanOrEqual(2300);
    expect(result.largestFreeBytes).toBeLessThanOrEqual(result.freeBytes);
    expect(result.worstWords).toBeGreaterThan(0);
  });

  test('of replay names the operation that failed and what it asked for, and exits with 1: the answer is no', async () => {
    const { code, out } = await ckremm(
      'replay',
      '--board',
      'puckjs',
      '--pool',
      'headers',
      '--trace',
      trace,
      '--heap',
      '1024',
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ heapBytes: 1024, fits: false, failedAtOperation: 2, askedBytes: 2000 });
  });

  test('of min has exactly its keys, and its heap is the smallest', async () => {
    const { code, out } = await ckremm('min', '--pool', 'headers', '--trace', trace, '--json');
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(Object.keys(found)).toEqual(['trace', 'pool', 'peakLiveBytes', 'smallestHeapBytes', 'ratio']);
    expect(found.ratio).toBeCloseTo(found.smallestHeapBytes / 2300, 3);
    const fitsIn = async (bytes: number): Promise<boolean> =>
      JSON.parse(
        (
          await ckremm(
            'replay',
            '--board',
            'host',
            '--pool',
            'headers',
            '--trace',
            trace,
            '--heap',
            String(bytes),
            '--json',
          )
        ).out,
      ).fits;
    expect(await fitsIn(found.smallestHeapBytes)).toBe(true);
    expect(await fitsIn(found.smallestHeapBytes - 4)).toBe(false);
  });

  test('of fit with --pool is what it is of that pool without', async () => {
    const fit = async (...args: string[]) => JSON.parse((await ckremm('fit', '--trace', trace, '--json', ...args)).out);
    const tables = await fit('--pool', 'tables');
    expect(tables.length).toBeGreaterThan(3);
    expect(tables).toEqual((await fit()).filter(({ pool }: { pool: string }) => pool === 'tables'));
  });

  test('of fit is an array of replay results, one per board and pool', async () => {
    const results = JSON.parse((await ckremm('fit', '--trace', trace, '--json')).out);
    expect(results.map(({ board }: { board: string }) => board)).toContain('kaluma-pico2');
    for (const result of results) expect(Object.keys(result)).toEqual(RESULT_KEYS);
  });
});

describe('does it fit, as an exit code', () => {
  const large = (): string => file('large.txt', 'a 0 1000\na 1 400000\n');
  test('1 where no board holds it, although the PC does', () => {
    const { code, out } = spawnCkremm('fit', '--trace', large());
    expect(code).toBe(1);
    expect(out).toMatch(/kaluma-pico2 .* fails at 2 /);
    expect(out).toMatch(/host .* fits /);
  });
  test('the table says what was asked for beside the largest free block', async () => {
    const { code, out } = await ckremm('replay', '--board', 'puckjs', '--pool', 'headers', '--trace', large());
    expect(code).toBe(1);
    const [, free, asked] = out.match(/ ([\d,]+) +([\d,]+) +\d+$/m)!;
    expect([asked, Number(free!.replace(',', '')) > 10000]).toEqual(['400,000', true]);
  });
  test('--board asks for one board, the PC included', async () => {
    const codes = [];
    for (const board of ['puckjs', 'host', 'kaluma-pico'])
      codes.push((await ckremm('fit', '--trace', large(), '--board', board)).code);
    expect(codes).toEqual([1, 0, 1]);
    expect((await ckremm('fit', '--trace', trace, '--board', 'puckjs')).out.match(/^ {2}\w+ /gm)).toEqual([
      '  board ',
      '  puckjs ',
    ]);
    expect(await ckremm('fit', '--trace', trace, '--board', 'puckjs', '--pool', 'tables')).toMatchObject({
      code: 2,
      complaint: expect.stringMatching(/bundle of puckjs has no tables/),
    });
  });
});

describe('min --board', () => {
  test('says whether the heap of the board is as large, as an exit code, too', async () => {
    const min = (...words: string[]) => ckremm('min', '--pool', 'headers', ...words);
    const large = file('large.txt', 'a 0 1000\na 1 20000\n');
    expect(await min('--trace', trace, '--board', 'puckjs')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/; fits on puckjs, whose heap has 12,288\n$/),
    });
    expect(await min('--trace', large, '--board', 'puckjs')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/; does not fit on puckjs/),
    });
    const { code, out } = await min('--trace', large, '--board', 'PUCKJS', '--json');
    expect([code, JSON.parse(out)]).toEqual([
      1,
      expect.objectContaining({ board: 'puckjs', heapBytes: 12288, fits: false }),
    ]);
    expect((await min('--trace', trace, '--modules', 'tables')).code).toBe(2);
  });
});

describe('--modules', () => {
  test('of fit, replay and min builds a bundle that has the pool', async () => {
    const words = ['--board', 'puckjs', '--pool', 'tables', '--trace', trace];
    expect((await ckremm('replay', ...words)).complaint).toMatch(/add it with --modules headers,tables/);
    for (const command of ['fit', 'replay', 'min'])
      expect([command, (await ckremm(command, ...words, '--modules', 'headers,tables')).code]).toEqual([command, 0]);
    expect((await ckremm('fit', ...words, '--modules', 'tabels')).complaint).toMatch(/tabels/);
  }, 60000);
});

test('a board may be called what its firmware calls itself', async () => {
  for (const name of ['PUCKJS', 'puckjs', 'PUCKJS_LITE', 'Puckjs']) {
    const { out } = await ckremm('fit', '--trace', trace, '--json', '--board', name);
    expect([name, JSON.parse(out)[0].board]).toEqual([name, 'puckjs']);
  }
  expect(JSON.parse((await ckremm('fit', '--trace', trace, '--json', '--board', 'PICO_R1_3')).out)[0].board).toBe(
    'espruino-pico',
  );
});

test('--version says which this is', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const word of ['--version', '-v', '-V'])
    expect(await ckremm(word)).toEqual({ code: 0, out: `ckremm ${version}\n`, complaint: '' });
});

describe('the table', () => {
  test('keeps to 100 columns, has no colour codes when piped, and no progress on stderr', () => {
    const { code, out, complaint } = spawnCkremm('fit', '--trace', trace);
    expect([code, complaint]).toEqual([0, '']);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(out).not.toContain('\u001b');
    expect(out).toMatch(/puckjs +12,288 +fits +2,300/);
  });
});

describe('one clear line on stderr and exit code 2 for', () => {
  const replay = (...rest: string[]): string[] => ['replay', '--board', 'esp32', '--pool', 'headers', ...rest];
  const hazards: [hazard: string, args: () => string[], complaint: RegExp][] = [
    [
      'an unknown command',
      () => ['fly'],
      /unknown command .fly.; the commands are: start, replay, fit, min, run, play, page, cost, boards, dump, repl/,
    ],
    [
      'a word that is nearly a command',
      () => ['replai'],
      /unknown command 'replai' \(did you mean replay\?\); the commands/,
    ],
    [
      'a word that is nearly an option',
      () => ['fit', '--tarce', trace],
      /unknown option --tarce \(did you mean --trace\?\)/,
    ],
    [
      'a word that is nearly a board',
      () => replay('--trace', trace).with(2, 'pukjs'),
      /unknown board 'pukjs' \(did you mean puckjs\?\)/,
    ],
    [
      'an option that is given twice',
      () => replay('--trace', trace, '--board', 'pico'),
      /option --board is given twice/,
    ],
    ['an unknown option', () => ['fit', '--wings'], /fit: unknown option --wings; see ckremm fit --help/],
    ['a stray word', () => ['boards', 'esp32'], /unexpected 'esp32'/],
    ['a missing option', () => ['min', '--pool', 'headers'], /option --trace F is missing/],
    ['an option without its value', () => ['fit', '--trace', '--json'], /option --trace needs a value/],
    ['a value for a switch', () => ['boards', '--json=yes'], /option --json takes no value/],
    ['a missing trace', () => replay('--trace', 'no-such.txt'), /cannot read trace no-such.txt: there is no such file/],
    ['a folder as a trace', () => replay('--trace', 'traces'), /cannot read trace traces: it is a folder/],
    ['a malformed trace', () => replay('--trace', file('bad.txt', 'a 0 1\nb 1')), /bad.txt, line 2: "b 1": expected/],
    ['an empty trace', () => replay('--trace', file('empty.txt', '')), /empty.txt is empty/],
    [
      'an unknown board',
      () => ['replay', '--board', 'c64', '--pool', 'headers', '--trace', trace],
      /unknown board 'c64'; the boards are: .*esp32.*puckjs/,
    ],
    [
      'an unknown pool',
      () => ['min', '--pool', 'swimming', '--trace', trace],
      /unknown pool 'swimming'; the pools are: headers, tables/,
    ],
    ['a heap that is too small', () => replay('--trace', trace, '--heap', '16'), /heap of 16 bytes is too small/],
    ['a heap of no bytes', () => replay('--trace', trace, '--heap', '0'), /heap of 0 bytes is too small/],
    [
      'a heap that is no multiple of 4',
      () => replay('--trace', trace, '--heap', '1001'),
      /1001 bytes is not a multiple of 4/,
    ],
    ['a heap that is no number', () => replay('--trace', trace, '--heap', 'big'), /'big' is not a heap size/],
    [
      'a heap that the board cannot have',
      () => replay('--trace', trace, '--heap', '65540'),
      /too large for esp32: .*65536/,
    ],
    [
      'a report where no folder can be made',
      () => ['start', '--out', '/proc/nowhere/report.html'],
      /cannot write the report .*report.html: /,
    ],
    [
      'an unwritable report',
      () => ['start', '--out', join(trace, 'report.html')],
      /cannot write the report .*report.html: /,
    ],
    ['a folder without traces', () => ['start', '--traces', 'boards'], /there is no trace \(\*.txt\) in boards/],
  ];
  test.each(hazards)('%s', async (_hazard, args, expected) => {
    const { code, out, complaint } = await ckremm(...args());
    expect(complaint).toMatch(expected);
    expect(complaint).toMatch(/^ckremm: [^\n]+\n$/);
    expect([code, out]).toEqual([2, '']);
  });
});

describe('--help', () => {
  test('of the whole lists the commands', async () => {
    const { code, out } = await ckremm('--help');
    expect([code, out]).toEqual([0, (await ckremm('-h')).out]);
    for (const name of ['start', 'replay', 'fit', 'min', 'boards']) expect(out).toContain(`\n  ${name}`);
  });
  test.each(['start', 'replay', 'fit', 'min', 'boards'])('of %s says what it takes', async (name) => {
    const { code, out } = await ckremm(name, '--help');
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^ckremm ${name}.*\\[?--`));
    expect(out).toContain('--help, -h');
    for (const words of [
      [name, '-h'],
      ['help', name],
    ])
      expect(await ckremm(...words)).toEqual({ code, out, complaint: '' });
  });
});

test('boards lists every board with the size of its heap', async () => {
  const { out } = await ckremm('boards');
  expect(out).toMatch(/esp32 +65,536/);
  expect(JSON.parse((await ckremm('boards', '--json')).out)).toContainEqual(
    expect.objectContaining({ name: 'puckjs', heapBytes: 12288, hibernateSectors: 12, flashSectors: 4 }),
  );
  expect(out).toMatch(/banglejs2 +49,152 +39 +512 /);
});

test('start prints a table of all traces of a folder and writes a report whose script is whole', async () => {
  const traces = join(folder, 'traces');
  mkdirSync(traces);
  copyFileSync(trace, join(traces, 'one.txt'));
  writeFileSync(join(traces, 'two.txt'), 'a 0 60000\n');
  const report = join(folder, 'new', 'folder', 'report.html');
  const { code, out, complaint } = await ckremm('start', '--traces', traces, '--out', report);
  expect([code, complaint]).toEqual([0, '']);
  expect(out).toMatch(/^one in headers: 5 operations/m);
  expect(out).toMatch(/^two in headers: 1 operations/m);
  expect(out).toMatch(/^ {2}puckjs +12,288 +fits/m);
  expect(out).toMatch(/heap smaller than the peak: .*puckjs/);
  for (const line of out.split('\n').slice(0, -3)) expect(line.length).toBeLessThanOrEqual(100);
  const script = readFileSync(report, 'utf8').match(/<script>\n([^]*)<\/script>/)![1];
  expect(() => new Function(script)).not.toThrow();
  expect(script).not.toMatch(/\bexports\b|_ts_1/);
});
