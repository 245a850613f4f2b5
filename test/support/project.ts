/** Where the project is; a copy of it to plant faults in, and how to build that. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  status: number | null;
  stdout: string;
  stderr: string;
}

/** What `node examples/NAME/run.mjs` says, as a person runs it. Throws what it complains of. */
export function exampleSays(name: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'examples', name, 'run.mjs'), ...args], {
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return stdout;
}

/** `npm run build -- ARGS` in that folder. */
export function build(folder: string, ...args: string[]): BuildOutcome {
  const rollup = join(root, 'node_modules', 'rollup', 'dist', 'bin', 'rollup');
  const { status, stdout, stderr } = spawnSync(process.execPath, [rollup, '-c', '--silent', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return { status, stdout, stderr };
}
