/** Bundles that a command wants for itself: made in this process, over the compiled library in dist/es. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from './board.ts';
import { UserError } from '../support/errors.ts';

/** What to make: build/index.js says more. */
export interface BundleWish {
  boards: string[];
  /** A folder; bundles are OUT/BOARD/ckremm*.js. */
  out: string;
  /** "headers,tables.alloc"; without it those of each profile. */
  modules?: string | undefined;
  /** File names, as ckremm.min.js; without it all of a board's. */
  kinds?: string[];
}

interface Build {
  BuildFault: ErrorConstructor;
  buildBundles(wish: BundleWish): Promise<void>;
  buildLibrary(): Promise<void>;
}

async function theBuild(): Promise<Build> {
  const file = join(projectFolder, 'build', 'index.js');
  if (!existsSync(file))
    throw new UserError(
      'bundles are built in a clone of ckreMM, not in the installed package: send the one of the profile',
    );
  if (!existsSync(join(projectFolder, 'node_modules', 'rollup')))
    throw new UserError('the tools are missing: run `npm ci` first');
  return (await import(pathToFileURL(file).href)) as Build;
}

/**
 * Makes bundles; with `isWhole` the library in dist/es first, which takes seconds. Throws a UserError, one line, for a
 * name that is none and for sources that do not compile.
 */
export async function buildBundles(wish: BundleWish, isWhole = false): Promise<void> {
  const build = await theBuild();
  try {
    if (isWhole) await build.buildLibrary();
    await build.buildBundles(wish);
  } catch (error) {
    throw new UserError((error as Error).message || 'the build failed');
  }
}
