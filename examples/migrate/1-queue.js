/** Step 1: readings are rows of a queue, which overwrites the oldest. The outbox is as it was. */
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 2600);
var queue = ckremm.queue;
var readings = queue.create(heap, 't:u32 v:i16', 400, true);
var times = queue.column(readings, 't');
var values = queue.column(readings, 'v');
var outbox = [];

function read(time, tenths) {
  var row = queue.push(readings);
  times[row] = time;
  values[row] = tenths;
}

function report(text) {
  if (outbox.length < 24) outbox.push(text);
}

function send(transmit) {
  if (outbox.length) transmit(outbox.shift());
}

function mean() {
  var count = queue.count(readings);
  var sum = 0;
  var row;
  for (row = 1; row <= count; row++) sum += values[row];
  return sum / count;
}
