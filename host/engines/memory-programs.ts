/**
 * Programs whose memory is measured on real engines, for the counted memory of emulated boards to be compared with. A folder names them: `constructs.json`
 * has statements, `programs.json` programs of several files, `bundles` what those with the library ran with.
 */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../boards/bundles.ts';
import { projectFolder } from '../emulator/index.ts';

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

/** Tells what is free: a script of its own. */
export const TELL: Record<Counted, string> = {
  espruino: "print('free ' + process.memory().free);",
  jerryscript: "var usage = process.memoryUsage(); print('free ' + (usage.heapTotal - usage.heapUsed));",
};
/** An Espruino that waits for a timer or a pin does not end. */
export const END: Record<Counted, string> = { espruino: 'clearInterval(); clearWatch();', jerryscript: '' };
const TELL_FILE = 'test/memory/programs/tell.js';

/** The text of a program: with the library, `ckremm` is what it is called. */
export function programText({ modules, files, start = '' }: MemoryProgram, engine: Counted): string {
  const isKaluma = engine === 'jerryscript';
  const fileOf = (file: string): string => (isKaluma && file === TELL_FILE ? file.replace('.js', '.kaluma.js') : file);
  const parts = files.map((file) => readFileSync(join(projectFolder, fileOf(file)), 'utf8'));
  parts.splice(-1, 0, start);
  return [...(modules && !isKaluma ? ['var ckremm = require("ckremm");'] : []), ...parts].join('\n');
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
export async function keepBundles(folder: string, engine: Counted): Promise<void> {
  mkdirSync(join(folder, 'bundles'), { recursive: true });
  for (const { modules } of readMemoryPrograms(folder, engine))
    if (modules) copyFileSync(await built(modules, engine), bundleBeside(folder, modules, engine));
}
