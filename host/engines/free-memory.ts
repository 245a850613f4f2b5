/** What a program leaves of the memory of a real engine, as the program itself tells it. */
import { type BoardProfile, boardNames, readBoard } from '../emulator/index.ts';
import { builtinsOf } from '../builtins/recorded.ts';
import { enginesTexts } from '../memory/jerry/names.ts';
import { UserError } from '../support/errors.ts';
import type { Counted } from './memory-programs.ts';
import { type Command, saidByEspruino, saidByJerry } from './program.ts';

/** An engine, with the board whose engine it is. */
export interface Runner {
  engine: Counted;
  total: number;
  board: BoardProfile;
  /** What a program left, where it tells it. */
  free(program: string, bundleFile: string): Promise<Told>;
}

interface Told {
  free: number[];
  isOut: boolean;
  total: number;
  /** All that the engine said. */
  text: string;
}

export async function runnerOf(name: string, command: Command): Promise<Runner> {
  const boards = boardNames().map(readBoard);
  const { total: heapBytes } = await freeOfJerry(command, "print('total ' + process.memoryUsage().heapTotal);", '');
  if (heapBytes > 0) {
    // Builds with heaps of other sizes are all the Pico's engine.
    const board = boards.find(({ engine }) => engine.jerryHeapBytes === heapBytes) ?? readBoard('kaluma-pico');
    const free: Runner['free'] = (program, bundleFile) => freeOfJerry(command, program, bundleFile);
    return { engine: 'jerryscript', total: heapBytes, board, free };
  }
  const { total } = await freeOfEspruino(command, `print('total ' + process.memory().total);`, '');
  const board = boards.find(({ engine }) => engine.jsvarCount === total);
  if (!board) throw new UserError(`no board has as many variables as ${name}: ${total}`);
  const free: Runner['free'] = (program, bundleFile) => freeOfEspruino(command, program, bundleFile);
  return { engine: 'espruino', total, board, free };
}

async function freeOfEspruino(command: Command, program: string, bundleFile: string): Promise<Told> {
  const text = await saidByEspruino(command, program, bundleFile);
  return { ...figuresOf(text), isOut: /OUT OF MEMORY|Execution Interrupted/.test(text) };
}

/** What Kaluma knows: sorted as the engine wants it. */
const knownNames = (): string[] =>
  [...enginesTexts(builtinsOf(readBoard('kaluma-pico'))?.names ?? {})].sort(
    (a, b) => a.length - b.length || (a < b ? -1 : 1),
  );

/** Where its memory ends the engine ends, with a code of its own; its parser gives up without a word. */
async function freeOfJerry(command: Command, program: string, bundleFile: string): Promise<Told> {
  const { text, end } = await saidByJerry(command, program, { bundleFile, names: knownNames() });
  return { ...figuresOf(text), isOut: /exit code 10\b/.test(end) || /^null$/m.test(text) };
}

const figuresOf = (text: string): Omit<Told, 'isOut'> => ({
  free: Array.from(text.matchAll(/free (\d+)/g), (match) => Number(match[1])),
  total: Number(/total (\d+)/.exec(text)?.[1] ?? 0),
  text,
});
