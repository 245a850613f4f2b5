/**
 * Graphs of small objects that nobody frees: each document is a ring of parts which name each other
 * and their document, so that counting references would never free one. A turn adds a part to one of
 * them, or drops it and begins anew. ES5, for the board's prompt:
 *
 *     var graphs = objectGraphs(ckremm, ckremm.devices.heap(), 16384, 640);
 *     setInterval(function () { graphs.turn(Math.random() * 24 | 0, 1); ckremm.gc.step(graphs.gc, 8); }, 20);
 */
function objectGraphs(ckremm, heap, bytes, objects) {
  var gc = ckremm.gc;
  var DOCUMENTS = 24;
  var MOST_PARTS = 20;
  var all = gc.create(heap, bytes, objects);
  if (!all) return null;
  // Words of a part: 0 the next one, 1 its document, 2 any other part, 3 data.
  var PART = gc.defineType(all, [0, 1, 2]);
  // Words of a document: 0 the part added last, 1 how many there are.
  var DOCUMENT = gc.defineType(all, [0]);
  var TABLE = gc.defineType(all, 0);
  gc.setRoot(all, 1, gc.alloc(all, TABLE, 4 * DOCUMENTS));

  /** Add a part with `data` to document `at`, or drop it when it is large. Returns whether there was room. */
  function turn(at, data) {
    var table = gc.getRoot(all, 1);
    var scope = gc.open(all);
    var part = gc.alloc(all, PART, 16);
    var document = gc.getRef(all, table, at);
    var before = document && gc.getRef(all, document, 0);
    var address;
    if (part && !document) {
      document = gc.alloc(all, DOCUMENT, 8);
      if (document) gc.setRef(all, table, at, document);
    }
    if (part && document) {
      gc.setRef(all, part, 0, before || part);
      gc.setRef(all, part, 1, document);
      gc.setRef(all, part, 2, before ? gc.getRef(all, before, 0) : 0);
      gc.setRef(all, document, 0, part);
      address = ckremm.tables.addrOf(all.tables, part);
      heap[address + 12] = data;
      address = ckremm.tables.addrOf(all.tables, document);
      if (++heap[address + 4] >= MOST_PARTS) gc.setRef(all, table, at, 0);
    }
    gc.close(all, scope);
    return part > 0 && document > 0;
  }

  return { gc: all, turn: turn, documents: DOCUMENTS };
}

if (typeof module !== 'undefined') module.exports = objectGraphs;
