/** `ckremm run`, and `run` for users' tests: a program on an emulated board, and all that can be told of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, readBoard } from '../boards/board.ts';
import type { BoardProfile } from '../boards/board.ts';
import { modelOf } from '../cost/model.ts';
import { isRunning } from '../guarantees/calls.ts';
import { warningsOf } from '../guarantees/stalls.ts';
import type { Witness } from './calls.ts';
import { Machine } from './machine.ts';
import { memoryOf } from './memory.ts';
import { usageByModule, usageOf } from './heaps.ts';
import type { CallTime, ModuleTake, RunOptions, RunResult, Sample } from './types.ts';

export const FOR_MILLISECONDS = 60_000;
export const STALL_MILLISECONDS = 1000;
/** Of the boot: with machine code, a call that makes a pool of rows may load the library in ES5, which takes a second. */
export const BOOT_STALL_MILLISECONDS = 5000;
/** Samples after that of the boot. */
const SAMPLES = 10;

export interface Ran {
  result: RunResult;
  /** The heaps as they were left. */
  heaps: Uint8Array[];
}

/** The bundle that is flashed. */
export function bundleOf({ board, engine }: BoardProfile, isChecked: boolean): string {
  const lean = engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  return join(projectFolder, 'dist', board, isChecked ? 'ckremm.js' : lean);
}

/**
 * Runs `program`, a text, on a board called so. What is wrong with the program is in the result, and never thrown. `witnessOf` is handed the
 * machine before it starts, and gives who is told of each call and turn.
 */
export function runProgram(
  called: string,
  program: string,
  options: RunOptions = {},
  witnessOf?: (machine: () => Machine) => Witness,
): Ran {
  const { forMilliseconds = FOR_MILLISECONDS, stallMilliseconds = STALL_MILLISECONDS } = options;
  const { fileName = 'app.js', checked = false } = options;
  const board = readBoard(called);
  const library = readFileSync(options.bundleFile ?? bundleOf(board, checked));
  const machine: Machine = new Machine(board.board, stallMilliseconds, {
    counting: options.counting ?? {},
    bootStallMilliseconds: options.stallMilliseconds ?? BOOT_STALL_MILLISECONDS,
    witness: witnessOf?.(() => machine),
    isEs5: checked || options.es5,
  });
  const samples: Sample[] = [];
  machine.start(library, program, fileName);
  samples.push(sampleOf(machine));
  for (let i = 1; i <= SAMPLES && !machine.problems.isOver; i++) {
    machine.advance(Math.max(0, (forMilliseconds * i) / SAMPLES - machine.now));
    samples.push(sampleOf(machine));
  }
  const { calls, output } = machine;
  const { list: problems, turns } = machine.problems;
  const result = rounded({
    board: board.board,
    program: fileName,
    isNative: machine.isNative,
    didRun: problems.length === 0,
    problems,
    milliseconds: machine.now,
    output,
    samples,
    turns,
    calls: calls.slowest,
    warnings: warningsFor(board, calls.slowest, samples[0]!.atMilliseconds),
    modules: modulesOf(machine),
    standIns: [...machine.standIns].map(([call, kind]) => ({ call, kind })),
  });
  return { result, heaps: [...calls.heaps] };
}

/** Times as far as they mean anything: to a microsecond. */
const rounded = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? Number(part.toFixed(3)) : part)),
  ) as T;

/** As `repl` says it, of the slowest call of each name; of those that belong there, none until the boot was done. What misses of the flash cache add is not in the times of a run. */
function warningsFor(board: BoardProfile, calls: CallTime[], bootMilliseconds: number): string[] {
  const slowest = modelOf(board)?.slowest ?? 1;
  const told = calls.filter(
    ({ call, worstAtMilliseconds }) => isRunning(call) || worstAtMilliseconds >= bootMilliseconds,
  );
  return warningsOf(
    board,
    told.map(({ call, worstMilliseconds }) => ({
      call,
      milliseconds: worstMilliseconds,
      mostMilliseconds: worstMilliseconds * slowest,
    })),
  );
}

const sampleOf = (machine: Machine): Sample => ({
  atMilliseconds: machine.now,
  ...memoryOf(machine.emulated),
  ...usageOf(machine.calls.heaps),
});

/** What was called, or has a pool. */
function modulesOf({ calls }: Machine): ModuleTake[] {
  const usage = usageByModule(calls.heaps);
  const names = new Set([...usage.keys(), ...[...calls.times.keys()].map((call) => call.split('.')[0]!)]);
  return [...names]
    .map((module) => {
      const own = [...calls.times.values()].filter(({ call }) => call.startsWith(`${module}.`));
      const sum = (of: (one: (typeof own)[number]) => number): number => own.reduce((total, one) => total + of(one), 0);
      return {
        module,
        times: sum(({ times }) => times),
        milliseconds: sum(({ milliseconds }) => milliseconds),
        heapBytes: usage.get(module)?.heapBytes ?? 0,
        usedBytes: usage.get(module)?.usedBytes ?? 0,
      };
    })
    .sort((a, b) => b.milliseconds - a.milliseconds);
}
