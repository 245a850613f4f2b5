/**
 * npm run build [-- --configBoard NAME] [--configModules a,b] [--configOut DIR]
 *                  [--configRam a.f,b.g] [--configJit a.f,b.g] [--configNative off]
 *
 * 1. src/ -> dist/es: ES5 modules and their types; TypeScript runs once. dist/es -> dist/cjs: the same as CommonJS.
 * 2. dist/es -> dist/<board>/ckremm.js (checked) and ckremm.min.js (lean), for every
 *    board, or for --configBoard; modules of the profile, or --configModules. Functions of
 *    --configRam and --configJit are marked for Espruino: kept in RAM, or compiled; those of
 *    the profile's `directives` where they are not given. Bundles that are not those of the profiles go to
 *    --configOut, or out/custom, never to dist/.
 * 3. host/ -> dist/tools, which is what `npm start` runs, and dist/cjs/emulator, boards for the tests of programs (not with --configBoard).
 */
import { join, resolve } from 'node:path';
import { boardBundles } from './build/bundles.js';
import { commonJs } from './build/common-js.js';
import { emulator } from './build/emulator.js';
import { chosenProfiles, requireWritable, isLibraryCurrent } from './build/index.js';
import { library } from './build/library.js';
import profiles from './build/profiles.cjs';
import { withTakes } from './build/takes.js';
import { tools } from './build/tools.js';

const { BuildFault, boardNames, root } = profiles;

/** Options, each with a value to show. */
const OPTIONS = {
  configBoard: 'puckjs',
  configModules: 'headers,tables',
  configOut: 'out/mine',
  configRam: 'headers.alloc,headers.dealloc',
  configJit: 'headers.alloc,headers.dealloc',
  configNative: 'off',
};

/** Rollup hands over every --config option, `true` for one without a value. */
function checkOptions(options) {
  for (const [name, value] of Object.entries(options)) {
    if (!name.startsWith('config') || name === 'config') continue;
    if (!(name in OPTIONS))
      throw new BuildFault(
        `no option --${name}; options are ${Object.keys(OPTIONS)
          .map((option) => `--${option}`)
          .join(', ')}`,
      );
    if (typeof value === 'boolean' || value === '')
      throw new BuildFault(`--${name} needs a value, for example --${name} ${OPTIONS[name]}`);
  }
}

/**
 * What to make for these options, in order, wherever the process is. Throws a BuildFault, in words.
 * @param {(line: string) => void} say where to tell what somebody may not expect
 */
export function stepsOf(options, say = console.error) {
  checkOptions(options);
  const {
    configBoard: board,
    configModules: modules,
    configRam: ram,
    configJit: jit,
    configNative: native,
    configOut,
  } = options;
  const isCustom = [modules, ram, jit, native].some((option) => option !== undefined);
  const out = configOut ?? (isCustom ? 'out/custom' : 'dist');
  const chosen = chosenProfiles({ boards: board === undefined ? boardNames() : [board], modules, ram, jit, native });
  requireWritable(out);
  // One compiled library serves all custom bundles.
  const [folder, compiled] = [out, isCustom ? 'dist' : out].map((name) => resolve(root, name));
  const isCompiled = isCustom && isLibraryCurrent();
  if (isCustom && configOut === undefined) say(`bundles of your own choice go to ${out}/`);
  return [
    ...(isCompiled ? [] : [library(compiled), commonJs(compiled)]),
    ...chosen.flatMap((profile) => {
      const bundles = boardBundles(profile, folder, join(compiled, 'es'));
      return isCustom ? withTakes(bundles, profile, folder, say) : bundles;
    }),
    ...(board === undefined ? [tools(folder), emulator(folder)] : []),
  ];
}

export default function build(commandLine) {
  try {
    return stepsOf(commandLine);
  } catch (error) {
    if (!(error instanceof BuildFault)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
