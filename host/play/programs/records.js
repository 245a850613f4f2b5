// Records in place of objects
// Ten tags that a radio hears: a row of 8 bytes each, where an object would take 60 or more.
var ckremm = require('ckremm');
var heap = ckremm.devices.heap(0, 2048);
var R = ckremm.records;
var tags = R.create(heap, 'id:u16 seen:u32 rssi:i8', 100);
var ID = R.field(tags, 'id'),
  SEEN = R.field(tags, 'seen'),
  RSSI = R.field(tags, 'rssi');
var now = 0;

function find(id) {
  var row;
  for (row = R.next(tags, 0); row; row = R.next(tags, row)) if (R.get(tags, row, ID) === id) return row;
  return 0;
}

function heard(id, rssi) {
  var row = find(id) || R.alloc(tags);
  if (!row) return print('no row is free: fault ' + ckremm.fault());
  R.set(tags, row, ID, id);
  R.set(tags, row, SEEN, now);
  R.set(tags, row, RSSI, rssi);
}

// A tag that was not heard for eight seconds is forgotten.
function forget() {
  var row;
  for (row = R.next(tags, 0); row; row = R.next(tags, row)) if (now - R.get(tags, row, SEEN) > 8) R.dealloc(tags, row);
}

setInterval(function () {
  now++;
  heard(1000 + Math.floor(Math.random() * 10), -40 - Math.floor(Math.random() * 50));
  forget();
  if (now % 10 === 0) print(R.count(tags) + ' tags are near');
}, 1000);
