/** `ckremm run --firmware`: the program on a firmware of the user's, beside what the emulated board tells of it. */
import type { BoardProfile } from '../boards/board.ts';
import { readBoard } from '../boards/board.ts';
import { type Load, readFirmware } from '../firmware/board.ts';
import { MISS_CYCLES } from '../firmware/cache.ts';
import { type FirmwareRun, runOnFirmware } from '../firmware/run.ts';
import { BOOT_STALL_MILLISECONDS } from '../program/run.ts';
import type { RunOptions, RunResult } from '../program/types.ts';
import { UserError } from '../support/errors.ts';
import { bundleFor } from '../upload/bundle.ts';
import type { Program } from '../upload/program.ts';
import { LIBRARY, checkUses, usesOf } from '../support/uses.ts';
import type { Option, Values } from './command.ts';
import { number, paint, renderTable } from './table.ts';

export const FIRMWARE_OPTIONS: Option[] = [
  {
    name: 'firmware',
    value: 'UF2',
    help: "run it on this firmware of a Pico, Espruino's or Kaluma's, in an emulated RP2040",
  },
  { name: 'bootrom', value: 'FILE', help: 'with --firmware: the bootrom of the RP2040' },
  { name: 'flash', value: 'FILE', help: 'with --firmware: the file that keeps the flash from run to run' },
  { name: 'cut-after', value: 'TIME', help: 'with --firmware: cut the power so long after the program starts' },
  {
    name: 'miss',
    value: 'CYCLES',
    help: `with --firmware: cost of a miss of the flash cache; ${MISS_CYCLES} if not given, 0 skips that run`,
  },
  { name: 'calls', help: 'with --firmware: time the calls of the library' },
  { name: 'configNative', value: 'on', help: 'with --firmware: send machine code, as flash does' },
];

const NEEDS_FIRMWARE = ['bootrom', 'flash', 'cut-after', 'miss', 'calls', 'configNative'];
/** With --firmware; an emulated RP2040 takes several times as long as a real one. */
const FOR_WITH_FIRMWARE = 5000;

/** The result of `--json`. */
export interface FirmwareResult {
  board: string;
  program: string;
  firmware: string;
  didRun: boolean;
  problems: FirmwareRun['problems'];
  /** Without misses of the flash cache, then with them. */
  runs: FirmwareRun[];
  /** What the emulated board estimates; null with machine code, which it does not estimate. */
  told: RunResult | null;
}

/** Throws a UserError for options that stand alone. */
export function demandFirmware(values: Values): void {
  const lonely = NEEDS_FIRMWARE.find((name) => values[name] !== undefined);
  if (lonely !== undefined) throw new UserError(`run: --${lonely} needs --firmware`);
}

/** The board that was named, or whose firmware it is. */
export function boardOfFirmware(values: Values): string {
  const { board } = readFirmware(filesOf(values));
  const asked = values.board === undefined ? board : readBoard(String(values.board)).board;
  if (asked === undefined)
    throw new UserError(`${String(values.firmware)} does not say whose firmware it is: --board pico, or kaluma-pico`);
  if (asked !== 'pico' && asked !== 'kaluma-pico')
    throw new UserError(
      `run: --firmware is for pico and kaluma-pico, since only the RP2040 can be emulated; ${asked} has another chip`,
    );
  return asked;
}

function filesOf(values: Values): Parameters<typeof readFirmware>[0] {
  if (values.bootrom === undefined)
    throw new UserError(
      'run: --firmware needs --bootrom FILE, the bootrom of the RP2040; docs/firmware.md says where it is',
    );
  return {
    firmware: String(values.firmware),
    bootrom: String(values.bootrom),
    flash: values.flash as string | undefined,
  };
}

/** Runs the program both ways. `tell` is `run` without a firmware. */
export async function runWithFirmware(
  board: BoardProfile,
  program: Program,
  values: Values,
  options: RunOptions & { cutMilliseconds?: number },
  tell: (options: RunOptions) => RunResult,
): Promise<void> {
  const { forMilliseconds = FOR_WITH_FIRMWARE, stallMilliseconds = BOOT_STALL_MILLISECONDS, cutMilliseconds } = options;
  if (cutMilliseconds !== undefined && values.flash === undefined)
    throw new UserError('run: --cut-after needs --flash FILE, where it keeps what the cut leaves');
  const isNative = values.configNative === 'on';
  const runs = await runOnFirmware(
    readFirmware(filesOf(values)),
    board,
    await loadOf(board, program, values, isNative),
    {
      forMilliseconds,
      stallMilliseconds,
      cutMilliseconds,
      missCycles: missCyclesOf(values),
      flash: values.flash as string | undefined,
      isTimed: values.calls === true,
      say: (line) => void (values.json || console.error(line)),
    },
  );
  const told = isNative ? null : tell({ ...options, forMilliseconds });
  const problems = runs.find((one) => one.problems.length > 0)?.problems ?? [];
  const result: FirmwareResult = {
    board: board.board,
    program: program.file,
    firmware: String(values.firmware),
    didRun: problems.length === 0,
    problems,
    runs,
    told,
  };
  console.log(values.json ? JSON.stringify(result, null, 1) : inWords(result, values));
  if (!result.didRun) process.exitCode = 1;
}

function missCyclesOf({ miss }: Values): number {
  if (miss !== undefined && !/^\d+$/.test(String(miss)))
    throw new UserError(`run: --miss '${String(miss)}' is no whole number of cycles`);
  return miss === undefined ? MISS_CYCLES : Number(miss);
}

/** What goes onto the board: as `ckremm flash` sends it. */
async function loadOf(board: BoardProfile, program: Program, values: Values, isNative: boolean): Promise<Load> {
  const bundle = await bundleFor(board, values.modules as string | undefined, isNative);
  const uses = usesOf(program.text);
  checkUses(program.file, uses, bundle);
  return {
    library: bundle.bytes,
    native: bundle.native,
    program: program.bytes,
    modules: uses.modules.filter((name) => name !== LIBRARY),
  };
}

const seconds = (milliseconds: number): string => `${number(Math.round(milliseconds) / 1000)} s`;
const took = (milliseconds: number | null | undefined): string =>
  milliseconds === null || milliseconds === undefined
    ? '?'
    : milliseconds < 10
      ? milliseconds.toFixed(2)
      : number(Math.round(milliseconds));
const count = (value: number | null | undefined): string =>
  value === null || value === undefined ? '?' : number(value);

function inWords(result: FirmwareResult, values: Values): string {
  const { program, board, firmware, didRun, problems, runs, told } = result;
  const [first] = runs as [FirmwareRun];
  const verdict = first.isCut
    ? `had its power cut after ${took(first.milliseconds)} ms; its flash is in ${String(values.flash)}`
    : didRun
      ? paint('green', 'ran')
      : paint('red', 'did not run');
  return [
    ...first.output.map(({ atMilliseconds, text }) => `${seconds(atMilliseconds).padStart(11)}  ${text}`),
    ...(first.output.length > 0 ? [''] : []),
    comparedOf(runs, told),
    '',
    phasesOf(first),
    ...problems.map(({ kind, message, atMilliseconds }) =>
      paint('red', `${kind}, at ${seconds(atMilliseconds)}: ${message}`),
    ),
    ...(told?.problems ?? []).map(
      ({ kind, message, atMilliseconds }) =>
        `estimated, not seen on the firmware: ${kind}, at ${seconds(atMilliseconds)}: ${message}`,
    ),
    `${program} ${verdict} on ${firmware} (${board}), ${seconds(first.milliseconds)} of its time`,
  ].join('\n');
}

const phasesOf = ({ powerMilliseconds, sendMilliseconds, mhz, erases, programs }: FirmwareRun): string =>
  `at ${mhz} MHz: ${took(powerMilliseconds)} ms from power to a console, ${took(sendMilliseconds)} ms for the upload; ` +
  `the program erased ${number(erases)} sectors and programmed ${number(programs)} pages of flash`;

/** Each figure of the firmware, without and with misses, and what the emulated board tells. */
function comparedOf(runs: FirmwareRun[], told: RunResult | null): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  const last = <T>(list: T[]): T | undefined => list[list.length - 1];
  const row = (what: string, of: (run: FirmwareRun) => string, toldIs: string): string[] => [
    what,
    ...runs.map(of),
    ...(told ? [toldIs] : []),
  ];
  const hasVariables = runs[0]!.memory.some(({ freeVariables }) => freeVariables !== null);
  const memory = (what: string, pick: <T>(list: T[]) => T | undefined): string[][] => [
    ...(hasVariables
      ? [
          row(
            `free variables ${what}`,
            (run) => count(pick(run.memory)?.freeVariables),
            count(pick(told?.samples ?? [])?.freeVariables),
          ),
        ]
      : []),
    row(`free bytes ${what}`, (run) => count(pick(run.memory)?.freeBytes), count(pick(told?.samples ?? [])?.freeBytes)),
  ];
  const toldOf = (call: string) => told?.calls.find((one) => one.call === call);
  const calls = runs[0]!.calls.map(({ call, times }) =>
    row(
      `${call}, ${number(times)} times: the slowest, ms`,
      (run) => took(run.calls.find((one) => one.call === call)?.worstMilliseconds),
      took(toldOf(call)?.worstMilliseconds),
    ),
  );
  return renderTable(
    [
      { title: '', align: 'left' },
      right('firmware'),
      ...runs.slice(1).map(({ missCycles }) => right(`with misses of ${missCycles} cycles`)),
      ...(told ? [right('estimated')] : []),
    ],
    [
      row('boot of the program, ms', (run) => took(run.bootMilliseconds), took(told?.samples[0]?.atMilliseconds)),
      ...memory('after it', (list) => list[0]),
      ...memory('at the end', last),
      ...calls,
    ],
  );
}
