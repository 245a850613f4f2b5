/**
 * `ckremm/emulator`: emulated boards for the tests of programs, in Jest, node:test or anything else.
 *
 *     const { ckremm, run } = boot('puckjs');
 */
import { type Emulated, boot as emulate, readBoard } from '../emulator/index.ts';
import { bootCounted, isCounted } from '../memory/boot.ts';
import { runProgram } from '../program/run.ts';
import type { Board, BootOptions, RunOptions, RunResult } from '../program/types.ts';

export type {
  Board,
  BootOptions,
  CallTime,
  ModuleTake,
  Problem,
  ProblemKind,
  RunOptions,
  RunResult,
  Sample,
  StandInCall,
} from '../program/types.ts';

/**
 * A board with the library in it, as flash.sh leaves it: the bundle of its profile, lean unless `checked`. Throws an Error that says
 * which boards there are, for a name that is none. Takes some 20 ms of the PC, and its clock stands still: see `advance`.
 */
export function boot(board: string, options: BootOptions = {}): Board {
  const { ckremm, realm, output, events, run, newHeap } = emulated(board, options);
  return {
    name: board,
    ckremm,
    global: realm,
    output,
    uncaught: events.uncaught,
    get now(): number {
      return events.now;
    },
    run,
    advance: (milliseconds) => events.advance(milliseconds),
    change: (pin, state) => events.change(pin, state),
    newHeap,
  };
}

/** With its memory counted, where it has the bundle that flash.sh sends; else heaps and large arrays are. */
function emulated(called: string, options: BootOptions): Emulated {
  const { checked = false, ...more } = options;
  const isUsual = !checked && Object.values(more).every((value) => value === undefined);
  if (isUsual && isCounted(readBoard(called))) return bootCounted(called);
  return emulate(called, { ...more, lean: !checked });
}

/**
 * Runs a program, as text, on a board, for a minute of its time unless told otherwise, as `ckremm run` does: `didRun` is false where it threw, ran
 * out of memory, was refused a pool, stalled or did not end, and `problems` say it. Never throws because of the program; an Error
 * where there is no such board. Takes less of the PC's time than of the board's.
 */
export function run(board: string, program: string, options: RunOptions = {}): RunResult {
  return runProgram(board, program, options).result;
}
