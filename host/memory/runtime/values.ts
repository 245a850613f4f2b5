/**
 * A part of RUNTIME in runtime.ts, whose names it uses: what is said of values that are computed, stored and made. `said` is used by
 * calls.ts, too.
 */
export const VALUES = `
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
`;
