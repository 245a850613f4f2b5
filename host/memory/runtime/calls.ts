/** A part of RUNTIME in runtime.ts, whose names it uses: calls, functions and their scopes. */
export const CALLS = `
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
`;
