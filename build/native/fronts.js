/* eslint-disable no-var -- what boards run is ES5 */
/**
 * Calls of messages and strings whose arguments or results machine code cannot have: texts, arrays, copies. Each is a function of JavaScript before native
 * ones, which say where bytes go or are; what they do to the image, and what they refuse, is what ES5 does and refuses. In the ES5 of boards, as a loader
 * has them by their text (toString): nothing of this file but what is handed in.
 *
 *     native     calls of the module by name: native.reserve(pool, bytes)
 *     heapOf     the array of a pool's heap: heapOf(pool)
 */

/** What both modules need: `isContent(content)`, and `read(heap, at, bytes)`, bytes as text. */
export function textsOf() {
  var isWide = JSON.parse('"\\u0100"').charCodeAt(0) > 255;
  var read = function (heap, at, bytes) {
    var text = '';
    for (; bytes > 64; bytes -= 64) text += read(heap, (at += 64) - 64, 64);
    return bytes ? text + String.fromCharCode.apply(null, heap.subarray(at, at + bytes)) : text;
  };
  return {
    read: read,
    isContent: function (content) {
      var isText = typeof content === 'string';
      var i = isText && !isWide ? 0 : content && content.length;
      var value;
      if (content instanceof Uint8Array) return true;
      if (!isText && (!content || typeof content !== 'object' || i >>> 0 !== i)) return false;
      while (i--) {
        value = isText ? content.charCodeAt(i) : content[i];
        if ((value & 255) !== value) return false;
      }
      return true;
    },
  };
}

/** messages: push, peek, text, shift. The other calls are native as they are. */
export function messagesOf(native, heapOf, texts) {
  return {
    push: function (pool, content) {
      var bytes = texts.isContent(content) ? content.length : -1;
      var at = native.reserve(pool, bytes);
      if (at && bytes) heapOf(pool).set(content, at);
      return at > 0 && native.commit(pool, bytes);
    },
    peek: function (pool) {
      var found = native.first(pool);
      if (!found) return null;
      return found & 65535
        ? heapOf(pool).subarray(found >>> 16, (found >>> 16) + (found & 65535))
        : new Uint8Array(0);
    },
    text: function (pool) {
      var found = native.first(pool);
      return found ? texts.read(heapOf(pool), found >>> 16, found & 65535) : null;
    },
    shift: function (pool) {
      var found = native.first(pool);
      var copy = found ? new Uint8Array(found & 65535) : null;
      if (found & 65535) copy.set(heapOf(pool).subarray(found >>> 16, (found >>> 16) + (found & 65535)));
      if (found) native.dropFirst(pool);
      return copy;
    },
  };
}

/** strings: alloc, set, append, text, bytes, compare, equals. `length` is native as it is; the calls on the pool are those of tables. */
export function stringsOf(native, heapOf, texts) {
  /** What is stored for contents: themselves, or a copy of what may lie in the heap, whose blocks move meanwhile. */
  var steady = function (content) {
    return typeof content === 'string' ? content : new Uint8Array(content);
  };
  var replace = function (pool, handle, content, isAppend) {
    var bytes;
    var at;
    if (typeof content === 'number') return native.setCopy(pool, handle, content, isAppend);
    bytes = texts.isContent(content) ? content.length : -1;
    content = bytes > 0 ? steady(content) : content;
    at = native.extend(pool, handle, bytes, isAppend);
    if (at && bytes) heapOf(pool).set(content, at);
    return at && handle;
  };
  /** The order of a string and another one, or a text, from their places: null, there is no such. */
  var compare = function (pool, handle, other, isOrdered) {
    var heap = heapOf(pool);
    var found = native.locate(pool, handle);
    var isText = typeof other === 'string';
    // What is neither is refused as such, by a call that refuses.
    var isNone = found && !isText && typeof other !== 'number' && native.reserve(pool, -1) === 0;
    var second = found && typeof other === 'number' ? native.locate(pool, other) : 0;
    var end = found & 65535;
    var otherEnd = isText ? other.length : second & 65535;
    var at = 0;
    var one;
    var two;
    if (!found || isNone || !(isText || second)) return null;
    for (; (isOrdered || end === otherEnd) && at < end && at < otherEnd; at += 64) {
      one = texts.read(heap, (found >>> 16) + at, Math.min(end - at, 64));
      two = isText ? other.substring(at, at + 64) : texts.read(heap, (second >>> 16) + at, Math.min(otherEnd - at, 64));
      if (one !== two) return one < two ? -1 : 1;
    }
    return end - otherEnd;
  };
  return {
    alloc: function (pool, content) {
      var bytes;
      var handle;
      if (typeof content === 'number') return native.allocCopy(pool, content);
      bytes = texts.isContent(content) ? content.length : -1;
      content = bytes > 0 ? steady(content) : content;
      handle = native.reserve(pool, bytes);
      if (handle && bytes) heapOf(pool).set(content, native.locate(pool, handle) >>> 16);
      return handle;
    },
    set: function (pool, handle, content) {
      return replace(pool, handle, content, 0);
    },
    append: function (pool, handle, content) {
      return replace(pool, handle, content, 1);
    },
    text: function (pool, handle) {
      var found = native.locate(pool, handle);
      return found ? texts.read(heapOf(pool), found >>> 16, found & 65535) : null;
    },
    bytes: function (pool, handle) {
      var found = native.locate(pool, handle);
      var copy = found ? new Uint8Array(found & 65535) : null;
      if (found & 65535) copy.set(heapOf(pool).subarray(found >>> 16, (found >>> 16) + (found & 65535)));
      return copy;
    },
    compare: function (pool, handle, other) {
      return compare(pool, handle, other, true);
    },
    equals: function (pool, handle, other) {
      return typeof other === 'number' ? native.same(pool, handle, other) : compare(pool, handle, other, false) === 0;
    },
  };
}
