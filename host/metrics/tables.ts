/** What was measured, as Markdown: docs/measurements.md, and the tables of README.md and of pages of docs/. */
import { boardNames, readBoard } from '../emulator/index.ts';
import { BARS, type Bar, type BarName, isHeld } from './bars/index.ts';
import { type Metric, type Values, valuesOf } from './metric.ts';
import { needTable } from './loggers.ts';
import { moduleTable } from './modules.ts';
import { objectTable } from './objects.ts';
import { POOLS, TRACES } from './replays.ts';
import { beforeSentence, stepsTable } from './steps.ts';

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
const number = (value: number, digits = 0): string => value.toLocaleString('en-US', { minimumFractionDigits: digits });

/** By page, and by the names of the marks they stand between. */
export function pageTables(metrics: Metric[]): Record<string, Record<string, string>> {
  const of = valuesOf(metrics);
  return {
    'README.md': { need: needTable(), before: beforeSentence(), modules: moduleTable(of) },
    'docs/migrate.md': { steps: stepsTable(), objects: objectTable(of) },
  };
}

const HEAD = `# What is measured

Made by \`npm run -s ckremm -- metrics --write\`; a test keeps it so, and \`metrics --json\` prints the same as data. Sizes are bytes, and a
smallest heap counts everything in it. Words are the 32-bit words that the dearest alloc, dealloc or resize touched; steps are turns of a loop,
the settling of deferred blocks by an alloc that would fail included. U is an empty call on Espruino, counted, not timed: half of the calls are
told within 5 % of a real engine's instructions. How each is measured: [measuring](design/measuring.md). A bar that is missed is gated at
what was measured, so that it gets no worse.`;

/** All of docs/measurements.md. */
export function measurementsPage(metrics: Metric[]): string {
  const of = valuesOf(metrics);
  return `${[HEAD, '## Bars', barTable(metrics), '## Five programs in their smallest heaps', ...POOLS.map((pool) => poolTable(pool, of)), '## Bundles', bundleTable(of)].join('\n\n')}\n`;
}

/** What must hold, beside what is measured; see bars/. */
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
  return row([
    label,
    limit,
    stretch === undefined ? '' : number(stretch),
    shown,
    value === null ? '' : verdictOf(bar, value),
  ]);
}

function verdictOf(bar: Bar, value: number): string {
  if (!isHeld(bar, value)) return `missed, ${(bar.isAtLeast ? bar.bar / value : value / bar.bar).toFixed(2)} x`;
  return bar.stretch !== undefined && isHeld({ ...bar, bar: bar.stretch }, value) ? 'held, stretch too' : 'held';
}

function poolTable(pool: (typeof POOLS)[number], of: Values): string {
  const rows = TRACES.map((trace) => {
    const get = (name: string): number => of(`${pool}.${trace}.${name}`);
    return row([
      trace,
      number(get('operations')),
      number(get('peakLiveBytes')),
      number(get('smallestHeapBytes')),
      (get('smallestHeapBytes') / get('peakLiveBytes')).toFixed(3),
      String(get('worstWords')),
      String(get('worstSteps')),
      number(get('movedBytes')),
    ]);
  });
  return [
    row([
      `\`${pool}\``,
      'operations',
      'peak live bytes',
      'smallest heap',
      'heap / peak',
      'worst words',
      'worst loop steps',
      'bytes moved',
    ]),
    '|---|---|---|---|---|---|---|---|',
    ...rows,
    row(['geometric mean', '', '', '', of(`${pool}.heapPerPeak`).toFixed(3), '', '', '']),
  ].join('\n');
}

function bundleTable(of: Values): string {
  return [
    row(['bundle', 'modules', 'lean bytes', 'checked bytes', 'in Storage', 'of what it has']),
    '|---|---|---|---|---|---|',
    ...boardNames().map((board) =>
      row([
        board,
        readBoard(board).modules.join(', '),
        number(of(`bundle.${board}.leanBytes`)),
        number(of(`bundle.${board}.checkedBytes`)),
        ...storageCells(board, of),
      ]),
    ),
  ].join('\n');
}

/** Bytes of the library in Espruino's Storage, and which part of it that is; a third is the most that it should be. */
function storageCells(board: string, of: Values): string[] {
  const { engine, link } = readBoard(board);
  if (engine.name !== 'espruino' || !link) return ['', ''];
  const bytes = of(`bundle.${board}.storageBytes`);
  const percent = (100 * bytes) / link.storageBytes;
  return [number(bytes), `${percent.toFixed(percent < 1 ? 1 : 0)} % of ${number(link.storageBytes)}`];
}
