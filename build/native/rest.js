/** The part of the loader that makes what is not resident, when it is looked up; and calls in ES5, for which the library is loaded. */
import { TEXTS } from './fronts.js';
import { ES5_FILE, callOf } from './place.js';

/** The first bytes of a heap's image; the loader formats it, so that a program that needs no cold call never loads ES5. */
const MAGIC = Buffer.from('ckM\x05', 'latin1');

/**
 * Variables that have to be free for calls that are made when they are looked up: the functions of their module, and the engine's own, to make them and to
 * call them; and for one access of a row by a name, or of an f32. With fewer a call is refused, as Espruino ends a program that asks for one too many.
 * Measured on Espruino 2v29 for ARM, and ASKING_VARIABLES are in use already where it is asked.
 */
export const MADE_VARIABLES = 230;
export const ACCESS_VARIABLES = 150;
export const ASKING_VARIABLES = 40;

/** What the calls of `heap` give where there is no room for them. */
const HEAP_FAILURES = { repair: 'false', find: '0', freeBytes: '0', format: 'null', open: 'null' };

/** The array of a pool's heap. */
export const HEAP_OF = `var heapOf = function (pool) {
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
function sectionText([{ name, members, locals, access, kind }, second]) {
  const isHere = [name, second?.name, access && 'rows'].filter(Boolean).map((one) => `module === "${one}"`).join(' || ');
  // One access, and nothing else is made.
  const early = access ? `if (module === "rows") { ${access} return access(call[0], call[1], call[2], call[3], call[4]); }` : '';
  if (!second) return `if (${isHere}) { ${kind ? `var kind = ${kind};` : ''} ${locals} ${early} return {\n    ${members.join(',\n    ')}\n  }; }`;
  const [common, first, last] = [
    members.filter((one) => second.members.includes(one)),
    members.filter((one) => !second.members.includes(one)),
    second.members.filter((one) => !members.includes(one)),
  ];
  // A getter that only one of them has is what it gives there.
  const more = (is, all) =>
    all.length ? `if (${is}) { ${all.map((one) => one.replace(/^get (\w+)\(\) \{ return (.*); \}$/, 'made.$1 = $2;')).join(' ')} }` : '';
  return `if (${isHere}) { var kind = module === "${name}" ? ${kind} : ${second.kind}; ${locals} ${early} var made = {
    ${common.join(',\n    ')}
  }; ${more('kind === ' + kind, first)} ${more('kind === ' + second.kind, last)} return made; }`;
}

/** Whether too little is free for what is made. Calls in ES5 ask for themselves, and `devices` and `heap` are small. */
function lowText(hasNames, hasCold) {
  const needed = hasNames ? `module === "rows" ? ${ACCESS_VARIABLES} : ${MADE_VARIABLES}` : `${MADE_VARIABLES}`;
  const isMade = `module !== "devices" && module !== "heap"${hasCold ? ` && (!call${hasNames ? ' || module === "rows"' : ''})` : ''}`;
  return `var needed = ${needed};
  if (${isMade} && process.memory(false).free < needed && process.memory().free < needed)`;
}

/** How a call fails, by what it gives then. */
export const FAILED = { zero: '0', no: 'false', none: 'null', text: '"the pool is damaged, or was cut off in the middle; or there is no room for the call"' };

/** The calls of modules that are refused. */
function refusedText(sections) {
  const all = sections.flat();
  const kinds = Object.keys(FAILED).filter((kind) => all.some(({ refused }) => refused.some((one) => one.endsWith(`: ${kind}`))));
  return `${kinds.map((kind) => `var ${kind} = function () { return ${FAILED[kind]}; };`).join(' ')}
  ${all.map(({ name, refused }) => `if (module === "${name}") return { ${refused.join(', ')} };`).join('\n  ')}`;
}

/** Whether a section has cold calls, for which all helpers are needed. */
const isLate = ([{ locals }]) => !locals;

/** Native modules, those together that share what is made: and that differ in what is only native, if in anything. */
export function sectionsOf(native) {
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
 * A heap is read by bytes: an Espruino keeps eight variables for a constructor of longer words once a program has named it.
 */
export const rest = (sections, { hasTexts, hasNames, hasPagers, hasCold }, { heapBytes, heapCount, board, variables, es5Crc }) => `function (module${hasCold || hasNames ? ', call' : ''}) {
  ${hasTexts ? `if (module === "texts") return ${TEXTS.lengthOf};` : ''}
  var code = function (offset, signature) { return ${callOf('offset, signature')}; };
  var note = function (fault) { last = fault && fault | (known[0] || [])[8] << 8; };
  ${lowText(hasNames, hasCold)} {
    note(15);
    ${hasNames ? 'if (module === "rows") return call[3];' : ''}
  } else {
  var over = function (heap) {
    var at = heap && E.getAddressOf(heap, true), word = function (i) { return heap[i] | heap[i + 1] << 8 | heap[i + 2] << 16 | heap[i + 3] << 24; };
    if (!at || at & 3) return note(10), 0;
    if (word(0) !== ${MAGIC.readInt32LE()}) return note(9), 0;
    if (word(4) !== heap.length) return note(heap[8] = 8), 0;
    note(0);
    if (known.indexOf(heap) < 0) known.push(heap);
    return (at & 0x7ffffff) << 12;
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
      heap.set([${[...MAGIC].join(', ')}, bytes & 255, bytes >> 8 & 255, bytes >> 16, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
      heap.set([rows, rows >> 8, rows >> 16, rows >> 24, ~rows, ~rows >> 8, ~rows >> 16, ~rows >> 24], 16);
      return over(heap) ? known[name] = heap : null;
    }
  };
  var onAny = function (call, failure) {
    return function (a, b, c) {
      var library = es5(), found = library ? library.heap[call](a, b, c) : failure;
      if (library && !found && library.fault()) note(library.fault());
      return found;
    };
  };
  return { ${Object.entries(HEAP_FAILURES)
    .map(([name, failure]) => `${name}: onAny("${name}", ${failure})`)
    .join(', ')} };
  }
  ${refusedText(sections)}
}`;
