/* All calls of strings on a heap of 4 KB: stored, changed, compared and read until nothing fits. */
function stringsWorkload(library) {
  var strings = library.strings;
  var heap = library.heap.format(new Uint8Array(4096));
  var pool = strings.create(heap, library.heap.freeBytes(heap));
  var live = [];
  var refusals = 0;
  var sum = 7;
  var i;
  var j;
  var kind;
  var text;
  var found;
  var handle;
  function note(value) {
    sum = (sum * 31 + value) % 16777213;
  }
  for (i = 0; i < 500; i++) {
    text = '';
    for (j = below(below(4) ? 30 : 140); j; j--) text += String.fromCharCode(below(3) ? 97 + below(3) : below(256));
    kind = below(8);
    handle = live.length ? live[below(live.length)] : 0;
    if (kind < 3) {
      handle = strings.alloc(pool, text);
      if (handle) live.push(handle);
      else refusals++;
    } else if (kind < 4 && handle) note(strings.append(pool, handle, text) ? 1 : 0);
    else if (kind < 5 && handle) note(strings.set(pool, handle, live[below(live.length)]) ? 1 : 0);
    else if (kind < 6 && live.length > 5) {
      handle = live[0];
      strings.dealloc(pool, handle);
      dropAt(live, 0);
      if (quietly(strings.text, pool, handle)) say('a string that is gone was read');
    } else if (handle) {
      note((strings.compare(pool, handle, text) > 0 ? 1 : 0) + (strings.compare(pool, handle, live[0]) < 0 ? 2 : 0));
      found = strings.text(pool, handle);
      note(found.length + (strings.equals(pool, live[0], found) ? 4 : 0) + strings.length(pool, handle));
      if (found) note(found.charCodeAt(found.length - 1) + strings.bytes(pool, handle)[found.length >> 1]);
    }
  }
  oddly('dealloc', strings.dealloc, pool);
  oddly('append', strings.append, pool, 'abc');
  oddly('set', strings.set, pool, 'abc');
  oddly('equals', strings.equals, pool, 'abc');
  pool = strings.attach(library.heap.open(heap), library.heap.find(heap, 2, 0));
  if (!pool) return 'the image is not sound: fault ' + library.fault();
  return sumOf(heap) + ' read ' + sum + ' live ' + live.length + ' no space ' + refusals;
}
