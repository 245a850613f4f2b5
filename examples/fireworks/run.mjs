/** node examples/fireworks/run.mjs: a thousand frames on an emulated Bangle.js 2. */
import { readFileSync } from 'node:fs';
import { bootWithRecords, bytesAsObjects, bytesOfPool, report } from '../temperature-log/board.mjs';

const { ckremm, board, run } = await bootWithRecords('banglejs2');
run(readFileSync(new URL('fireworks.js', import.meta.url), 'utf8'), 'fireworks.js');
const heap = ckremm.devices.heap();
const show = run('fireworks')(ckremm, heap, 400);

let seed = 1;
const random = () => (seed = (seed * 1103 + 12345) % 1048573) / 1048573;
let made = 0;
let most = 0;
let pixels = 0;
for (let frame = 0; frame < 1000; frame++) {
  if (frame % 4 === 0) made += show.burst(88, 60, 60, random);
  most = Math.max(most, show.step());
  show.draw({ setPixel: () => pixels++ });
}
console.log(`${made} sparks were made and went out, ${most} at once, ${pixels} pixels drawn`);
const spark = { x: 1400, y: 960, dx: -50, dy: 20, life: 20 };
report('400 sparks', board, bytesOfPool(heap, ckremm), bytesAsObjects(new Array(400).fill(spark), board));
