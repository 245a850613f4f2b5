/** What is run on engines: each board's bundles, and which workloads each can do. */
import { existsSync } from 'node:fs';
import { buildBundles } from '../boards/bundles.ts';
import { join } from 'node:path';
import { type BoardProfile, projectFolder, readBoard } from '../emulator/index.ts';
import { workloadModules } from './workloads.ts';

export interface Target {
  /** What the table calls it. */
  title: string;
  board: BoardProfile;
  kind: 'lean' | 'checked' | 'storage';
  bundleFile: string;
  modules: string[];
}

const FILES = { lean: 'ckremm.min.js', checked: 'ckremm.js', storage: 'ckremm.storage.js' } as const;

/** The bundles in `folder`/BOARD, which have `modules`. */
function targetsIn(folder: string, board: BoardProfile, modules: string[], title: string): Target[] {
  return (['lean', 'checked', 'storage'] as const)
    .map((kind) => ({ title, board, kind, modules, bundleFile: join(folder, board.board, FILES[kind]) }))
    .filter(({ kind, bundleFile }) => kind !== 'storage' || existsSync(bundleFile));
}

/** The bundles of `boards` that `npm run build` made. */
export function builtTargets(boards: string[]): Target[] {
  return boards.map(readBoard).flatMap((board) => {
    const whole = workloadModules().filter((module) => board.modules.includes(module));
    return targetsIn(join(projectFolder, 'dist'), board, whole, board.board);
  });
}

/** Bundles of `boardName` with every module that has a workload, whatever its profile says; built now. */
export async function fullTargets(boardName: string): Promise<Target[]> {
  const modules = workloadModules();
  const folder = await buildOf(boardName, modules, 'all');
  return targetsIn(folder, readBoard(boardName), modules, `${boardName}, all modules`);
}

const alone = new Map<string, Promise<string>>();

/** The same board and kind of bundle, with one module. */
export async function aloneOf({ board, kind, title }: Target, module: string): Promise<Target> {
  const key = `${board.board} ${module}`;
  const building = alone.get(key) ?? buildOf(board.board, [module], `only-${module}`);
  alone.set(key, building);
  return { title, board, kind, modules: [module], bundleFile: join(await building, board.board, FILES[kind]) };
}

/** Builds into a folder of its own, from the library as it is compiled, and returns it. */
async function buildOf(board: string, modules: string[], name: string): Promise<string> {
  const out = join(projectFolder, 'out', 'engines', name);
  await buildBundles({ boards: [board], modules: modules.join(','), out });
  return out;
}
