/**
 * What Espruino has beside the language that is plain JavaScript, as its Linux build answers: texts of the realm, so that what they make is of the
 * realm, too. A board has those that were found on it.
 */
import { type Names, membersOf } from '../builtins/names.ts';
import type { Realm } from './realm.ts';

/** Owner -> name -> function; `Math#` would be members of what Math makes. Evaluated before anything is taken from the realm. */
const CALLS = `(function () {
  var plain = Array.prototype, normalize = ''.normalize;
  function clip(x, from, to) { return x < from ? from : x > to ? to : x; }
  function within(x, size) { return ((x % size) + size) % size; }
  function bytesOf(values, into) {
    for (var i = 0; i < values.length; i++) {
      var value = values[i];
      if (typeof value === 'string') for (var j = 0; j < value.length; j++) into.push(value.charCodeAt(j) & 255);
      else if (typeof value === 'number') into.push(value & 255);
      else if (value && value.length !== undefined) bytesOf(value, into);
      else if (value && value.byteLength !== undefined) bytesOf(new Uint8Array(value), into);
      else if (value && value.data !== undefined) for (var k = value.count || 1; k > 0; k--) bytesOf([value.data], into);
    }
    return into;
  }
  var flags = { deepSleep: 0, unsafeFlash: 0, unsyncFiles: 0, pretokenise: 0, jitDebug: 0, onErrorSave: 0, onErrorFlash: 0 };
  return {
    Math: {
      clip: clip,
      wrap: within,
      randInt: function (most) { return Math.floor(Math.random() * (most || 2147483648)); }
    },
    'Object#': {
      clone: function () {
        var copy = Array.isArray(this) ? [] : {};
        for (var name in this) copy[name] = typeof this[name] === 'object' && this[name] !== null ? this[name].clone() : this[name];
        return copy;
      }
    },
    'String#': {
      removeAccents: function () { return normalize.call(this, 'NFD').replace(/[\\u0300-\\u036f]/g, ''); }
    },
    'Date#': {
      getIsDST: function () { return 0; }
    },
    'ArrayBufferView#': {
      slice: function (from, to) { return plain.slice.call(this, from, to); },
      filter: function (f, self) { return plain.filter.call(this, f, self); }
    },
    E: {
      clip: clip,
      sum: function (values) { for (var i = 0, sum = 0; i < values.length; i++) sum += values[i]; return sum; },
      variance: function (values, mean) {
        for (var i = 0, sum = 0; i < values.length; i++) sum += (values[i] - mean) * (values[i] - mean);
        return sum;
      },
      convolve: function (a, b, offset) {
        for (var i = 0, sum = 0; i < a.length; i++) sum += a[i] * b[within(i + offset, b.length)];
        return sum;
      },
      reverseByte: function (byte) {
        for (var i = 0, out = 0; i < 8; i++) out |= ((byte >> i) & 1) << (7 - i);
        return out;
      },
      lookupNoCase: function (object, name, isName) {
        for (var key in object)
          if (key.toLowerCase() === String(name).toLowerCase()) return isName ? key : object[key];
      },
      HSBtoRGB: function (hue, saturation, brightness, isArray) {
        var i = Math.floor(hue * 6), f = hue * 6 - i, v = brightness * 255;
        var p = v * (1 - saturation), q = v * (1 - f * saturation), t = v * (1 - (1 - f) * saturation);
        var c = [[v, t, p], [q, v, p], [p, v, t], [p, q, v], [t, p, v], [v, p, q]][within(i, 6)].map(Math.floor);
        return isArray ? c : c[0] | (c[1] << 8) | (c[2] << 16);
      },
      toUint8Array: function () { return new Uint8Array(bytesOf(arguments, [])); },
      toArrayBuffer: function (text) { return new Uint8Array(bytesOf([text], [])).buffer; },
      toString: function () { return bytesOf(arguments, []).map(function (byte) { return String.fromCharCode(byte); }).join(''); },
      isUTF8: function () { return false; },
      hwRand: function () { return Math.floor(Math.random() * 4294967296) | 0; },
      toFlatString: function () { return this.toString.apply(this, arguments); },
      getFlags: function () { return Object.assign({}, flags); },
      setFlags: function (changed) {
        for (var name in changed) if (name in flags) flags[name] = changed[name] ? 1 : 0;
      }
    }
  };
})()`;

type Functions = Record<string, Record<string, object>>;

/** The functions, made while the realm still has everything they stand on. */
export const espruinoCalls = (realm: Realm): Functions => realm.run(CALLS) as Functions;

/** Those of the board are put where the board has them: `names` is what it has. */
export function addEspruinoCalls(realm: Realm, names: Names, calls: Functions): void {
  for (const [owner, functions] of Object.entries(calls)) {
    const [name, part] = owner.split('#');
    const holder = part === undefined ? realm.global[name!] : prototypeOf(realm, name!);
    const has = membersOf(names[owner]).map((member) => member.name);
    for (const [called, value] of Object.entries(functions))
      if (has.includes(called))
        Object.defineProperty(holder, called, { value, writable: true, configurable: true, enumerable: false });
  }
}

const prototypeOf = ({ global, natives }: Realm, name: string): object =>
  name === 'ArrayBufferView' ? (Object.getPrototypeOf(natives.Uint8Array.prototype) as object) : global[name].prototype;
