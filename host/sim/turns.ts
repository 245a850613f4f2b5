/** Turns of a program on a simulated board: each ends, as one on a board does when somebody presses Ctrl-C. */
import type { Emulated } from '../emulator/index.ts';

/** A turn that takes longer is interrupted. A real one of minutes takes a PC milliseconds. */
export const MOST_MILLISECONDS = 10_000;

/** What Espruino writes when Ctrl-C ends a program. */
export const INTERRUPTED = 'Execution Interrupted';

/** Whether an error is that of a turn which was interrupted. */
export const isInterrupted = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

export const inWords = (error: unknown): string => (isInterrupted(error) ? INTERRUPTED : `Uncaught ${String(error)}`);

/** Calls a function of the board's program, which `most` milliseconds end: only scripts can be ended, so it is called by one. */
export function callWithin({ realm, run }: Emulated, work: () => unknown, most: number): unknown {
  Object.defineProperty(realm, '__turn', { value: work, configurable: true });
  try {
    return run('__turn()', 'turn', most);
  } finally {
    delete realm.__turn;
  }
}

/** setTimeout and setInterval of a board. */
export class Timers {
  #timers = new Set<NodeJS.Timeout>();
  readonly #turn: (work: () => void) => void;

  /** `turn` does the work of a timer, and what comes after it. */
  constructor(turn: (work: () => void) => void) {
    this.#turn = turn;
  }

  /** The globals, for the realm. */
  globals(): Record<string, unknown> {
    const set =
      (start: typeof setInterval) =>
      (work: () => void, milliseconds = 0): number => {
        const timer = start(() => this.#turn(work), milliseconds);
        this.#timers.add(timer);
        return Number(timer);
      };
    return {
      setTimeout: set(setTimeout as typeof setInterval),
      setInterval: set(setInterval),
      clearTimeout: (id: number) => clearTimeout(id),
      clearInterval: (id: number) => clearInterval(id),
    };
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
