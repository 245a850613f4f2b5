/*
 * A collector on a heap of 4 KB: lists of nodes under three roots are grown, cut and read, so that rings and
 * tails become garbage at any phase of a cycle; objects with finalisers, weak references, and pins that come
 * and go. Every 40 turns the heap is opened anew, in the middle of a cycle.
 */
function gcWorkload(library) {
  var gc = library.gc;
  var heap = library.heap.format(new Uint8Array(4096));
  var all = gc.create(heap, library.heap.freeBytes(heap), 90);
  var NODE = gc.defineType(all, [0, 1]);
  var WATCHED = gc.defineType(all, [0], true);
  var ROW = gc.defineType(all, 0);
  var refusals = 0;
  var gone = 0;
  var cleared = 0;
  var mark = 0;
  var i;
  var name;
  var scope;
  var head;
  var node;
  function finalize() {
    gone++;
  }
  for (i = 0; i < 600; i++) {
    if (i % 40 === 39) all = gc.attach(library.heap.open(heap), library.heap.find(heap, 3, 0));
    if (!all) return 'the image is not sound: fault ' + library.fault();
    name = 1 + below(3);
    scope = gc.open(all);
    head = gc.getRoot(all, name);
    node = below(9)
      ? gc.alloc(all, NODE, 8 + below(20))
      : below(2)
        ? gc.alloc(all, WATCHED, 12)
        : gc.alloc(all, ROW, 4 * (1 + below(60)));
    if (!node) {
      refusals++;
      gc.setRoot(all, name, 0);
    } else if (below(12)) {
      if (head) gc.setRef(all, node, 0, head);
      gc.setRoot(all, name, node);
    } else if (head) gc.setRef(all, head, 0, node);
    if (mark && !gc.deref(all, mark)) {
      cleared++;
      gc.dropWeak(all, mark);
      mark = 0;
    }
    if (!mark && node) mark = gc.weak(all, node);
    if (node && gc.pin(all, node)) gc.unpin(all, node);
    gc.close(all, scope);
    gc.step(all, 1 + below(3));
    if (i % 7 === 0) gc.runFinalizers(all, 2, finalize);
    if (quietly(gc.getRef, all, 65536 * 500 + 1, 0)) say('a handle that never was is accepted');
    if (i % 100 === 0) {
      oddly('getRef', gc.getRef, all, 0);
      oddly('pin', gc.pin, all);
      oddly('deref', gc.deref, all);
    }
  }
  if (!gc.collect(all)) return 'a cycle did not end: fault ' + library.fault();
  return sumOf(heap) + ' finalised ' + gone + ' weak ' + cleared + ' no space ' + refusals;
}
