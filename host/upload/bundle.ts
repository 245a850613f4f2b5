/** The bundle to send: the one that was built last, or built now. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BoardProfile, boot, projectFolder } from '../emulator/index.ts';
import { UserError } from '../errors.ts';

export interface Bundle {
  file: string;
  text: string;
  modules: string[];
  /** What it gives to a program. */
  ckremm: any;
}

function changedAt(path: string): number {
  const stat = statSync(path);
  return stat.isDirectory() ? Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name)))) : stat.mtimeMs;
}

const newestSource = (board: string): number =>
  Math.max(...['src', 'build', 'rollup.config.js', join('boards', `${board}.json`)].map((path) => changedAt(join(projectFolder, path))));

/**
 * The lean bundle of a board: what `npm run build` made, made anew where it is missing or older than its
 * sources; or one of `modules`, made in a folder of its own, so that the next call without them is as before.
 */
export function bundleFor({ board, engine, bundleBytes }: BoardProfile, modules: string | undefined): Bundle {
  const name = engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  const folder = modules === undefined ? 'dist' : join('out', 'flash');
  const file = join(projectFolder, folder, board, name);
  if (modules !== undefined || !existsSync(file) || statSync(file).mtimeMs < newestSource(board)) build(board, modules, folder);
  const text = readFileSync(file, 'utf8');
  const { ckremm } = boot(board, { bundleFile: file, asModule: true });
  const found = Object.keys(ckremm).filter((name) => typeof ckremm[name] === 'object' && name !== 'heap' && name !== 'devices');
  if (modules === undefined && text.length > bundleBytes)
    throw new UserError(`the bundle of ${board} is ${text.length} bytes, over the ${bundleBytes} of its profile; name fewer modules (MODULES=headers, or single functions)`);
  return { file, text, modules: found, ckremm };
}

function build(board: string, modules: string | undefined, folder: string): void {
  const rollup = join(projectFolder, 'node_modules', 'rollup', 'dist', 'bin', 'rollup');
  const chosen = modules === undefined ? [] : ['--configModules', modules];
  const { status, stderr } = spawnSync(process.execPath, [rollup, '-c', '--silent', '--configBoard', board, '--configOut', folder, ...chosen],
    { cwd: projectFolder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  if (status !== 0) throw new UserError(stderr.trim());
}

/** Throws a UserError when a program names a module, or a function of one, that the bundle does not have. */
export function checkUses(file: string, program: string, { ckremm, modules }: Bundle): void {
  const code = program.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '');
  for (const [, module, name] of code.matchAll(/\bckremm\.(\w+)(?:\.(\w+))?/g)) {
    const isThere = ckremm[module!] !== undefined && (name === undefined || typeof ckremm[module!] !== 'object' || ckremm[module!][name] !== undefined);
    if (isThere) continue;
    const missing = [module, name].filter(Boolean).join('.');
    throw new UserError(`${file} uses ckremm.${missing}, which is not in the bundle (${modules.join(', ')}); put it there: MODULES=${[...modules, module].join(',')} ./flash.sh ...`);
  }
}
