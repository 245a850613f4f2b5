/** `ckremm fit`: one trace on every board, in every kind of pool. */
import { replayOn } from '../replay/assess.ts';
import type { Result } from '../replay/assess.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import {
  FORMAT_OPTION,
  ONE_BOARD_OPTION,
  ONE_POOL_OPTION,
  TRACE_OPTION,
  boardsAsked,
  casesOf,
  poolsOf,
  traceOf,
} from './inputs.ts';
import { MODULES_OPTION, withModules } from './modules.ts';
import { endProgress, showProgress } from './progress.ts';
import { EXIT_CODES, LEGEND, renderResults, resultRows, setExitCode } from './results.ts';

const HOST = 'host';

export const fitCommand: Command = {
  name: 'fit',
  summary: 'Replay a trace on every board, in every kind of pool of its bundle: where does it fit?',
  options: [TRACE_OPTION, FORMAT_OPTION, ONE_POOL_OPTION, ONE_BOARD_OPTION, MODULES_OPTION, JSON_OPTION],
  notes: [LEGEND, EXIT_CODES, 'With --json: an array of what replay --json prints.'],
  run,
};

async function run(values: Values): Promise<void> {
  const trace = traceOf(values);
  const pools = poolsOf(values);
  const cases = casesOf(await withModules(boardsAsked(values), values), pools);
  const results: Result[] = [];
  for (const { board, pool } of cases) {
    showProgress(results.length, cases.length, `${board.name} ${pool.name}`);
    results.push(replayOn(board, pool, trace, board.heapBytes));
  }
  endProgress();
  const rows = pools
    .filter(({ name }) => results.some(({ pool }) => pool === name))
    .flatMap(({ name }) =>
      resultRows(
        trace,
        name,
        results.filter(({ pool }) => pool === name),
      ),
    );
  console.log(values.json ? JSON.stringify(results, null, 2) : `${renderResults(rows)}\n\n${LEGEND}`);
  // Beside boards, the PC says nothing: nearly everything fits there.
  setExitCode(values.board === undefined ? results.filter(({ board }) => board !== HOST) : results);
}
