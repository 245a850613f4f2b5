/** Simulated boards as the uploader meets them: a link that is a call, in this process, without a port. */
import type { Opener } from '../upload/link.ts';
import { BoardConsole } from './console.ts';
import { KalumaConsole } from './kaluma.ts';
import type { SimulatedBoard } from './board.ts';

/** Time for what a program put off: its timers run while the uploader listens. */
const REST_MILLISECONDS = 10;

type Console = { receive(text: string): void };

const linkOf =
  (consoleFor: (write: (text: string) => void) => Console, end: () => void): Opener =>
  (receiver) => {
    const console = consoleFor((text) => receiver.text(text));
    return Promise.resolve({
      write: (text) => console.receive(text),
      close: () => Promise.resolve(end()),
      restMilliseconds: REST_MILLISECONDS,
    });
  };

export const linkToSimulated = (board: SimulatedBoard): Opener =>
  linkOf(
    (write) => new BoardConsole(board, write),
    () => board.close(),
  );

export const linkToSimulatedKaluma = (board: KalumaConsole): Opener =>
  linkOf(
    (write) => {
      board.write = write;
      return board;
    },
    () => board.close(),
  );
