/** Bundles that a command wants for itself: made in this process, over the compiled library in dist/es. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isClone, projectFolder } from './board.ts';
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
  chosenModules(list: string): string[];
  buildLibrary(): Promise<void>;
}

/** What it stands on beside the package: nobody else needs these, so that they are not installed with it. */
const NEEDED = ['rollup', 'terser'];

async function theBuild(): Promise<Build> {
  const file = join(projectFolder, 'build', 'index.js');
  const there = createRequire(file);
  const missing = NEEDED.filter((name) => !isThere(there, name));
  if (missing.length > 0)
    throw new UserError(
      `a bundle of modules that you name is built by ${missing.join(' and ')}: ${isClone ? 'run `npm ci` first' : `\`npm install --save-dev ${versionsOf(missing)}\``}`,
    );
  return (await import(pathToFileURL(file).href)) as Build;
}

function isThere(there: NodeJS.Require, name: string): boolean {
  try {
    return Boolean(there.resolve(name));
  } catch {
    return false;
  }
}

/** `rollup@4.67.4 ...`: as they were tried. */
function versionsOf(names: string[]): string {
  const { peerDependencies } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  return names.map((name) => `${name}@${peerDependencies[name]}`).join(' ');
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

/** The modules and calls that a list names, those of sets (`logger`) in place of their names. Throws a UserError for a name that is none. */
export async function modulesIn(list: string): Promise<string[]> {
  const build = await theBuild();
  try {
    return build.chosenModules(list);
  } catch (error) {
    throw new UserError((error as Error).message.replace('--configModules', '--modules'));
  }
}
