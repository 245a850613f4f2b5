/**
 * Records the allocations of a program as a trace: see traces/README.md. ES5, and runs
 * on boards as well: paste it, or load it with require. `print` gets one line of text
 * per operation.
 *
 *     var record = traceRecorder(console.log);
 *     record.alloc(address, bytes);         after an allocation
 *     record.resize(from, to, bytes);       after a resize; to may equal from
 *     record.free(address);                 before or after a free
 *
 * An address is whatever names a block: a number or a string. Calls that failed, with 0,
 * null or undefined for an address, and blocks from before the recording are left out.
 */
function traceRecorder(print) {
  var idOf = {};
  var spareIds = [];
  var nextId = 0;

  function alloc(address, bytes) {
    if (address) {
      idOf[address] = spareIds.length ? spareIds.pop() : nextId++;
      print('a ' + idOf[address] + ' ' + bytes);
    }
    return address;
  }

  function resize(from, to, bytes) {
    var id = idOf[from];
    if (id !== undefined && to) {
      delete idOf[from];
      idOf[to] = id;
      print('r ' + id + ' ' + bytes);
    }
    return to;
  }

  function free(address) {
    var id = idOf[address];
    if (id !== undefined) {
      delete idOf[address];
      spareIds.push(id);
      print('f ' + id);
    }
  }

  return { alloc: alloc, resize: resize, free: free };
}

/**
 * The calls of a pool module (ckremm.headers) that allocate, recorded. Use the result in
 * place of the module; one recording per heap, since two heaps share their addresses.
 */
function recordPool(module, print) {
  var record = traceRecorder(print);
  var recorded = {};
  var name;
  // What allocates nothing is the module's own.
  for (name in module) recorded[name] = module[name];
  recorded.alloc = function (pool, bytes) {
    return record.alloc(module.alloc(pool, bytes), bytes);
  };
  recorded.allocAligned = function (pool, bytes, alignBytes) {
    return record.alloc(module.allocAligned(pool, bytes, alignBytes), bytes);
  };
  recorded.resize = function (pool, address, bytes) {
    return record.resize(address, module.resize(pool, address, bytes), bytes);
  };
  recorded.dealloc = function (pool, address) {
    var isDone = module.dealloc(pool, address);
    if (isDone) record.free(address);
    return isDone;
  };
  return recorded;
}

if (typeof module !== 'undefined') {
  module.exports = { traceRecorder: traceRecorder, recordPool: recordPool };
}
