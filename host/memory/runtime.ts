/**
 * What the text of a followed program calls, as text, too: it runs in the program's own realm, so that what it throws is the realm's.
 * Values come in pairs with what is said of them, see follow.ts.
 */
import { CALLS } from './runtime/calls.ts';
import { VALUES } from './runtime/values.ts';

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
${VALUES}${CALLS}})`;
