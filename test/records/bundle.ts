/** Bundles with records and queue, built for a test: boards' profiles may leave them out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot, type BootOptions, type Emulated, readBoard } from '../../host/emulator/index.ts';
import type { Engine } from '../../host/engines/index.ts';
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

/** The line that `pattern` matches of what a script says on an engine, after a bundle; the engine has more memory than the board. */
export async function printedOn(engine: Engine, bundleFile: string, script: string, pattern: RegExp): Promise<string> {
  const say = `var say = typeof print !== 'undefined' ? print : console.log;`;
  const lines = await engine.run({ board: readBoard('host'), bundleFile, program: `${say}\nsay('begin');\n${script}\nsay('done');` });
  return lines.find((line) => pattern.test(line)) ?? `not said: ${lines.join(' / ').slice(-300)}`;
}
