/* All calls of the tables pool on a heap of 8 KB: compaction, pins, stale handles and out of memory among them. */
function contentsSum(tables, heap, pool, live) {
  var sum = 7;
  var i;
  var at;
  for (i = 0; i < live.length; i++) {
    at = tables.addrOf(pool, live[i]);
    sum = (sum * 31 + heap[at] * 256 + heap[at + tables.sizeOf(pool, live[i]) - 1]) % 16777213;
  }
  return sum;
}

function tablesStep(tables, pool, live, scratch) {
  var kind = below(100);
  var at = live.length ? below(live.length) : 0;
  var bytes = 1 + below(below(5) ? 60 : 500);
  var handle = live[at];
  if (kind < 42) {
    handle = tables.alloc(pool, bytes);
    if (handle && bytes > 1 && !tables.write(pool, handle, [bytes & 255, kind], bytes - 2)) say('write did not fit');
    if (handle) live.push(handle);
  } else if (!live.length) {
    return;
  } else if (kind < 66) {
    if (!tables.dealloc(pool, handle)) say('dealloc refused a block');
    if (quietly(tables.dealloc, pool, handle)) say('dealloc took a block twice');
    if (quietly(tables.addrOf, pool, handle)) say('a stale handle has an address');
    dropAt(live, at);
  } else if (kind < 78) {
    tables.resize(pool, handle, bytes);
  } else if (kind < 82) {
    quietly(tables.copy, pool, handle, live[below(live.length)]);
  } else if (kind < 86) {
    tables.clean(pool, handle);
  } else if (kind < 90) {
    if (quietly(tables.read, pool, handle, scratch, below(20))) tables.write(pool, handle, scratch);
  } else if (kind < 94) {
    if (tables.pin(pool, handle)) {
      tables.view(pool, handle)[0] = kind;
      tables.reorder(pool, 100 + below(400));
      tables.unpin(pool, handle);
    }
  } else if (kind < 95) {
    tables.reorder(pool);
  } else if (kind < 96) {
    tables.setPause(pool, below(2) ? 0 : 1 + below(9));
    // What is not compact yet is asked for again.
    for (at = 0; at < 9 && !(handle = tables.alloc(pool, bytes)); at++);
    if (handle) live.push(handle);
  } else {
    quietly(tables.sizeOf, pool, below(3000) * 65536 + below(300));
    quietly(tables.alloc, pool, below(2) ? 0 : 2.5);
  }
}

function tablesWorkload(library) {
  var tables = library.tables;
  var heap = library.heap.format(new Uint8Array(8192));
  var first = tables.create(heap, 1000, 20);
  var pool = tables.create(heap, library.heap.freeBytes(heap));
  var live = [];
  var scratch = new Uint8Array(8);
  var refusals = 0;
  var i;
  tables.destroy(first);
  tables.setLow(pool, 1000);
  for (i = 0; i < 1200; i++) {
    tablesStep(tables, pool, live, scratch);
    if (i % 37 === 0 && !tables.alloc(pool, 8000)) refusals++;
    if (i % 150 === 0) {
      oddly('dealloc', tables.dealloc, pool);
      oddly('addrOf', tables.addrOf, pool);
      oddly('sizeOf', tables.sizeOf, pool);
      oddly('resize', tables.resize, pool, 20);
      oddly('pin', tables.pin, pool);
      oddly('clean', tables.clean, pool);
    }
  }
  pool = tables.attach(library.heap.open(heap), library.heap.find(heap, 2, 0));
  if (!pool) return 'the image is not sound: fault ' + library.fault();
  return (
    sumOf(heap) +
    ' contents ' +
    contentsSum(tables, heap, pool, live) +
    ' live ' +
    live.length +
    ' low ' +
    tables.isLow(pool) +
    ' no space ' +
    refusals
  );
}
