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

/** The functions of headers that are native as they are; the others have a front here. */
const PLAIN = ['alloc', 'dealloc', 'resize', 'allocAligned', 'sizeOf', 'clean', 'reorder', 'setLow', 'isLow', 'repair', 'destroy'];

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
 * Why the code cannot run, or ''. Storage moves files when it is compacted, and machine code that moved is no code any more: only the
 * first file stays where it is, so another place is refused. Where the board does not say where its Storage begins, no file lies before it.
 */
const whyNot = (crc, bytes) => `(function (code) {
  var at = code && E.getAddressOf(code, true);
  var start = process.memory().flash_code_start;
  if (!E.nativeCall) return "this firmware cannot call native code";
  if (!code) return "there is no ${CODE_FILE} in Storage";
  if (code.length !== ${bytes} || E.CRC32(code) !== ${crc}) return "${CODE_FILE} is torn, or of another version";
  if (!at) return "Storage is not mapped into memory here";
  return (start ? at !== start + 32 : (at & 4095) !== 32 || S.list().some(function (name) {
    var other = E.getAddressOf(S.read(name), true);
    return other && other < at;
  })) ? "${CODE_FILE} is not the first file of Storage, and may move" : "";
})(S.read("${CODE_FILE}"))`;

/**
 * What is not native. Each function here is about nine variables of RAM as long as the library is there; the heap's own calls come
 * from ES5, which is there as long as somebody holds them; other modules do, too, and stay. `known` has the heaps of pools: fault() is that of the first.
 * String() is '', and costs nothing.
 */
const fronts = (others, variables) => `
  var es5 = function () {
    var found;
    last = process.memory().free < ${variables} ? 11 : 0;
    if (last) return null;
    found = require("${ES5_FILE}");
    Modules.removeCached("${ES5_FILE}");
    return found;
  };
  var over = function (heap) {
    var at = heap && E.getAddressOf(heap, true);
    // E.defrag may leave it at an odd place: then only ES5 can read it.
    if (at & 3) at = 0;
    last = at ? 0 : 10;
    if (at && known.indexOf(heap) < 0) known.push(heap);
    return at ? (at & 0x7ffffff) << 12 : 0;
  };
  exports.fault = function (heap) { return (heap = heap || known[0]) && !last ? heap[8] : last; };
  exports.devices = {
    native: String,
    heap: function (nth, bytes) {
      var library = taken[nth | 0] ? null : es5();
      if (library && over(library = library.devices.heap(nth, bytes))) taken[nth | 0] = library;
      return taken[nth | 0] || null;
    }
  };
  Object.defineProperty(exports, "heap", { get: function () { return (es5() || {}).heap; } });
  ${others.map((name) => `Object.defineProperty(exports, "${name}", { get: function () { return require("${ES5_FILE}").${name}; } });`).join('\n  ')}
  exports.headers.create = function (heap, bytes) { return make(over(heap), bytes) || null; };
  exports.headers.attach = function (heap, address) { return open(over(heap), address) || null; };
  exports.headers.repairAt = function (heap, address) { return exports.headers.repair(over(heap) + (address >> 2)); };
  exports.headers.view = function (pool, address) {
    var bytes = exports.headers.sizeOf(pool, address), i = known.length;
    while (bytes && i--) if ((E.getAddressOf(known[i], true) & 0x7ffffff) >> 2 === pool >> 14) return known[i].subarray(address, address + bytes);
    return null;
  };`;

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
    return `call(at + ${offset + 1}, "${signature}")`;
  };
  const text = `
var S = require("Storage");
var reason = ${whyNot(crcOf(code), code.length)};
var known = [], taken = [], last = 0, at, call, make, open;
if (reason) {
  exports = module.exports = require("${ES5_FILE}");
  exports.devices.native = function () { return reason; };
} else {
  at = E.getAddressOf(S.read("${CODE_FILE}"), true);
  call = E.nativeCall;
  make = ${made('create')};
  open = ${made('attach')};
  exports.headers = { ${PLAIN.map((name) => `${name}: ${made(name)}`).join(', ')} };
  ${fronts(others, variables)}
}
S = at = call = undefined;`;
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
