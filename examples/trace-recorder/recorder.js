/**
 * Records the allocations of a program as a trace: see traces/README.md. ES5, and runs
 * on boards as well: paste it, or load it with require. `print` gets one line of text
 * per operation.
 *
 *     var record = traceRecorder(console.log);
 *     record.alloc(address, bytes);         after an allocation
 *     record.resize(from, to, bytes);       after a resize; to may equal from
 *     record.free(address);                 before or after a free
 *     record.move(from, to);                after the allocator itself has moved a block
 *
 * An address is whatever names a block: a number or a string; 0, null or undefined is none. So
 * realloc of nothing is an allocation, and realloc to 0 bytes that gives nothing a free, as in C.
 * A block of 0 bytes that has an address counts as one of 1 byte.
 *
 * A call that failed is recorded as well, as a block that is taken and given back at once (or
 * grown and cut again): the program asked for it, so a heap without room for it is too small.
 * What has no block of the recording, since that began later, is left out.
 *
 * Where several pools are recorded, each call takes the number of its pool (from 1) as one more
 * argument, and record.clear(pool) frees all that is in one.
 */
function traceRecorder(print) {
  var MOST_BYTES = 67108864;
  var blocks = {};
  var freeIds = [];
  var nextId = 0;

  function keyOf(address, pool) {
    return (pool || 0) + ':' + address;
  }

  /* Whether `bytes` could be had of some heap: what could not says nothing about one. */
  function isSize(bytes) {
    return bytes >= 1 && bytes <= MOST_BYTES && bytes % 1 === 0;
  }

  function freeKey(key) {
    var block = blocks[key];
    if (!block) return;
    delete blocks[key];
    freeIds.push(block.id);
    print('f ' + block.id);
  }

  /* A block gets another address. What was known there before is gone: nobody said so. */
  function place(key, block) {
    freeKey(key);
    blocks[key] = block;
  }

  function taken(key, bytes) {
    freeKey(key);
    blocks[key] = { id: freeIds.length ? freeIds.pop() : nextId++, bytes: bytes > 0 ? bytes : 1 };
    print('a ' + blocks[key].id + ' ' + blocks[key].bytes);
  }

  function alloc(address, bytes, pool) {
    var id;
    if (address) taken(keyOf(address, pool), bytes);
    else if (isSize(bytes)) {
      id = freeIds.length ? freeIds[freeIds.length - 1] : nextId;
      if (id === nextId) freeIds.push(nextId++);
      print('a ' + id + ' ' + bytes);
      print('f ' + id);
    }
    return address;
  }

  function resized(key, to, bytes, pool) {
    var block = blocks[key];
    delete blocks[key];
    block.bytes = bytes > 0 ? bytes : 1;
    place(keyOf(to, pool), block);
    print('r ' + block.id + ' ' + block.bytes);
  }

  function resize(from, to, bytes, pool) {
    var key = keyOf(from, pool);
    var block = blocks[key];
    if (!from) return alloc(to, bytes, pool);
    if (block && to) resized(key, to, bytes, pool);
    else if (block && bytes === 0) freeKey(key);
    else if (block && isSize(bytes)) {
      print('r ' + block.id + ' ' + bytes);
      print('r ' + block.id + ' ' + block.bytes);
    }
    return to;
  }

  function free(address, pool) {
    freeKey(keyOf(address, pool));
  }

  function move(from, to, pool) {
    var key = keyOf(from, pool);
    var block = blocks[key];
    if (!block || from === to) return;
    delete blocks[key];
    place(keyOf(to, pool), block);
  }

  function clear(pool) {
    var start = keyOf('', pool);
    var keys = [];
    var key;
    for (key in blocks) if (key.indexOf(start) === 0) keys.push(key);
    while (keys.length) freeKey(keys.shift());
  }

  return { alloc: alloc, resize: resize, free: free, move: move, clear: clear };
}

/* What recorded calls share: the recorder, which pool has which number, and why a call was refused. */
function recording(print, fault) {
  var pools = [null];
  return {
    record: traceRecorder(print),
    /* The number of a pool, by its object: one that a program opens twice is two. */
    numberOf: function (pool) {
      var number = pools.indexOf(pool);
      return number > 0 ? number : pools.push(pool) - 1;
    },
    forget: function (number) {
      pools[number] = null;
    },
    /* Whether a call that failed did so for lack of space, as far as anybody knows. */
    isShort: function () {
      return !fault || fault() === 1;
    }
  };
}

/* The calls of `module` in terms of `shared`: what allocates nothing is the module's own. */
function recordedCalls(module, shared) {
  var record = shared.record;
  var numberOf = shared.numberOf;
  var recorded = {};
  var name;

  /* Bytes of the block of a string, whose last one says where it ends; `content` may be a handle. */
  function stringBytes(pool, content) {
    return (typeof content === 'number' ? module.length(pool, content) : content ? content.length : NaN) + 1;
  }

  /* Results are recorded as they come; `bytesOf` is asked only where something is. */
  function allocated(pool, result, bytesOf) {
    if (result || shared.isShort()) record.alloc(result, bytesOf(), numberOf(pool));
    return result;
  }

  function resized(pool, address, result, bytesOf) {
    if (result || shared.isShort()) record.resize(address, result, bytesOf(), numberOf(pool));
    return result;
  }

  for (name in module) recorded[name] = module[name];
  recorded.alloc = function (pool, content) {
    var result = module.alloc(pool, content);
    return allocated(pool, result, function () {
      return module.text ? stringBytes(pool, result || content) : content;
    });
  };
  if (module.allocAligned)
    recorded.allocAligned = function (pool, bytes, alignBytes) {
      return allocated(pool, module.allocAligned(pool, bytes, alignBytes), function () {
        return bytes;
      });
    };
  if (module.resize)
    recorded.resize = function (pool, address, bytes) {
      var result = module.resize(pool, address, bytes);
      // C's realloc to 0 bytes frees, a pool refuses it.
      return bytes > 0
        ? resized(pool, address, result, function () {
            return bytes;
          })
        : result;
    };
  if (module.set)
    recorded.set = function (pool, handle, content) {
      var result = module.set(pool, handle, content);
      return resized(pool, handle, result, function () {
        return stringBytes(pool, result || content);
      });
    };
  if (module.append)
    recorded.append = function (pool, handle, content) {
      var result = module.append(pool, handle, content);
      return resized(pool, handle, result, function () {
        return result ? stringBytes(pool, handle) : module.length(pool, handle) + stringBytes(pool, content);
      });
    };
  if (module.reorder)
    recorded.reorder = function (pool, budgetOrMoved, moved) {
      // A tables pool moves what its handles stand for: nothing changes for a trace.
      if (module.addrOf || typeof budgetOrMoved !== 'function') return module.reorder.apply(null, arguments);
      return module.reorder(pool, function (from, to, bytes) {
        record.move(from, to, numberOf(pool));
        budgetOrMoved(from, to, bytes);
      });
    };
  recorded.dealloc = function (pool, address) {
    var isDone = module.dealloc(pool, address);
    if (isDone) record.free(address, numberOf(pool));
    return isDone;
  };
  if (module.destroy)
    recorded.destroy = function (pool) {
      var isDone = module.destroy(pool);
      if (isDone) {
        record.clear(numberOf(pool));
        shared.forget(numberOf(pool));
      }
      return isDone;
    };
  return recorded;
}

/**
 * The calls of a pool module (ckremm.headers, tables or strings) that allocate, recorded. Use the
 * result in place of the module. `fault`, where given, is ckremm.fault: a call that was refused for
 * another reason than lack of space is then left out.
 */
function recordPool(module, print, fault) {
  return recordedCalls(module, recording(print, fault));
}

/**
 * All of `ckremm` with headers, tables and strings recorded, as one trace: strings are blocks of
 * tables pools. Use the result in place of the library. Objects of gc are not recorded: who knows
 * when they are gone is the collector.
 */
function recordLibrary(ckremm, print) {
  var shared = recording(print, ckremm.fault);
  var recorded = {};
  var name;
  for (name in ckremm) recorded[name] = ckremm[name];
  if (ckremm.headers) recorded.headers = recordedCalls(ckremm.headers, shared);
  if (ckremm.tables) recorded.tables = recordedCalls(ckremm.tables, shared);
  if (ckremm.strings) recorded.strings = recordedCalls(ckremm.strings, shared);
  return recorded;
}

if (typeof module !== 'undefined') {
  module.exports = { traceRecorder: traceRecorder, recordPool: recordPool, recordLibrary: recordLibrary };
}
