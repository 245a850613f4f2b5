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
}

function changedAt(path: string): number {
  const stat = statSync(path);
  return stat.isDirectory() ? Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name)))) : stat.mtimeMs;
}

const newestSource = (board: string): number =>
  Math.max(...['src', 'build', 'rollup.config.js', join('boards', `${board}.json`)].map((path) => changedAt(join(projectFolder, path))));

/**
 * The lean bundle of a board. It is built where it is missing or older than its sources, or where `modules`
 * are named; otherwise it is what the last build made, also of other modules than the profile's.
 */
export function bundleFor({ board, engine, bundleBytes }: BoardProfile, modules: string | undefined): Bundle {
  const isEspruino = engine.name === 'espruino';
  const file = join(projectFolder, 'dist', board, isEspruino ? 'ckremm.storage.js' : 'ckremm.min.js');
  if (modules !== undefined || !existsSync(file) || statSync(file).mtimeMs < newestSource(board)) build(board, modules);
  const text = readFileSync(file, 'utf8');
  const { ckremm } = boot(board, { bundleFile: file, asModule: true });
  const found = Object.keys(ckremm).filter((name) => typeof ckremm[name] === 'object' && name !== 'heap' && name !== 'devices');
  if (modules === undefined && text.length > bundleBytes)
    throw new UserError(`the bundle of ${board} is ${text.length} bytes, over the ${bundleBytes} of its profile; name fewer modules (--modules headers, or single functions)`);
  return { file, text, modules: found };
}

function build(board: string, modules: string | undefined): void {
  const rollup = join(projectFolder, 'node_modules', 'rollup', 'dist', 'bin', 'rollup');
  const chosen = modules === undefined ? [] : ['--configModules', modules];
  const { status, stderr } = spawnSync(process.execPath, [rollup, '-c', '--silent', '--configBoard', board, ...chosen],
    { cwd: projectFolder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  if (status !== 0) throw new UserError(stderr.trim());
}
