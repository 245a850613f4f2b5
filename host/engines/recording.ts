/**
 * What programs leave of the memory of real Espruinos, as figures that the counted memory of emulated boards is compared with. A folder names
 * them: `constructs.json` has statements, `programs.json` programs of several files; `recorded.json` is written there.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../boards/bundles.ts';
import { type BoardProfile, boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { UserError } from '../support/errors.ts';
import type { Command } from './program.ts';
import { SCENES, answersIn, nameOf, sceneProgram } from './pieces.ts';
import { saidByEspruino } from './program.ts';

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
/** An engine that waits for a timer or a pin does not end. */
const END = 'clearInterval(); clearWatch();';

/** The text of a program: with the library, `ckremm` is what it is called. */
export function programText({ modules, files, start = '' }: MemoryProgram): string {
  const parts = files.map((file) => readFileSync(join(projectFolder, file), 'utf8'));
  parts.splice(-1, 0, start);
  return [...(modules ? ['var ckremm = require("ckremm");'] : []), ...parts].join('\n');
}

/** Whose bundles all Espruinos run: figures are of a text, so it stands beside them. */
const BUNDLE_BOARD = 'puckjs';
export const bundleBeside = (folder: string, modules: string): string =>
  join(folder, 'bundles', `${modules.replaceAll(',', '-')}.bundle`);

/** A bundle of those modules, built now. */
async function built(modules: string): Promise<string> {
  const out = join(projectFolder, 'out', 'memory', modules.replaceAll(',', '-'));
  await buildBundles({ boards: [BUNDLE_BOARD], modules, out });
  return join(out, BUNDLE_BOARD, 'ckremm.storage.js');
}

/** Puts bundles beside the figures. */
async function keepBundles(folder: string): Promise<void> {
  mkdirSync(join(folder, 'bundles'), { recursive: true });
  for (const { modules } of readMemoryPrograms(folder))
    if (modules) copyFileSync(await built(modules), bundleBeside(folder, modules));
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
  await keepBundles(folder);
  for (const { name, command } of commands) {
    progress(name);
    const run = await runnerOf(name, command);
    recorded[run.key] = await recordOn(folder, run, progress);
  }
  writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
  await recordPieces(folder, commands, progress);
  return file;
}

/** Of one engine: what is free of it when nothing is loaded, and the answers of each scene. */
export interface RecordedPieces {
  board: string;
  idle: number;
  scenes: Record<string, string>;
}

/** More variables break up no more, and take their time. */
const MOST_VARIABLES = 4000;

/** Runs the scenes of `pieces.ts` on each engine that is small enough, into pieces.json of the folder. */
export async function recordPieces(
  folder: string,
  commands: { name: string; command: Command }[],
  progress: (line: string) => void,
): Promise<void> {
  const file = join(folder, 'pieces.json');
  const recorded = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, RecordedPieces>) : {};
  for (const { name, command } of commands) {
    const { key, board, free } = await runnerOf(name, command);
    if (board.engine.jsvarCount! > MOST_VARIABLES) continue;
    const idle = (await free(TELL, '')).free[0]!;
    const scenes: RecordedPieces['scenes'] = {};
    for (const scene of SCENES) {
      progress(`${key}, ${nameOf(scene)}`);
      scenes[nameOf(scene)] = answersIn(
        await saidByEspruino(command, sceneProgram(scene, board.engine.jsvarCount!), ''),
      );
    }
    recorded[key] = { board: board.board, idle, scenes };
  }
  writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
}

interface Runner {
  /** What the figures are called: 'espruino 2630'. */
  key: string;
  board: BoardProfile;
  /** What a program left, where it tells it. */
  free(program: string, bundleFile: string): Promise<{ free: number[]; isOut: boolean }>;
}

async function runnerOf(name: string, command: Command): Promise<Runner> {
  const { total } = await freeOfEspruino(command, `print('total ' + process.memory().total);`, '');
  const boards = boardNames().map(readBoard);
  const board = boards.find(({ engine }) => engine.jsvarCount === total);
  if (!board) throw new UserError(`no board has as many variables as ${name}: ${total}`);
  return {
    key: `espruino ${total}`,
    board,
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

async function recordOn(folder: string, run: Runner, progress: (line: string) => void): Promise<RecordedEngine> {
  const { board, key } = run;
  const idle = (await run.free(TELL, '')).free[0]!;
  const constructs: RecordedEngine['constructs'] = {};
  for (const statement of readConstructs(folder)) {
    constructs[statement] = idle - (await run.free(`${statement};\n${TELL}\n${END}`, '')).free.at(-1)!;
  }
  const programs: RecordedEngine['programs'] = {};
  for (const program of readMemoryPrograms(folder)) {
    progress(`${key}, ${program.name}`);
    const bundleFile = program.modules ? bundleBeside(folder, program.modules) : '';
    const { free, isOut } = await run.free(programText(program), bundleFile);
    programs[program.name] = { free, isOut };
  }
  return { board: board.board, idle, constructs, programs };
}
