// Event logger
// The newest 240 samples of a sensor in a queue, and the newest texts in a ring of messages.
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 4096);
var Q = ckremm.queue,
  M = ckremm.messages;
var samples = Q.create(heap, 't:u32 v:i16', 240, true);
var texts = M.create(heap, 1600, true);
var t = Q.column(samples, 't'),
  v = Q.column(samples, 'v');
var seconds = 0,
  phone = 0;

// A row is taken, and filled in by its columns: they are typed arrays.
setInterval(function () {
  var row = Q.push(samples);
  seconds++;
  t[row] = seconds;
  v[row] = Math.round(210 + 30 * Math.random());
}, 1000);

setInterval(function () {
  phone++;
  M.push(texts, 'connected: phone ' + phone + ', at ' + seconds + ' s');
}, 7000);

setInterval(function () {
  print(Q.count(samples) + ' samples, ' + M.count(texts) + ' texts, the oldest: ' + M.text(texts));
}, 20000);
