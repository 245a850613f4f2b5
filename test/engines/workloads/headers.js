/* All calls of the headers pool on a heap of 6 KB, as the smallest board has, out of memory among them. */
function fillBlock(heap, address, bytes, value) {
  var i;
  for (i = 0; i < bytes; i++) heap[address + i] = value & 254;
}

function followBlock(live, from, to) {
  var i;
  for (i = 0; i < live.length; i++) {
    if (live[i] === from) {
      live[i] = to;
      return;
    }
  }
  say('a block moved that nobody has');
}

/* So many blocks: their addresses, and what a call takes on its way, fit beside the heap on the smallest board. */
var MOST_LIVE = 80;

function headersStep(headers, heap, pool, live) {
  var kind = live.length < MOST_LIVE ? below(100) : 60;
  var at = live.length ? below(live.length) : 0;
  var address;
  var bytes = 1 + below(below(5) ? 60 : 700);
  if (kind < 45) {
    address = headers.alloc(pool, bytes);
  } else if (kind < 50) {
    address = headers.allocAligned(pool, bytes, 4 << (below(6) & 7));
  } else if (kind < 75 && live.length) {
    if (!headers.dealloc(pool, live[at])) say('dealloc refused a block');
    if (quietly(headers.dealloc, pool, live[at])) say('dealloc took a block twice');
    dropAt(live, at);
  } else if (kind < 88 && live.length) {
    address = headers.resize(pool, live[at], bytes);
    if (address) live[at] = address;
    address = 0;
  } else if (kind < 92 && live.length) {
    headers.clean(pool, live[at]);
  } else if (kind < 94 && live.length) {
    headers.view(pool, live[at])[headers.sizeOf(pool, live[at]) - 1] = 170;
  } else if (kind < 98) {
    quietly(headers.sizeOf, pool, below(2000) * 4);
    quietly(headers.alloc, pool, below(2) ? 0 : 2.5);
  }
  if (address) {
    live.push(address);
    fillBlock(heap, address, bytes, kind + bytes);
  }
  return kind === 98 || kind === 99;
}

function headersWorkload(library) {
  var headers = library.headers;
  var heap = library.heap.format(new Uint8Array(6144));
  var first = headers.create(heap, 1000);
  var pool = headers.create(heap, library.heap.freeBytes(heap));
  var live = [];
  var refusals = 0;
  var i;
  var at;
  headers.destroy(first);
  headers.setLow(pool, 1000);
  for (i = 0; i < 1500; i++) {
    if (headersStep(headers, heap, pool, live) && i % 5 === 0) {
      headers.reorder(pool, function (from, to) {
        followBlock(live, from, to);
      });
    }
    if (i % 37 === 0 && !headers.alloc(pool, 6000)) refusals++;
  }
  pool = headers.attach(library.heap.open(heap), library.heap.find(heap, 1, 0));
  if (!pool) return 'the image is not sound: fault ' + library.fault();
  return sumOf(heap) + ' live ' + live.length + ' low ' + headers.isLow(pool) + ' no space ' + refusals;
}
