/** Bundles with records and queue, built for a test: boards' profiles may leave them out. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot, type BootOptions, type Emulated } from '../../host/emulator/index.ts';
import { type Engine, findDuk, isDukRequired, namedEngines } from '../engines/engine.ts';
import { build, root } from '../support/project.ts';

export interface Bundles {
  file(board: string, isLean: boolean): string;
  boot(board: string, options?: BootOptions): Emulated;
  remove(): void;
}

/** Takes seconds: once per test file. */
export function buildBundles(boards: string[], modules = 'records,queue'): Bundles {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  for (const board of boards) {
    const { status, stderr } = build(root, '--configBoard', board, '--configModules', modules, '--configOut', folder);
    if (status !== 0) throw new Error(stderr);
  }
  const file = (board: string, isLean: boolean): string => join(folder, board, isLean ? 'ckremm.min.js' : 'ckremm.js');
  return {
    file,
    boot: (board, options = {}) => boot(board, { ...options, bundleFile: file(board, options.lean !== false) }),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Engines at hand that run a script: Debian's duk, and those that CKREMM_ENGINES names. */
export const engines: Engine[] = [...(findDuk() && !namedEngines().some(({ name }) => name === 'duk') ? [findDuk()!] : []), ...namedEngines()];
if (isDukRequired && !findDuk()) throw new Error('CKREMM_REQUIRE asks for duk, which is not installed (Debian: duktape)');

/** The line that `pattern` matches of what a bundle (or null) and a script print on an engine. */
export function printedOn(engine: Engine, bundle: string | null, script: string, pattern: RegExp): string {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  const file = join(folder, 'script.js');
  writeFileSync(file, `${bundle ? readFileSync(bundle, 'utf8') : ''}\n${script}\n`);
  const { stdout, stderr } = spawnSync(engine.path, [file], { encoding: 'utf8', input: '', cwd: folder, timeout: 120000 });
  rmSync(folder, { recursive: true });
  return stdout.split(/\r?\n/).find((line) => pattern.test(line)) ?? `nothing: ${stdout.slice(-300)} ${stderr.slice(-300)}`;
}
