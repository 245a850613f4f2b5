/**
 * What programs leave of the memory of real engines, as figures that the counted memory of emulated boards is compared with. A folder names
 * them: `constructs.json` has statements, `programs.json` programs of several files; `recorded.json` is written there.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../boards/bundles.ts';
import { type BoardProfile, boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { UserError } from '../support/errors.ts';
import type { Command } from './program.ts';
import { bytesOfJerry, saidByEspruino } from './program.ts';

export interface MemoryProgram {
  name: string;
  /** Of the library, comma-separated; none without. */
  modules?: string;
  /** From the project's folder; `start` stands in front of the last. */
  files: string[];
  start?: string;
}

/** Of one engine: what is free of it when nothing is loaded, what a statement takes, and what is free where a program tells it. */
export interface RecordedEngine {
  board: string;
  idle: number;
  constructs: Record<string, number>;
  programs: Record<string, { free: number[]; isOut: boolean }>;
}
export type Recorded = Record<string, RecordedEngine>;

const TELL = "print('free ' + process.memory().free);";

/** The text of a program: with the library, `ckremm` is what it is called. */
export function programText({ modules, files, start = '' }: MemoryProgram, isModule: boolean): string {
  const parts = files.map((file) => readFileSync(join(projectFolder, file), 'utf8'));
  parts.splice(-1, 0, start);
  return [...(modules && isModule ? ['var ckremm = require("ckremm");'] : []), ...parts].join('\n');
}

/** The bundle of those modules for a board, built when it is asked for first. */
export async function bundleFor(board: string, modules: string): Promise<string> {
  const out = join(projectFolder, 'out', 'memory', modules.replaceAll(',', '-'));
  const name = readBoard(board).engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  const file = join(out, board, name);
  if (!existsSync(file)) await buildBundles({ boards: [board], modules, out });
  return file;
}

export const readMemoryPrograms = (folder: string): MemoryProgram[] =>
  JSON.parse(readFileSync(join(folder, 'programs.json'), 'utf8')) as MemoryProgram[];
export const readConstructs = (folder: string): string[] =>
  JSON.parse(readFileSync(join(folder, 'constructs.json'), 'utf8')) as string[];

/** Runs all of them on each engine; what other engines said before stays. */
export async function recordMemory(
  folder: string,
  commands: { name: string; command: Command }[],
  progress: (line: string) => void,
): Promise<string> {
  const file = join(folder, 'recorded.json');
  const recorded = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded) : {};
  for (const { name, command } of commands) {
    progress(name);
    const run = await runnerOf(name, command);
    recorded[run.key] = await recordOn(folder, run, progress);
  }
  writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
  return file;
}

interface Runner {
  /** What the figures are called: 'espruino 2630', or the engine's name. */
  key: string;
  board: BoardProfile;
  isEspruino: boolean;
  /** What a program left, where it tells it, or at its end. */
  free(program: string, bundleFile: string): Promise<{ free: number[]; isOut: boolean }>;
}

async function runnerOf(name: string, command: Command): Promise<Runner> {
  const { free, total } = await freeOfEspruino(command, `print('total ' + process.memory().total);${TELL}`, '');
  if (free.length === 0) return jerryRunner(name, command);
  const boards = boardNames().map(readBoard);
  const board = boards.find(({ engine }) => engine.jsvarCount === total);
  if (!board) throw new UserError(`no board has as many variables as ${name}: ${total}`);
  return {
    key: `espruino ${total}`,
    board,
    isEspruino: true,
    free: (program, bundleFile) => freeOfEspruino(command, program, bundleFile),
  };
}

async function freeOfEspruino(command: Command, program: string, bundleFile: string) {
  const text = await saidByEspruino(command, program, bundleFile);
  const total = Number(/total (\d+)/.exec(text)?.[1] ?? 0);
  return {
    free: Array.from(text.matchAll(/free (\d+)/g), (match) => Number(match[1])),
    isOut: /OUT OF MEMORY|Execution Interrupted/.test(text),
    total,
  };
}

/** Kaluma's engine; its heap tells which board that is. */
async function jerryRunner(name: string, command: Command): Promise<Runner> {
  const { heapBytes } = await bytesOfJerry(command, '');
  const board = boardNames()
    .map(readBoard)
    .find(({ engine }) => engine.jerryHeapBytes === heapBytes);
  if (!board) throw new UserError(`no board has a heap of ${heapBytes} bytes, as ${name} has`);
  return {
    key: name,
    board,
    isEspruino: false,
    free: async (program, bundleFile) => {
      const library = bundleFile ? `${readFileSync(bundleFile, 'utf8')}\n` : '';
      const { usedBytes } = await bytesOfJerry(command, library + program);
      return { free: usedBytes === null ? [] : [heapBytes - usedBytes], isOut: usedBytes === null };
    },
  };
}

async function recordOn(folder: string, run: Runner, progress: (line: string) => void): Promise<RecordedEngine> {
  const { board, isEspruino, key } = run;
  const tell = isEspruino ? TELL : '';
  const idle = (await run.free(tell, '')).free[0]!;
  const constructs: RecordedEngine['constructs'] = {};
  for (const statement of readConstructs(folder)) {
    if (!isEspruino && /\b(E|process|substr)\b/.test(statement)) continue;
    constructs[statement] = idle - (await run.free(`${statement};\n${tell}`, '')).free.at(-1)!;
  }
  const programs: RecordedEngine['programs'] = {};
  for (const program of readMemoryPrograms(folder)) {
    progress(`${key}, ${program.name}`);
    const bundleFile = program.modules ? await bundleFor(board.board, program.modules) : '';
    const { free, isOut } = await run.free(programText(program, isEspruino), bundleFile);
    programs[program.name] = { free, isOut };
  }
  return { board: board.board, idle, constructs, programs };
}
