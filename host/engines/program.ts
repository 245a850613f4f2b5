/** Engines that are programs: they are given files, and print. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, type Script, asScript, copyWithinFor, linesOf } from './engine.ts';

const TIMEOUT_MILLISECONDS = 300_000;

/** An engine that is called with one file: the bundle and the program after it. */
export const programEngine = (name: string, path: string): Engine => ({
  name,
  run: (script) =>
    runProgram(name, script, path, (bundle, program) => {
      const whole = program.replace('program.js', 'whole.js');
      writeFileSync(whole, [bundle, program].map((file) => readFileSync(file, 'utf8')).join('\n'));
      return [whole];
    }),
});

/** Puts bundle and program into files and calls `path` with the arguments that `argumentsFor` makes of them. */
export async function runProgram(
  name: string, { board, bundleFile, program }: Script, path: string, argumentsFor: (bundle: string, program: string) => string[],
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  try {
    const files = [join(folder, 'bundle.js'), join(folder, 'program.js')] as const;
    writeFileSync(files[0], `${copyWithinFor(board)}\n${asScript(bundleFile, readFileSync(bundleFile, 'utf8'))}\n`);
    writeFileSync(files[1], `${program}\n`);
    return linesOf(await outputOf(path, argumentsFor(...files), folder), name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Standard input is empty, so that an engine that would go on to a prompt (Espruino) ends. */
function outputOf(path: string, args: string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MILLISECONDS); // Espruino ignores SIGTERM
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (text += piece));
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}
