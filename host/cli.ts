/**
 * The command line: `ckremm COMMAND [options]`. Results go to stdout, complaints and
 * progress to stderr. Exit code 0: the question was answered; 1: with no (it does not fit, a heap
 * differs); 2: it could not be answered as it was put; 3: a defect of ckreMM.
 */
import { apiCommand } from './commands/api.ts';
import { helpOf, readOptions } from './commands/command.ts';
import type { Command } from './commands/command.ts';
import { benchCommand } from './commands/bench.ts';
import { boardsCommand } from './commands/boards.ts';
import { flashCommand } from './commands/flash.ts';
import { dumpCommand } from './commands/dump.ts';
import { figuresCommand } from './commands/figures.ts';
import { costCommand } from './commands/cost.ts';
import { fitCommand } from './commands/fit.ts';
import { minCommand } from './commands/min.ts';
import { enginesCommand } from './commands/engines.ts';
import { pageCommand } from './commands/page.ts';
import { endProgress } from './commands/progress.ts';
import { picturesCommand } from './commands/pictures.ts';
import { replCommand } from './commands/repl.ts';
import { replayCommand } from './commands/replay.ts';
import { startCommand } from './commands/start.ts';
import { UserError } from './errors.ts';

const COMMANDS: Command[] = [
  startCommand, replayCommand, fitCommand, minCommand, pageCommand, costCommand, boardsCommand, dumpCommand, replCommand, flashCommand,
  benchCommand, enginesCommand, figuresCommand, apiCommand, picturesCommand,
];

export async function main(argv: string[]): Promise<void> {
  try {
    await runCommand(argv);
  } catch (error) {
    endProgress();
    if (!(error instanceof UserError)) return tellDefect(error);
    console.error(`ckremm: ${error.message.replace(/\s*\n\s*/g, ' ')}`);
    process.exitCode = 2;
  }
}

/** Not 1, which Node would give it: that is an answer. */
function tellDefect(error: unknown): void {
  console.error(error);
  process.exitCode = 3;
}

async function runCommand([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(overview());
    return;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    const names = COMMANDS.map((candidate) => candidate.name).join(', ');
    throw new UserError(`unknown command '${name}'; the commands are: ${names}`);
  }
  const values = readOptions(command, args);
  if (values.help) console.log(helpOf(command));
  else await command.run(values);
}

function overview(): string {
  return [
    'ckremm COMMAND [options]: replay recorded allocations on the heaps of small boards', '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`), '',
    'ckremm COMMAND --help says what a command takes. Exit code 1: the answer is no; 2: a wrong option, file or value.',
  ].join('\n');
}
