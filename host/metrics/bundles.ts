/** Lean bundles of module sets, as a small Espruino board would have them: their bytes, and what their calls cost, counted. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { costsOn } from '../cost/calls.ts';
import { projectFolder } from '../emulator/index.ts';

/** The board whose bundles are counted. */
export const BOARD = 'puckjs';
const SETS = {
  headers: 'headers',
  tables: 'tables',
  gc: 'tables,gc',
  records: 'records,queue',
  strings: 'strings',
  paging: 'paging',
  all: 'headers,tables,records,queue,strings,gc,paging,stores',
} as const;
type SetName = keyof typeof SETS;

let folder = '';

/** The bundle of a set; all are made once. */
export function fileOf(name: SetName): string {
  if (!folder) {
    folder = join(projectFolder, 'out', 'bundles');
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(projectFolder, 'build', 'sizes.js'), folder, BOARD, ...Object.values(SETS)],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
  }
  return join(folder, SETS[name], BOARD, 'ckremm.min.js');
}

export const leanBytes = (name: SetName): number => statSync(fileOf(name)).size;

/** The dearest of the cases of a call whose text starts so, in U. */
export function unitsOf(name: SetName, call: string, start = ''): number {
  const costs = costsOn(BOARD, fileOf(name), (scene) => scene.call === call && scene.what.startsWith(start));
  if (costs.length === 0) throw new Error(`no scene ${call}, ${start}`);
  return Math.max(...costs.map(({ units }) => units));
}

/** The dearest single alloc, allocAligned or dealloc of headers there is a scene for. */
export const dearestHeadersCall = (): number =>
  Math.max(...['headers.alloc', 'headers.dealloc', 'headers.allocAligned'].map((call) => unitsOf('headers', call)));
