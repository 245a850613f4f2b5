/**
 * Numbers as Espruino writes them: with eleven digits behind the point at most, and without what rounding left (ftoa_bounded_extra of jsutils.c): 0.1 + 0.2 is
 * "0.3". So texts have the length that they have there. And JSON as it writes it: typed arrays are lists.
 */
import type { Realm } from './realm.ts';

/** Texts of the realm. Numbers in template literals are written by the PC's engine. */
const TEXTS = `(function () {
  var numbers = Number.prototype.toString, stringify = JSON.stringify, join = Array.prototype.join, map = Array.prototype.map;
  var isView = ArrayBuffer.isView, typed = Object.getPrototypeOf(Uint8Array.prototype), plain = Array.prototype;
  var ALMOST = 1e-7, MOST_DIGITS = 11;
  function textOf(x) {
    if (x !== x || x === Infinity || x === -Infinity || x === Math.floor(x) && Math.abs(x) < 1e21) return numbers.call(x);
    var text = x < 0 ? '-' : '', rest = Math.abs(x), exponent = 0, whole, digit, count = 0;
    if (rest >= 1e21) {
      while (rest > 100000) { rest /= 100000; exponent += 5; }
      while (rest > 10) { rest /= 10; exponent++; }
    } else if (rest < 1e-6) {
      while (rest < 1e-5) { rest *= 100000; exponent -= 5; }
      while (rest < 1) { rest *= 10; exponent--; }
    }
    whole = Math.floor(rest);
    if (Math.floor(rest + ALMOST) === whole + 1) rest = ++whole;
    text += numbers.call(whole);
    rest = (rest - whole) * 10;
    for (; count < MOST_DIGITS && rest > ALMOST; count++) {
      digit = Math.floor(rest + 1e-8);
      rest = (rest - digit) * 10;
      text += (count ? '' : '.') + (digit > 9 ? 9 : digit);
    }
    return text + (exponent ? 'e' + (exponent > 0 ? '+' : '') + exponent : '');
  }
  function hide(object, name, value) { Object.defineProperty(object, name, { value: value, writable: true, configurable: true }); }
  function shown(value) { return typeof value === 'number' ? textOf(value) : value; }
  hide(Number.prototype, 'toString', function (radix) {
    return radix === undefined || radix === 10 ? textOf(+this) : numbers.call(this, radix);
  });
  [plain, typed].forEach(function (of) {
    hide(of, 'join', function (by) { return join.call(map.call(this, shown), by); });
  });
  hide(JSON, 'stringify', function (value, replacer, space) {
    // It takes no notice of a replacer.
    if (value === undefined) return 'null';
    return stringify(value, function (key, part) {
      if (isView(part) && part.length !== undefined) return plain.slice.call(part);
      return typeof part === 'number' && part !== Math.floor(part) ? +textOf(part) : part;
    }, space);
  });
})()`;

/** Patches the realm of a board with Espruino, while it still has the calls that boards lack. */
export const addNumberTexts = ({ run }: Realm): void => void run(TEXTS);
