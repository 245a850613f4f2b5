// A program that does not end
// On a board it would hang until somebody pulls the plug. Here the board stops it, and the page says so.
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 1024);
var pool = ckremm.headers.create(heap, 512);

setTimeout(function () {
  while (ckremm.headers.alloc(pool, 40) || true);
}, 1000);
