/** `ckremm run`: a program on an emulated board, for as long as is asked. */
import { runProgram } from '../program/run.ts';
import type { RunResult } from '../program/types.ts';
import { readBoard } from '../boards/board.ts';
import { renderRun } from '../report/program.ts';
import { UserError } from '../support/errors.ts';
import { readProgram } from '../upload/program.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { BOARD_OPTION, boardOf } from './inputs.ts';
import { isNativeFor } from './flash-words.ts';
import { MODULES_OPTION, NATIVE_OPTION, bundleAsked } from './modules.ts';
import { number, paint, renderTable } from './table.ts';
import { writePage } from './write.ts';

const SHOWN_CALLS = 8;
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export const runCommand: Command = {
  name: 'run',
  summary: 'Run a program on an emulated board: does it run, with what memory left, and how long do its calls take?',
  operand: { name: 'APP.js', help: 'the program, as flash would send it' },
  options: [
    BOARD_OPTION,
    { name: 'for', value: 'TIME', help: 'of board time: 500ms, 30s, 10m, 2h; 1m when not given' },
    { name: 'stall', value: 'TIME', help: 'a turn or a call that takes longer is a problem; 1s when not given' },
    MODULES_OPTION,
    NATIVE_OPTION,
    { name: 'report', value: 'FILE', help: 'write a page, with the heaps as they were left' },
    JSON_OPTION,
  ],
  notes: [
    'Timers, console, Storage, flash, watches and pins are there, and nothing that is connected to them. The clock goes on by what\n' +
      'the program takes, which is counted: of ten estimates nine are within the band that ckremm cost tells. Free memory counts heaps and\n' +
      'large arrays, not code and small variables.',
    'Exit code 0: it ran; 1: it did not: an error that nobody caught, out of memory, a pool or heap that was null, a stall over the\n' +
      'limit, a turn that does not end; 2: wrong use, or no program.',
    'With --json: board, program, isNative, didRun, problems: kind, message, atMilliseconds; milliseconds, output: atMilliseconds, text;\n' +
      'samples: atMilliseconds, freeVariables (null where there are none), freeBytes, heapBytes, usedBytes; turns: times, milliseconds,\n' +
      'worstMilliseconds, worstAtMilliseconds; calls: the same with call; modules: module, times, milliseconds, heapBytes, usedBytes.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const board = readBoard(boardOf(values).name);
  if (board.engine.name === 'host') throw new UserError('run: programs of a PC need no emulated board: node app.js');
  const program = readProgram(String(values.operand), board.engine.name === 'kaluma');
  const kind = board.engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  const { result, heaps } = runProgram(board.board, program.text, {
    bundleFile: await bundleAsked(board.board, values, kind),
    fileName: program.file,
    es5: !isNativeFor(values.configNative as string | undefined),
    ...(values.for !== undefined && { forMilliseconds: millisecondsOf('for', String(values.for)) }),
    ...(values.stall !== undefined && { stallMilliseconds: millisecondsOf('stall', String(values.stall)) }),
  });
  if (values.report !== undefined) writePage(String(values.report), renderRun(result, heaps), 'report');
  console.log(values.json ? JSON.stringify(result, null, 1) : inWords(result, values.report));
  if (!result.didRun) process.exitCode = 1;
}

/** `10m` as milliseconds. */
function millisecondsOf(option: string, text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (count === undefined)
    throw new UserError(`run: --${option} '${text}' is no time: a number and ms, s, m or h, as 10m`);
  return Number(count) * UNITS[unit!]!;
}

const NATIVE =
  'Calls take what they take as native code, which this board runs (--configNative off: in ES5); bytes and memory are those of ES5.';

const seconds = (milliseconds: number): string => `${number(Math.round(milliseconds) / 1000)} s`;
const took = (milliseconds: number): string =>
  `${milliseconds < 10 ? milliseconds.toFixed(1) : number(Math.round(milliseconds))}`;

function inWords(result: RunResult, report: Values[string]): string {
  const { board, program, isNative, didRun, problems, output, milliseconds } = result;
  const verdict = didRun ? paint('green', 'ran') : paint('red', 'did not run');
  return [
    ...output.map(({ atMilliseconds, text }) => `${seconds(atMilliseconds).padStart(11)}  ${text}`),
    ...(output.length > 0 ? [''] : []),
    timelineOf(result),
    '',
    callsOf(result),
    '',
    modulesOf(result),
    '',
    ...problems.map(({ kind, message, atMilliseconds }) =>
      paint('red', `${kind}, at ${seconds(atMilliseconds)}: ${message}`),
    ),
    `${program} ${verdict} on ${board}, ${seconds(milliseconds)} of its time`,
    ...(isNative ? [NATIVE] : []),
    ...(report === undefined ? [] : [`The same as a page: ${String(report)}`]),
  ].join('\n');
}

const right = (title: string) => ({ title, align: 'right' as const });
const left = (title: string) => ({ title, align: 'left' as const });

function timelineOf({ samples }: RunResult): string {
  const hasVariables = samples.some(({ freeVariables }) => freeVariables !== null);
  return renderTable(
    [
      right('at'),
      ...(hasVariables ? [right('free variables')] : []),
      right('free bytes'),
      right('heap'),
      right('in use'),
    ],
    samples.map(({ atMilliseconds, freeVariables, freeBytes, heapBytes, usedBytes }) => [
      seconds(atMilliseconds),
      ...(hasVariables ? [number(freeVariables ?? 0)] : []),
      ...[freeBytes, heapBytes, usedBytes].map((value) => number(value)),
    ]),
  );
}

function callsOf({ calls, turns }: RunResult): string {
  const rows = [{ call: '(a turn of the program)', ...turns }, ...calls.slice(0, SHOWN_CALLS)];
  return renderTable(
    [left('the dearest calls'), right('ms'), right('at'), right('times'), right('ms in all')],
    rows.map(({ call, worstMilliseconds, worstAtMilliseconds, times, milliseconds }) => [
      call,
      took(worstMilliseconds),
      seconds(worstAtMilliseconds),
      number(times),
      took(milliseconds),
    ]),
  );
}

function modulesOf({ modules }: RunResult): string {
  return renderTable(
    [left('module'), right('calls'), right('ms'), right('bytes of heap'), right('in use')],
    modules.map(({ module, times, milliseconds, heapBytes, usedBytes }) => [
      module,
      number(times),
      took(milliseconds),
      number(heapBytes),
      number(usedBytes),
    ]),
  );
}
