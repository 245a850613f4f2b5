/** `ckremm min`: the smallest heap of a trace. */
import { smallestHeapOf } from '../replay/assess.ts';
import type { Smallest } from '../replay/assess.ts';
import type { Board } from '../replay/realm.ts';
import { UserError } from '../support/errors.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Option, Values } from './command.ts';
import {
  FORMAT_OPTION,
  ONE_BOARD_OPTION,
  POOL_OPTION,
  TRACE_OPTION,
  boardOf,
  casesOf,
  poolOf,
  traceOf,
} from './inputs.ts';
import { MODULES_OPTION, withModules } from './modules.ts';
import { number, paint } from './table.ts';

const BOARD_TOO_OPTION: Option = { ...ONE_BOARD_OPTION, help: "also say whether this board's heap is that large" };

export const minCommand: Command = {
  name: 'min',
  summary: 'Find the smallest heap in which a trace fits.',
  options: [POOL_OPTION, TRACE_OPTION, FORMAT_OPTION, BOARD_TOO_OPTION, MODULES_OPTION, JSON_OPTION],
  notes: [
    'The size counts all of the heap: directory, control area, headers and holes. It is a multiple of\n' +
      '4, found by bisection; the trace fits in none of the 64 sizes below it.',
    'Exit code 0: the heap of --board is that large, or no board is named; 1: it is smaller, or no heap is large\n' +
      'enough; 2: wrong use.',
    'With --json: trace, pool, peakLiveBytes, smallestHeapBytes, ratio (smallest / peak), and with --board: board,\n' +
      'heapBytes, fits.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const pool = poolOf(values);
  const board = values.board === undefined ? undefined : (await withModules([boardOf(values)], values))[0];
  if (board) casesOf([board], [pool]);
  else if (values.modules !== undefined) throw new UserError('min: --modules needs --board, whose bundle it changes');
  const found = smallestHeapOf(pool, traceOf(values));
  const fits = board && found.smallestHeapBytes <= board.heapBytes;
  if (values.json)
    console.log(
      JSON.stringify({ ...found, ...(board && { board: board.name, heapBytes: board.heapBytes, fits }) }, null, 2),
    );
  else console.log(inWords(found, board));
  if (fits === false) process.exitCode = 1;
}

function inWords({ trace, pool, peakLiveBytes, smallestHeapBytes, ratio }: Smallest, board: Board | undefined): string {
  const needs =
    `${trace} needs a heap of ${number(smallestHeapBytes)} bytes in a ${pool} pool: ` +
    `${ratio.toFixed(3)} times its peak of ${number(peakLiveBytes)} live bytes`;
  if (!board) return needs;
  const verdict = smallestHeapBytes <= board.heapBytes ? paint('green', 'fits') : paint('red', 'does not fit');
  return `${needs}; ${verdict} on ${board.name}, whose heap has ${number(board.heapBytes)}`;
}
