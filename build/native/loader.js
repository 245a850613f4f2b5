/**
 * What `require("ckremm")` gives on an Espruino board with native code: three files in Storage. `ckremm` is this loader; `ckremm.bin`, the
 * first file of all, is the code, which runs where it lies; `ckremm.es5` is the library in ES5, which is there while a cold call needs
 * it, and which takes over where anything is amiss: `devices.native()` says why, or '' where the code runs.
 *
 * The calls are the native functions themselves, and a pool is a number: see docs/design/native.md.
 */
import { minify } from 'terser';

export const CODE_FILE = 'ckremm.bin';
export const ES5_FILE = 'ckremm.es5';

/** The functions of headers that are native as they are; about 3.6 variables each. */
const PLAIN = ['alloc', 'dealloc', 'resize', 'sizeOf', 'reorder', 'isLow', 'repair', 'destroy'];
/** Native, too, but made when they are looked up: each look costs about 20 U. A program may keep what it got. */
const RARE = ['allocAligned', 'clean', 'setLow'];

/** CRC-32 as E.CRC32 has it. */
export function crcOf(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/**
 * Where the code is, a number, or why it cannot run. Storage moves files when it is compacted, and machine code that moved is no code any more: only the
 * first file stays where it is, so another place is refused. Where the board does not say where its Storage begins, no file lies before it.
 */
const addressOrReason = (crc, bytes) => `(function (S) {
  var code = S.read("${CODE_FILE}");
  var at = code && E.getAddressOf(code, true);
  var start = process.memory().flash_code_start;
  if (!E.nativeCall) return "this firmware cannot call native code";
  if (!code) return "there is no ${CODE_FILE} in Storage";
  if (code.length !== ${bytes} || E.CRC32(code) !== ${crc}) return "${CODE_FILE} is torn, or of another version";
  if (!at) return "Storage is not mapped into memory here";
  return (start ? at !== start + 32 : (at & 4095) !== 32 || S.list().some(function (name) {
    var other = E.getAddressOf(S.read(name), true);
    return other && other < at;
  })) ? "${CODE_FILE} is not the first file of Storage, and may move" : at;
})(require("Storage"))`;

/** The number of a heap, which it is known by from then on. E.defrag may leave it at an odd place: then only ES5 can read it. */
const OVER = `function (heap) {
  var at = heap && E.getAddressOf(heap, true);
  if (at & 3) at = 0;
  last = at ? 0 : 10;
  if (at && known.indexOf(heap) < 0) known.push(heap);
  return at ? (at & 0x7ffffff) << 12 : 0;
}`;

/** The library in ES5, as long as somebody holds it: for the heap's own calls, and a heap of the board. */
const ES5 = (variables) => `function () {
  last = process.memory().free < ${variables} ? 11 : 0;
  var found = last ? null : require("${ES5_FILE}");
  Modules.removeCached("${ES5_FILE}");
  return found;
}`;

/**
 * What is not native is made when its name is looked up, by a getter `__proto__`, as in bundles (build/tree/cold.js): a function that
 * stays takes about nine variables. `known` has the heaps of pools, fault() is that of the first,
 * and as h0, h1 ... those of the board. String() is '', and costs nothing.
 */
const library = (plain, made, others, variables) => `{
  headers: {
    ${plain.join(', ')},
    get __proto__() {
      var code = function (offset, signature) { return E.nativeCall(E.getAddressOf(require("Storage").read("${CODE_FILE}"), true) + offset, signature); };
      var over = ${OVER};
      return {
        ${RARE.map((name) => `${name}: code(${made(name)})`).join(',\n        ')},
        create: function (heap, bytes) { return code(${made('create')})(over(heap), bytes) || null; },
        attach: function (heap, address) { return code(${made('attach')})(over(heap), address) || null; },
        repairAt: function (heap, address) { return code(${made('repair')})(over(heap) + (address >> 2)); },
        view: function (pool, address) {
          var bytes = code(${made('sizeOf')})(pool, address), i = known.length;
          while (bytes && i--) if ((E.getAddressOf(known[i], true) & 0x7ffffff) >> 2 === pool >> 14) return known[i].subarray(address, address + bytes);
          return null;
        }
      };
    }
  },
  devices: {
    get __proto__() {
      var es5 = ${ES5(variables)};
      var over = ${OVER};
      return {
        native: String,
        heap: function (nth, bytes) {
          var name = "h" + (nth | 0), library = known[name] ? null : es5();
          if (library && over(library = library.devices.heap(nth, bytes))) known[name] = library;
          return known[name] || null;
        }
      };
    }
  },
  get heap() { var es5 = ${ES5(variables)}; return (es5() || {}).heap; },
  ${others.map((name) => `get ${name}() { return require("${ES5_FILE}").${name}; },`).join('\n  ')}
  get __proto__() {
    return { fault: function (heap) { return (heap = heap || known[0]) && !last ? heap[8] : last; } };
  }
}`;

/** An engine that has no such getters gets the functions themselves. */
const elsewhere = `(function (object, name, made) {
  if (!{ get __proto__() { return { a: 1 }; } }.a) [exports, exports.headers, exports.devices].forEach(function (object) {
    made = object.__proto__;
    delete object.__proto__;
    for (name in made) object[name] = made[name];
  });
})();`;

const OPTIONS = {
  ecma: 5,
  compress: { ecma: 5, passes: 2, inline: 0, reduce_funcs: false, reduce_vars: false, collapse_vars: false, directives: false },
  mangle: { toplevel: true, reserved: ['of'] },
};

/**
 * The text of the loader.
 * @param {object} blob of readBlob
 * @param {string[]} others modules beside headers, which are ES5
 * @param {number} variables that have to be free for a cold call
 */
export async function loaderText({ code, calls }, others, variables) {
  const made = (name) => {
    const [offset, signature] = calls[`headers.${name}`];
    return `${offset + 1}, "${signature}"`;
  };
  const plain = PLAIN.map((name) => `${name}: E.nativeCall(at + ${made(name)})`);
  const text = `
var known = [], last = 0, at = ${addressOrReason(crcOf(code), code.length)};
if (typeof at === "string") {
  exports = module.exports = require("${ES5_FILE}");
  exports.devices.native = function () { return at; };
} else {
  exports = module.exports = ${library(plain, made, others, variables)};
  ${elsewhere}
}
`;
  return (await minify(text, OPTIONS)).code;
}

/** Variables that the library in ES5 takes, by the bytes of its bundle: 506 for 13,202 of headers, measured, and as many again for what it calls. */
const variablesFor = (bytes) => 200 + Math.ceil(bytes / 20);

/**
 * The three files for a board's Storage, by name, in the order in which they are to be written: the code first.
 * @param {object} blob of readBlob
 * @param {string} es5 the board's bundle for Storage
 * @param {string[]} modules of that bundle
 */
export async function nativeFiles(blob, es5, modules) {
  const others = modules.map((name) => name.split('.')[0]).filter((name, i, all) => name !== 'headers' && all.indexOf(name) === i);
  return {
    [CODE_FILE]: blob.code,
    ckremm: await loaderText(blob, others, variablesFor(es5.length)),
    [ES5_FILE]: es5,
  };
}
