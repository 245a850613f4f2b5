/** Lean bundles of module sets, as a small Espruino board would have them: their bytes, and what their calls cost, counted. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../boards/bundles.ts';
import { costsOn } from '../cost/calls.ts';
import type { EngineKind } from '../cost/model.ts';
import { projectFolder } from '../emulator/index.ts';

/** The board whose bundles are counted. */
export const BOARD = 'puckjs';
const SETS = {
  headers: 'headers',
  tables: 'tables',
  gc: 'tables,gc',
  records: 'records,queue',
  messages: 'messages',
  strings: 'strings',
  paging: 'paging',
  processes: 'processes',
  all: 'headers,tables,records,queue,messages,strings,gc,paging,stores',
} as const;
type SetName = keyof typeof SETS;

const LEAN = 'ckremm.min.js';
const folderOf = (name: SetName): string => join(projectFolder, 'out', 'bundles', SETS[name]);
/** All modules with all their parts, on a board with JerryScript, where it does not matter to a call what else is in a bundle. */
const WHOLE = { board: 'kaluma-pico', folder: join(projectFolder, 'out', 'bundles', 'whole') };
const WHOLE_MODULES = [
  ...SETS.all.replace(',stores', ',processes').split(','),
  ...['headers', 'tables', 'records', 'queue', 'messages', 'gc', 'paging'].map((name) => `${name}.inspect`),
].join();

/** The board of each engine on which calls are counted. */
export const ENGINE_BOARDS: Record<EngineKind, string> = { espruino: BOARD, jerryscript: WHOLE.board };

/** The bundle in which what is told of a call is counted; the parts for inspection are in one alone. */
export function fileWith(engine: EngineKind, module: string, isInspection = false): string {
  if (engine === 'jerryscript' || isInspection) return join(WHOLE.folder, WHOLE.board, LEAN);
  return fileOf(module === 'queue' ? 'records' : module === 'heap' ? 'headers' : (module as SetName));
}

export const fileOf = (name: SetName): string => join(folderOf(name), BOARD, LEAN);

/** Makes the bundle of each set, out of the library as it is compiled: all that is asked here is asked of these. */
export async function makeBundles(): Promise<void> {
  for (const name of Object.keys(SETS) as SetName[])
    await buildBundles({ boards: [BOARD], modules: SETS[name], out: folderOf(name), kinds: [LEAN] });
  await buildBundles({ boards: [WHOLE.board], modules: WHOLE_MODULES, out: WHOLE.folder, kinds: [LEAN] });
}

export const leanBytes = (name: SetName): number => statSync(fileOf(name)).size;

/** The most expensive of the cases of a call whose text starts so, in U. */
export function unitsOf(name: SetName, call: string, start = ''): number {
  const costs = costsOn(BOARD, fileOf(name), (scene) => scene.call === call && scene.what.startsWith(start));
  if (costs.length === 0) throw new Error(`no scene ${call}, ${start}`);
  return Math.max(...costs.map(({ units }) => units));
}
