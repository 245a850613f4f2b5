// Tables: compaction
// Every second block goes, so that free space lies in pieces. A larger block has room in none of them: blocks move.
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 4096);
var T = ckremm.tables,
  pool = T.create(heap, 3072);
var handles = [],
  i,
  large;

for (i = 0; i < 40; i++) handles.push(T.alloc(pool, 60));
for (i = 0; i < 40; i += 2) T.dealloc(pool, handles[i]);

setTimeout(function () {
  print('block 1 is at ' + T.addrOf(pool, handles[1]) + ', block 39 at ' + T.addrOf(pool, handles[39]));
  large = T.alloc(pool, 600);
  print(
    'after a block of 600 bytes block 1 is at ' +
      T.addrOf(pool, handles[1]) +
      ', block 39 at ' +
      T.addrOf(pool, handles[39])
  );
}, 1000);

// A handle whose block is gone is refused.
setTimeout(function () {
  T.dealloc(pool, handles[0]);
}, 2000);

// Idle time: the rest is put together, 200 bytes at a time.
setTimeout(function () {
  var timer;
  for (i = 1; i < 40; i += 4) T.dealloc(pool, handles[i]);
  timer = setInterval(function () {
    if (T.reorder(pool, 200)) clearInterval(timer);
  }, 100);
}, 3000);
