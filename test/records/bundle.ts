/** Bundles with modules that boards' profiles may leave out, built once for all test files that want them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { boot, type BootOptions, type Emulated, readBoard } from '../../host/emulator/index.ts';
import type { Engine } from '../../host/engines/index.ts';
import { buildBundles as make, root } from '../support/project.ts';

export interface Bundles {
  file(board: string, isLean: boolean): string;
  boot(board: string, options?: BootOptions): Emulated;
}

/** Of all that a bundle is made of: the compiled library, the build and the profiles. */
function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const folder of ['dist/es', 'build', 'boards', 'native'])
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(c?js|json)$/.test(file)) hash.update(file).update(readFileSync(join(root, folder, file)));
  return hash.digest('hex').slice(0, 16);
}

const KINDS = ['ckremm.js', 'ckremm.min.js'];

/** Makes those files of a board that are not there, whole: another worker may be at it. */
async function makeMissing(folder: string, board: string, modules: string, kinds: string[]): Promise<void> {
  const missing = kinds.filter((kind) => !existsSync(join(folder, board, kind)));
  if (missing.length === 0) return;
  const half = join(folder, `${board}.${process.pid}`);
  await make({ boards: [board], modules, out: half, kinds: missing });
  mkdirSync(join(folder, board), { recursive: true });
  for (const kind of missing) renameSync(join(half, board, kind), join(folder, board, kind));
  rmSync(half, { recursive: true });
}

/** Takes a second for each the first time. */
export async function buildBundles(boards: string[], modules = 'records,queue', kinds = KINDS): Promise<Bundles> {
  const folder = join(root, 'out', 'test-bundles', hashOfSources(), modules);
  for (const board of boards) await makeMissing(folder, board, modules, kinds);
  const file = (board: string, isLean: boolean): string => join(folder, board, isLean ? 'ckremm.min.js' : 'ckremm.js');
  return {
    file,
    boot: (board, options = {}) => boot(board, { ...options, bundleFile: file(board, options.lean !== false) }),
  };
}

/** The line that `pattern` matches of what a script says on an engine, after a bundle; the engine has more memory than the board. */
export async function printedOn(engine: Engine, bundleFile: string, script: string, pattern: RegExp): Promise<string> {
  const say = `var say = typeof print !== 'undefined' ? print : console.log;`;
  const lines = await engine.run({
    board: readBoard('host'),
    bundleFile,
    program: `${say}\nsay('begin');\n${script}\nsay('done');`,
  });
  return lines.find((line) => pattern.test(line)) ?? `not said: ${lines.join(' / ').slice(-300)}`;
}
