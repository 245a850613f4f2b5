/** Replay results as the table that `replay`, `fit` and `start` print. */
import type { Result } from '../replay/assess.ts';
import type { Trace } from '../trace/trace.ts';
import { number, paint, renderTable } from './table.ts';
import type { Column, Style } from './table.ts';

const COLUMNS: Column[] = [
  { title: '  board', align: 'left' },
  { title: 'heap', align: 'right' },
  { title: 'result', align: 'left' },
  { title: 'peak', align: 'right' },
  { title: 'used', align: 'right' },
  { title: 'of pool', align: 'left' },
  { title: 'headroom', align: 'right' },
  { title: 'largest', align: 'right' },
  { title: 'asked', align: 'right' },
  { title: 'words', align: 'right' },
];
const BAR_CELLS = 10;
const TIGHT = 0.9;

/** What the columns mean, for help texts and under tables. */
export const LEGEND =
  'All sizes are bytes. peak: the most the trace has live at one time. used, headroom (free) and\n' +
  'largest (free block): in the pool at that peak or, where the trace does not fit, at the failure.\n' +
  'asked: what the operation that failed asked for. words: the most 32-bit words of the heap that one\n' +
  'alloc, dealloc or resize read or wrote, not counting payload that it moved. Operations are\n' +
  'counted from 1.';

export const EXIT_CODES = 'Exit code 0: it fits, in one pool of one board or in more; 1: in none; 2: wrong use.';

/** Exit code 1 when there is no board and pool in which the trace fits: an answer, which a script can act upon. */
export function setExitCode(results: Result[]): void {
  if (!results.some(({ fits }) => fits)) process.exitCode = 1;
}

/** The rows of one trace in one kind of pool: a heading, then a row per result. */
export function resultRows(trace: Trace, pool: string, results: Result[], remark = ''): string[][] {
  const about =
    `in ${pool}: ${number(trace.operations)} operations, at most ` + `${number(trace.maxBlocks)} blocks${remark}`;
  return [[`${paint('bold', trace.name)} ${about}`], ...results.map(rowOf)];
}

export const renderResults = (rows: string[][]): string => renderTable(COLUMNS, rows);

function rowOf(result: Result): string[] {
  const { failedAtOperation, usedBytes, freeBytes } = result;
  const fullShare = usedBytes / (usedBytes + freeBytes);
  const style: Style = failedAtOperation !== null ? 'red' : fullShare > TIGHT ? 'yellow' : 'green';
  const verdict = failedAtOperation === null ? 'fits' : `fails at ${number(failedAtOperation)}`;
  return [
    `  ${result.board}`,
    number(result.heapBytes),
    paint(style, verdict),
    number(result.peakLiveBytes),
    number(usedBytes),
    paint(style, barOf(fullShare)),
    number(freeBytes),
    number(result.largestFreeBytes),
    result.askedBytes === null ? '' : number(result.askedBytes),
    number(result.worstWords),
  ];
}

function barOf(share: number): string {
  const full = Math.min(BAR_CELLS, Math.ceil(share * BAR_CELLS));
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}
