/** What programs left of the memory of real engines, kept as figures beside them: `recorded.json`, and `pieces.json` of whether arrays were in one piece. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../support/errors.ts';
import { type Runner, runnerOf } from './free-memory.ts';
import {
  END,
  TELL,
  bundleBeside,
  keepBundles,
  programText,
  readConstructs,
  readMemoryPrograms,
} from './memory-programs.ts';
import { SCENES, answersIn, nameOf, sceneProgram } from './pieces.ts';
import { type Command, saidByEspruino } from './program.ts';

/** Of one engine: what is free of it when nothing is loaded, what a statement takes, and what is free where a program tells it. */
export interface RecordedEngine {
  board: string;
  /** Variables, or bytes of the heap. */
  total: number;
  idle: number;
  constructs: Record<string, number>;
  programs: Record<string, { free: number[]; isOut: boolean }>;
}
export type Recorded = Record<string, RecordedEngine>;

/** Of one engine: what is free of it when nothing is loaded, and the answers of each scene. */
export interface RecordedPieces {
  board: string;
  idle: number;
  scenes: Record<string, string>;
}

/** Figures by engine; none where nothing was recorded yet. */
const recordedIn = <Figures>(file: string): Record<string, Figures> =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Figures>) : {};

const write = (file: string, recorded: object): void => writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);

/** Runs all of them on each engine; what other engines said before stays. */
export async function recordMemory(
  folder: string,
  commands: { name: string; command: Command }[],
  progress: (line: string) => void,
): Promise<string> {
  const file = join(folder, 'recorded.json');
  const recorded = recordedIn<RecordedEngine>(file);
  const runners = [];
  for (const { name, command } of commands) runners.push(await runnerOf(name, command));
  for (const engine of new Set(runners.map((run) => run.engine))) await keepBundles(folder, engine);
  for (const run of runners) recorded[`${run.engine} ${run.total}`] = await recordOn(folder, run, progress);
  write(file, recorded);
  await recordPieces(folder, commands, progress);
  return file;
}

async function recordOn(folder: string, run: Runner, progress: (line: string) => void): Promise<RecordedEngine> {
  const { board, engine, total } = run;
  const idle = (await run.free(TELL[engine], '')).free[0]!;
  const constructs: RecordedEngine['constructs'] = {};
  for (const statement of readConstructs(folder, engine)) {
    const { free } = await run.free(`${statement};\n${TELL[engine]}\n${END[engine]}`, '');
    constructs[statement] = idle - free.at(-1)!;
  }
  const programs: RecordedEngine['programs'] = {};
  for (const program of readMemoryPrograms(folder, engine)) {
    const what = `${engine} ${total}, ${program.name}`;
    progress(what);
    const bundleFile = program.modules ? bundleBeside(folder, program.modules, engine) : '';
    const { free, isOut, text } = await run.free(programText(program, engine), bundleFile);
    if (free.length === 0) throw new UserError(whyNothingTold(what, text));
    programs[program.name] = { free, isOut };
  }
  return { board: board.board, total, idle, constructs, programs };
}

/** A program that failed before it told what is free: its figure would be none at all, and nothing could be compared with it. */
function whyNothingTold(what: string, text: string): string {
  const said = text.replace(/[\r\x08]/g, '').split('\n');
  const first = said.find((line) => /Uncaught/.test(line)) ?? said.filter((line) => line.trim()).at(-1) ?? 'nothing';
  return `${what}: it did not tell what is free; the engine said: ${first.trim()}`;
}

/** More variables break up no more, and take their time. */
const MOST_VARIABLES = 4000;

/** Runs the scenes of `pieces.ts` on each engine that is small enough, into pieces.json of the folder. */
async function recordPieces(
  folder: string,
  commands: { name: string; command: Command }[],
  progress: (line: string) => void,
): Promise<void> {
  const file = join(folder, 'pieces.json');
  const recorded = recordedIn<RecordedPieces>(file);
  for (const { name, command } of commands) {
    const { engine, total, board, free } = await runnerOf(name, command);
    if (engine !== 'espruino' || total > MOST_VARIABLES) continue;
    const key = `${engine} ${total}`;
    const idle = (await free(TELL.espruino, '')).free[0]!;
    const scenes: RecordedPieces['scenes'] = {};
    for (const scene of SCENES) {
      progress(`${key}, ${nameOf(scene)}`);
      scenes[nameOf(scene)] = answersIn(await saidByEspruino(command, sceneProgram(scene, total), ''));
    }
    recorded[key] = { board: board.board, idle, scenes };
  }
  write(file, recorded);
}
