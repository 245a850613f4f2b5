/** node examples/message-router/run.mjs: a fast and a slow reader on an emulated Raspberry Pi Pico. */
import { existsSync, readFileSync } from 'node:fs';

const tools = new URL('../../dist/tools/host/emulator/index.js', import.meta.url);
if (!existsSync(tools)) throw new Error('no dist/tools: run `npm run build` first');
const { boot } = await import(tools.href);

const { ckremm, board, run } = boot('pico');
run(readFileSync(new URL('router.js', import.meta.url), 'utf8'), 'router.js');
const router = run('messageRouter')(ckremm, ckremm.devices.heap(), 2048);

const seen = { display: 0, radio: 0 };
let now = 0;
router.subscribe('t/', () => seen.display++);
router.subscribe('', () => seen.radio++);
for (now = 0; now < 500; now++) {
  router.publish(now % 3 ? `t/room${now % 7}` : 'button', new Uint8Array(1 + ((now * 37) % 90)));
  if (now % 2) router.pump();
}
console.log(`${board.title}, emulated: 500 messages of 1 to 90 bytes in a pool of 2,048 bytes`);
console.log(
  `  display had ${seen.display}, radio ${seen.radio}, ${router.waiting()} wait, ${router.dropped()} were dropped`,
);
while (router.waiting()) router.pump();
console.log(
  `  when all had theirs, ${ckremm.tables.alloc(router.pool, 1700) ? 'the pool is in one piece again' : 'the pool is in pieces'}`,
);
