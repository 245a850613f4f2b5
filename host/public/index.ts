/**
 * `ckremm/emulator`: emulated boards for the tests of programs, in Jest, node:test or anything else.
 *
 *     const { ckremm, run } = boot('puckjs');
 */
import { boot as emulate } from '../emulator/index.ts';
import type { Board, BootOptions } from './types.ts';

export type { Board, BootOptions } from './types.ts';

/**
 * A board with the library in it, as flash.sh leaves it: the bundle of its profile, lean unless `checked`. Throws an Error that says
 * which boards there are, for a name that is none. Takes some 20 ms of the PC, and its clock stands still: see `advance`.
 */
export function boot(board: string, options: BootOptions = {}): Board {
  const { checked = false, ...more } = options;
  const { ckremm, realm, output, events, run, newHeap } = emulate(board, { ...more, lean: !checked });
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
