/**
 * node build/sizes.js [--whole] OUT BOARD 'headers' 'records,queue' ...
 *
 * The lean bundle of each set of modules, from the dist/es that is there, into OUT/<set>/BOARD: what figures
 * and tests weigh and count. The modules of the board's profile are not asked. With --whole: all bundles of each set.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildBundles } from './index.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { whole: { type: 'boolean' } } });
const [out, board, ...sets] = positionals;
const kinds = values.whole ? undefined : ['ckremm.min.js'];
for (const set of sets) await buildBundles({ boards: [board], modules: set, out: join(out, set), kinds });
