/*
 * Pages over a store in plain memory that behaves like flash: writes that straddle pages, pins, commits and
 * rollbacks until pages run out; then the pager is opened anew from the store, and the heap put to sleep and
 * woken in it.
 */
function flashOf(bytes) {
  var size = bytes.length;
  var i;
  for (i = 0; i < size; i++) bytes[i] = 255;
  return {
    size: size,
    eraseBytes: 512,
    programBytes: 4,
    read: function (address, into, at, count) {
      for (i = 0; i < count; i++) into[at + i] = bytes[address + i];
      return true;
    },
    program: function (address, from, at, count) {
      for (i = 0; i < count; i++) bytes[address + i] &= from[at + i];
      return true;
    },
    erase: function (address) {
      for (i = 0; i < 512; i++) bytes[address + i] = 255;
      return true;
    }
  };
}

function pagingWorkload(library) {
  var paging = library.paging;
  var bytes = new Uint8Array(8192);
  var drawn = 0;
  var store = flashOf(bytes);
  var heap = library.heap.format(new Uint8Array(2048));
  var pager;
  var sum = 7;
  var refusals = 0;
  var i;
  var at;
  var kept;
  // What a pager draws (the identity of a store, the first root slot of a life) is the same on every engine here.
  Math.random = function () {
    drawn = (drawn + 5) % 8;
    return drawn / 8;
  };
  pager = paging.create(heap, library.heap.freeBytes(heap), store, 40, { pageBytes: 64 });
  if (!pager) return 'no pager: fault ' + library.fault();
  for (i = 0; i < 400; i++) {
    at = below(40 * 64 - 4);
    if (below(3)) {
      if (!paging.write32(pager, at, i * 77777)) {
        refusals++;
        paging.commit(pager);
      }
    } else sum = (sum * 31 + paging.read16(pager, at) + paging.read8(pager, at + 3)) % 16777213;
    if (below(40) === 0) paging.rollback(pager);
    if (below(12) === 0 && !paging.commit(pager)) say('a commit failed: fault ' + library.fault());
    if (quietly(paging.write8, pager, 40 * 64, 1)) say('a write beyond the last page');
    if (i % 100 === 0) {
      oddly('write8', paging.write8, pager, 1);
      oddly('read8', paging.read8, pager);
      oddly('write32', paging.write32, pager, 1);
    }
  }
  if (!paging.commit(pager)) say('the last commit failed: fault ' + library.fault());
  kept = paging.read32(pager, 1000);
  heap = library.heap.format(new Uint8Array(2048));
  pager = paging.create(heap, library.heap.freeBytes(heap), store, 40, { pageBytes: 64 });
  if (!pager || paging.read32(pager, 1000) !== kept) return 'the store is not sound: fault ' + library.fault();
  store = flashOf(new Uint8Array(6144));
  heap = library.heap.format(new Uint8Array(1024));
  for (i = 24; i < heap.length; i++) heap[i] = i * 7;
  at = sumOf(heap);
  if (!paging.hibernate(heap, store)) return 'no sleep: fault ' + library.fault();
  for (i = 0; i < heap.length; i++) heap[i] = 0;
  if (!paging.resume(heap, store) || sumOf(heap) !== at) return 'it did not wake: fault ' + library.fault();
  return sumOf(bytes) + ' ' + at + ' read ' + sum + ' full ' + refusals;
}
