/**
 * node examples/two-programs/run.mjs: a leaker and a blinker on an emulated Puck.js. That has no variables of its own to run out of: here an
 * object that is kept counts for four of them, of 2,000 that are free, as a real one has it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fileOf = (path) => new URL(`../../dist/tools/host/${path}`, import.meta.url);
if (!existsSync(fileOf('emulator/index.js'))) throw new Error('no dist/tools: run `npm run build` first');
const { CutOff, Interrupts, boot, instrumentInterrupts } = await import(fileOf('emulator/index.js').href);
const { buildBundles } = await import(new URL('../../build/index.js', import.meta.url).href);

const out = fileURLToPath(new URL('../../out/two-programs', import.meta.url));
await buildBundles({ boards: ['puckjs'], out, modules: 'processes', kinds: ['ckremm.min.js'] });
const { ckremm, events, realm, run } = boot('puckjs', {
  bundleFile: `${out}/puckjs/ckremm.min.js`,
  counter: { textOf: instrumentInterrupts, globals: new Interrupts().globals() },
});

let free = 2000;
realm.require = () => ckremm;
realm.print = (line) => {
  console.log(`  ${line}`);
  // The one who leaks is over: its variables are free again.
  free = 2000;
};
run(
  '(function (keep) { var push = Array.prototype.push; Array.prototype.push = function (value) {\n' +
    'if (value && value.at !== undefined) keep(); return push.call(this, value); }; })',
)(() => {
  free -= 4;
  if (free < 0) throw new CutOff();
});
run(readFileSync(new URL('programs.js', import.meta.url), 'utf8'));
for (let second = 1; second <= 4; second++) {
  events.advance(1000);
  console.log(
    `after ${second} s: ${run('blinks')} blinks, ${ckremm.processes.list().length} programs, ${events.count.timers} timers`,
  );
}
