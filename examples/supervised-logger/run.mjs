/** node examples/supervised-logger/run.mjs: five minutes on an emulated Pico, with a sensor that fails now and then. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fileOf = (path) => new URL(`../../dist/tools/host/${path}`, import.meta.url);
if (!existsSync(fileOf('emulator/index.js'))) throw new Error('no dist/tools: run `npm run build` first');
const { boot } = await import(fileOf('emulator/index.js').href);
const { wordsFrom } = await import(fileOf('support/random.js').href);
const { buildBundles } = await import(new URL('../../build/index.js', import.meta.url).href);

const out = fileURLToPath(new URL('../../out/supervised-logger', import.meta.url));
await buildBundles({ boards: ['pico'], out, modules: 'processes,paging,stores', kinds: ['ckremm.min.js'] });
const { ckremm, events, realm, run } = boot('pico', { bundleFile: `${out}/pico/ckremm.min.js` });
const heap = ckremm.devices.heap();
const store = ckremm.stores.usual();
const before = ckremm.heap.freeBytes(heap);

const next = wordsFrom(1);
let samples = 0;
let failures = 0;
const sample = () => {
  if (next() % 60 === 0) {
    failures++;
    throw new Error('the sensor does not answer');
  }
  samples++;
  return 20 + (samples % 100) / 100;
};

realm.print = (line) => console.log(`  ${line}`);
run(readFileSync(new URL('logger.js', import.meta.url), 'utf8'));
const pid = realm.supervisedLogger(ckremm, heap, store, sample);
events.advance(300_000);
ckremm.processes.kill(pid);
const isBack = ckremm.heap.freeBytes(heap) === before && events.count.timers === 0;

const pager = ckremm.paging.create(heap, 3000, store, 16);
const count = ckremm.paging.read32(pager, 0);
let bad = 0;
for (let i = 0; i < count; i++) {
  const value = ckremm.paging.read16(pager, 4 + 2 * i);
  if (value < 2000 || value >= 2100) bad++;
}
console.log(
  `${samples} samples taken, ${failures} failures; in flash ${count}, ${bad} of them amiss; all it held is back: ${isBack}`,
);
if (count === 0 || count % 10 || bad || !isBack) process.exitCode = 1;
