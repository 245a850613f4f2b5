/** `ckremm replay`: one trace on one board. */
import { replayOn } from '../replay/assess.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import {
  BOARD_OPTION,
  FORMAT_OPTION,
  HEAP_OPTION,
  POOL_OPTION,
  TRACE_OPTION,
  boardOf,
  casesOf,
  heapBytesOf,
  poolOf,
  traceOf,
} from './inputs.ts';
import { MODULES_OPTION, withModules } from './modules.ts';
import { EXIT_CODES, LEGEND, renderResults, resultRows, setExitCode } from './results.ts';

export const replayCommand: Command = {
  name: 'replay',
  summary: 'Replay a trace on the emulated heap of a board: does it fit, and at what cost?',
  options: [BOARD_OPTION, POOL_OPTION, TRACE_OPTION, FORMAT_OPTION, HEAP_OPTION, MODULES_OPTION, JSON_OPTION],
  notes: [
    LEGEND,
    EXIT_CODES,
    'With --json: board, pool, trace, heapBytes, fits, failedAtOperation and askedBytes (null when it fits),\n' +
      'peakLiveBytes, usedBytes, freeBytes, largestFreeBytes, worstWords, worstSteps (the most loop\n' +
      'iterations in one operation), movedBytes (payload moved to another address).',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const [board] = await withModules([boardOf(values)], values);
  const pool = poolOf(values);
  casesOf([board], [pool]);
  const heapBytes = heapBytesOf(values, board);
  const trace = traceOf(values);
  const result = replayOn(board, pool, trace, heapBytes);
  console.log(
    values.json
      ? JSON.stringify(result, null, 2)
      : `${renderResults(resultRows(trace, pool.name, [result]))}\n\n${LEGEND}`,
  );
  setExitCode([result]);
}
