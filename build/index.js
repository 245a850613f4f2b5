/**
 * The build as a function: in this process, over the compiled library of dist/es. rollup.config.js is for `npm run build`, which
 * compiles it; commands and tests that want a bundle of their own call `buildBundles`, and dist/ stays as it was.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rollup } from 'rollup';
import { boardBundles } from './bundles.js';
import { markedFunctions } from './marked.js';
import { LOADED } from './native/loaded.js';
import profiles from './profiles.cjs';

const { BuildFault, checkModules, readProfile, root } = profiles;

export { BuildFault };

/** Named sets of calls, for what people build. */
export const PRESETS = JSON.parse(readFileSync(new URL('./presets.json', import.meta.url), 'utf8'));

/** Modules that `--configModules` or a caller names, as a list, the calls of a set in place of its name; undefined where there are none. */
export function chosenModules(list) {
  if (list === undefined) return undefined;
  const words = String(list).split(',').filter(Boolean);
  const lists = words.map((word) => (Object.hasOwn(PRESETS, word) ? PRESETS[word].modules : [word]));
  checkModules(
    '--configModules',
    lists.map(([first]) => first),
    'entry',
    `, or a set: ${Object.keys(PRESETS).join(', ')}`,
  );
  return [...new Set(lists.flat())];
}

/** Whether bundles come with native code where the profile has it: `--configNative off` says no. */
export function hasNative(word) {
  if (word !== undefined && word !== 'on' && word !== 'off')
    throw new BuildFault(`--configNative is "${word}"; it is on or off`);
  return word !== 'off';
}

/** Cold calls of a native board open the pool in ES5: of a module that is there in part, `attach` is there, too. It is cold itself. */
const withAttach = (modules) => [
  ...modules,
  ...new Set(
    modules
      .filter((name) => name.includes('.') && !modules.includes(name.split('.')[0]) && name.split('.')[0] in LOADED)
      .map((name) => `${name.split('.')[0]}.attach`)
      .filter((name) => !modules.includes(name)),
  ),
];

/** The profiles of boards, with the modules, directives and native code that were asked for. */
export function chosenProfiles({ boards, modules, ram, jit, native }) {
  const chosen = chosenModules(modules);
  const isNative = hasNative(native);
  const found = boards.map(readProfile);
  return found.map((profile) => ({
    ...profile,
    modules: isNative && profile.native ? withAttach(chosen ?? profile.modules) : (chosen ?? profile.modules),
    native: isNative ? profile.native : undefined,
    marked: markedFunctions({ ram, jit }, profile, found),
  }));
}

/** Makes what a configuration of rollup says. */
export async function write(configuration) {
  const bundle = await rollup(configuration);
  for (const output of [configuration.output].flat()) await bundle.write(output);
  await bundle.close();
}

const WHY_NOT = {
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in the way',
  EEXIST: 'a file is in the way',
};

/** BuildFault, in one line, when nothing can be put into that folder of the project. */
export function requireWritable(out) {
  try {
    mkdirSync(resolve(root, out), { recursive: true });
    accessSync(resolve(root, out), constants.W_OK);
  } catch ({ code }) {
    throw new BuildFault(`cannot write to ${out}/: ${WHY_NOT[code] ?? code}`);
  }
}

const changedAt = (folder) =>
  Math.max(
    ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (file) => statSync(join(root, folder, file)).mtimeMs,
    ),
  );

/** Whether dist/es is there, and younger than all that it is compiled from. */
export function isLibraryCurrent() {
  const compiled = join(root, 'dist', 'es', 'index.js');
  return existsSync(compiled) && statSync(compiled).mtimeMs > Math.max(...['src', 'boards', 'build'].map(changedAt));
}

/** Compiles src/ into dist/es and dist/cjs. Takes seconds. The compiler is loaded for this alone: an installed package has none. */
export async function buildLibrary() {
  const [{ library }, { commonJs }] = await Promise.all([import('./library.js'), import('./common-js.js')]);
  for (const step of [library, commonJs]) await write(step(join(root, 'dist')));
}

/**
 * Bundles of boards, as OUT/BOARD/ckremm*.js. BuildFault, in words, when a name is none.
 * @param {object} what
 * @param {string[]} what.boards
 * @param {string} what.out a folder; not dist/ unless the bundles are the standard ones
 * @param {string} [what.modules] "headers,tables.alloc"; without it those of each profile
 * @param {string} [what.ram] functions that are kept in RAM, as "headers.alloc"
 * @param {string} [what.jit] functions that are compiled on the board
 * @param {string} [what.native] "off": no native code
 * @param {string[]} [what.kinds] names of files, without them all
 */
export async function buildBundles({ boards, out, modules, ram, jit, native, kinds }) {
  const es = join(root, 'dist', 'es');
  if (!existsSync(es)) throw new BuildFault('there is no dist/es: run npm run build');
  for (const profile of chosenProfiles({ boards, modules, ram, jit, native }))
    for (const configuration of boardBundles(profile, out, es, kinds)) await write(configuration);
}
