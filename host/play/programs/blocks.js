// Blocks that come and go
// A block of 20 to 139 bytes every half second; the oldest of 40 goes for it.
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 6144);
var H = ckremm.headers,
  pool = H.create(heap, 4096);
var blocks = new Uint16Array(40),
  at = 0;

function turn() {
  if (blocks[at]) H.dealloc(pool, blocks[at]);
  blocks[at] = H.alloc(pool, 20 + Math.floor(Math.random() * 120));
  if (!blocks[at]) print('no space, fault ' + ckremm.fault());
  at = (at + 1) % blocks.length;
}

setInterval(turn, 500);

// Some calls are refused: nothing changes, and the fault says why.
setTimeout(function () {
  var a = H.alloc(pool, 16);
  H.dealloc(pool, a);
  H.dealloc(pool, a);
  H.dealloc(pool, a + 2);
}, 2200);
