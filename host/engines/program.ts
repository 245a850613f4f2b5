/** Engines that are programs: they are given files, and print. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../support/capture.ts';
import { type Engine, FLASH_IS_FULL, type Script, asScript, copyWithinFor, linesOf } from './engine.ts';

/** Writing and reading flash takes its time. A text that an engine has not read by then leaves it no room: it collects for ever. */
const FLASH_SECONDS = 900;
const TEXT_SECONDS = 240;

/** What is started: a program, and what it takes before the files: ['qemu-arm', '/path/of/the/engine']. */
export type Command = string[];

/** An engine that is called with one file: the bundle and the program after it. */
export const programEngine = (name: string, command: Command): Engine => ({
  name,
  run: (script) =>
    runProgram(name, script, command, (bundle, program) => {
      const whole = program.replace('program.js', 'whole.js');
      writeFileSync(whole, [bundle, program].map((file) => readFileSync(file, 'utf8')).join('\n'));
      return [whole];
    }),
  runFromFlash: (script) => runFromStorage(name, script, command),
  ask: (script) =>
    inFolder(async (folder) => {
      const file = join(folder, 'ask.js');
      writeFileSync(file, `${script}\n`);
      return (await outputOf(command, [file], folder, TEXT_SECONDS)).text;
    }),
});

/** So much of a text goes into one script that writes it: a script lies in the engine's memory, too, and some have 19 KB. */
const PIECE_BYTES = 1000;
const SCRIPT_PIECES = 4;

/** Espruino for Linux keeps its flash in a file of the folder it runs in: scripts that write `name` into its Storage. */
export async function writeToStorage(command: Command, folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, 'write.js');
  const pieces = [];
  for (let at = 0; at < text.length; at += PIECE_BYTES) {
    const piece = Buffer.from(text.slice(at, at + PIECE_BYTES), 'latin1').toString('base64');
    pieces.push(
      `print("wrote "+require("Storage").write(${JSON.stringify(name)},atob("${piece}"),${at}${at ? '' : `,${text.length}`}));`,
    );
  }
  for (let i = 0; i < pieces.length; i += SCRIPT_PIECES) {
    const some = pieces.slice(i, i + SCRIPT_PIECES);
    writeFileSync(file, some.join('\n'));
    const said = (await outputOf(command, [file], folder)).text;
    if (said.split('wrote true').length <= some.length) throw new Error(whyNotWritten(name, said));
  }
}

function whyNotWritten(name: string, said: string): string {
  const last = said
    .replace(/[\r\x08]/g, '')
    .split('\n')
    .filter((line) => /\w/.test(line))
    .slice(-3)
    .join(' / ');
  return `${/wrote false|unable to find or create/i.test(said) ? FLASH_IS_FULL : 'not written to flash'}: ${name}: ${last}`;
}

const PROGRAM_NAME = 'program';

/** All that an Espruino writes while it runs a program from its Storage, in which the bundle, if there is one, is the module "ckremm". */
export const saidByEspruino = (command: Command, program: string, bundleFile: string): Promise<string> =>
  inFolder(async (folder) => {
    if (bundleFile) await writeToStorage(command, folder, 'ckremm', readFileSync(bundleFile, 'latin1'));
    if (program) await writeToStorage(command, folder, PROGRAM_NAME, program);
    const file = join(folder, 'program.js');
    writeFileSync(file, `eval(require("Storage").read("${PROGRAM_NAME}"));\n`);
    return (await outputOf(command, [file], folder, FLASH_SECONDS)).text;
  });

/** All that test/memory/jerry.c writes when it runs a program, the bundle in front of it, and how it ended; `names` are those that it knows. */
export const saidByJerry = (
  command: Command,
  program: string,
  { bundleFile, names }: { bundleFile: string; names: string[] },
): Promise<Output> =>
  inFolder(async (folder) => {
    const files = [join(folder, 'program.js'), join(folder, 'names')] as const;
    writeFileSync(files[0], (bundleFile ? `${readFileSync(bundleFile, 'utf8')}\n` : '') + program);
    writeFileSync(files[1], names.map((name) => `${name}\n`).join(''));
    return outputOf(command, [...files], folder, TEXT_SECONDS);
  });

async function runFromStorage(
  name: string,
  { board, bundleFile, program }: Script,
  command: Command,
): Promise<string[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'program.js');
    // A program that measures what the module takes loads it itself.
    const load = /ckremm *= *require\("ckremm"\)/.test(program) ? '' : 'var ckremm = require("ckremm");\n';
    await writeToStorage(command, folder, 'ckremm', readFileSync(bundleFile, 'latin1'));
    // As a board has it: what runs at boot lies in flash, too.
    await writeToStorage(command, folder, PROGRAM_NAME, `${copyWithinFor(board)}\n${load}${program}\n`);
    writeFileSync(file, `eval(require("Storage").read("${PROGRAM_NAME}"));\n`);
    const { text, end } = await outputOf(command, [file], folder);
    return linesOf(text, name, end);
  });
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Puts bundle and program into files and calls `command` with the arguments that `argumentsFor` makes of them. */
export function runProgram(
  name: string,
  { board, bundleFile, program }: Script,
  command: Command,
  argumentsFor: (bundle: string, program: string) => string[],
): Promise<string[]> {
  return inFolder(async (folder) => {
    const files = [join(folder, 'bundle.js'), join(folder, 'program.js')] as const;
    writeFileSync(files[0], `${copyWithinFor(board)}\n${asScript(bundleFile, readFileSync(bundleFile, 'utf8'))}\n`);
    writeFileSync(files[1], `${program}\n`);
    const { text, end } = await outputOf(command, argumentsFor(...files), folder, TEXT_SECONDS);
    return linesOf(text, name, end);
  });
}

export interface Output {
  text: string;
  /** How it ended, where that was not well: ", exit code 10". */
  end: string;
}

export async function outputOf(
  [program, ...first]: Command,
  args: string[],
  folder: string,
  mostSeconds = FLASH_SECONDS,
): Promise<Output> {
  const { text, code, signal, isLate } = await capture(program, [...first, ...args], {
    cwd: folder,
    mostMilliseconds: 1000 * mostSeconds,
  });
  return {
    text,
    end: isLate
      ? `, not done after ${mostSeconds} s`
      : signal
        ? `, killed by ${signal}`
        : code
          ? `, exit code ${code}`
          : '',
  };
}
