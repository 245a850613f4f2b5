/** node examples/banglejs-apps/run.mjs [APP.js ...]: apps run and left on an emulated Bangle.js 2, four times each; what they leave behind. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const fileOf = (path) => new URL(`../../dist/tools/host/${path}`, import.meta.url);
if (!existsSync(fileOf('emulator/index.js'))) throw new Error('no dist/tools: run `npm run build` first');
const { boot, emitter } = await import(fileOf('emulator/index.js').href);
const { buildBundles } = await import(new URL('../../build/index.js', import.meta.url).href);
const own = fileURLToPath(new URL('apps/clock.js', import.meta.url));
const files = process.argv.length > 2 ? process.argv.slice(2) : [own];

const out = fileURLToPath(new URL('../../out/banglejs-apps', import.meta.url));
await buildBundles({ boards: ['banglejs2'], out, modules: 'processes', kinds: ['ckremm.min.js'] });

/** Timers, watches, listeners and names of `global` that are there. */
const heldBy = ({ events, realm }) => [...Object.values(events.count), Object.keys(realm).length].join(' ');

for (const file of files) {
  const board = boot('banglejs2', { bundleFile: `${out}/banglejs2/ckremm.min.js` });
  const { ckremm, events, realm, run } = board;
  let draws = 0;
  realm.Bangle = emitter(events, { setUI() {} });
  realm.g = { clear() {}, drawString: () => void draws++ };
  const code = readFileSync(file, 'utf8');
  const ended = [];
  ckremm.processes.init(null, { ended: (_pid, _name, reason) => ended.push(String(reason)) });
  run(readFileSync(new URL('loader.js', import.meta.url), 'utf8'));
  realm.code = code;
  // A widget that is there before, and stays.
  realm.Bangle.on('lcdPower', () => {});
  run('var apps = appLoader(ckremm.processes, [Bangle, E]);');
  const before = heldBy(board);
  const within = [];
  for (let turn = 0; turn < 4; turn++) {
    run('apps.start(code, "app");');
    events.advance(3500);
    realm.Bangle.emit('touch', 1);
    events.change(realm.BTN1, true);
    events.change(realm.BTN1, false);
    within.push(heldBy(board));
    run('apps.leave();');
    events.advance(10);
  }
  const after = heldBy(board);
  console.log(
    `${basename(file)}: draws ${draws}, held by it ${within[0]}, before ${before}, after 4 times ${after}, ended by ${ended}`,
  );
  if (after !== before) process.exitCode = 1;
}
