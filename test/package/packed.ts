/** The package as `npm pack` makes it, installed in an empty folder: made once for all tests of a file. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../support/project.ts';

export interface Packed {
  /** Where a user works. */
  folder: string;
  /** The package in it. */
  ckremm: string;
  /** Puts a package of the project beside it, as `npm install` would. */
  install(name: string): void;
  /** `npx ckremm ...`, in that folder: "exit code: stderr, stdout". */
  run(...words: string[]): string;
  /** `node FILE`: what it says, or its complaint. */
  node(file: string): string;
  remove(): void;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
};

/** A copy of what is packed: the scripts around `npm pack` put files beside it, which no other test may see come and go. */
function copyOfSources(to: string): void {
  const names = [
    'package.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'boards',
    'build',
    'dist',
    'docs',
    'examples',
  ];
  for (const name of [...names, 'host/run.mjs', 'host/cost/measured', 'native', 'traces'])
    cpSync(join(root, name), join(to, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'), 'dir');
}

export function packProject(): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  const ckremm = join(folder, 'node_modules', 'ckremm');
  const sources = mkdtempSync(join(tmpdir(), 'ckremm-'));
  copyOfSources(sources);
  mkdirSync(ckremm, { recursive: true });
  // On Windows npm is a batch file, which only a shell starts.
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  execFileSync(npm[0]!, [...npm.slice(1), 'pack', '--silent', '--pack-destination', folder], {
    cwd: sources,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  execFileSync('tar', ['-xzf', join(folder, `ckremm-${manifest.version}.tgz`), '-C', ckremm, '--strip-components=1']);
  rmSync(sources, { recursive: true });
  const install = (name: string): void => {
    const to = join(folder, 'node_modules', name);
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), to, 'dir');
  };
  Object.keys(manifest.dependencies).forEach(install);
  const env = { ...process.env, FLASH_SIM: join(folder, 'sim') };
  const start = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', cwd: folder, env });
    return `${status}: ${stderr}${stdout}`;
  };
  return {
    folder,
    ckremm,
    install,
    run: (...words) => start(join(ckremm, 'host', 'run.mjs'), ...words),
    node: (file) => start(file),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What loads a folder as everything did before `exports`: by the package.json in it. */
export const requireByFolder = ({ folder }: Packed): NodeJS.Require => createRequire(join(folder, 'program.cjs'));
