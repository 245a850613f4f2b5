/** node examples/message-queue/run.mjs: messages in bursts, on an emulated ESP32. */
import { readFileSync } from 'node:fs';
import { bootWithRecords, bytesAsObjects, bytesOfPool, report } from '../temperature-log/board.mjs';

const MOST = 64;
const { ckremm, board, run } = await bootWithRecords('esp32');
run(readFileSync(new URL('messages.js', import.meta.url), 'utf8'), 'messages.js');

const heap = ckremm.devices.heap();
const inbox = run('messageQueue')(ckremm, heap, MOST);
let sent = 0;
let taken = 0;
let sum = 0;
for (let burst = 0; burst < 50; burst++) {
  // Every tenth burst is more than the queue can hold.
  const messages = burst % 10 === 9 ? 80 : 20;
  for (let i = 0; i < messages; i++) inbox.put(1700000000 + sent, sent++ % 9, 1, [sent & 255, sent >> 8, i]);
  taken += inbox.takeAll((_at, _from, _kind, data) => {
    sum += data[0] + (data[1] << 8);
  });
}
console.log(`${sent} messages sent, ${taken} taken, ${inbox.dropped()} refused by a full queue, sum ${sum}`);

const objects = Array.from({ length: MOST }, (_, i) => ({
  at: 1700000000 + i,
  from: 3,
  kind: 1,
  data: new Uint8Array(12),
}));
report(`${MOST} messages {at, from, kind, data}`, board, bytesOfPool(heap, ckremm), bytesAsObjects(objects, board));
