// Objects that are collected
// Rings of objects which name each other: counting references would never free them.
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 6144);
var G = ckremm.gc,
  all = G.create(heap, 4096, 160);
var PART = G.defineType(all, [0, 1]),
  TABLE = G.defineType(all, 0);
G.setRoot(all, 1, G.alloc(all, TABLE, 16));

// A ring of five parts in place of one of the four that the table holds: the old one is garbage.
function turn(at) {
  var scope = G.open(all),
    first = 0,
    last = 0,
    part,
    i;
  for (i = 0; i < 5; i++) {
    part = G.alloc(all, PART, 24);
    if (!part) break;
    if (last) G.setRef(all, last, 0, part);
    first = first || part;
    last = part;
  }
  if (last) G.setRef(all, last, 0, first);
  G.setRef(all, G.getRoot(all, 1), at, first);
  G.close(all, scope);
}

setInterval(function () {
  turn(Math.floor(Math.random() * 4));
}, 1000);

// Collecting goes on in idle time, a few units at each step.
setInterval(function () {
  G.step(all, 8);
}, 250);
