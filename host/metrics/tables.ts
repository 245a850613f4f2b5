/** README's tables of what was measured, as Markdown. */
import { boardNames, readBoard } from '../emulator/index.ts';
import { BARS, type Bar, type BarName, isHeld } from './bars.ts';
import { type Metric, type Values, valuesOf } from './metric.ts';
import { moduleTable } from './modules.ts';
import { objectTable } from './objects.ts';
import { POOLS, TRACES } from './replays.ts';

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
const number = (value: number, digits = 0): string => value.toLocaleString('en-US', { minimumFractionDigits: digits });

/** By the names of the marks they stand between. */
export function tablesOf(metrics: Metric[]): Record<string, string> {
  const of = valuesOf(metrics);
  const figures = [barTable(metrics), ...POOLS.map((pool) => poolTable(pool, of)), bundleTable(of)].join('\n\n');
  return { objects: objectTable(of), modules: moduleTable(of), figures };
}

/** What must hold, beside what is measured; see bars.ts. */
function barTable(metrics: Metric[]): string {
  const values = new Map(metrics.map(({ id, value }) => [id, value]));
  return [
    row(['bar', 'at most', 'stretch', 'measured', '']),
    '|---|---|---|---|---|',
    ...(Object.keys(BARS) as BarName[]).map((id) => barRow(BARS[id], values.get(id) ?? null)),
  ].join('\n');
}

function barRow(bar: Bar, value: number | null): string {
  const { what, digits = 0, stretch, isAtLeast, by } = bar;
  const limit = `${isAtLeast ? 'at least ' : ''}${number(bar.bar)}`;
  const label = by ? `${what} (${by})` : what;
  const shown = value === null ? '-' : number(Number(value.toFixed(digits)), digits);
  return row([label, limit, stretch === undefined ? '' : number(stretch), shown, value === null ? '' : verdictOf(bar, value)]);
}

function verdictOf(bar: Bar, value: number): string {
  if (!isHeld(bar, value)) return `missed, ${(bar.isAtLeast ? bar.bar / value : value / bar.bar).toFixed(2)} x`;
  return bar.stretch !== undefined && isHeld({ ...bar, bar: bar.stretch }, value) ? 'held, stretch too' : 'held';
}

function poolTable(pool: (typeof POOLS)[number], of: Values): string {
  const rows = TRACES.map((trace) => {
    const get = (name: string): number => of(`${pool}.${trace}.${name}`);
    return row([trace, number(get('operations')), number(get('peakLiveBytes')), number(get('smallestHeapBytes')),
      (get('smallestHeapBytes') / get('peakLiveBytes')).toFixed(3), String(get('worstWords')), String(get('worstSteps')), number(get('movedBytes'))]);
  });
  return [
    row([`\`${pool}\``, 'operations', 'peak live bytes', 'smallest heap', 'heap / peak',
      'worst words', 'worst loop steps', 'bytes moved']),
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    row(['geometric mean', '', '', '', of(`${pool}.heapPerPeak`).toFixed(3), '', '', '']),
  ].join('\n');
}

function bundleTable(of: Values): string {
  return [
    row(['bundle', 'modules', 'lean bytes', 'checked bytes']),
    '|---|---|---|---|',
    ...boardNames().map((board) => row([board, readBoard(board).modules.join(', '),
      number(of(`bundle.${board}.leanBytes`)), number(of(`bundle.${board}.checkedBytes`))])),
  ].join('\n');
}
