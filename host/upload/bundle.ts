/** The bundle to send: the one that was built last, or built now. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { outFolder } from '../boards/board.ts';
import { buildBundles } from '../boards/bundles.ts';
import { type BoardProfile, boot, projectFolder } from '../emulator/index.ts';
import { UserError, fileTrouble } from '../support/errors.ts';
import { LIBRARY_FILES } from './native.ts';
import { modulesOf } from '../support/uses.ts';

export interface Bundle {
  file: string;
  bytes: Uint8Array;
  /** The files of a board with native code, the code first. */
  native?: Record<string, Uint8Array>;
  modules: string[];
  /** What it gives to a program. */
  ckremm: any;
}

function changedAt(path: string): number {
  const stat = statSync(path);
  return stat.isDirectory()
    ? Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
    : stat.mtimeMs;
}

/** An installed package has bundles and no sources: those are never out of date. */
const newestSource = (board: string): number =>
  Math.max(
    0,
    ...['src', 'build', 'rollup.config.js', join('boards', `${board}.json`)]
      .map((path) => join(projectFolder, path))
      .filter((path) => existsSync(join(projectFolder, 'src')) && existsSync(path))
      .map(changedAt),
  );

/**
 * The lean bundle of a board: what `npm run build` made, made anew where it is missing or older than its
 * sources; or one of `modules`, made in a folder of its own, so that the next call without them is as before.
 */
export async function bundleFor(
  { board, engine, bundleBytes }: BoardProfile,
  modules: string | undefined,
  isNative = true,
): Promise<Bundle> {
  const name = engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  const folder = modules === undefined ? join(projectFolder, 'dist') : join(outFolder(), 'flash');
  const file = join(folder, board, name);
  if (modules !== undefined || !existsSync(file) || statSync(file).mtimeMs < newestSource(board))
    await build(board, modules, folder);
  const bytes = readFileSync(file);
  const { ckremm } = boot(board, { bundleFile: file, asModule: true });
  if (modules === undefined && bytes.length > bundleBytes)
    throw new UserError(
      `the bundle of ${board} is ${bytes.length} bytes, over the ${bundleBytes} of its profile; name fewer modules (MODULES=headers, or single functions)`,
    );
  const native = isNative ? nativeIn(join(folder, board, 'native')) : undefined;
  return { file, bytes, modules: modulesOf(ckremm), ckremm, ...(native ? { native } : {}) };
}

/** The files of native code that the build has made beside a bundle, if any. */
const nativeIn = (folder: string): Record<string, Uint8Array> | undefined =>
  existsSync(folder)
    ? Object.fromEntries(LIBRARY_FILES.map((name) => [name, readFileSync(join(folder, name))]))
    : undefined;

/** A bundle of other modules is made of the library as it is compiled; the board's own one is out of date when that may be. */
async function build(board: string, modules: string | undefined, folder: string): Promise<void> {
  makeFolder(join(folder, board), 'a bundle is built there');
  const isWhole = modules === undefined || !existsSync(join(projectFolder, 'dist', 'es', 'lean.js'));
  await buildBundles({ boards: [board], modules, out: folder }, isWhole);
}

/** Makes a folder that can be written to, or throws a UserError, one line with the reason. */
export function makeFolder(folder: string, purpose: string, otherwise = ''): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UserError(
      `cannot write to ${relative('', folder) || '.'}: ${fileTrouble(error)}; ${purpose}${otherwise}`,
    );
  }
}
