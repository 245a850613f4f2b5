/** node examples/temperature-log/run.mjs: a day and an hour of samples on an emulated Puck.js. */
import { readFileSync } from 'node:fs';
import { bootWithRecords, bytesAsObjects, bytesOfPool, report } from './board.mjs';

const { ckremm, board, run } = await bootWithRecords('puckjs');
run(readFileSync(new URL('log.js', import.meta.url), 'utf8'), 'log.js');
const temperatureLog = run('temperatureLog');

const heap = ckremm.devices.heap();
const log = temperatureLog(ckremm, heap);
const start = 1700000000;
const degreesAt = (minute) => 21 + 6 * Math.sin((minute / 720) * Math.PI);
const objects = [];
for (let minute = 0; minute < 1500; minute++) {
  log.add(start + minute * 60, degreesAt(minute));
  objects.push({ t: start + minute * 60, v: Math.round(degreesAt(minute) * 10) / 10 });
}
// After a reset the log is found in the heap again.
const { samples, since, least, mean, most } = temperatureLog(ckremm, heap).summary();
console.log(`${samples} samples since minute ${(since - start) / 60}: ${least} to ${most} degrees, ${mean} on average`);
report('24 h of {t, v}', board, bytesOfPool(heap, ckremm), bytesAsObjects(objects.slice(-1440), board));
