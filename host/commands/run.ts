/** `ckremm run`: a program on an emulated board, for as long as is asked. */
import { runProgram } from '../program/run.ts';
import type { RunOptions, RunResult } from '../program/types.ts';
import { readBoard } from '../boards/board.ts';
import { standInsInWords } from '../emulator/index.ts';
import { renderRun } from '../report/program.ts';
import { UserError } from '../support/errors.ts';
import { readProgram } from '../upload/program.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { BOARD_OPTION, boardOf } from './inputs.ts';
import { isNativeFor } from './flash-words.ts';
import { MODULES_OPTION, NATIVE_OPTION, bundleAsked } from './modules.ts';
import { FIRMWARE_OPTIONS, boardOfFirmware, demandFirmware, runWithFirmware } from './run-firmware.ts';
import { number, paint, renderTable } from './table.ts';
import { writePage } from './write.ts';

const SHOWN_CALLS = 8;
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export const runCommand: Command = {
  name: 'run',
  summary: 'Run a program on an emulated board: does it run, with what memory left, and how long do its calls take?',
  operand: { name: 'APP.js', help: 'the program, as flash would send it' },
  options: [
    { ...BOARD_OPTION, required: false, help: `${BOARD_OPTION.help}; with --firmware the one it is for` },
    {
      name: 'for',
      value: 'TIME',
      help: 'how much board time: 500ms, 30s, 10m, 2h; 1m if not given, 5s with --firmware',
    },
    {
      name: 'stall',
      value: 'TIME',
      help: 'a turn or a call that takes longer is a problem; if not given 1s, and 5s for the boot',
    },
    MODULES_OPTION,
    NATIVE_OPTION,
    { name: 'report', value: 'FILE', help: 'also write a page, with the heaps as they are at the end' },
    JSON_OPTION,
    ...FIRMWARE_OPTIONS,
  ],
  notes: [
    'Everything the board has exists, by name, but nothing is connected to it: output that goes nowhere, readings of no sensor, and\n' +
      'listeners for what never comes are listed at the end. A call that is not simulated says so and ends the run: see docs/design/boards.md.\n' +
      'load() and reset() restart the board. The clock advances by the time the program is estimated to take; nine in ten estimates are\n' +
      'within the error that ckremm cost prints. Free variables of Espruino and bytes of Kaluma are counted as the engine counts them, code and\n' +
      'small variables included: see docs/design/memory.md.',
    'Exit code 0: it ran; 1: it did not: an uncaught error, out of memory, a pool or heap that is null, a stall over the\n' +
      'limit, or a turn that does not end; 2: wrong use, or no program.',
    'With --firmware UF2 --bootrom FILE the program is sent to that firmware in an emulated RP2040, as flash would send it, and runs there. docs/firmware.md\n' +
      'says where to get both files. The estimate of the emulated board is printed beside the results. Needs the npm package rp2040js.',
    'With --json: board, program, isNative, didRun, problems: kind, message, atMilliseconds; milliseconds, output: atMilliseconds, text;\n' +
      'samples: atMilliseconds, freeVariables (null where there are none), freeBytes, heapBytes, usedBytes; turns: times, milliseconds,\n' +
      'worstMilliseconds, worstAtMilliseconds; calls: the same with call; modules: module, times, milliseconds, heapBytes, usedBytes;\n' +
      'standIns: call, kind (nowhere, invented, silent).\n' +
      'With --firmware: board, program, firmware, didRun, problems; runs (without misses of the flash cache, then with): missCycles, mhz,\n' +
      'powerMilliseconds, sendMilliseconds, bootMilliseconds, milliseconds, output, memory, calls, problems, erases, programs, isCut; told: all of the above.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const board = readBoard(nameOf(values));
  if (board.engine.name === 'host')
    throw new UserError('run: --board host is this PC, which needs no emulated board: node app.js');
  const program = readProgram(String(values.operand), board.engine.name === 'kaluma');
  const kind = board.engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  const bundleFile = await bundleAsked(board.board, values, kind);
  const times = Object.fromEntries(
    TIMES.flatMap(([option, name]) =>
      values[option] === undefined ? [] : [[name, millisecondsOf(option, String(values[option]))]],
    ),
  ) as RunOptions & { cutMilliseconds?: number };
  // A firmware is sent the library in ES5.
  const es5 = values.firmware !== undefined || !isNativeFor(values.configNative as string | undefined);
  const tell = (options: RunOptions): ReturnType<typeof runProgram> =>
    runProgram(board.board, program.text, { bundleFile, fileName: program.file, es5, ...options });
  if (values.firmware !== undefined)
    return runWithFirmware(board, program, values, times, (options) => tell(options).result);
  const { result, heaps } = tell(times);
  if (values.report !== undefined) writePage(String(values.report), renderRun(result, heaps), 'report');
  console.log(values.json ? JSON.stringify(result, null, 1) : inWords(result, values.report));
  if (!result.didRun) process.exitCode = 1;
}

const TIMES = [
  ['for', 'forMilliseconds'],
  ['stall', 'stallMilliseconds'],
  ['cut-after', 'cutMilliseconds'],
] as const;

/** The board that was named; with a firmware the one it is for. */
function nameOf(values: Values): string {
  if (values.firmware !== undefined) return boardOfFirmware(values);
  demandFirmware(values);
  if (values.board === undefined) throw new UserError('run: option --board B is missing; see ckremm run --help');
  return boardOf(values).name;
}

/** `10m` as milliseconds. */
function millisecondsOf(option: string, text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (count === undefined)
    throw new UserError(`run: --${option} '${text}' is not a time: give a number and ms, s, m or h, such as 10m`);
  return Number(count) * UNITS[unit!]!;
}

const NATIVE =
  'Times are those of machine code, which this board runs (--configNative off for ES5); bytes and memory are those of ES5.';

const seconds = (milliseconds: number): string => `${number(Math.round(milliseconds) / 1000)} s`;
const took = (milliseconds: number): string =>
  `${milliseconds < 10 ? milliseconds.toFixed(1) : number(Math.round(milliseconds))}`;

function inWords(result: RunResult, report: Values[string]): string {
  const { board, program, isNative, didRun, problems, warnings, output, milliseconds, standIns } = result;
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
    ...standInsInWords(standIns),
    ...warnings.map((warning) => paint('yellow', warning)),
    ...problems.map(({ kind, message, atMilliseconds }) =>
      paint('red', `${kind}, at ${seconds(atMilliseconds)}: ${message}`),
    ),
    `${program} ${verdict} on ${board}, ${seconds(milliseconds)} of its time`,
    ...(isNative ? [NATIVE] : []),
    ...(report === undefined ? [] : [`Also as a page: ${String(report)}`]),
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
      ...(hasVariables ? [number(Math.max(0, freeVariables ?? 0))] : []),
      ...[freeBytes, heapBytes, usedBytes].map((value) => number(value)),
    ]),
  );
}

function callsOf({ calls, turns }: RunResult): string {
  const rows = [{ call: '(a turn of the program)', ...turns }, ...calls.slice(0, SHOWN_CALLS)];
  return renderTable(
    [left('the slowest calls'), right('ms'), right('at'), right('times'), right('ms in total')],
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
