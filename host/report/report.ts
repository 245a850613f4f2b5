/** The report: which program fits where, with pictures. */
import type { Result, Smallest } from '../replay/assess.ts';
import type { GraphsStudy } from '../gc/graphs.ts';
import type { Study } from '../paging/run.ts';
import type { Board } from '../replay/realm.ts';
import type { Trace } from '../trace/trace.ts';
import { renderPictures } from './figure.ts';
import { escapeHtml, number, percent, tableOf } from './html.ts';
import type { Cell } from './html.ts';
import type { Picture } from '../replay/picture.ts';
import { renderCollector } from './gc.ts';
import { renderPaging } from './paging.ts';
import { MAP_KEYS } from './map.ts';
import { bodyOf, renderPage } from './page.ts';
import { reportScript } from './script.ts';

/** Everything that was found out about one trace. */
export interface TraceReport {
  trace: Trace;
  results: Result[];
  /** One per kind of pool. */
  smallest: Smallest[];
  /** The boards whose heap is smaller than the peak, so that they were not tried. */
  tooSmall: Board[];
  pictures: Picture[];
}

const HOW_TO_READ = `<section aria-labelledby="reading">
<h2 id="reading">How to read the pictures</h2>
<p>Time runs from left to right, one step for each operation of the trace; the heap stands upright, with address 0 at
the bottom. A bar is a block: its height is its size, its width how long it lives, its colour the class of its lifetime. The red
curve is fragmentation, 1 - largest free block / all free bytes: at 0 % all free space is in one piece. The dark peaks in it are bytes
that the pool moved to make room (compactions).</p>
<p id="keys">Point at a block to read its size and lifetime; drag to zoom in, double-click for the whole trace.
With the keyboard, in a picture: <kbd>←</kbd> <kbd>→</kbd> previous and next block in time,
<kbd>↑</kbd> <kbd>↓</kbd> block above and below in the heap, <kbd>+</kbd> <kbd>-</kbd> zoom,
<kbd>Page Up</kbd> <kbd>Page Down</kbd> move, <kbd>0</kbd> whole trace, <kbd>Esc</kbd> deselect.</p>
<p id="strip-keys">Point at a column of a chart to read it, or use <kbd>←</kbd> <kbd>→</kbd>, <kbd>Home</kbd> <kbd>End</kbd>
and, in charts with rows, <kbd>↑</kbd> <kbd>↓</kbd>.</p>
${MAP_KEYS}
</section>`;

export function renderReport(
  reports: TraceReport[],
  boards: Board[],
  studies: Study[] = [],
  graphs?: GraphsStudy,
): string {
  const header = `<h1>What fits where</h1>
<p>Allocations recorded from real programs, replayed on the heap of every board that could hold them,
by the same code that is flashed.</p>
<nav aria-label="Traces"><ul>
${reports.map(({ trace }) => `<li><a href="#${idOf(trace)}">${escapeHtml(trace.name)}</a></li>`).join('\n')}
</ul></nav>`;
  const main = [
    overview(reports, boards),
    HOW_TO_READ,
    reports.map(renderTrace).join('\n'),
    renderCollector(graphs),
    renderPaging(studies),
  ].join('\n');
  return renderPage({ title: 'what fits where', body: bodyOf('Skip to the results', header, main, reportScript()) });
}

const idOf = ({ name }: Trace): string => `trace-${name.replace(/[^\w-]/g, '_')}`;

/** Boards down, traces across, for each kind of pool. */
function overview(reports: TraceReport[], boards: Board[]): string {
  const pools = [...new Set(reports.flatMap(({ results }) => results.map(({ pool }) => pool)))];
  return pools.map((pool) => matrixOf(pool, reports, boards)).join('\n');
}

function matrixOf(pool: string, reports: TraceReport[], boards: Board[]): string {
  const titles = ['board <small>heap bytes</small>', ...reports.map((report) => titleOf(report, pool))];
  const isTried = ({ name }: Board): boolean =>
    reports.some(({ results }) => results.some((one) => one.board === name && one.pool === pool));
  const rows = boards
    .filter(isTried)
    .map((board) => [
      `${escapeHtml(board.name)} <small>${number(board.heapBytes)}</small>`,
      ...reports.map((report) => verdictCell(report, board, pool)),
    ]);
  const table = tableOf(
    `Pool ${pool}: does the trace fit, and how much of the pool is free at its peak? ` +
      'Too small: the heap has fewer bytes than the trace needs.',
    titles,
    rows,
    'matrix',
  );
  return (
    table +
    leftOut(
      pool,
      boards.filter((board) => !isTried(board)),
    )
  );
}

/** The most bytes that a trace has live, and the heap that this takes in a pool of this kind. */
function titleOf({ trace, smallest }: TraceReport, pool: string): string {
  const least = smallest.find((one) => one.pool === pool);
  return (
    `${escapeHtml(trace.name)}<small>peak ${number(trace.peakLiveBytes)}</small>` +
    (least ? `<small>smallest heap ${number(least.smallestHeapBytes)}</small>` : '')
  );
}

/** Boards of which a row would say nothing, in a sentence. */
function leftOut(pool: string, boards: Board[]): string {
  const named = (these: Board[]): string => these.map(({ name }) => escapeHtml(name)).join(', ');
  const [with_, without] = [true, false].map((has) => boards.filter(({ modules }) => modules.includes(pool) === has));
  const sentences = [
    with_!.length > 0 ? `Too small for all of these: ${named(with_!)}.` : '',
    without!.length > 0 ? `Without ${escapeHtml(pool)} in their bundles: ${named(without!)}.` : '',
  ].filter(Boolean);
  return sentences.length > 0 ? `<p class="left-out">${sentences.join(' ')}</p>` : '';
}

function verdictCell({ results }: TraceReport, board: Board, pool: string): Cell {
  const result = results.find((one) => one.board === board.name && one.pool === pool);
  if (!result) return { html: 'too small', className: 'small' };
  const { failedAtOperation, freeBytes, usedBytes } = result;
  if (failedAtOperation === null) {
    const free = percent(freeBytes / (freeBytes + usedBytes));
    return { html: `<b>✓ fits</b> <small>${free} free</small>`, className: 'fits' };
  }
  return {
    html: `<b>✗ fails</b> <small>at ${number(failedAtOperation)}</small>`,
    className: 'fails',
  };
}

function renderTrace(report: TraceReport): string {
  const { trace, smallest, pictures, results } = report;
  const facts = [
    ['operations', number(trace.operations)],
    ['most blocks at a time', number(trace.maxBlocks)],
    ['most bytes at a time', number(trace.peakLiveBytes)],
    ...smallest.map(({ pool, smallestHeapBytes, ratio }) => [
      `smallest heap, ${pool}`,
      `${number(smallestHeapBytes)} (${ratio.toFixed(3)} × peak)`,
    ]),
  ];
  return `<section aria-labelledby="${idOf(trace)}">
<h2 id="${idOf(trace)}">${escapeHtml(trace.name)}</h2>
<dl class="facts">
${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('\n')}
</dl>
${renderPictures(trace.name, pictures)}
<details><summary>Every board in numbers</summary>
${resultTable(trace, results)}
</details>
</section>`;
}

function resultTable(trace: Trace, results: Result[]): string {
  const rows = results.map((result) => [
    escapeHtml(result.board),
    result.pool,
    number(result.heapBytes),
    result.failedAtOperation === null ? 'fits' : `fails at ${number(result.failedAtOperation)}`,
    number(result.usedBytes),
    number(result.freeBytes),
    number(result.largestFreeBytes),
    result.askedBytes === null ? '' : number(result.askedBytes),
    number(result.worstWords),
    number(result.worstSteps),
    number(result.movedBytes),
  ]);
  return tableOf(
    `${trace.name}: bytes at the peak, or at the failure; words and loop steps of the most expensive operation`,
    ['board', 'pool', 'heap', 'result', 'used', 'free', 'largest free', 'asked for', 'words', 'steps', 'moved'],
    rows,
  );
}
