/** `ckremm bench`: our pools beside other allocators, measured in one run. */
import { join, relative } from 'node:path';
import { outFolder } from '../boards/board.ts';
import * as lean from '../../src/lean.ts';
import { compareCollectors } from '../bench/gc.ts';
import { renderBench } from '../bench/page.ts';
import { bench } from '../bench/run.ts';
import type { Measured, Row } from '../bench/run.ts';
import { SUBJECTS } from '../bench/subjects.ts';
import { measureSync } from '../bench/sync.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { endProgress, showProgress } from './progress.ts';
import { number, paint, renderTable } from './table.ts';
import type { Column } from './table.ts';
import { writePage } from './write.ts';

const COLUMNS: Column[] = [
  { title: '  allocator', align: 'left' },
  { title: 'x TLSF', align: 'right' },
  { title: 'Mops/s', align: 'right' },
  { title: 'p99.99 ns', align: 'right' },
  { title: 'heap/peak', align: 'right' },
  { title: 'per block', align: 'right' },
  { title: 'steps', align: 'right' },
  { title: 'contents', align: 'left' },
];

const LEGEND =
  "x TLSF: operations per second over those of AssemblyScript's TLSF in the same round, median of the\n" +
  'rounds. p99.99: nanoseconds, each operation the least of several passes. heap/peak: the smallest heap\n' +
  'over the peak of live bytes. per block: bytes beyond the payload in a heap full of blocks of the mean\n' +
  'size. steps: the most loop iterations in one operation. -: not measured, or too slow to measure.';

const OBJECTS = 4000;

export const benchCommand: Command = {
  name: 'bench',
  summary: 'Compare our pools with other allocators, in one run.',
  options: [
    { name: 'quick', help: 'few loads, one round' },
    { name: 'out', value: 'FILE', help: 'the charts; out/bench.html if not given' },
    JSON_OPTION,
  ],
  notes: [
    LEGEND,
    'Times are measured in a separate process for each allocator and load, in interleaved rounds.\n' +
      'With --json: an array of allocator, load, operationsPerSecondRatio, p9999ns, heapOverPeak, bytesPerBlock,\n' +
      'worstSteps, verified (contents kept in a replay of their own); null where there is no figure.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const file = relative('', String(values.out ?? join(outFolder(), 'bench.html')));
  writePage(file, '', 'charts', 'a');
  const rows = await bench(values.quick === true, showProgress);
  endProgress();
  writePage(file, renderBench(rows, SUBJECTS), 'charts');
  if (values.json) console.log(JSON.stringify(rows.map(rowOf), null, 2));
  else console.log(`${tableOf(rows)}\n\n${LEGEND}\n\n${await besideTable()}\n\nCharts: ${file}`);
}

/** What is no allocator's row: a lock around a pool, and a full collection. */
async function besideTable(): Promise<string> {
  const locks = measureSync(lean).map(
    ({ pool, aloneNanoseconds, lockedNanoseconds, ratio, lockPairNanoseconds }) =>
      `${pool} behind an uncontended lock: ${ratio.toFixed(2)} x (alloc + dealloc ${aloneNanoseconds.toFixed(0)} ns alone, ` +
      `${lockedNanoseconds.toFixed(0)} behind it; taking and releasing the lock ${lockPairNanoseconds.toFixed(0)})`,
  );
  const collectors = (await compareCollectors(OBJECTS)).map(
    ({ name, nanoseconds }) =>
      `a full collection, ${number(OBJECTS)} objects reachable, ${name}: ${nanoseconds.toFixed(1)} ns an object`,
  );
  return [...locks, ...collectors].join('\n');
}

function rowOf({ synthetic: _synthetic, trouble: _trouble, operationsPerSecond: _rate, ...row }: Measured): Row {
  return row;
}

function tableOf(rows: Measured[]): string {
  const loads = [...new Set(rows.map(({ load }) => load))];
  return renderTable(
    COLUMNS,
    loads.flatMap((load) => [[paint('bold', load)], ...rows.filter((row) => row.load === load).map(cellsOf)]),
  );
}

function cellsOf(row: Measured): string[] {
  const cell = (value: number | null, digits: number): string => (value === null ? '-' : value.toFixed(digits));
  const rate = row.operationsPerSecond;
  return [
    `  ${row.allocator}`,
    cell(row.operationsPerSecondRatio, 2),
    cell(rate === null ? null : rate / 1e6, 2),
    row.p9999ns === null ? '-' : number(row.p9999ns),
    cell(row.heapOverPeak, 3),
    cell(row.bytesPerBlock, 1),
    row.worstSteps === null ? '-' : number(row.worstSteps),
    row.verified ? paint('green', 'kept') : paint('red', row.trouble || 'changed'),
  ];
}
