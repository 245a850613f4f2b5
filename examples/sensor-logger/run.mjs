/** node examples/sensor-logger/run.mjs: a simulated Puck.js that loses power twice. */
import { readFileSync } from 'node:fs';
import { bootWithRecords, folderOfBundles } from '../temperature-log/board.mjs';

const { board } = await bootWithRecords('puckjs');
const { BoardStorage, SimulatedBoard } = await import(new URL('../../dist/tools/host/sim/index.js', import.meta.url));
const bundle = `${folderOfBundles(board)}/ckremm.storage.js`;
const logger = readFileSync(new URL('logger.js', import.meta.url));

const storage = new BoardStorage(10 * 4096);
storage.write('ckremm', readFileSync(bundle));
storage.write('logger', logger);
storage.write(
  '.bootcde',
  Buffer.from('var logger = require("logger")(require("ckremm"), require("Storage"), 240, 60);'),
);

const puck = new SimulatedBoard('puckjs', storage);
console.log(`${board.title}, simulated: a sample a minute, saved every hour`);
let minute = 0;
for (const [what, minutes] of [
  ['first start', 150],
  ['after a reset', 500],
  ['after another', 30],
]) {
  puck.powerOn();
  const { samples, from, to } = puck.run('logger.range()');
  console.log(`  ${what}: ${samples} samples, minute ${from / 60} to ${to / 60}`);
  for (let i = 0; i < minutes; i++) puck.run(`logger.add(${++minute * 60}, ${20 + (minute % 7)})`);
}
puck.close();
console.log(
  `  Storage: ${storage
    .list()
    .map((name) => `${name} ${storage.read(name).length}`)
    .join(', ')}`,
);
