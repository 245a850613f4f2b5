/**
 * The command line: `ckremm COMMAND [options]`. Results go to stdout, complaints and
 * progress to stderr. Exit code 0: the question was answered; 1: with no (it does not fit, a heap
 * differs); 2: it could not be answered as it was put; 3: a defect of ckreMM.
 */
import { isClone } from './boards/board.ts';
import { versionInWords } from './boards/version.ts';
import { helpOf, readOptions } from './commands/command.ts';
import type { Command } from './commands/command.ts';
import { endProgress } from './commands/progress.ts';
import { UnfitError, UserError } from './support/errors.ts';
import { meant } from './support/near.ts';

/** Those that measure the project itself, or write its pages: an installed package has neither their packages nor their inputs. */
const OF_CLONES = ['bench', 'engines', 'metrics', 'api', 'pictures'];

/** Each loaded when it is asked for. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./commands/start.ts')).startCommand,
  replay: async () => (await import('./commands/replay.ts')).replayCommand,
  fit: async () => (await import('./commands/fit.ts')).fitCommand,
  min: async () => (await import('./commands/min.ts')).minCommand,
  run: async () => (await import('./commands/run.ts')).runCommand,
  play: async () => (await import('./commands/play.ts')).playCommand,
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
    process.exitCode = error instanceof UnfitError ? 1 : 2;
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
  if (name === 'help' && args[0] !== undefined) return runCommand([args[0], '--help']);
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) {
    console.log(await overview());
    return;
  }
  if (['--version', '-v', '-V'].includes(name)) {
    console.log(versionInWords());
    return;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const names = namesHere();
    throw new UserError(`unknown command '${name}'${meant(name, names)}; the commands are: ${names.join(', ')}`);
  }
  if (!isClone && OF_CLONES.includes(name))
    throw new UserError(`${name} measures ckreMM itself, and works only in a clone of the project`);
  const command = await COMMANDS[name]!();
  const values = readOptions(command, args);
  if (values.help) console.log(helpOf(command));
  else await command.run(values);
}

const namesHere = (): string[] => Object.keys(COMMANDS).filter((name) => isClone || !OF_CLONES.includes(name));

async function overview(): Promise<string> {
  const lines = await Promise.all(
    namesHere().map(async (name) => {
      const summary = await COMMANDS[name]!().then(
        (command) => command.summary,
        (error) => lineOf(error) ?? String(error),
      );
      return `  ${name.padEnd(8)} ${summary}`;
    }),
  );
  return [
    'ckremm COMMAND [options]: memory management for JavaScript on small boards',
    '',
    ...lines,
    '',
    'ckremm COMMAND --help, or -h, explains a command; ckremm --version prints the version.',
    'Exit code 0: yes; 1: no, it does not fit or does not run; 2: a wrong option, file or value.',
  ].join('\n');
}
