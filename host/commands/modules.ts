/** `--modules LIST`: a bundle of other modules than those of the board's profile, built for this. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outFolder, projectFolder } from '../boards/board.ts';
import { buildBundles, modulesIn } from '../boards/bundles.ts';
import type { Board } from '../replay/realm.ts';
import { UserError } from '../support/errors.ts';
import type { Option, Values } from './command.ts';

export const MODULES_OPTION: Option = {
  name: 'modules',
  value: 'M,N',
  help: "these modules instead of the profile's, such as headers,tables.alloc; or a set: logger, router, ui",
};

export const NATIVE_OPTION: Option = {
  name: 'configNative',
  value: 'off',
  help: 'show what calls take in ES5, even if the board runs machine code',
};

/** The lean bundle of a board, or another kind: that of its profile, or one of the modules that were asked for. */
export async function bundleAsked(board: string, values: Values, kind = 'ckremm.min.js'): Promise<string> {
  if (values.modules === undefined) {
    const built = join(projectFolder, 'dist', board, kind);
    if (!existsSync(built)) throw new UserError(`there is no bundle for ${board}: run npm run build`);
    return built;
  }
  await buildAsked([board], values, kind);
  return join(folder(), board, kind);
}

/** Boards with the modules that were asked for in their bundles; as they are where none were. */
export async function withModules(boards: Board[], values: Values): Promise<Board[]> {
  if (values.modules === undefined) return boards;
  const kind = 'ckremm.min.js';
  await buildAsked(
    boards.map(({ name }) => name),
    values,
    kind,
  );
  const modules = await modulesIn(String(values.modules));
  return boards.map((board) => ({
    ...board,
    modules,
    family: `${board.family.split(',')[0]}, ${modules.join(' ')}`,
    bundleFile: join(folder(), board.name, kind),
  }));
}

const folder = (): string => join(outFolder(), 'modules');

async function buildAsked(boards: string[], values: Values, kind: string): Promise<void> {
  try {
    await buildBundles({ boards, modules: String(values.modules), out: folder(), kinds: [kind] });
  } catch (error) {
    throw new UserError((error as Error).message.replace('--configModules', '--modules'));
  }
}
