/** `ckremm page`: its JSON, its table, its complaints; and the workloads behind it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBoard } from '../../host/emulator/index.ts';
import { pageOn, pagesOfFlash } from '../../host/paging/run.ts';
import { record, workloadNamed, workloadNames, workloadOf } from '../../host/paging/workload.ts';
import { parseTrace } from '../../host/trace/parse.ts';
import { ckremm } from './command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm-page-'));
const trace = join(folder, 'small.txt');
writeFileSync(trace, 'a 0 3000\na 1 2000\nr 0 4000\nf 1\nf 0\n');
afterAll(() => rmSync(folder, { recursive: true }));

const KEYS = [
  'board',
  'workload',
  'frames',
  'accesses',
  'hits',
  'misses',
  'writeBacks',
  'writeAmplification',
  'maxWear',
  'minWear',
  'lifetimeDays',
];

test('JSON has exactly its keys', async () => {
  const { code, out, complaint } = await ckremm('page', '--board', 'esp32', '--trace', trace, '--json');
  expect([code, complaint]).toEqual([0, '']);
  const result = JSON.parse(out);
  expect(Object.keys(result)).toEqual(KEYS);
  expect(result).toMatchObject({ board: 'esp32', workload: 'small', frames: 16 });
  expect(result.hits + result.misses).toBe(result.accesses);
});

test('where 16 page frames do not fit, there are as many as do; where flash is short, more can be supposed', async () => {
  const { result } = pageOn(readBoard('esp8266'), workloadNamed('log', 56000));
  expect(result.frames).toBeGreaterThanOrEqual(4);
  expect(result.frames).toBeLessThan(16);
  const { code, out } = await ckremm('page', '--board', 'puckjs', '--workload', 'log', '--sectors', '9', '--json');
  expect([code, JSON.parse(out).board]).toEqual([0, 'puckjs']);
});

test('the table keeps to 100 columns', async () => {
  const { code, out } = await ckremm('page', '--board', 'kaluma-pico', '--workload', 'log', '--frames', '8');
  expect(code).toBe(0);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(102);
  expect(out).toMatch(/^kaluma-pico +log +256 +8 /m);
});

test.each([
  [['--board', 'esp32'], /give either --trace F or --workload W/],
  [['--board', 'esp32', '--trace', trace, '--workload', 'zipf'], /give either --trace F or --workload W/],
  [['--board', 'esp32', '--workload', 'sleep'], /unknown workload 'sleep'; the workloads are: zipf, scan, log, btree/],
  [['--board', 'c64', '--workload', 'zipf'], /unknown board 'c64'/],
  [['--board', 'esp32', '--workload', 'zipf', '--frames', 'few'], /'few' is not a number of page frames/],
  [['--board', 'esp32', '--workload', 'zipf', '--frames', '3'], /3 page frames: give a number from 4 to 254/],
  [
    ['--board', 'puckjs', '--workload', 'zipf'],
    /the 4 sectors of flash that puckjs leaves to paging are too few: .* --sectors 9/,
  ],
  [['--board', 'esp32', '--workload', 'zipf', '--sectors', 'all'], /'all' is not a number of sectors/],
  [['--board', 'puckjs', '--trace', trace], /small needs 36 pages of 256 bytes; .* holds 0/],
])('page %j: one clear line, exit code 2', async (args, expected) => {
  const { code, out, complaint } = await ckremm('page', ...args);
  expect(complaint).toMatch(expected);
  expect(complaint).toMatch(/^ckremm: [^\n]+\n$/);
  expect([code, out]).toEqual([2, '']);
});

test('an alloc writes its block, a resize copies it, a free reads it once', () => {
  const { addresses, lengths, isWrite, bytes } = workloadOf(parseTrace('a 0 100\nr 0 200\nf 0\n', 'one', 'one'));
  const rows = Array.from(addresses, (address, i) => [isWrite[i] ? 'write' : 'read', address, lengths[i]]);
  expect(rows).toEqual([
    ['write', 0, 100],
    ['read', 0, 100],
    ['write', 104, 100],
    ['read', 104, 200],
  ]);
  expect(bytes).toBe(304);
});

test.each(workloadNames())('%s stays inside its address space, and touches most of it', (name) => {
  const { addresses, lengths } = workloadNamed(name, 32768);
  const pages = new Set<number>();
  let end = 0;
  addresses.forEach((address, i) => {
    end = Math.max(end, address + lengths[i]!);
    pages.add(address >> 8);
  });
  expect(end).toBeLessThanOrEqual(32768);
  expect(pages.size).toBeGreaterThan(100);
});

test('pages that fit in all frames are missed once each', () => {
  const workload = record('twice', 2048, (to) => {
    for (let i = 0; i < 16; i++) to.read((i % 8) * 256, 4);
  });
  const { result } = pageOn(readBoard('esp32'), workload, 8);
  expect(result).toMatchObject({ accesses: 16, hits: 8, misses: 8, writeBacks: 0, lifetimeDays: 0 });
});

test('a board with flash takes as many pages as it says, and not one more', () => {
  const esp32 = readBoard('esp32');
  const most = pagesOfFlash(esp32);
  const touching = (pages: number) => record('touch', pages * 256, (to) => to.write(pages * 256 - 4, 4));
  expect(pageOn(esp32, touching(most), 4).pages).toBe(most);
  expect(() => pageOn(esp32, touching(most + 1), 4)).toThrow(/needs \d+ pages/);
});
