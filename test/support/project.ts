/** Where the project is; a copy of it to plant faults in, and how to build that. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../../host/boards/board.ts';

/** The project's folder. */
export const root = projectFolder;

const copied = [
  'package.json',
  'rollup.config.js',
  'tsconfig.json',
  'flash.sh',
  'boards',
  'build',
  'host',
  'native',
  'src',
];

export function copyProject(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

export interface BuildOutcome {
  status: number;
  stderr: string;
}

const moduleIn = (folder: string, file: string): Promise<any> => importOutside(pathToFileURL(join(folder, file)));

/** What `node examples/NAME/run.mjs` says, run in this process. Throws where that ends with an exit code. */
export async function exampleSays(name: string, ...args: string[]): Promise<string> {
  const { printedBy } = await moduleIn(root, 'test/support/outside.mjs');
  return printedBy(pathToFileURL(join(root, 'examples', name, 'run.mjs')), args);
}

/** The same in a process of its own, as a person runs it. Throws what it complains of. */
export function spawnedExampleSays(name: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'examples', name, 'run.mjs'), ...args], {
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return stdout;
}

/** The options of a command line, as rollup hands them over. */
function optionsOf(args: string[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [i, word] of args.entries())
    if (word.startsWith('--')) found[word.slice(2)] = args[i + 1]?.startsWith('--') === false ? args[i + 1] : true;
  return found;
}

/**
 * `buildBundles` of build/index.js, loaded once for all files of tests of a worker: what it is made of is large, and the engine has compiled it by
 * the second bundle.
 */
export async function buildBundles(wish: {
  boards: string[];
  out: string;
  modules?: string;
  ram?: string;
  jit?: string;
  native?: string;
  kinds?: string[];
}): Promise<void> {
  await (await moduleIn(root, 'build/index.js')).buildBundles(wish);
}

/** What `npm run build -- ARGS` makes in that folder and says, by that folder's own build, in this process. */
export async function build(folder: string, ...args: string[]): Promise<BuildOutcome> {
  const [{ stepsOf }, { BuildFault, write }] = await Promise.all([
    moduleIn(folder, 'rollup.config.js'),
    moduleIn(folder, 'build/index.js'),
  ]);
  const lines: string[] = [];
  let status = 0;
  try {
    for (const step of stepsOf(optionsOf(args), (line: string) => void lines.push(line))) await write(step);
  } catch (error) {
    status = error instanceof BuildFault ? 2 : 1;
    lines.push((error as Error).message);
  }
  return { status, stderr: lines.map((line) => `${line}\n`).join('') };
}
