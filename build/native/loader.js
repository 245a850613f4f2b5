/**
 * What `require("ckremm")` gives on an Espruino board with native code: three files in Storage. `ckremm` is this loader; `ckremm.bin` is
 * the code, which runs where it lies if that is the first place of Storage, or from RAM; `ckremm.es5` is the library in ES5, which is there while
 * a cold call needs it, and which takes over where anything is amiss: `devices.native()` says why, or '' where the code runs. Of another version it would not
 * know the images: then cold calls are refused, and what is native goes on.
 *
 * The calls are the native functions themselves, and a pool is a number: see docs/design/native.md. What of a module stays, and what is made
 * when it is looked up, is in loaded.js.
 */
import { minify } from 'terser';
import { coldFailures } from '../cold-calls.js';
import { TEXTS } from './fronts.js';
import { FAILURES, FAR, LOADED, ON_HEAP } from './loaded.js';
import { MODULES } from './modules.js';
import { blobsFor } from './sets.js';

export const CODE_FILE = 'ckremm.bin';
export const ES5_FILE = 'ckremm.es5';

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
 * Finds the code: `base` is its address, or its copy in RAM; or returns why it cannot run. Storage moves files when it is compacted, and machine
 * code that moved is no code any more: only the first file stays where it is. Where the board does not say where its Storage begins, no file lies before
 * it. A flat string of RAM may be moved by E.defrag: E.nativeCall looks for it in each call, and the code runs at every even address, which it has where
 * variables have an even number of bytes.
 */
const findCode = (code) => `(function (S, memory, code, start, why, names, i, other) {
  if (!E.nativeCall) return "this firmware cannot call native code";
  if (!(code = S.read("${CODE_FILE}"))) return "there is no ${CODE_FILE} in Storage";
  if (E.CRC32(code) !== ${crcOf(code)}) return "${CODE_FILE} is torn, or of another version";
  base = E.getAddressOf(code, true);
  why = base ? "${CODE_FILE} is not the first file of Storage, and may move" : "Storage is not mapped into memory here";
  if (start = memory.flash_code_start) start = base === start + 32;
  else if (base) {
    start = (base & 4095) === 32;
    names = S.list();
    for (i in names) if ((other = E.getAddressOf(S.read(names[i]), true)) && other < base) start = false;
  }
  if (start) return 0;
  if (memory.blocksize & 1) return why + "; in RAM it would, too";
  if (memory.free * memory.blocksize < ${4 * code.length}) return why + "; for RAM it is too large";
  base = E.toFlatString(code);
  return base && E.getAddressOf(base, true) ? 0 : why + "; RAM has no room for it in one piece";
})(require("Storage"), process.memory())`;

/** A native function. `place`: where it starts, and its signature, as arguments. */
function callOf(place) {
  const [offset, signature] = place.split(', ');
  return `(typeof base === "number" ? E.nativeCall(base + ${offset}, ${signature}) : E.nativeCall(${offset}, ${signature}, base))`;
}

/** The first bytes of a heap's image; the loader formats it, so that a program that needs no cold call never loads ES5. */
const MAGIC = Buffer.from('ckM\x05', 'latin1');

const property = (name) => (/^\w+$/.test(name) ? name : JSON.stringify(name));

/** The array of a pool's heap. */
const HEAP_OF = `var heapOf = function (pool) {
  var i = known.length;
  while (i--) if ((E.getAddressOf(known[i], true) & 0x7ffffff) >> 2 === pool >> 14) return known[i];
  return null;
};`;

/** Cold calls of paging: on the pager in ES5 that is kept of a pool; and those that are given none. */
const PAGERS = `var plain = function (call, failure) {
    return function (a, b, c, d) {
      var library = es5(), done = library ? library.paging[call](a, b, c, d) : failure;
      if (!done && library) note(library.fault());
      return done;
    };
  };
  if (module === "paging") cold = function (call, failure) {
    return function (pool, a, b, c, d) {
      var found = pagers[pool];
      note(found ? 0 : 2);
      return found ? found.es5[call](found.pager, a, b, c, d) : failure;
    };
  };`;

/** Calls in ES5, on a pool and on a heap. */
const coldText = (hasPagers) => `var cold = function (call, failure) {
    return function (pool, a, b, c) {
      var heap = heapOf(pool), library = heap ? es5() : (note(2), null), object = library && library[module].attach(heap, (pool & 16383) << 2);
      if (!object && library && heap[8] === 3) heap[8] = 2;
      return object ? library[module][call](object, a, b, c) : failure;
    };
  };
  var onHeap = function (call, kind) {
    return function (heap, a, b, c${hasPagers ? ', d' : ''}) {
      var at = over(heap), library = at ? es5() : null, before = [], i = 0, found;
      if (!library) return call === "repairAt" ? false : null;
      if (call === "create") while (found = library.heap.find(heap, kind, i++)) before.push(found);
      found = library[module][call](heap, a, b, c${hasPagers ? ', d' : ''});
      if (!found || call === "repairAt") { if (library.fault() !== heap[8]) note(library.fault()); return found; }
      if (call === "create") for (i = 0; before.indexOf(a = library.heap.find(heap, kind, i)) >= 0; i++);
      ${hasPagers ? 'if (module === "paging") pagers[at + (a >> 2)] = { es5: library.paging, pager: found, store: b, heap: heap, bytes: heap[a + 80] | heap[a + 81] << 8 };' : ''}
      return at + (a >> 2);
    };
  };
  ${hasPagers ? PAGERS : ''}
  if (call) return cold(call[0], call[1]);`;

/**
 * What of modules is made when it is looked up: of one, or of two that share it. Where they have `locals` it comes before what the others need: to pass over text costs as well, 1 U for
 * some 35 characters.
 */
function sectionText([{ name, members, locals, kind }, second]) {
  if (!second) return `if (module === "${name}") { ${kind ? `var kind = ${kind};` : ''} ${locals} return {\n    ${members.join(',\n    ')}\n  }; }`;
  const [common, first, last] = [
    members.filter((one) => second.members.includes(one)),
    members.filter((one) => !second.members.includes(one)),
    second.members.filter((one) => !members.includes(one)),
  ];
  // A getter that only one of them has is what it gives there.
  const more = (is, all) =>
    all.length ? `if (${is}) { ${all.map((one) => one.replace(/^get (\w+)\(\) \{ return (.*); \}$/, 'made.$1 = $2;')).join(' ')} }` : '';
  return `if (module === "${name}" || module === "${second.name}") { var kind = module === "${name}" ? ${kind} : ${second.kind}; ${locals} var made = {
    ${common.join(',\n    ')}
  }; ${more('kind === ' + kind, first)} ${more('kind === ' + second.kind, last)} return made; }`;
}

/** Whether a section has cold calls, for which all helpers are needed. */
const isLate = ([{ locals }]) => !locals;

/** Native modules, those together that share what is made: and that differ in what is only native, if in anything. */
function sectionsOf(native) {
  const groups = [];
  for (const one of native) {
    const group = one.locals && groups.find(([first]) => first.locals === one.locals);
    if (group) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

/**
 * What is not resident, by the name of its module: made when it is looked up, by a getter `__proto__`, as in bundles (build/tree/cold.js). With
 * `call`, a name and a value, that one in ES5, which returns the value where there is no room, or no pool. `known` has the heaps of pools, and as h0, h1 ... those of the board.
 */
const rest = (sections, { hasTexts, hasNames, hasPagers, hasCold }, { heapBytes, heapCount, board, variables, es5Crc }) => `function (module${hasCold ? ', call' : ''}) {
  var code = function (offset, signature) { return ${callOf('offset, signature')}; };
  var note = function (fault) { last = fault && fault | (known[0] || [])[8] << 8; };
  var over = function (heap) {
    var at = heap && E.getAddressOf(heap, true);
    if (at & 3) at = 0;
    note(at ? 0 : 10);
    if (at && known.indexOf(heap) < 0) known.push(heap);
    return at ? (at & 0x7ffffff) << 12 : 0;
  };
  ${hasTexts ? '' : HEAP_OF}
  ${hasNames && !hasTexts ? `var read = ${TEXTS.read};` : ''}
  ${sections.filter((one) => !isLate(one)).map(sectionText).join('\n  ')}
  var isWhole = function () { return E.CRC32(require("Storage").read("${ES5_FILE}") || "") === ${es5Crc}; };
  var es5 = function () {
    var found, isThere = Modules.getCached().indexOf("${ES5_FILE}") >= 0;
    note(isThere || (process.memory(false).free >= ${variables} || process.memory().free >= ${variables}) && isWhole() ? 0 : 15);
    if (last) return null;
    found = require("${ES5_FILE}");
    if (!isThere${hasPagers ? ' && module !== "paging"' : ''}) Modules.removeCached("${ES5_FILE}");
    return found;
  };
  ${hasCold ? coldText(hasPagers) : ''}
  ${hasTexts ? `if (module === "texts") return ${TEXTS.lengthOf};` : ''}
  ${sections.filter(isLate).map(sectionText).join('\n  ')}
  if (module === "devices") return {
    native: function () { return isWhole() ? "" : "${ES5_FILE} is torn, or of another version"; },
    board: ${JSON.stringify(board)},
    heapBytes: ${heapBytes},
    freeBytes: function () { var memory = process.memory(); return memory.free * memory.blocksize; },
    heap: function (nth, bytes) {
      var name = "h" + (nth | 0), memory = process.memory(), rows = (bytes = bytes === undefined ? ${heapBytes} : bytes) - 16 << 4, heap;
      note(nth !== undefined && (nth >>> 0 !== nth || nth >= ${heapCount}) || bytes >>> 0 !== bytes || bytes < 24 || bytes & 3 || bytes > 65536 ? 2 : 0);
      if (last || known[name]) return last ? null : known[name];
      if (memory.free * memory.blocksize < bytes * 1.5) return note(11), null;
      heap = new Uint8Array(bytes);
      heap[bytes - 1] = 1;
      if (!over(heap)) return null;
      heap.set([${[...MAGIC].join(', ')}, bytes & 255, bytes >> 8 & 255, bytes >> 16, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
      heap.set([rows, rows >> 8, rows >> 16, rows >> 24, ~rows, ~rows >> 8, ~rows >> 16, ~rows >> 24], 16);
      return known[name] = heap;
    }
  };
  return (es5() || {}).heap;
}`;

/** An engine that has no such getters gets the functions themselves, once. */
const elsewhere = (names) => `(function (own) {
  if ({ get __proto__() { return { a: 1 }; } }.a) return;
  own = function (space) {
    var made = space.__proto__, name;
    delete space.__proto__;
    for (name in made)
      if (!(name in space))
        if (Object.getOwnPropertyDescriptor) Object.defineProperty(space, name, Object.getOwnPropertyDescriptor(made, name));
        else space[name] = made[name];
  };
  ${names.map((name) => `own(exports.${name});`).join(' ')}
  own(exports);
})();`;

/** What the library has besides its modules; made when it is looked up. */
const rootMembers = (others) => `{
    get devices() { return rest("devices"); },
    get heap() { return rest("heap"); },
    ${others.map((name) => `get ${name}() { return require("${ES5_FILE}").${name}; },`).join('\n    ')}
    fault: function (heap) { var seen = (heap || known[0] || [])[8] | 0; return !heap && last && last >> 8 === seen ? last & 255 : seen; }
  }`;

const OPTIONS = {
  ecma: 5,
  compress: { ecma: 5, passes: 2, inline: 0, reduce_funcs: false, reduce_vars: false, collapse_vars: false, directives: false },
  mangle: { toplevel: true, reserved: ['of'] },
};

const FAILED = { zero: '0', no: 'false', none: 'null', text: '"the pool is damaged, or was cut off in the middle; or there is no room for the call"' };

/** How a call of a module without native code fails. */
function failureOf(module, name) {
  return FAILED[coldFailures().get(`${module}.${name}`) ?? FAILURES[name] ?? 'no'];
}

/** The name of a call in the blobs: its module's; or of the one that it has in common with another, or is a part of. */
function keyOf(module, name, calls, owner) {
  const { on, same = [], with: shared } = LOADED[module];
  const names = [`${owner}.${name}`, `${module}.${name}`, `${shared}.${name}`, ...(same.includes(name) ? [`${on}.${name}`] : [])];
  return names.find((one) => one in calls);
}

/** What `kind` of call a public name of a module is: 'resident', 'front', 'made' (native, when it is looked up) or 'cold'. */
export function formOf(module, name, calls) {
  const { resident, fronts = {}, made = {} } = LOADED[module];
  const isNative = keyOf(module, name, calls) in calls;
  if (fronts[name]) return 'front';
  if (made[name]) return 'made front';
  if (!isNative && !(name === 'repairAt' && keyOf(module, 'repair', calls) in calls)) return 'cold';
  return resident.includes(name) ? 'resident' : 'made';
}

/** Where a native function of a module starts, and its signature, as arguments; of `owner`, what it has in common with another, if that has one. */
function placeOf(module, name, calls, owner) {
  const [offset, signature] = calls[keyOf(module, name, calls, owner)];
  return `${offset + 1}, "${signature}"`;
}

const resident = (place) => callOf(place);

/** The text of a front that stays. Native functions that it calls at once are variables of the loader: `variables`, by name. */
function frontText(module, text, calls, variables) {
  const owner = LOADED[module].with ?? module;
  return text
    .replace(/\$cold\(("\w+"), (\w+)\)/g, (_all, call, failure) => `rest("${module}", [${call}, ${failure}])`)
    .replace(/\$rest\(\)/g, `rest("${module}")`)
    .replace(/\$new\((\w+)\)/g, (_all, name) => resident(placeOf(module, name, calls, owner)))
    .replace(/\$(\w+)/g, (_all, name) => {
      variables.set(`${owner}_${name}`, resident(placeOf(module, name, calls, owner)));
      return `${owner}_${name}`;
    });
}

/**
 * The property of what stays, `text` says what; where another module has it already, in common with this one, that one's. `key`: what they have in common, if so.
 * The module that others take from is made first, and lies in `known`, where no heap is yet, until all are there: to give `queue` a property afterwards would look it up, and so call
 * what makes the cold calls of `queue`.
 */
function propertyOf(module, name, key, besides, text) {
  const { shared } = besides;
  if (shared.has(key)) {
    if (besides.owner && besides.owner !== shared.get(key)) throw new Error(`${module} takes from ${shared.get(key)}, and another module from ${besides.owner}`);
    besides.owner = shared.get(key);
    return [`${property(name)}: known.${name}`];
  }
  if (key) shared.set(key, module);
  return [`${property(name)}: ${text()}`];
}

/** A module as the library has it: what stays, and a getter for the rest. */
const spaceText = ({ name, stays }) => `{ ${[...stays, `get __proto__() { return rest("${name}"); }`].join(', ')} }`;

/** Names of native functions in a text, which has them as `$x`. */
const nativesIn = (said) => [...new Set([...said.matchAll(/\$(\w+)/g)].map(([, one]) => one))].filter((one) => one !== 'cold');

/** The text with variables for them. */
const withVariables = (said) => said.replace(/\$cold\(/g, 'cold(').replace(/\$(\w+)/g, (_all, one) => `${one}_`);

/** The locals of a module that a text leads to, as one text. */
function localsIn(module, said) {
  const { locals = {} } = LOADED[module];
  const found = Object.keys(locals).filter((name) => said.includes(name));
  const text = found.map((name) => locals[name]).join('');
  return found.some((name) => !said.includes(locals[name])) ? localsIn(module, said + text) : text;
}

/** What makes native functions, 14 U each: variables of a getter, but for those of locals, which are there already. */
function makingOf(module, said, calls) {
  const inLocals = nativesIn(Object.values(LOADED[module].locals ?? {}).join(''));
  const own = nativesIn(said).filter((one) => !inLocals.includes(one));
  const making = (one) => `${one}_ = code(${placeOf(module, one, calls, LOADED[module].with)})`;
  const ofLocals = nativesIn(said + localsIn(module, said)).filter((one) => inLocals.includes(one));
  return `${own.length ? `var ${own.map(making).join(', ')};` : ''} ${ofLocals.map((one) => `${making(one)};`).join(' ')}`;
}

/** A getter of what is made when it is looked up. */
function madeMember(module, name, form, calls) {
  const place = (one) => placeOf(module, one, calls);
  const { made = {} } = LOADED[module];
  if (made[name]) {
    return `get ${name}() { ${makingOf(module, made[name], calls)} return ${withVariables(made[name])}; }`;
  }
  if (LOADED[module].plain?.includes(name)) return `get ${name}() { return plain("${name}", ${failureOf(module, name)}); }`;
  if (form === 'cold')
    return ON_HEAP.includes(name)
      ? `get ${name}() { return onHeap("${name}", ${MODULES[module].kind}); }`
      : `get ${name}() { return cold("${name}", ${failureOf(module, name)}); }`;
  if (name === 'repairAt') return `repairAt: function (heap, address) { return code(${place('repair')})(over(heap) + (address >> 2)); }`;
  if (ON_HEAP.includes(name)) return `${name}: function (heap, a, b) { return code(${place(name)})(over(heap), a, b) || null; }`;
  return `get ${name}() { return code(${place(name)}); }`;
}

/** The parts of one module: what stays, and what its getter gives. `besides` gets what is needed besides. */
function partsOf(module, modules, names, calls, besides) {
  const { with: common, fronts = {} } = LOADED[module];
  const stays = [];
  const members = [];
  for (const name of names) {
    const form = formOf(module, name, calls);
    const key = keyOf(module, name, calls);
    const shared = common && (form === 'front' || key?.startsWith(`${common}.`)) ? `${form} ${common}.${name}` : undefined;
    if (form === 'resident') stays.push(...propertyOf(module, name, shared, besides, () => resident(placeOf(module, name, calls))));
    if (form === 'front')
      stays.push(...propertyOf(module, name, shared, besides, () => frontText(module, fronts[name], calls, besides.variables)));
    if (form !== 'resident' && (form !== 'front' || LOADED[module].made?.[name])) members.push(madeMember(module, name, form, calls));
  }
  const said = Object.values(LOADED[module].locals ?? {}).join('');
  const locals = said && `var ${nativesIn(said).map((one) => `${one}_`).join(', ')}; ${withVariables(said)}`;
  return { name: module, stays, members, locals, kind: locals && MODULES[module].kind };
}

/**
 * The text of the loader.
 * @param {object} code of blobsFor: { code, calls, modules }
 * @param {Record<string, string[]>} names the public names of each module of the bundle
 * @param {object} figures { heapBytes, heapCount, board, variables, es5Crc }: variables that have to be free for a cold call, and the sum of the library in ES5
 */
export async function loaderText({ code, calls, modules }, names, figures) {
  const besides = { variables: new Map(), shared: new Map(), owner: '' };
  const native = modules.map((module) => partsOf(module, modules, names[module], calls, besides));
  const others = Object.keys(names).filter((name) => !modules.includes(name));
  const hasPagers = modules.includes('paging');
  const hasTexts = modules.some((name) => LOADED[name].hasTexts);
  const hasNames = modules.some((name) => LOADED[name].hasNames);
  const hasCold = native.some(({ stays, members }) => /rest\("\w+", |\b(cold|onHeap|plain)\(/.test([...stays, ...members].join()));
  const text = `
var known = [], base, last = ${findCode(code)};
${hasTexts ? `${HEAP_OF}\nvar read = ${TEXTS.read};` : ''}
${hasTexts || modules.includes('messages') ? `var isWide = JSON.parse('"\\\\u0100"').charCodeAt(0) > 255;` : ''}
${hasPagers ? frontText('paging', FAR, calls, besides.variables) : ''}
var rest = ${rest(sectionsOf(native), { hasTexts, hasNames, hasPagers, hasCold }, figures)};
if (last) {
  exports = module.exports = require("${ES5_FILE}");
  exports.devices.native = function () { return last; };
} else {
  ${[...besides.variables].map(([variable, made]) => `var ${variable} = ${made};`).join('\n  ')}
  ${besides.owner ? `known = ${spaceText(native.find(({ name }) => name === besides.owner))};` : ''}
  exports = module.exports = {
    ${native.map((one) => `${one.name}: ${one.name === besides.owner ? 'known' : spaceText(one)}`).join(',\n    ')}${native.length ? ',' : ''}
    get __proto__() { return ${rootMembers(others)}; }
  };
  ${besides.owner ? 'known = [];' : ''}
  ${elsewhere(modules)}
}
`;
  return (await minify(text, OPTIONS)).code;
}

/**
 * Variables that have to be free for a cold call, of which the library in ES5 is loaded, by the bytes of its bundle: above what each set of host/cost/measured/native.json needs; a
 * test compares.
 */
export const variablesFor = (bytes) => Math.max(710 + Math.ceil(bytes / 70), 330 + Math.ceil(bytes / 44));

/**
 * The three files for a board's Storage, by name, in the order in which they are to be written: the code first. None where no module of
 * the bundle has native code.
 * @param {object} profile of the board, with its modules
 * @param {string} es5 the board's bundle for Storage
 * @param {Record<string, string[]>} names the public names of each module of that bundle
 */
export async function nativeFiles({ board, heapBytes, heapCount }, es5, names) {
  const blobs = blobsFor(Object.keys(names));
  if (!blobs.modules.length) return {};
  const figures = { board, heapBytes, heapCount, variables: variablesFor(es5.length), es5Crc: crcOf(Buffer.from(es5)) };
  return {
    [CODE_FILE]: blobs.code,
    ckremm: await loaderText(blobs, names, figures),
    [ES5_FILE]: es5,
  };
}
