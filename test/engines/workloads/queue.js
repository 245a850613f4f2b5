/* All calls of queues on a heap of 4 KB, 50 and 64 rows: one that refuses when it is full, and a ring that overwrites. */
function queueWorkload(library) {
  var queue = library.queue;
  var fields = 'at:u32 kind:u8 data:bytes:5';
  var heap = library.heap.format(new Uint8Array(4096));
  var inbox = queue.create(heap, fields, 50);
  var ring = queue.create(heap, 'v:i16', 64, true);
  var values = queue.column(ring, 'v');
  var refusals = 0;
  var sum = 0;
  var i;
  var row;
  for (i = 0; i < 1000; i++) {
    values[queue.push(ring)] = i * 77;
    if (below(100) < 56) {
      row = queue.push(inbox);
      if (row) {
        queue.set(inbox, row, 'at', i);
        queue.set(inbox, row, 2, i);
        queue.set(inbox, row, 'data', [i & 255, 9]);
      } else refusals++;
    } else {
      row = queue.peek(inbox);
      if (row) sum = (sum * 31 + queue.get(inbox, row, 'at') * 3 + queue.get(inbox, row, 'data')[0]) % 16777213;
      if (queue.shift(inbox) !== row) say('shift took another row than peek saw');
      if (row && quietly(queue.get, inbox, row, 'at')) say('a row that is gone was read');
    }
    if (i % 9 === 0) queue.shift(ring);
    if (i % 90 === 0) {
      oddly('at', queue.at, inbox);
      oddly('get', queue.get, inbox, 2);
      oddly('set', queue.set, inbox, 2, 1);
      oddly('column', queue.column, inbox);
      oddly('field', queue.field, ring);
      if (!queue.repair(ring)) say('repair finds fault');
    }
  }
  inbox = queue.attach(library.heap.open(heap), library.heap.find(heap, 5, 0), fields);
  ring = queue.attach(heap, library.heap.find(heap, 5, 1));
  if (!inbox || !ring) return 'the image is not sound: fault ' + library.fault();
  return (
    sumOf(heap) +
    ' values ' +
    sum +
    ' waiting ' +
    queue.count(inbox) +
    ' and ' +
    queue.count(ring) +
    ' full ' +
    refusals
  );
}
