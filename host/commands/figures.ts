/** `ckremm figures`: the measured tables of README.md, as Markdown. A test compares the two. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { replayOn, smallestHeapOf } from '../replay/lab.ts';
import { boardNamed } from '../replay/realm.ts';
import type { PoolKind } from '../replay/driver.ts';
import type { Trace } from '../trace/trace.ts';
import { loadTrace } from '../trace/load.ts';
import type { Command } from './command.ts';
import { allPools } from './inputs.ts';
import { number } from './table.ts';

const TRACES = ['cjson-cmd', 'jerry-app', 'lua-telemetry', 'mbedtls-hs', 'mosquitto-broker'];

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
  return [...allPools().map((pool) => poolTable(pool, traces)), bundleTable()].join('\n\n');
}

function poolTable(pool: PoolKind, traces: Trace[]): string {
  const host = boardNamed('host');
  const found = traces.map((trace) => smallestHeapOf(pool, trace));
  const rows = found.map(({ trace, peakLiveBytes, smallestHeapBytes, ratio }, index) => {
    const { worstWords, worstSteps, movedBytes } = replayOn(host, pool, traces[index], smallestHeapBytes);
    return row([trace, number(traces[index].operations), number(peakLiveBytes), number(smallestHeapBytes),
      ratio.toFixed(3), String(worstWords), String(worstSteps), number(movedBytes)]);
  });
  const mean = Math.exp(found.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / found.length);
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
