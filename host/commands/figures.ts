/** `ckremm figures`: the measured tables of README.md, as Markdown. A test compares the two. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { replayOn, smallestHeapOf } from '../replay/lab.ts';
import { boardNamed, openRealm } from '../replay/realm.ts';
import type { PoolKind } from '../replay/driver.ts';
import type { Trace } from '../trace/trace.ts';
import { loadTrace } from '../trace/load.ts';
import { bars, geometricMean } from '../../test/bars.ts';
import type { Command } from './command.ts';
import { poolNamed } from '../replay/pools.ts';
import { poolsOf } from './inputs.ts';
import { number } from './table.ts';

const TRACES = ['cjson-cmd', 'jerry-app', 'lua-telemetry', 'mbedtls-hs', 'mosquitto-broker'];
const FILLED_BYTES = 65536;

export const figuresCommand: Command = {
  name: 'figures',
  summary: "Print the measured tables of README.md, as Markdown.",
  options: [],
  notes: ['Every figure comes from a replay of traces/ or from the bundles in dist/.'],
  run: () => console.log(figures()),
};

/** The tables between the `figures` marks of README.md. */
export function figures(): string {
  const traces = TRACES.map((name) => loadTrace(join(projectFolder, 'traces', `${name}.txt`)));
  return [barTable(traces), ...poolsOf({}).map((pool) => poolTable(pool, traces)), bundleTable()].join('\n\n');
}

/** What must hold beside what is measured; a test gates each, see test/bars.ts. */
function barTable(traces: Trace[]): string {
  const { headers, tables } = bars;
  const line = (what: string, bar: number, measured: number, digits: number): string =>
    row([what, String(bar), measured.toFixed(digits), Number(measured.toFixed(digits)) <= bar ? 'held' : 'missed']);
  return [
    row(['bar', 'at most', 'measured', '']),
    '|---|---|---|---|',
    line('headers: smallest heap / peak, geometric mean', headers.heapPerPeak, heapPerPeak(poolNamed('headers'), traces), 3),
    line('tables: the same', tables.heapPerPeak, heapPerPeak(poolNamed('tables'), traces), 3),
    line('headers: bytes per block of 8 to 100 bytes, in a heap of 64 KB full of them', headers.bytesPerBlock, bytesPerBlock('headers', 0), 2),
    line('tables: the same, without the control area', tables.bytesPerBlock, bytesPerBlock('tables', tables.controlBytes), 2),
    line('tables: bytes moved per byte allocated in the smallest heap, worst trace', tables.movedPerByte, movedPerByte(traces), 2),
  ].join('\n');
}

const heapPerPeak = (pool: PoolKind, traces: Trace[]): number =>
  geometricMean(traces.map((trace) => smallestHeapOf(pool, trace).ratio));

/** Over the sizes of the bar's test, the most that a block takes beyond its payload. */
function bytesPerBlock(name: string, controlBytes: number): number {
  const { library, newHeap } = openRealm(boardNamed('host'));
  const costs = [8, 12, 16, 20, 24, 32, 64, 100].map((bytes) => {
    const heap = newHeap(FILLED_BYTES);
    library.heap.format(heap);
    const driver = poolNamed(name).open(library, heap)!;
    let blocks = 0;
    while (driver.alloc(bytes)) blocks++;
    return (FILLED_BYTES - controlBytes - driver.stats().freeBytes) / blocks - bytes;
  });
  return Math.max(...costs);
}

function movedPerByte(traces: Trace[]): number {
  const pool = poolNamed('tables');
  return Math.max(...traces.map((trace) => {
    const { movedBytes } = replayOn(boardNamed('host'), pool, trace, smallestHeapOf(pool, trace).smallestHeapBytes);
    return movedBytes / trace.bytes.reduce((sum, bytes) => sum + bytes, 0);
  }));
}

function poolTable(pool: PoolKind, traces: Trace[]): string {
  const host = boardNamed('host');
  const found = traces.map((trace) => smallestHeapOf(pool, trace));
  const rows = found.map(({ trace, peakLiveBytes, smallestHeapBytes, ratio }, index) => {
    const { worstWords, worstSteps, movedBytes } = replayOn(host, pool, traces[index], smallestHeapBytes);
    return row([trace, number(traces[index].operations), number(peakLiveBytes), number(smallestHeapBytes),
      ratio.toFixed(3), String(worstWords), String(worstSteps), number(movedBytes)]);
  });
  const mean = geometricMean(found.map(({ ratio }) => ratio));
  return [
    row([`\`${pool.name}\``, 'operations', 'peak live bytes', 'smallest heap', 'heap / peak',
      'worst words', 'worst loop steps', 'bytes moved']),
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    row(['geometric mean', '', '', '', mean.toFixed(3), '', '', '']),
  ].join('\n');
}

function bundleTable(): string {
  const bytes = (board: string, file: string): string =>
    number(readFileSync(join(projectFolder, 'dist', board, file)).length);
  return [
    row(['bundle', 'modules', 'lean bytes', 'checked bytes']),
    '|---|---|---|---|',
    ...boardNames().map((board) => row([board, readBoard(board).modules.join(', '),
      bytes(board, 'ckremm.min.js'), bytes(board, 'ckremm.js')])),
  ].join('\n');
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
