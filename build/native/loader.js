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
import { CODE_FILE, ES5_FILE, callOf, crcOf, findCode } from './place.js';
import { FAILED, HEAP_OF, rest, sectionsOf } from './rest.js';
import { blobsFor } from './sets.js';

const property = (name) => (/^\w+$/.test(name) ? name : JSON.stringify(name));

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

/** What a call gives that is refused: 'zero', 'no', 'none' or 'text'. */
export const failureKind = (module, name) => coldFailures().get(`${module}.${name}`) ?? FAILURES[`${module}.${name}`] ?? FAILURES[name] ?? 'no';

/** The same as JavaScript. */
function failureOf(module, name) {
  return FAILED[failureKind(module, name)];
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
  const refused = [];
  for (const name of names) {
    const form = formOf(module, name, calls);
    const key = keyOf(module, name, calls);
    const shared = common && (form === 'front' || key?.startsWith(`${common}.`)) ? `${form} ${common}.${name}` : undefined;
    if (form === 'resident') stays.push(...propertyOf(module, name, shared, besides, () => resident(placeOf(module, name, calls))));
    if (form === 'front')
      stays.push(...propertyOf(module, name, shared, besides, () => frontText(module, fronts[name], calls, besides.variables)));
    if (form !== 'resident' && (form !== 'front' || LOADED[module].made?.[name])) {
      members.push(madeMember(module, name, form, calls));
      refused.push(`${property(name)}: ${failureKind(module, name)}`);
    }
  }
  const said = Object.values(LOADED[module].locals ?? {}).join('');
  const locals = said && `var ${nativesIn(said).map((one) => `${one}_`).join(', ')}; ${withVariables(said)}`;
  const access = LOADED[module].hasNames && makingOf(module, said, calls);
  return { name: module, stays, members, refused, locals, access, kind: locals && MODULES[module].kind };
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
  const hasCold = native.some(({ stays, members }) => /rest\("(?!rows)\w+", |\b(cold|onHeap|plain)\(/.test([...stays, ...members].join()));
  const text = `
var known = [], base, last = ${findCode(code)};
${hasTexts ? `${HEAP_OF}\nvar read = ${TEXTS.read};` : ''}
${hasTexts || modules.includes('messages') ? `var isWide = JSON.parse('"\\\\u0100"') !== '\\0';` : ''}
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
