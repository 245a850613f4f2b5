/** `ckremm repl`: a prompt on an emulated board. */
import { createInterface } from 'node:readline';
import { Session } from '../console/session.ts';
import type { Command, Values } from './command.ts';
import { BOARD_OPTION, boardOf } from './inputs.ts';
import { isNativeFor } from './flash-words.ts';
import { MODULES_OPTION, NATIVE_OPTION, bundleAsked } from './modules.ts';

export const replCommand: Command = {
  name: 'repl',
  summary: 'Open a prompt on an emulated board with its lean bundle.',
  options: [BOARD_OPTION, MODULES_OPTION, NATIVE_OPTION],
  notes: [
    '.heap draws the heap, .fault says why the last call was refused, .cost what the last line cost; .help lists them.',
    'After a line with a call that would keep the board busy for 100 ms or more, a warning says what to do about it.',
  ],
  run,
};

async function run(values: Values): Promise<void> {
  const board = boardOf(values).name;
  const bundleFile = values.modules === undefined ? undefined : await bundleAsked(board, values);
  const session = new Session(board, bundleFile, !isNativeFor(values.configNative as string | undefined));
  for (const line of session.greeting()) console.log(line);
  const isTerminal = process.stdin.isTTY;
  const lines = createInterface({
    input: process.stdin,
    ...(isTerminal ? { output: process.stdout } : {}),
    terminal: isTerminal,
  });
  const prompt = (): void => {
    lines.setPrompt(session.isOpen ? ':' : '>');
    lines.prompt();
  };
  prompt();
  for await (const line of lines) {
    const answers = session.take(line);
    if (answers === null) break;
    for (const answer of answers) console.log(answer);
    prompt();
  }
  lines.close();
}
