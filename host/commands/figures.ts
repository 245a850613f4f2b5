/** `ckremm figures`: the measured tables of README.md, as Markdown. A test compares the two. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { replayOn, smallestHeapOf } from '../replay/lab.ts';
import { boardNamed } from '../replay/realm.ts';
import type { PoolKind } from '../replay/driver.ts';
import type { Trace } from '../trace/trace.ts';
import { BARS, type Bar, type BarName, geometricMean, isHeld } from '../figures/bars.ts';
import { objectTable } from '../figures/objects.ts';
import { moduleTable } from '../figures/modules.ts';
import { measured, traces as loadedTraces } from '../figures/measure.ts';
import type { Command, Values } from './command.ts';
import { poolsOf } from './inputs.ts';
import { number } from './table.ts';

export const figuresCommand: Command = {
  name: 'figures',
  summary: "Print the measured tables of README.md, as Markdown.",
  options: [{ name: 'write', help: 'put them into README.md, between its marks' }],
  notes: ['Figures come from replays of traces/, from the bundles in dist/, from simulated flash and from counting; none is a time.'],
  run,
};

function run(values: Values): void {
  const blocks = { objects: objectTable(), modules: moduleTable(), figures: figures() };
  if (values.write) write(blocks);
  else console.log(Object.values(blocks).join('\n\n'));
}

/** Put each block between the marks of README.md that have its name. */
function write(blocks: Record<string, string>): void {
  const file = join(projectFolder, 'README.md');
  let text = readFileSync(file, 'utf8');
  for (const [name, block] of Object.entries(blocks)) {
    const [before, rest] = text.split(`<!-- ${name} -->\n`);
    text = `${before}<!-- ${name} -->\n${block}\n<!-- /${name} -->${rest.split(`<!-- /${name} -->`)[1]}`;
  }
  writeFileSync(file, text);
}

/** The tables between the `figures` marks of README.md. */
export function figures(): string {
  const traces = loadedTraces();
  return [barTable(), ...poolsOf({}).map((pool) => poolTable(pool, traces)), bundleTable()].join('\n\n');
}

/** What must hold, beside what is measured; see ../figures/bars.ts. */
function barTable(): string {
  return [
    row(['bar', 'at most', 'stretch', 'measured', '']),
    '|---|---|---|---|---|',
    ...(Object.keys(BARS) as BarName[]).map((name) => barRow(BARS[name], measured(name))),
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
