/** node examples/sleep/run.mjs: a simulated Bangle.js 2 that loses power twice. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sim = new URL('../../dist/tools/host/sim/index.js', import.meta.url);
if (!existsSync(sim)) throw new Error('no dist/tools: run `npm run build` first');
const { BoardStorage, SimulatedBoard } = await import(sim.href);

const modules = 'headers,records,paging.hibernate,paging.resume,stores.storage';
const { buildBundles } = await import(new URL('../../build/index.js', import.meta.url).href);
await buildBundles({ boards: ['banglejs2'], modules, out: `${root}out/sleep`, kinds: ['ckremm.storage.js'] });

const storage = new BoardStorage(4 << 20);
storage.write('ckremm', readFileSync(`${root}out/sleep/banglejs2/ckremm.storage.js`));
storage.write('.bootcde', readFileSync(new URL('app.js', import.meta.url)));
console.log('first start');
const watch = new SimulatedBoard('banglejs2', storage, (line) => console.log(`  ${line}`));
console.log('after power was off');
watch.powerOn();
watch.run('note("never saved")');
console.log('and again: what was not saved is gone');
watch.powerOn();
watch.close();
