/**
 * npm run build [-- --configBoard NAME] [--configModules a,b] [--configOut DIR]
 *
 * 1. src/ -> dist/es: ES5 modules and their types; TypeScript runs once.
 * 2. dist/es -> dist/<board>/ckremm.js (checked) and ckremm.min.js (lean), for every
 *    board, or for --configBoard; modules of the profile, or --configModules.
 * 3. host/ -> dist/tools, which is what `npm start` runs (not with --configBoard).
 */
import { boardBundles } from './build/bundles.js';
import { library } from './build/library.js';
import profiles from './build/profiles.cjs';
import { tools } from './build/tools.js';

const { BuildFault, boardNames, checkModules, readProfile } = profiles;

function chosenModules(list) {
  if (list === undefined) return undefined;
  const modules = String(list).split(',').filter(Boolean);
  checkModules('--configModules', modules, 'entry');
  return modules;
}

function steps({ configBoard: board, configModules, configOut: out = 'dist' }) {
  const modules = chosenModules(configModules);
  const boards = (board === undefined ? boardNames() : [board]).map(readProfile);
  const bundles = boards.flatMap((profile) =>
    boardBundles({ ...profile, modules: modules ?? profile.modules }, out),
  );
  return [library(out), ...bundles, ...(board === undefined ? [tools(out)] : [])];
}

export default function build(commandLine) {
  try {
    return steps(commandLine);
  } catch (error) {
    if (!(error instanceof BuildFault)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
