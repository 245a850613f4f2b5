/**
 * `ckremm start`, the main job: every trace on every board that could hold it, as one
 * table, and the pictures of what the heaps looked like, as a page.
 */
import { join, relative } from 'node:path';
import { replayOn, smallestHeapOf } from '../replay/assess.ts';
import type { Result, Smallest } from '../replay/assess.ts';
import type { PoolKind } from '../replay/driver.ts';
import { boardNamed, projectFolder } from '../replay/realm.ts';
import type { Board } from '../replay/realm.ts';
import { outFolder, readBoard } from '../boards/board.ts';
import { studyGraphs } from '../gc/graphs.ts';
import { pageOn } from '../paging/run.ts';
import type { Study } from '../paging/run.ts';
import { workloadNamed, workloadNames } from '../paging/workload.ts';
import { renderReport } from '../report/report.ts';
import type { TraceReport } from '../report/report.ts';
import { takePicture } from '../replay/picture.ts';
import type { Picture } from '../replay/picture.ts';
import { loadTraces } from '../trace/load.ts';
import type { Trace } from '../trace/trace.ts';
import type { Command, Values } from './command.ts';
import { ONE_POOL_OPTION, boardsBySize, hasPool, poolsOf } from './inputs.ts';
import { endProgress, showProgress } from './progress.ts';
import { LEGEND, renderResults, resultRows } from './results.ts';
import { number } from './table.ts';
import { writePage } from './write.ts';

/** Enough for hundreds of cycles. */
const GRAPHS_TURNS = 100000;

export const startCommand: Command = {
  name: 'start',
  summary: 'Replay every trace on every board that could hold it; print a table, write a report.',
  options: [
    { name: 'traces', value: 'FOLDER', help: 'the folder of traces; traces if not given' },
    ONE_POOL_OPTION,
    { name: 'out', value: 'FILE', help: 'the report; out/report.html if not given' },
  ],
  notes: [LEGEND],
  run,
};

function run(values: Values): void {
  const file = relative('', String(values.out ?? join(outFolder(), 'report.html')));
  const traces = loadTraces(String(values.traces ?? join(projectFolder, 'traces')));
  const pools = poolsOf(values);
  // Whether the report can be written is found out before the work, not after it.
  writePage(file, '', 'report', 'a');
  const reports = traces.map((trace, i) => studyTrace(trace, pools, i, traces.length));
  endProgress();
  const rows = reports.flatMap((report, i) => (i > 0 ? [[''], ...rowsOf(report)] : rowsOf(report)));
  console.log(`${renderResults(rows)}\n\n${LEGEND}`);
  const html = renderReport(reports, boardsBySize(), pagingStudies(), studyGraphs(GRAPHS_TURNS));
  writePage(file, html, 'report');
  console.log(`\nPictures of the heaps: ${file} (${number(Math.round(html.length / 1024))} KB)`);
}

function studyTrace(trace: Trace, pools: PoolKind[], index: number, total: number): TraceReport {
  const boards = boardsBySize();
  const holding = boards.filter(({ heapBytes }) => heapBytes >= trace.peakLiveBytes);
  const tooSmall = boards.filter((board) => !holding.includes(board));
  const results: Result[] = [];
  const smallest: Smallest[] = [];
  const pictures: Picture[] = [];
  for (const pool of pools) {
    showProgress(index, total, `${trace.name}: the smallest heap`);
    smallest.push(smallestHeapOf(pool, trace));
    const able = holding.filter((board) => hasPool(board, pool));
    for (const board of able) {
      showProgress(index, total, `${trace.name} on ${board.name}`);
      results.push(replayOn(board, pool, trace, board.heapBytes));
    }
    pictures.push(...picturesOf(trace, pool, able, results, smallest[smallest.length - 1]));
  }
  return { trace, results, smallest, tooSmall, pictures };
}

/** The made-up workloads on the smallest page store of SPI flash: 64 KB of data in 4 KB of frames. */
function pagingStudies(): Study[] {
  return workloadNames().map((name) => pageOn(readBoard('kaluma-pico'), workloadNamed(name, 65536), 16));
}

/** The trace in its smallest heap, and on the smallest board that holds it. */
function picturesOf(trace: Trace, pool: PoolKind, boards: Board[], results: Result[], smallest: Smallest): Picture[] {
  const fitting = boards.find(({ name }) =>
    results.some((result) => result.fits && result.board === name && result.pool === pool.name),
  );
  const tight = takePicture(trace, pool, boardNamed('host'), smallest.smallestHeapBytes, 'in the smallest heap');
  if (!fitting) return [tight];
  return [tight, takePicture(trace, pool, fitting, fitting.heapBytes, `on ${fitting.name}`)];
}

function rowsOf({ trace, results, smallest, tooSmall }: TraceReport): string[][] {
  const rows = smallest.flatMap(({ pool, smallestHeapBytes, ratio }) =>
    resultRows(
      trace,
      pool,
      results.filter((result) => result.pool === pool),
      `; smallest heap ${number(smallestHeapBytes)} (${ratio.toFixed(3)} x peak)`,
    ),
  );
  if (tooSmall.length === 0) return rows;
  const names = tooSmall.map(({ name }) => name).join(', ');
  return [...rows, ...wrap(`heap smaller than the peak: ${names}`).map((line) => [`  ${line}`])];
}

function wrap(text: string): string[] {
  return (text.match(/.{1,96}(?:\s|$)/g) ?? []).map((line) => line.trimEnd());
}
