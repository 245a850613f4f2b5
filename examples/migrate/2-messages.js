/** Step 2: the outbox is a ring of messages in the same heap. */
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 3800);
var queue = ckremm.queue;
var messages = ckremm.messages;
var readings = queue.create(heap, 't:u32 v:i16', 400, true);
var times = queue.column(readings, 't');
var values = queue.column(readings, 'v');
var outbox = messages.create(heap, 1100);

function read(time, tenths) {
  var row = queue.push(readings);
  times[row] = time;
  values[row] = tenths;
}

function report(text) {
  messages.push(outbox, text);
}

function send(transmit) {
  var text = messages.text(outbox);
  if (text === null) return;
  messages.shift(outbox);
  transmit(text);
}

function mean() {
  var count = queue.count(readings);
  var sum = 0;
  var row;
  for (row = 1; row <= count; row++) sum += values[row];
  return sum / count;
}
