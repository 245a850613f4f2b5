/**
 * What programs leave of the memory of real engines, as figures that the counted memory of emulated boards is compared with. A folder names
 * them: `constructs.json` has statements, `programs.json` programs of several files; `recorded.json` is written there.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../boards/bundles.ts';
import { builtinsOf } from '../builtins/recorded.ts';
import { type BoardProfile, boardNames, projectFolder, readBoard } from '../emulator/index.ts';
import { enginesTexts } from '../memory/jerry/names.ts';
import { UserError } from '../support/errors.ts';
import type { Command } from './program.ts';
import { SCENES, answersIn, nameOf, sceneProgram } from './pieces.ts';
import { saidByEspruino, saidByJerry } from './program.ts';

export interface MemoryProgram {
  name: string;
  /** Of the library, comma-separated; none without. */
  modules?: string;
  /** From the project's folder; `start` stands in front of the last. */
  files: string[];
  start?: string;
  /** Engines that it is for; all when not given. */
  engines?: Counted[];
}

/** An engine whose memory is counted. */
export type Counted = 'espruino' | 'jerryscript';

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

/** Tells what is free: a script of its own. */
export const TELL: Record<Counted, string> = {
  espruino: "print('free ' + process.memory().free);",
  jerryscript: "var usage = process.memoryUsage(); print('free ' + (usage.heapTotal - usage.heapUsed));",
};
/** An Espruino that waits for a timer or a pin does not end. */
const END: Record<Counted, string> = { espruino: 'clearInterval(); clearWatch();', jerryscript: '' };
const TELL_FILE = 'test/memory/programs/tell.js';

/** The text of a program: with the library, `ckremm` is what it is called. */
export function programText({ modules, files, start = '' }: MemoryProgram, engine: Counted): string {
  const isKaluma = engine === 'jerryscript';
  const fileOf = (file: string): string => (isKaluma && file === TELL_FILE ? file.replace('.js', '.kaluma.js') : file);
  const parts = files.map((file) => readFileSync(join(projectFolder, fileOf(file)), 'utf8'));
  parts.splice(-1, 0, start);
  return [...(modules && !isKaluma ? ['var ckremm = require("ckremm");'] : []), ...parts].join('\n');
}

/** Whose bundles all engines of a kind run: figures are of a text, so it stands beside them. */
const BUNDLES: Record<Counted, { board: string; file: string; prefix: string }> = {
  espruino: { board: 'puckjs', file: 'ckremm.storage.js', prefix: '' },
  jerryscript: { board: 'kaluma-pico', file: 'ckremm.min.js', prefix: 'kaluma-' },
};
export const bundleBeside = (folder: string, modules: string, engine: Counted): string =>
  join(folder, 'bundles', `${BUNDLES[engine].prefix}${modules.replaceAll(',', '-')}.bundle`);

/** A bundle of those modules, built now. */
async function built(modules: string, engine: Counted): Promise<string> {
  const { board, file } = BUNDLES[engine];
  const out = join(projectFolder, 'out', 'memory', modules.replaceAll(',', '-'));
  await buildBundles({ boards: [board], modules, out });
  return join(out, board, file);
}

/** Puts bundles beside the figures. */
async function keepBundles(folder: string, engine: Counted): Promise<void> {
  mkdirSync(join(folder, 'bundles'), { recursive: true });
  for (const { modules } of readMemoryPrograms(folder, engine))
    if (modules) copyFileSync(await built(modules, engine), bundleBeside(folder, modules, engine));
}

export const readMemoryPrograms = (folder: string, engine: Counted): MemoryProgram[] =>
  (JSON.parse(readFileSync(join(folder, 'programs.json'), 'utf8')) as MemoryProgram[]).filter(
    ({ engines }) => engines?.includes(engine) ?? true,
  );

/** Statements for all engines, and those of one. */
export function readConstructs(folder: string, engine: Counted): string[] {
  const lists = JSON.parse(readFileSync(join(folder, 'constructs.json'), 'utf8')) as Record<Counted | 'all', string[]>;
  return [...lists.all, ...lists[engine]];
}

/** Runs all of them on each engine; what other engines said before stays. */
export async function recordMemory(
  folder: string,
  commands: { name: string; command: Command }[],
  progress: (line: string) => void,
): Promise<string> {
  const file = join(folder, 'recorded.json');
  const recorded = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded) : {};
  const runners = [];
  for (const { name, command } of commands) runners.push(await runnerOf(name, command));
  for (const engine of new Set(runners.map((run) => run.engine))) await keepBundles(folder, engine);
  for (const run of runners) recorded[`${run.engine} ${run.total}`] = await recordOn(folder, run, progress);
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
  writeFileSync(file, `${JSON.stringify(recorded, null, 1)}\n`);
}

interface Runner {
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

async function runnerOf(name: string, command: Command): Promise<Runner> {
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

/** A program that failed before it told what is free: its figure would be none at all, and nothing could be compared with it. */
function whyNothingTold(what: string, text: string): string {
  const said = text.replace(/[\r\x08]/g, '').split('\n');
  const first = said.find((line) => /Uncaught/.test(line)) ?? said.filter((line) => line.trim()).at(-1) ?? 'nothing';
  return `${what}: it did not tell what is free; the engine said: ${first.trim()}`;
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
