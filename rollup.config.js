/**
 * npm run build [-- --configBoard NAME] [--configModules a,b] [--configOut DIR]
 *                  [--configRam a.f,b.g] [--configJit a.f,b.g] [--configNative off]
 *
 * 1. src/ -> dist/es: ES5 modules and their types; TypeScript runs once.
 * 2. dist/es -> dist/<board>/ckremm.js (checked) and ckremm.min.js (lean), for every
 *    board, or for --configBoard; modules of the profile, or --configModules. Functions of
 *    --configRam and --configJit are marked for Espruino: kept in RAM, or compiled; those of
 *    the profile's `directives` where they are not given. Bundles that are not those of the profiles go to
 *    --configOut, or out/custom, never to dist/.
 * 3. host/ -> dist/tools, which is what `npm start` runs (not with --configBoard).
 */
import { join } from 'node:path';
import { boardBundles } from './build/bundles.js';
import { chosenProfiles, demandWritable, isLibraryCurrent } from './build/index.js';
import { library } from './build/library.js';
import profiles from './build/profiles.cjs';
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

function steps({
  configBoard: board,
  configModules: modules,
  configRam: ram,
  configJit: jit,
  configNative: native,
  configOut,
}) {
  const isCustom = [modules, ram, jit, native].some((option) => option !== undefined);
  const out = configOut ?? (isCustom ? 'out/custom' : 'dist');
  const chosen = chosenProfiles({ boards: board === undefined ? boardNames() : [board], modules, ram, jit, native });
  demandWritable(out);
  // One compiled library serves all custom bundles.
  const compiled = isCustom ? 'dist' : out;
  const isCompiled = isCustom && isLibraryCurrent();
  if (isCustom && configOut === undefined)
    console.error(`the bundles are put into ${out}/, as they are not those of the profiles`);
  return [
    ...(isCompiled ? [] : [library(compiled)]),
    ...chosen.flatMap((profile) => boardBundles(profile, out, join(root, compiled, 'es'))),
    ...(board === undefined ? [tools(out)] : []),
  ];
}

export default function build(commandLine) {
  try {
    checkOptions(commandLine);
    return steps(commandLine);
  } catch (error) {
    if (!(error instanceof BuildFault)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
