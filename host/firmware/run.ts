/** `ckremm run --firmware`: a program on the firmware itself, once as if flash were as fast as RAM, once with the misses of its cache. */
import type { BoardProfile } from '../boards/board.ts';
import { type Firmware, type Load, keepFlash, powerUp, sendTo } from './board.ts';
import { type Chip, FirmwareCrash } from './chip.ts';
import { BoardConsole, ESPRUINO, KALUMA, type Line, type Problem } from './console.ts';
import { PowerCut } from './flash.ts';
import { type CallTimes, readTimes, withTimes } from './times.ts';

export interface FirmwareOptions {
  forMilliseconds: number;
  stallMilliseconds: number;
  /** Cycles of a miss of the flash cache; 0: such a run is left out. */
  missCycles: number;
  /** Power goes so long after the start of the program. */
  cutMilliseconds?: number | undefined;
  /** Where flash is kept. */
  flash?: string | undefined;
  /** The library's calls are timed. */
  isTimed: boolean;
  say(line: string): void;
}

/** Free at a moment, as the firmware says. */
export interface FreeMemory {
  atMilliseconds: number;
  freeVariables: number | null;
  freeBytes: number;
}

/** The program on the firmware. */
export interface FirmwareRun {
  missCycles: number;
  mhz: number;
  /** From power to a console, of the upload, and from the start of the program until the board answers again. */
  powerMilliseconds: number;
  sendMilliseconds: number;
  bootMilliseconds: number | null;
  /** Since the program was started. */
  milliseconds: number;
  output: Line[];
  /** After the boot, and at the end. */
  memory: FreeMemory[];
  calls: CallTimes[];
  problems: Problem[];
  erases: number;
  programs: number;
  isCut: boolean;
}

/** Time that a board is given to answer when its program has run for as long as was asked. */
const ANSWER_MILLISECONDS = 10_000;

/** Runs the program; with `missCycles` a second time, on a board of its own. Where calls are timed, both once more: what times them takes memory. */
export async function runOnFirmware(
  firmware: Firmware,
  board: BoardProfile,
  load: Load,
  options: FirmwareOptions,
): Promise<FirmwareRun[]> {
  const first = await runOnce(firmware, board, load, options, 0);
  const runs = [first];
  const later = { ...options, flash: undefined, say: () => undefined };
  if (options.missCycles > 0 && !first.isCut)
    runs.push(await runOnce(firmware, board, load, later, options.missCycles));
  if (!options.isTimed || first.isCut) return runs;
  const timed = { ...load, program: withTimes(board, load.program) };
  for (const run of runs) run.calls = (await runOnce(firmware, board, timed, later, run.missCycles, true)).calls;
  return runs;
}

async function runOnce(
  firmware: Firmware,
  board: BoardProfile,
  load: Load,
  options: FirmwareOptions,
  missCycles: number,
  isTimed = false,
): Promise<FirmwareRun> {
  const chip = powerUp(firmware, board);
  const powerMilliseconds = chip.now;
  await sendTo(chip, board, firmware.file, load, options.say);
  const run = emptyRun(chip, missCycles, powerMilliseconds);
  if (missCycles > 0) chip.countMisses(missCycles);
  if (options.cutMilliseconds !== undefined) chip.cutAfter(options.cutMilliseconds);
  const before = { ...chip.flash.counts };
  const terminal = new BoardConsole(chip, board.engine.name === 'kaluma' ? KALUMA : ESPRUINO);
  try {
    watch(terminal, run, options);
    if (isTimed) run.calls = readTimes(terminal, ANSWER_MILLISECONDS);
  } catch (error) {
    if (error instanceof FirmwareCrash) run.problems.push(problemOf('error', error.message, terminal));
    else if (error instanceof PowerCut) run.isCut = true;
    else throw error;
  }
  run.milliseconds = terminal.now;
  run.output = terminal.lines;
  run.problems.unshift(...terminal.problems);
  run.erases = chip.flash.counts.erases - before.erases;
  run.programs = chip.flash.counts.programs - before.programs;
  if (chip.resets > 0) run.problems.push(problemOf('error', 'the firmware reset itself', terminal));
  if (options.flash !== undefined) keepFlash(options.flash, chip);
  return run;
}

const problemOf = (kind: Problem['kind'], message: string, { now }: BoardConsole): Problem => ({
  kind,
  message,
  atMilliseconds: now,
});

const emptyRun = (chip: Chip, missCycles: number, powerMilliseconds: number): FirmwareRun => ({
  missCycles,
  mhz: chip.mhz,
  powerMilliseconds,
  sendMilliseconds: chip.now - powerMilliseconds,
  bootMilliseconds: null,
  milliseconds: 0,
  output: [],
  memory: [],
  calls: [],
  problems: [],
  erases: 0,
  programs: 0,
  isCut: false,
});

/** Lets the program run, and asks for memory after its boot and at its end. */
function watch(terminal: BoardConsole, run: FirmwareRun, options: FirmwareOptions): void {
  const { forMilliseconds, stallMilliseconds } = options;
  const boot = terminal.start(forMilliseconds + ANSWER_MILLISECONDS);
  if (boot === undefined) {
    run.problems.push(problemOf('endless loop', 'the board does not answer after the start of the program', terminal));
    return;
  }
  run.bootMilliseconds = boot;
  if (boot > stallMilliseconds)
    run.problems.push(
      problemOf('stall', `the boot took ${Math.round(boot)} ms, more than ${stallMilliseconds}`, terminal),
    );
  noteMemory(terminal, run);
  terminal.runUntil(undefined, forMilliseconds - terminal.now);
  if (!noteMemory(terminal, run)) run.problems.push(problemOf('endless loop', 'the board no longer answers', terminal));
}

function noteMemory(terminal: BoardConsole, run: FirmwareRun): boolean {
  const atMilliseconds = terminal.now;
  const free = terminal.free(ANSWER_MILLISECONDS);
  if (free) run.memory.push({ atMilliseconds, ...free });
  return free !== undefined;
}
