/* eslint-disable no-var -- what boards run is ES5 */
/**
 * Calls of messages and strings whose arguments or results machine code cannot have: texts, arrays, copies. Each is a function of JavaScript before native
 * ones, which say where bytes go or are; what they do to the image, and what they refuse, is what ES5 does and refuses. The loader has
 * each by its text (toString): it uses nothing but these three.
 *
 *     native     calls of the module by name: native.reserve(pool, bytes)
 *     heapOf     the array of a pool's heap: heapOf(pool)
 *     texts      what textsOf gives
 */

/** Whether this engine has characters of more than a byte. */
const isWide = JSON.parse('"\\u0100"') !== '\0';

/** Bytes as text: `read(heap, at, bytes)`. */
const read = function (heap, at, bytes) {
  var text = '';
  for (; bytes > 64; bytes -= 64) text += read(heap, (at += 64) - 64, 64);
  return bytes ? text + String.fromCharCode.apply(null, heap.subarray(at, at + bytes)) : text;
};

/** Bytes of what can be stored; -1 where it is nothing that can. */
const lengthOf = function (content) {
  var isText = typeof content === 'string';
  var i = isText || (content && typeof content === 'object') ? content.length : -1;
  var length = i;
  var value;
  if ((isText && !isWide) || content instanceof Uint8Array) return length;
  if (i >>> 0 !== i) return -1;
  while (i--) {
    value = isText ? content.charCodeAt(i) : content[i];
    if ((value & 255) !== value) return -1;
  }
  return length;
};

/** What both modules need. isPlain: whether a text is bytes, whatever it is; so it is on most boards. */
export const textsOf = () => ({ isPlain: !isWide, read, lengthOf });

/** The same as texts, for the loader: they use the names `isWide` and `read`. */
export const TEXTS = { read: String(read), lengthOf: String(lengthOf) };

/** messages. The other calls are native as they are. */
export const messagesOf = (native, heapOf, texts) => ({
  push: function (pool, content) {
    var bytes = texts.isPlain && typeof content === 'string' ? content.length : texts.lengthOf(content);
    var at = native.reserve(pool, bytes);
    if (at && bytes) heapOf(pool).set(content, at);
    return at > 0 && native.commit(pool, bytes);
  },
  peek: function (pool) {
    var found = native.first(pool);
    var at = found >>> 16;
    if (!found) return null;
    return found & 65535 ? heapOf(pool).subarray(at, at + (found & 65535)) : new Uint8Array(0);
  },
  text: function (pool) {
    var found = native.first(pool);
    return found ? texts.read(heapOf(pool), found >>> 16, found & 65535) : null;
  },
  shift: function (pool) {
    var found = native.first(pool);
    var at = found >>> 16;
    var copy = found ? new Uint8Array(found & 65535) : null;
    if (found & 65535) copy.set(heapOf(pool).subarray(at, at + (found & 65535)));
    if (found) native.dropFirst(pool);
    return copy;
  },
});

/**
 * strings. `length` is native as it is; the calls on the pool are those of tables. What is no text is copied first: it may lie in the
 * heap, whose blocks move meanwhile.
 */
export const stringsOf = (native, heapOf, texts) => ({
  alloc: function (pool, content) {
    var bytes;
    var handle;
    if (texts.isPlain && typeof content === 'string') bytes = content.length;
    else {
      if (typeof content === 'number') return native.allocCopy(pool, content);
      bytes = texts.lengthOf(content);
      if (bytes > 0 && typeof content !== 'string') content = new Uint8Array(content);
    }
    handle = native.reserve(pool, bytes);
    if (handle && bytes) heapOf(pool).set(content, native.locate(pool, handle) >>> 16);
    return handle;
  },
  set: function (pool, handle, content) {
    var bytes;
    var at;
    if (typeof content === 'number') return native.setCopy(pool, handle, content, 0);
    bytes = texts.lengthOf(content);
    if (bytes > 0 && typeof content !== 'string') content = new Uint8Array(content);
    at = native.extend(pool, handle, bytes, 0);
    if (at && bytes) heapOf(pool).set(content, at);
    return at && handle;
  },
  append: function (pool, handle, content) {
    var bytes;
    var at;
    if (typeof content === 'number') return native.setCopy(pool, handle, content, 1);
    bytes = texts.lengthOf(content);
    if (bytes > 0 && typeof content !== 'string') content = new Uint8Array(content);
    at = native.extend(pool, handle, bytes, 1);
    if (at && bytes) heapOf(pool).set(content, at);
    return at && handle;
  },
  text: function (pool, handle) {
    var found = native.locate(pool, handle);
    return found ? texts.read(heapOf(pool), found >>> 16, found & 65535) : null;
  },
  bytes: function (pool, handle) {
    var found = native.locate(pool, handle);
    var at = found >>> 16;
    var copy = found ? new Uint8Array(found & 65535) : null;
    if (found & 65535) copy.set(heapOf(pool).subarray(at, at + (found & 65535)));
    return copy;
  },
  equals: function (pool, handle, other) {
    var found;
    var at;
    if (typeof other === 'number') return native.same(pool, handle, other);
    found = native.locate(pool, handle);
    at = found >>> 16;
    // What is no text is refused as such, by a call that refuses.
    if (found && typeof other !== 'string') native.reserve(pool, -1);
    if (!found || typeof other !== 'string' || (found &= 65535) !== other.length) return false;
    return (
      (!found || found > 64
        ? texts.read(heapOf(pool), at, found)
        : String.fromCharCode.apply(null, heapOf(pool).subarray(at, at + found))) === other
    );
  },
  compare: function (pool, handle, other) {
    var heap = heapOf(pool);
    var isText = typeof other === 'string';
    var found = native.locate(pool, handle);
    var isNone = found && !isText && typeof other !== 'number' && native.reserve(pool, -1) === 0;
    var second = found && typeof other === 'number' ? native.locate(pool, other) : 0;
    var end = found & 65535;
    var otherEnd = isText ? other.length : second & 65535;
    var at = 0;
    var one;
    var two;
    if (!found || isNone || !(isText || second)) return null;
    for (; at < end && at < otherEnd; at += 64) {
      one = texts.read(heap, (found >>> 16) + at, Math.min(end - at, 64));
      two = isText ? other.substring(at, at + 64) : texts.read(heap, (second >>> 16) + at, Math.min(otherEnd - at, 64));
      if (one !== two) return one < two ? -1 : 1;
    }
    return end - otherEnd;
  },
});
