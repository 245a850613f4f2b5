/** The same station with two typed arrays as a ring, for comparison. */
var times = new Uint32Array(400);
var values = new Int16Array(400);
var next = 0;
var count = 0;
var outbox = [];

function read(time, tenths) {
  times[next] = time;
  values[next] = tenths;
  next = (next + 1) % 400;
  if (count < 400) count++;
}

function report(text) {
  if (outbox.length < 24) outbox.push(text);
}

function send(transmit) {
  if (outbox.length) transmit(outbox.shift());
}

function mean() {
  var sum = 0;
  var i;
  for (i = 0; i < count; i++) sum += values[i];
  return sum / count;
}
