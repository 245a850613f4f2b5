/** Engines that can run a script: node's stripped realm, and those that are installed or named. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot, projectFolder } from '../../host/emulator/index.ts';

export interface Engine {
  name: string;
  path: string;
}

/** Debian's package is duktape, its program duk: a requirement may name either. */
const REQUIRED = (process.env.CKREMM_REQUIRE ?? '').split(/[\s,]+/);
export const isDukRequired = REQUIRED.includes('duk') || REQUIRED.includes('duktape');

/** Duktape, if it is on the path. */
export function findDuk(): Engine | null {
  const path = (process.env.PATH ?? '').split(':').map((folder) => join(folder, 'duk')).find((file) => existsSync(file));
  return path ? { name: 'duk', path } : null;
}

/** CKREMM_ENGINES="espruino=/path jerry=/path": further engines to run everything on. */
export function namedEngines(text = process.env.CKREMM_ENGINES ?? ''): Engine[] {
  return text.split(/\s+/).filter(Boolean).map((entry) => {
    const at = entry.indexOf('=');
    const [name, path] = [entry.slice(0, at), entry.slice(at + 1)];
    if (at < 1) throw new Error(`CKREMM_ENGINES: "${entry}" should be name=/path/of/the/engine`);
    if (!existsSync(path)) throw new Error(`CKREMM_ENGINES: there is no engine at ${path}`);
    return { name, path };
  });
}

export const bundleFile = (board: string, kind: string): string =>
  join(projectFolder, 'dist', board, kind === 'lean' ? 'ckremm.min.js' : 'ckremm.js');
const workload = readFileSync(join(projectFolder, 'test', 'engines', 'workload.js'), 'utf8');

/** The lines that a script wrote from `begin` to `done`; throws when it did not get there. */
function linesOf(text: string, who: string): string[] {
  // Espruino's console has a banner, prompts and backspaces.
  const lines = text.replace(/\r/g, '').split('\n').map((line) => line.replace(/^[>\s\x08]+/, '').trim()).filter(Boolean);
  const end = lines.lastIndexOf('done');
  if (end < 0) throw new Error(`${who} did not finish: ${lines.slice(-5).join(' / ').slice(-400)}`);
  return lines.slice(lines.indexOf('begin') + 1, end);
}

/** Run `call` after the workload and a bundle on an engine; the lines that it wrote. */
export function runOn(engine: Engine, board: string, kind: string, call: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const file = join(folder, 'script.js');
    writeFileSync(file, [readFileSync(bundleFile(board, kind), 'utf8'), workload, call, ''].join('\n'));
    const { stdout, stderr } = spawnSync(engine.path, [file], { encoding: 'utf8', cwd: folder, timeout: 120000, input: '' });
    return linesOf(`${stdout}\n${stderr}`, engine.name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same in node, in a realm that has what the board's engine has. */
export function runInRealm(board: string, kind: string, call: string): string[] {
  const { run, output } = boot(board, { lean: kind === 'lean' });
  run(`${workload}\n${call}`);
  return linesOf(output.join('\n'), 'node');
}
