/**
 * node build/heat.js          how often each function of the library is entered: prints what heat.json should be
 * node build/heat.js --write  writes it
 *
 * Counted on the emulated board over the modules of dist/, by host/cost/heat.ts. A test compares the two.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countedBundle } from './bundles.js';
import { write } from './index.js';
import profiles from './profiles.cjs';

const { readProfile, root } = profiles;
const { HEAT_BOARD, measureHeat } = await import('../dist/tools/host/cost/heat.js');
const MODULES = ['headers', 'tables', 'records', 'queue', 'messages', 'strings', 'gc', 'paging', 'stores', 'processes'];

const folder = join(root, 'out', 'heat');
mkdirSync(folder, { recursive: true });
const modules = MODULES.flatMap((name) => [name, `${name}.inspect`]).filter(
  (name) => !['strings.inspect', 'stores.inspect', 'processes.inspect'].includes(name),
);
const origins = new Set();
const file = join(folder, 'ckremm.js');
await write(
  countedBundle({ ...readProfile(HEAT_BOARD), modules, marked: [] }, join(root, 'dist', 'es'), file, origins),
);
const text = `${JSON.stringify(measureHeat(file, [...origins]), null, 1)}\n`;
if (process.argv.includes('--write')) writeFileSync(join(root, 'build', 'heat.json'), text);
else process.stdout.write(text);
