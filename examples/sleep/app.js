/*
 * A heap that outlives power: at boot the whole image comes back from Storage, pools and addresses as they were,
 * and before a sleep it goes there. Boot code for a Bangle.js 2 (without --boot an app that is
 * started from its launcher), sent as it is:
 *
 *     MODULES=headers,records,paging.hibernate,paging.resume,stores.storage ./flash.sh banglejs2 PORT examples/sleep/app.js --boot
 */
var ckremm = require('ckremm');
var heap = ckremm.devices.heap();
// Three root slots, so that the last whole image outlives any cut, each of the heap and 48 bytes in whole sectors.
var store = ckremm.stores.storage(3 * Math.ceil((heap.length + 48) / 4096), 'heap');
var isBack = !!ckremm.paging.resume(heap, store);
var texts, diary;

function pools() {
  if (!isBack) ckremm.heap.format(heap);
  texts = isBack ? ckremm.headers.attach(heap, ckremm.heap.find(heap, 1, 0)) : ckremm.headers.create(heap, 4096);
  diary = isBack
    ? ckremm.records.attach(heap, ckremm.heap.find(heap, 4, 0))
    : ckremm.records.create(heap, 'at:u32 bytes:u8', 100);
}

/* A text in a block of its own, its address in a row. Returns false when one of the two is full. */
function note(text) {
  var at = ckremm.headers.alloc(texts, text.length);
  var row = at ? ckremm.records.alloc(diary) : 0;
  var i;
  if (!row) {
    if (at) ckremm.headers.dealloc(texts, at);
    return false;
  }
  for (i = 0; i < text.length; i++) heap[at + i] = text.charCodeAt(i);
  ckremm.records.set(diary, row, 'at', at);
  return ckremm.records.set(diary, row, 'bytes', text.length);
}

function notes() {
  var all = [];
  var row = 0;
  var at, i, text;
  while ((row = ckremm.records.next(diary, row))) {
    at = ckremm.records.get(diary, row, 'at');
    for (text = '', i = 0; i < ckremm.records.get(diary, row, 'bytes'); i++) text += String.fromCharCode(heap[at + i]);
    all.push(text);
  }
  return all;
}

/* Call it before the battery is taken out, before a deep sleep, or every so often. */
function save() {
  return ckremm.paging.hibernate(heap, store);
}

pools();
note('boot ' + (ckremm.records.count(diary) + 1));
print(
  (isBack ? 'heap is back: ' : 'new heap: ') +
    notes().join(', ') +
    (save() ? '; saved' : '; not saved, fault ' + ckremm.fault())
);
