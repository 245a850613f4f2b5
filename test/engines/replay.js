/*
 * A trace (operations as `a ID BYTES`, joined by commas) in a headers pool of `bytes`. The first and the last
 * byte of each block tell whose it is; they are looked at when it goes, and when it moves. After tools.js.
 */
function replay(library, name, trace, bytes) {
  var heap = library.heap.format(new Uint8Array(bytes));
  var headers = library.headers;
  var pool = headers.create(heap, library.heap.freeBytes(heap));
  var operations = trace.split(',');
  var addresses = [];
  var sizes = [];
  var i;
  var parts;
  var id;
  var kind;
  var size;
  say('begin');
  for (i = 0; i < operations.length; i++) {
    parts = operations[i].split(' ');
    kind = parts[0];
    id = +parts[1];
    size = +parts[2];
    if (kind !== 'a' && heap[addresses[id]] !== (id & 255)) say(name + ': block ' + id + ' lost its first byte');
    if (kind === 'f' && sizes[id] > 1 && heap[addresses[id] + sizes[id] - 1] !== ((id >> 3) & 255))
      say(name + ': block ' + id + ' lost its last byte');
    if (kind === 'f') {
      if (!headers.dealloc(pool, addresses[id])) say(name + ': block ' + id + ' was refused');
    } else {
      addresses[id] = kind === 'a' ? headers.alloc(pool, size) : headers.resize(pool, addresses[id], size);
      if (!addresses[id]) say(name + ': no space');
      sizes[id] = size;
      heap[addresses[id] + size - 1] = id >> 3;
      heap[addresses[id]] = id;
    }
  }
  say(name + ' ' + sumOf(heap));
  say('done');
}
