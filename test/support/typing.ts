/** A simulated board with the library in its Storage, as flash.sh leaves it, and somebody who types at its console. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../host/boards/board.ts';
import { BoardConsole, BoardStorage, SimulatedBoard } from '../../host/sim/index.ts';

export interface Terminal {
  board: SimulatedBoard;
  /** Types lines, each with its return; gives back all that the console wrote meanwhile, the echo included. */
  type(lines: string): string;
}

export function terminalOf(name: string): Terminal {
  const storage = new BoardStorage(65536);
  storage.write('ckremm', readFileSync(join(projectFolder, 'dist', name, 'ckremm.storage.js')));
  const board = new SimulatedBoard(name, storage);
  let said = '';
  const console = new BoardConsole(board, (text) => void (said += text));
  return {
    board,
    type(lines) {
      said = '';
      for (const line of lines.trimEnd().split('\n')) console.receive(`${line}\n`);
      return said;
    },
  };
}
