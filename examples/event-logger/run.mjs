/** node examples/event-logger/run.mjs: 700 samples and 140 texts on an emulated Puck.js, and what each call takes there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fileOf = (path) => new URL(`../../dist/tools/host/${path}`, import.meta.url);
if (!existsSync(fileOf('emulator/index.js'))) throw new Error('no dist/tools: run `npm run build` first');
const { readBoard } = await import(fileOf('emulator/index.js').href);
const { CountingBoard } = await import(fileOf('cost/count.js').href);
const { modelOf } = await import(fileOf('cost/model.js').href);
const { wordsFrom } = await import(fileOf('support/random.js').href);

const HEAP_BYTES = 6428;
const args = [
  '--configBoard',
  'puckjs',
  '--configModules',
  'queue,messages',
  '--configOut',
  'out/examples/event-logger',
];
const built = spawnSync(process.execPath, ['node_modules/rollup/dist/bin/rollup', '-c', '--silent', ...args], {
  cwd: root,
  encoding: 'utf8',
});
if (built.status !== 0) throw new Error(built.stderr);

const counting = new CountingBoard('puckjs', { bundleFile: `${root}out/examples/event-logger/puckjs/ckremm.min.js` });
const model = modelOf(readBoard('puckjs'));
counting.run(readFileSync(new URL('logger.js', import.meta.url), 'utf8'), 'logger.js');
counting.run(`var log = eventLogger(ckremm, ckremm.devices.heap(0, ${HEAP_BYTES}));`);

/** Milliseconds of the board that a line of the program takes. */
function millisecondsOf(line) {
  counting.reset();
  counting.run(line);
  return model.microseconds(counting.read()) / 1000;
}

const below = (
  (next) => (most) =>
    next() % most
)(wordsFrom(1));
const worst = { sample: 0, message: 0 };
for (let i = 0; i < 700; i++) {
  worst.sample = Math.max(worst.sample, millisecondsOf(`log.sample(${i * 10}, ${200 + below(50)})`));
  if (i % 5) continue;
  const text = `adv${i}:`.padEnd(20 + below(41), 'x');
  worst.message = Math.max(worst.message, millisecondsOf(`log.message("${text}")`));
}
const [samples, mean, texts, last] = counting.run('log.report()').split(' ');
console.log(
  `${samples} samples, on average ${mean}, and ${texts} texts, the newest ${last.slice(0, 7)}, in ${HEAP_BYTES} bytes`,
);
console.log(
  `  a sample takes ${worst.sample.toFixed(1)} ms of a Puck.js at most, a text ${worst.message.toFixed(1)} ms`,
);
