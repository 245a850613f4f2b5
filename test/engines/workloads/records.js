/* All calls of records on a heap of 8 KB, 120 rows: every type of field, values that wrap, rows that are not live, and what is no row. */
var WRAPPED = [
  0, 1, -1, 255, 256, -129, 65535, 65536, -32769, 2147483648, -2147483649, 4294967295, 4294967301, 1e12, -1e12
];

function recordsWorkload(library) {
  var records = library.records;
  var fields = 't:u32 v:i16 w:i32 f:f32 b:i8 c:u8 d:u16 id:bytes:6';
  var heap = library.heap.format(new Uint8Array(8192));
  var first = records.create(heap, 'x:u16', 40);
  var pool = records.create(heap, fields, 120);
  var live = [];
  var refusals = 0;
  var sum = 0;
  var time = records.column(pool, 't');
  var i;
  var row;
  var at;
  quietly(records.create, heap, 'a\u00e9:u16', 9);
  quietly(records.create, heap, '1e3:u16', 9);
  quietly(records.create, heap, 'a:u16 b:bytes:1e3', 1);
  for (i = 0; i < ODD.length; i++)
    if (quietly(records.create, heap, 'a:u16', ODD[i])) say('a pool of ' + ODD[i] + ' rows');
  records.destroy(first);
  if (quietly(records.alloc, first) || quietly(records.set, first, 1, 1, 1)) say('a destroyed pool goes on');
  for (i = 0; i < 900; i++) {
    at = live.length ? below(live.length) : 0;
    if (below(100) < 62) {
      row = records.alloc(pool);
      if (row) {
        live.push(row);
        time[row] = i * 1000003;
        records.set(pool, row, 'v', below(90000) - 45000);
        records.set(pool, row, 3, -i * 7919);
        records.set(pool, row, 'f', i / 8);
        records.set(pool, row, 'b', i);
        records.set(pool, row, 'c', i);
        records.set(pool, row, 'd', i * 97);
        records.set(pool, row, 'id', [i & 255, 2, 3, 4, 5, i % 7]);
      } else refusals++;
    } else if (live.length) {
      row = live[at];
      sum =
        (sum * 31 +
          (records.get(pool, row, 't') % 65536) +
          records.get(pool, row, 2) +
          32768 +
          records.get(pool, row, 'id')[5]) %
        16777213;
      if (!records.dealloc(pool, row)) say('dealloc refused a row');
      if (quietly(records.dealloc, pool, row)) say('dealloc took a row twice');
      if (quietly(records.set, pool, row, 'v', 1)) say('a row that is not live was set');
      dropAt(live, at);
    }
    quietly(records.get, pool, below(200) - 20, below(12));
    quietly(records.set, pool, below(200) + 0.5, 'v', 1);
    quietly(records.get, pool, 1, 'nothing');
    if (i % 90 === 0) {
      oddly('at', records.at, pool);
      oddly('dealloc', records.dealloc, pool);
      oddly('get', records.get, pool, 2);
      oddly('set', records.set, pool, 'v', 1);
      oddly('next', records.next, pool);
      oddly('column', records.column, pool);
      oddly('field', records.field, pool);
      if (live.length) {
        row = live[0];
        for (at = 0; at < 6; at++) records.set(pool, row, 1 + at, WRAPPED[(i + at) % WRAPPED.length]);
        if (
          quietly(records.set, pool, row, 'id', [1, 2, 3, 4, 5, 6, 7]) ||
          quietly(records.set, pool, row, 'id', 'abc')
        )
          say('bytes that do not fit');
      }
    }
  }
  for (row = records.next(pool, 0); row; row = records.next(pool, row)) sum = (sum * 31 + row) % 16777213;
  if (!records.repair(pool)) say('repair finds fault');
  pool = records.attach(library.heap.open(heap), library.heap.find(heap, 4, 0), fields);
  if (!pool) return 'the image is not sound: fault ' + library.fault();
  return sumOf(heap) + ' values ' + sum + ' rows ' + records.count(pool) + ' no space ' + refusals;
}
