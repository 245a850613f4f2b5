/** Bundles with modules that boards' profiles may leave out, built once for all test files that want them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles as make } from '../../build/index.js';
import { boot, type BootOptions, type Emulated, readBoard } from '../../host/emulator/index.ts';
import type { Engine } from '../../host/engines/index.ts';
import { root } from '../support/project.ts';

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

/** Takes seconds the first time. */
export async function buildBundles(boards: string[], modules = 'records,queue', kinds = KINDS): Promise<Bundles> {
  const name = createHash('sha256').update(`${boards.join()} ${modules} ${kinds.join()}`).digest('hex').slice(0, 16);
  const folder = join(root, 'out', 'test-bundles', hashOfSources(), name);
  if (!existsSync(folder)) {
    const half = `${folder}.${process.pid}`;
    mkdirSync(half, { recursive: true });
    await make({ boards, modules, out: half, kinds });
    // Another worker may have been faster.
    if (existsSync(folder)) rmSync(half, { recursive: true });
    else renameSync(half, folder);
  }
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
