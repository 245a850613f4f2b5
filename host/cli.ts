/**
 * The command line: `ckremm COMMAND [options]`. Results go to stdout, complaints and
 * progress to stderr. Exit code 0: the question was answered; 1: with no (it does not fit, a heap
 * differs); 2: it could not be answered as it was put; 3: a defect of ckreMM.
 */
import { helpOf, readOptions } from './commands/command.ts';
import type { Command } from './commands/command.ts';
import { endProgress } from './commands/progress.ts';
import { UserError } from './support/errors.ts';

/** Each loaded when it is asked for: some stand on packages that only a clone has. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./commands/start.ts')).startCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  fit: async () => (await import('./commands/fit.ts')).fitCommand,
  min: async () => (await import('./commands/min.ts')).minCommand,
  page: async () => (await import('./commands/page.ts')).pageCommand,
  cost: async () => (await import('./commands/cost.ts')).costCommand,
  boards: async () => (await import('./commands/boards.ts')).boardsCommand,
  dump: async () => (await import('./commands/dump.ts')).dumpCommand,
  repl: async () => (await import('./commands/repl.ts')).replCommand,
  flash: async () => (await import('./commands/flash.ts')).flashCommand,
  bench: async () => (await import('./commands/bench.ts')).benchCommand,
  engines: async () => (await import('./commands/engines.ts')).enginesCommand,
  metrics: async () => (await import('./commands/metrics.ts')).metricsCommand,
  api: async () => (await import('./commands/api.ts')).apiCommand,
  pictures: async () => (await import('./commands/pictures.ts')).picturesCommand,
};

export async function main(argv: string[]): Promise<void> {
  try {
    await runCommand(argv);
  } catch (error) {
    endProgress();
    const line = lineOf(error);
    if (line === undefined) return tellDefect(error);
    console.error(`ckremm: ${line.replace(/\s*\n\s*/g, ' ')}`);
    process.exitCode = 2;
  }
}

/** Not 1, which Node would give it: that is an answer. */
function tellDefect(error: unknown): void {
  console.error(error);
  process.exitCode = 3;
}

/** What a user is to read; undefined for a defect of ours, which keeps its stack trace. */
function lineOf(error: unknown): string | undefined {
  if (error instanceof UserError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  const missing =
    code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
      ? /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(message)?.[1]
      : undefined;
  return (
    missing && `this needs the npm package ${missing}: \`npm ci\` in a clone of ckreMM, or \`npm install ${missing}\``
  );
}

async function runCommand([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(await overview());
    return;
  }
  if (!Object.hasOwn(COMMANDS, name))
    throw new UserError(`unknown command '${name}'; the commands are: ${Object.keys(COMMANDS).join(', ')}`);
  const command = await COMMANDS[name]!();
  const values = readOptions(command, args);
  if (values.help) console.log(helpOf(command));
  else await command.run(values);
}

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => {
      const summary = await load().then(
        (command) => command.summary,
        (error) => lineOf(error) ?? String(error),
      );
      return `  ${name.padEnd(8)} ${summary}`;
    }),
  );
  return [
    'ckremm COMMAND [options]: replay recorded allocations on the heaps of small boards',
    '',
    ...lines,
    '',
    'ckremm COMMAND --help says what a command takes. Exit code 1: the answer is no; 2: a wrong option, file or value.',
  ].join('\n');
}
