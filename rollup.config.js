/**
 * npm run build [-- --configBoard NAME] [--configModules a,b] [--configOut DIR]
 *                  [--configRam a.f,b.g] [--configJit a.f,b.g]
 *
 * 1. src/ -> dist/es: ES5 modules and their types; TypeScript runs once.
 * 2. dist/es -> dist/<board>/ckremm.js (checked) and ckremm.min.js (lean), for every
 *    board, or for --configBoard; modules of the profile, or --configModules. Functions of
 *    --configRam and --configJit are marked for Espruino: kept in RAM, or compiled; those of
 *    the profile's `directives` where they are not given.
 * 3. host/ -> dist/tools, which is what `npm start` runs (not with --configBoard).
 */
import { boardBundles } from './build/bundles.js';
import { library } from './build/library.js';
import profiles from './build/profiles.cjs';
import { tools } from './build/tools.js';

const { BuildFault, boardNames, checkModules, readProfile } = profiles;

/** Options, each with a value to show. */
const OPTIONS = {
  configBoard: 'puckjs',
  configModules: 'headers,tables',
  configOut: 'out/mine',
  configRam: 'headers.alloc,headers.dealloc',
  configJit: 'headers.alloc,headers.dealloc',
};

/** Rollup hands over every --config option, `true` for one without a value. */
function checkOptions(options) {
  for (const [name, value] of Object.entries(options)) {
    if (!name.startsWith('config') || name === 'config') continue;
    if (!(name in OPTIONS))
      throw new BuildFault(`no option --${name}; options are ${Object.keys(OPTIONS).map((option) => `--${option}`).join(', ')}`);
    if (typeof value === 'boolean' || value === '')
      throw new BuildFault(`--${name} needs a value, for example --${name} ${OPTIONS[name]}`);
  }
}

function chosenModules(list) {
  if (list === undefined) return undefined;
  const modules = String(list).split(',').filter(Boolean);
  checkModules('--configModules', modules, 'entry');
  return modules;
}

/** Functions of --configRam or --configJit, which only Espruino knows. */
function functionsOf(option, list, directive, boards) {
  const names = String(list).split(',').filter(Boolean);
  checkModules(`--${option}`, names, 'entry');
  const whole = names.find((name) => !name.includes('.'));
  if (whole) throw new BuildFault(`--${option}: "${whole}" is a whole module; name functions of it, such as ${whole}.create`);
  const unable = boards.find(({ engine, features }) => engine.name !== 'espruino' || (directive === 'jit' && !features.jit));
  if (unable) throw new BuildFault(`--${option}: ${unable.board} does not know "${directive}"; name a board that does with --configBoard`);
  return names;
}

/** [{module, function, directive}] of a board: what its profile says, unless the command line says otherwise. */
function markedFunctions({ configRam, configJit }, profile, boards) {
  const given = {
    ram: configRam && functionsOf('configRam', configRam, 'ram', boards),
    jit: configJit && functionsOf('configJit', configJit, 'jit', boards),
  };
  return ['ram', 'jit'].flatMap((directive) =>
    (given[directive] ?? profile.directives?.[directive] ?? []).map((name) => ({ module: name.split('.')[0], function: name.split('.')[1], directive })),
  );
}

function steps({ configBoard: board, configModules, configOut: out = 'dist', ...options }) {
  const modules = chosenModules(configModules);
  const boards = (board === undefined ? boardNames() : [board]).map(readProfile);
  const bundles = boards.flatMap((profile) =>
    boardBundles({ ...profile, modules: modules ?? profile.modules, marked: markedFunctions(options, profile, boards) }, out),
  );
  return [library(out), ...bundles, ...(board === undefined ? [tools(out)] : [])];
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
