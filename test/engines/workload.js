/*
 * One workload for every engine, plain ES5 with every name defined before it is used: all calls of the
 * headers pool on a heap of 8 KB, out of memory among them. Runs after a bundle, in one script, and
 * prints `begin`, `headers <checksum of the final image> ...`, `done`. Nothing in it depends on the engine.
 */
var workload = (function () {
  var say = typeof print !== 'undefined' ? print : console.log;
  var seed = 20261122;

  /* A whole number from 0 to below limit; products stay below 2^31. */
  function below(limit) {
    seed = (seed * 1103 + 12345) % 1048573;
    return seed % limit;
  }

  function sumOf(bytes) {
    var sum = 1;
    var i;
    for (i = 0; i < bytes.length; i++) sum = (sum * 31 + bytes[i]) % 16777213;
    return sum;
  }

  /* The checked bundle throws where the lean one refuses: the image must be the same all the same. */
  function quietly(call, pool, address, bytes) {
    try {
      return call(pool, address, bytes);
    } catch (refused) {
      return 0;
    }
  }

  function fillBlock(heap, address, bytes, value) {
    var i;
    for (i = 0; i < bytes; i++) heap[address + i] = value & 254;
  }

  function step(headers, heap, pool, live) {
    var kind = below(100);
    var at = live.length ? below(live.length) : 0;
    var address;
    var bytes = 1 + below(below(5) ? 60 : 700);
    if (kind < 45) {
      address = headers.alloc(pool, bytes);
    } else if (kind < 50) {
      address = headers.allocAligned(pool, bytes, 4 << below(6));
    } else if (kind < 75 && live.length) {
      if (!headers.dealloc(pool, live[at])) say('dealloc refused a block');
      if (quietly(headers.dealloc, pool, live[at])) say('dealloc took a block twice');
      live[at] = live[live.length - 1];
      live.pop();
    } else if (kind < 88 && live.length) {
      address = headers.resize(pool, live[at], bytes);
      if (address) live[at] = address;
      address = 0;
    } else if (kind < 92 && live.length) {
      headers.clean(pool, live[at]);
    } else if (kind < 94 && live.length) {
      headers.view(pool, live[at])[headers.sizeOf(pool, live[at]) - 1] = 170;
    } else if (kind < 98) {
      quietly(headers.sizeOf, pool, below(3000) * 4);
      quietly(headers.alloc, pool, below(2) ? 0 : 2.5);
    }
    if (address) {
      live.push(address);
      fillBlock(heap, address, bytes, kind + bytes);
    }
    return kind === 98 || kind === 99;
  }

  function follow(live, from, to) {
    var i;
    for (i = 0; i < live.length; i++) {
      if (live[i] === from) {
        live[i] = to;
        return;
      }
    }
    say('a block moved that nobody has');
  }

  function run(library, steps) {
    var heap = library.heap.format(new Uint8Array(8192));
    var first = library.headers.create(heap, 1000);
    var pool = library.headers.create(heap, library.heap.freeBytes(heap));
    var live = [];
    var fails = 0;
    var i;
    say('begin');
    library.headers.destroy(first);
    for (i = 0; i < steps; i++) {
      if (step(library.headers, heap, pool, live) && i % 5 === 0) {
        library.headers.reorder(pool, function (from, to) {
          follow(live, from, to);
        });
      }
      if (i % 37 === 0 && !library.headers.alloc(pool, 8000)) fails++;
    }
    pool = library.headers.attach(library.heap.open(heap), library.heap.find(heap, 1, 0));
    if (!pool) say('the image is not sound: fault ' + library.fault());
    say('headers ' + sumOf(heap) + ' live ' + live.length + ' no space ' + fails);
    say('done');
  }

  /*
   * A trace (operations as `a ID BYTES`, joined by commas) in a heap of `bytes`. The first and the last
   * byte of each block tell whose it is; they are looked at when it goes, and when it moves.
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
      if (kind === 'f' && sizes[id] > 1 && heap[addresses[id] + sizes[id] - 1] !== (id >> 3 & 255)) say(name + ': block ' + id + ' lost its last byte');
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

  return { run: run, replay: replay };
})();
