/**
 * node build/sizes.js OUT BOARD 'headers' 'records,queue' ...
 *
 * The lean bundle of each set of modules, from the dist/es that is there, into OUT/<set>/BOARD: what figures
 * and tests weigh and count. The board's own profile is not asked.
 */
import { join } from 'node:path';
import { rollup } from 'rollup';
import { boardBundles } from './bundles.js';
import profiles from './profiles.cjs';

const [out, board, ...sets] = process.argv.slice(2);
for (const set of sets) {
  const profile = { ...profiles.readProfile(board), modules: set.split(','), marked: [] };
  const configuration = boardBundles(profile, join(profiles.root, 'dist')).find(({ output }) => output.file.endsWith('ckremm.min.js'));
  const bundle = await rollup(configuration);
  await bundle.write({ ...configuration.output, file: join(out, set, board, 'ckremm.min.js') });
  await bundle.close();
}
