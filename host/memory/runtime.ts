/**
 * What the text of a followed program calls, as text, too: it runs in the program's own realm, so that what it throws is the realm's.
 * Values come in pairs with what is said of them, see follow.ts.
 */
export const RUNTIME = `(function (m, apply, isView, WeakMap, Map, Set, descriptorOf, prototypeOf, Object) {
  var marks = m.marks, functions = m.functions, stack = m.stack;
  var push = Array.prototype.push, unshift = Array.prototype.unshift, map = Array.prototype.map;
  var none = [];
  var VIEWS = new Set(['length', 'byteLength', 'byteOffset', 'buffer']);
  var floatArrays = m.floatArrays, TypeError;
  // A board's realm has no name for it.
  try {
    null.none;
  } catch (error) {
    TypeError = error.constructor;
  }

  function isWhole(value) {
    return typeof value === 'number' ? (value | 0) === value : value === null || typeof value === 'boolean';
  }
  function isObject(value) {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
  }
  function mark(object, key, of) {
    var map = marks.get(object);
    if (!of) return map && map.delete('' + key);
    if (!isObject(object) || isView(object)) return;
    if (!map) marks.set(object, (map = new Map()));
    map.set('' + key, of);
  }
  function spend(variables) {
    m.spent += variables;
    if (m.spent > m.most) m.full();
  }
  /** What the engine's objects of a kind have in common is made when it is first looked for. */
  function touch(value) {
    if (typeof value === 'string') m.t.String = 3;
    else if (typeof value === 'number') m.t.Number = 3;
    else if (isView(value)) m.t.ArrayBufferView = 3;
    else if (m.isPin(value)) m.t.Pin = 3;
    else if (m.t.Array !== 3 && (m.isArray(value) || m.isArguments(value))) m.t.Array = 3;
  }

  /** A function of the engine's own is found: in an object of its own, or one that has it from there. */
  function native(object, key, f) {
    var at;
    if (!m.natives) return;
    // What tells the length of a view is a function, too.
    if (isView(object) && VIEWS.has(key)) f = key;
    else if (typeof f !== 'function' || functions.has(f)) return;
    if (m.natives.has(f)) return;
    for (at = Object(object); at && !descriptorOf(at, key); at = prototypeOf(at));
    m.natives.set(f, at);
  }

  /** A value, of which is said what is said. */
  m.v = function (value, of) {
    m.r = of;
    return value;
  };
  /** A global that is declared and given nothing. */
  m.declared = function (name, value) {
    m.g[name] |= 0;
    return value;
  };
  m.seen = function (value, key) {
    touch(value);
    if (m.natives && value !== undefined && value !== null) native(value, key, value[key]);
    return value;
  };
  m.iterated = function (value) {
    m.hasIterated = true;
    return value;
  };
  m.f = function () {
    return 2 * ++m.n + 1;
  };
  m.s = function () {
    return 2 * ++m.n;
  };
  /** What is said of a number that was just computed. */
  function said(value, isFloat) {
    return isFloat ? m.f() : value > m.small || value < -m.small - 1 ? m.s() : 0;
  }
  m.minus = function (value, of) {
    m.r = said(-value, of & 1 || !isWhole(value));
    return -value;
  };
  m.math = function (by, a, saidA, b, saidB) {
    var value = by === '+' ? a + b : by === '-' ? a - b : by === '*' ? a * b : a % b;
    if (typeof value === 'string') {
      if (typeof a === 'number') value = m.textOf(a) + b;
      else if (typeof b === 'number') value = a + m.textOf(b);
      m.r = m.s();
      spend(2 + (value.length >> 3));
    } else m.r = said(value, saidA & 1 || saidB & 1 || !isWhole(a) || !isWhole(b));
    return value;
  };
  m.get = function (object, key) {
    var value = object[key], map;
    m.r = 0;
    if (key === 'length' || typeof value === 'function') {
      touch(object);
      native(object, key, value);
    } else if (isView(object)) {
      native(object, key, value);
      m.r = said(value, floatArrays.has(object.constructor));
    } else if (typeof value !== 'object' && (map = marks.get(object))) m.r = map.get('' + key) || 0;
    return value;
  };
  m.set = function (object, key, value, of) {
    if (isObject(object) && !(key in object)) {
      spend(2);
      touch(object);
      if (m.grow && m.isArray(object)) m.grow(object.length);
    }
    object[key] = value;
    if (of || marks.has(object)) mark(object, key, of);
    m.r = of;
    return value;
  };
  m.by = function (object, key, by, value, of) {
    var old = m.get(object, key);
    return m.set(object, key, m.math(by, old, m.r, value, of), m.r);
  };
  m.object = function (list) {
    var object = {}, i;
    for (i = 0; i < list.length; i += 3) {
      object[list[i]] = list[i + 1];
      if (list[i + 2]) mark(object, list[i], list[i + 2]);
    }
    spend(1 + list.length);
    return object;
  };
  m.array = function (list) {
    var array = [], i;
    for (i = 0; i < list.length; i += 2) {
      array.push(list[i]);
      if (list[i + 1]) mark(array, i >> 1, list[i + 1]);
    }
    spend(1 + list.length);
    m.hasArrays = true;
    return array;
  };
  /** Something that was made in the engine's own way. */
  m.made = function (value) {
    var isArray = m.isArray(value);
    if (isArray) m.hasArrays = true;
    spend(isArray ? 2 + 2 * value.length : 8);
    m.r = 0;
    return value;
  };

  function after(f, self, list, value) {
    var i, base;
    if (typeof value === 'number') m.r = said(value, m.floats.has(f));
    else if (typeof value === 'string') {
      m.r = m.s();
      spend(2 + (value.length >> 3));
      if (m.readers.has(f)) m.noteMapped(value);
    } else {
      m.r = 0;
      if (isObject(value)) m.made(value);
    }
    if (f === push) {
      base = self.length - list.length / 2;
      for (i = 0; i < list.length; i += 2) if (list[i + 1] || marks.has(self)) mark(self, base + i / 2, list[i + 1]);
      spend(list.length);
      if (m.grow) m.grow(self.length);
    } else if (f === unshift) spend(list.length);
    return value;
  }
  /** What a followed function makes of each element, and what is said of that. */
  function mapped(array, f, self) {
    var values = [], i;
    for (i = 0; i < array.length; i++) {
      values.push(apply(f, self, [array[i], i, array]));
      if (m.r && functions.get(f).info.isFollowed) mark(values, i, m.r);
    }
    return m.made(values);
  }
  function run(f, self, what, list) {
    var args = [], all = [], info, i;
    if (typeof f !== 'function') throw new TypeError(what + ' is not a function');
    for (i = 0; i < list.length; i += 2) {
      args.push(list[i]);
      all.push(list[i + 1]);
    }
    info = functions.get(f);
    m.r = 0;
    if (f === map && functions.has(args[0])) return mapped(self, args[0], args[1]);
    if (!info || !info.info.isFollowed) return after(f, self, list, apply(f, self, args));
    m.a = all;
    return apply(f, self, args);
  }
  m.call = function (f, what, list) {
    return run(f, undefined, what, list);
  };
  m.method = function (object, key, what, list) {
    var f = object[key];
    if (!functions.has(f)) {
      touch(object);
      native(object, key, f);
    }
    return run(f, object, what, list);
  };
  m.take = function () {
    var all = m.a;
    m.a = none;
    return all;
  };

  m.fn = function (id, scope, f) {
    functions.set(f, { info: m.infos[id], scope: scope });
    spend(6);
    return f;
  };
  /** Methods of a class or an object that was just made. */
  m.adopt = function (holder, methods, scope) {
    var i, method, place, found;
    if (typeof holder === 'function') functions.set(holder, { info: m.noConstructor, scope: scope, isClass: true });
    for (i = 0; i < methods.length; i++) {
      method = methods[i];
      place = method[1] === 'prototype' ? holder.prototype : holder;
      if (method[2] === 'constructor') {
        functions.set(holder, { info: m.infos[method[3]], scope: scope, isClass: true });
        continue;
      }
      found = descriptorOf(place, method[0]);
      found = found && (method[2] === 'get' ? found.get : method[2] === 'set' ? found.set : found.value);
      if (found) m.fn(method[3], scope, found);
    }
    return holder;
  };
  m.enter = function (id, outer, get) {
    var record = { info: m.infos[id], outer: outer, get: get };
    stack.push(record);
    spend(record.info.names.length + 1);
    return record;
  };
  m.exit = function (record) {
    var last;
    if (!record) return;
    while (stack.length && (last = stack.pop()) !== record);
    m.spent -= record.info.names.length + 1;
  };
  m.top = function (get, names) {
    if (names.length) m.tops.push({ get: get, names: names });
  };
  m.caught = function (error) {
    if (error === m.cut && m.cut) throw error;
  };
})`;
