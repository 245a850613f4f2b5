// Messages between parts of a program
// The radio's handler appends and returns at once; the program takes what has come when it has time.
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 1024);
var M = ckremm.messages,
  inbox = M.create(heap, 400);
var sent = 0,
  lost = 0;

setInterval(function () {
  sent++;
  if (!M.push(inbox, 'message ' + sent + ' of the radio')) lost++;
}, 300);

setInterval(function () {
  var text,
    taken = 0;
  for (text = M.text(inbox); text !== null && taken < 20; text = M.text(inbox)) {
    M.shift(inbox);
    taken++;
  }
  print('took ' + taken + ', ' + lost + ' found no room');
}, 6000);
