/**
 * What the loader (loader.js) has of each module, beside what a blob and the module's own exports say. A call is one of:
 *
 * - resident: a native function that stays, about 3.6 variables of Espruino each. What a program calls all the time, and needs when memory is short.
 * - a front: JavaScript before it, for arguments that machine code does not take; about ten variables where it stays.
 * - made when it is looked up, 60 to 150 U, and gone after the call: all other native ones, fronts that a program makes rarely, and cold calls,
 *   which the library in ES5 makes on the same image.
 *
 * A new blob needs a row here: which of its calls stay. A module without a blob, or one that works on pools of a module that has none, is ES5.
 */

import { stringsOf } from './fronts.js';

const words = (text) => text.split(' ').filter(Boolean);

/** What stays of a front only where a program hands in another thing than a text: made in each such call. */
const RARELY = words('allocCopy same');

/** Fronts of fronts.js by their text, `native.x` as `$x`. */
const textOf = (of, names, isFront) =>
  Object.fromEntries(words(names).map((name) => [name, String(of()[name])
        // What a native call has accepted is of a heap that is known; of one, mostly.
        .replace(/\bheapOf\(pool\)/g, '(known[1] ? heapOf(pool) : known[0])')
        .replace(/\btexts\.isPlain\b/g, '!isWide')
        .replace(/\btexts\.read\b/g, 'read')
        .replace(/\btexts\.lengthOf\b/g, 'rest("texts")')
        .replace(/\bnative\.(\w+)/g, (_all, one) => (isFront && RARELY.includes(one) ? `$new(${one})` : `$${one}`))]));

/** For a callback: ES5. `$x` is the native function x of the module, made once, `$new(x)` made in each call. */
const REORDER = 'function (pool, moved) { return moved ? $cold("reorder", false)(pool, moved) : $new(reorder)(pool); }';
/** A budget of 0 is told from none here: machine code cannot. */
const REORDER_TABLES = `function (pool, budget, moved) {
  return moved === undefined && (budget > 0 || budget === undefined) ? $new(reorder)(pool, budget) : $cold("reorder", false)(pool, budget, moved);
}`;

/** Whole numbers by the number of their field: native. `module` is a variable that is there, and that nobody needs once the loader has run: one of the function would cost U, another one of the loader RAM. Else names, floats, bytes, a u32 of 2^31 or more; and rows that are none: `access`. */
const GET = 'function (pool, row, field) { return (module = $getWhole(pool, row, field)) + 2147483648 ? module : rest("rows", [pool, row, field, null]); }';
const SET = 'function (pool, row, field, value) { return $setWhole(pool, row, field, value) || rest("rows", [pool, row, field, false, value]); }';

/**
 * The number of a field by its number or name, or 0 and a fault, which machine code's `place` does not say: names are read where the image has them. `place`
 * gives 16 times the address in the row, and the type: 2 for an f32, 7 for bytes:n, as TYPES of records/fields.ts has them.
 */
const NUMBER = `var numberOf = function (pool, heap, field) {
  var found = $declaration(pool), number = 0, at, text;
  if (!found) return 0;
  if (typeof field === "number") number = field >>> 0 === field && $place(pool, 0, field) ? field : 0;
  else {
    text = " " + read(heap, found >>> 16, found & 65535);
    field = "" + field;
    at = field.indexOf(" ") < 0 && field.indexOf(":") < 0 ? text.indexOf(" " + field + ":") : -1;
    if (at >= 0) number = text.slice(0, at).split(" ").length;
  }
  if (!number) heap[8] = 2;
  return number;
};`;

/**
 * get and set, by number and by name: a field of another kind in place. `failure` says which of them it is: null or false. A text may be a number, as in
 * \`columns[+field]\` of ES5, but not for bytes:n.
 */
const ACCESS = `var access = function (pool, row, field, failure, value) {
  var heap = heapOf(pool), number = +field, column, type, at;
  if (!heap || !$at(pool, row)) return failure;
  column = number >>> 0 === number && $place(pool, row, number);
  if (!column || (column & 15) > 6) {
    number = numberOf(pool, heap, field);
    column = number && $place(pool, row, number);
  }
  if (!column) return failure;
  type = column & 15;
  at = column >> 4;
  if (type > 6) {
    column = heap.subarray(at, at + ($place(pool, 1, number) - $place(pool, 0, number) >> 4));
    if (failure === null) return column;
    if (!(value && typeof value === "object" && (Array.isArray(value) || value.buffer) && value.length >>> 0 === value.length && value.length <= column.length)) return heap[8] = 2, false;
    column.set(value);
    return true;
  }
  if (type !== 2) {
    if (failure === false) return $setWhole(pool, row, number, value);
    if ((value = $getWhole(pool, row, number)) + 2147483648) return value;
  }
  column = new (type === 2 ? Float32Array : type ? Int32Array : Uint32Array)(heap.buffer, heap.byteOffset + at, 1);
  if (failure === null) return column[0];
  column[0] = value;
  return true;
};`;

/** A text where machine code can read it: an array that is one piece, or 0. */
const DECLARED = `var at = over(heap), text = "" + fields, bytes = text.length, copy, place;
  if (bytes > 65535) bytes = 0;
  copy = new Uint8Array(bytes + 32);
  place = E.getAddressOf(copy, true);
  if (bytes) copy.set(text);
  if (bytes && read(copy, 0, bytes) !== text) bytes = 0;
  if (at && !place) return note(15), null;`;

/** Declarations, names, and what of a field is no whole number. `kind` is that of the module. */
const ROWS = {
  create: `function (heap, fields, rows, isRing) {
    ${DECLARED}
    return $create(at, place, bytes, (rows & 65535) === rows ? rows | (kind & 1) << 20 | (kind & 1 && isRing ? 65536 : 0) : 0) || null;
  }`,
  attach: `function (heap, address, fields) {
    var pool = $attach(over(heap), address, kind), found = pool && fields ? $declaration(pool) : 0;
    return found && read(heap, found >>> 16, found & 65535) !== fields ? (heap[8] = 2, null) : pool || null;
  }`,
  repairAt: 'function (heap, address) { return $mendAt(over(heap), address, kind); }',
  field: 'function (pool, name) { var heap = heapOf(pool); return heap ? numberOf(pool, heap, name) : (note(2), 0); }',
  column: `function (pool, field) {
    var heap = heapOf(pool), number = heap ? numberOf(pool, heap, field) : (note(2), 0), column = number && $place(pool, 0, number), type = column & 15, at = column >> 4;
    return column ?
      new ([Uint32Array, Int32Array, Float32Array, Uint16Array, Int16Array, Uint8Array, Int8Array, Uint8Array][type])(
        heap.buffer, heap.byteOffset + at, (($place(pool, -1, number) >> 4) - at) >> (type < 3 ? 2 : type < 5 ? 1 : 0)
      ) : null;
  }`,
  set: 'function (pool, row, field, value) { return access(pool, row, field, false, value); }',
};

/** What those of records and of queues have in common: made once where both are. */
const ROWS_SHARED = { made: ROWS, locals: { numberOf: NUMBER, access: ACCESS }, with: 'rows', hasNames: true };

/**
 * An access of a page that is in a frame is native. The rest is `far`'s, which is told the bytes, 8 more where they are written: what is passed over costs
 * as well.
 */
const PAGED = Object.fromEntries(
  [1, 2, 4].flatMap((bytes) => {
    const [read, write] = [`read${8 * bytes}`, `write${8 * bytes}`];
    const found = bytes > 2 ? `(module = $${read}(pool, va)) + 2147483648 ? module >>> 0` : `(module = $${read}(pool, va)) + 1 ? module`;
    return [
      [read, `function (pool, va) { return ${found} : far(${bytes}, pool, va); }`],
      [write, `function (pool, va, value) { return $${write}(pool, va, value) || far(${8 + bytes}, pool, va, value); }`],
    ];
  }),
);

/**
 * A page that is out: where a frame can be had for it without a write to the store, machine code does all but the reading. Else, and whatever is to be
 * refused, it is the library in ES5, which stays while a pager is open. `pagers` has by pool what machine code cannot have: the store, and the pager in ES5.
 */
export const FAR = `var pagers = {}, far = function (width, pool, va, value) {
  var found = pagers[pool], at = found ? $bring(pool, va, width) : -1, call = (width < 8 ? "read" : "write") + 8 * (width & 7), isRead = 1;
  if (at < 0) return found ? found.es5[call](found.pager, va, value) : rest("paging", [call, width < 8 ? 0 : false])(pool, va, value);
  if ((at & 65535) < 65535) try { isRead = found.store.read((at & 65535) * found.bytes, found.heap, (at >> 16) * 4, found.bytes) ? 1 : 0; } catch (error) { isRead = 0; }
  return $arrive(pool, va, isRead) ? exports.paging[call](pool, va, value) : width < 8 ? 0 : false;
};`;

/** A block's bytes, from and to arrays of the caller. */
const spanned = (parameters, array, work) => `function (${parameters}) {
  var size = $sizeOf(pool, handle), from = at === undefined ? 0 : at, heap = heapOf(pool), length = ${array} && typeof ${array} === "object" ? ${array}.length : -1;
  if (!size || !heap) return false;
  if (length >>> 0 !== length || from >>> 0 !== from || from > size || length > size - from) return !!(heap[8] = 2, 0);
  from += $addrOf(pool, handle);
  ${work}
  return true;
}`;

const CONTENTS = {
  write: spanned('pool, handle, bytes, at', 'bytes', 'heap.set(bytes, from);'),
  read: spanned(
    'pool, handle, into, at',
    'into',
    'if (!into.buffer) return !!(heap[8] = 2, 0);\n  if (length) into.set(heap.subarray(from, from + length));',
  ),
  copy: `function (pool, to, from) {
    var bytes = $sizeOf(pool, from), room = bytes && $sizeOf(pool, to), heap = heapOf(pool);
    if (!room || !heap) return false;
    if (room < bytes) return !!(heap[8] = 2, 0);
    heap.set(heap.subarray(from = $addrOf(pool, from), from + bytes), $addrOf(pool, to));
    return true;
  }`,
};

/** A pinned block's bytes: two bits of the highest byte of its header say how often, of a big block's last word. */
const VIEW = `function (pool, handle) {
  var bytes = $sizeOf(pool, handle), at = bytes && $addrOf(pool, handle), heap = at ? heapOf(pool) : null;
  if (!heap) return null;
  return heap[heap[at - 1] > 127 ? at + bytes + 1 : at - 1] & 96 ? heap.subarray(at, at + bytes) : (heap[8] = 2, null);
}`;

/** gc: a list of words as bits; and objects that are gone, one by one, with a copy of their first bytes. */
const COLLECTED = {
  defineType: `function (gc, references, isFinalized) {
    var isArray = typeof references === "number", bits = isArray ? references : 0, i = isArray ? 0 : references ? references.length : -1;
    if (i >>> 0 !== i) bits = -1;
    else while (i--) {
      if ((references[i] & 15) !== references[i]) { bits = -1; break; }
      bits |= 1 << references[i];
    }
    return $define(gc, bits >>> 0 === bits ? bits : -1, (isArray ? 1 : 0) + (isFinalized ? 2 : 0));
  }`,
  runFinalizers: `function (gc, max, finalize) {
    var i = $last(gc), heap = i ? heapOf(gc) : null, count = 0, found, at, bytes;
    if (!heap) return 0;
    if (!(max >= 0) || typeof finalize !== "function") return heap[8] = 2, 0;
    for (; count < max && (i = $waiting(gc, i)); i--) {
      found = $told(gc, i);
      at = found >>> 16;
      bytes = new Uint8Array(found & 15);
      bytes.set(heap.subarray(at, at + (found & 15)));
      if ($finalize(gc, i)) {
        count++;
        finalize(found >> 4 & 31, bytes);
      }
    }
    return count;
  }`,
};

/** Bytes, and texts where the engine has no characters above 255: the ring makes room, they are copied, the ring takes them. Else what is looked at first. */
const PUSH = `function (pool, content) {
  var bytes = content instanceof Uint8Array || (!isWide && typeof content === "string") ? content.length : -1, at = bytes < 0 ? 0 : $reserve(pool, bytes), i = known.length;
  if (bytes < 0) return $rest().push(pool, content);
  while (at > 0 && i--)
    if ((E.getAddressOf(known[i], true) & 0x7ffffff) >> 2 === pool >> 14) {
      if (bytes) known[i].set(content, at);
      return $commit(pool, bytes);
    }
  return false;
}`;

const MESSAGES = {
  push: `function (pool, content) {
    var heap = heapOf(pool), isText = typeof content === "string", bytes = isText || (content && typeof content === "object") ? content.length : -1, i, at, value;
    if (bytes >>> 0 !== bytes) bytes = -1;
    for (i = 0; i < bytes; i++) {
      value = isText ? content.charCodeAt(i) : content[i];
      if ((value & 255) !== value) bytes = -1;
    }
    at = $reserve(pool, bytes);
    if (!heap || !(at > 0)) return false;
    for (i = 0; i < bytes; i++) heap[at + i] = isText ? content.charCodeAt(i) : content[i];
    return $commit(pool, bytes);
  }`,
  peek: `function (pool) {
    var heap = heapOf(pool), found = heap ? $first(pool) : 0, at = found >>> 16;
    return !found ? null : found & 65535 ? heap.subarray(at, at + (found & 65535)) : new Uint8Array(0);
  }`,
  text: `function (pool) {
    var heap = heapOf(pool), found = heap ? $first(pool) : 0, at = found >>> 16, end = at + (found & 65535), text = "";
    if (!found) return null;
    for (; at < end; at += 64) text += String.fromCharCode.apply(null, heap.subarray(at, Math.min(at + 64, end)));
    return text;
  }`,
  shift: `function (pool) {
    var heap = heapOf(pool), found = heap ? $first(pool) : 0, at = found >>> 16, copy = found ? new Uint8Array(found & 65535) : null;
    if (found & 65535) copy.set(heap.subarray(at, at + (found & 65535)));
    if (found) $dropFirst(pool);
    return copy;
  }`,
};

/**
 * resident: native calls that stay, where the blob has them. fronts: JavaScript that stays. made: JavaScript that is made when it is
 * looked up; `$x` is the native function x, `kind` the kind of the module's regions; locals: functions that they have in common. on: whose pools it works on; same: which of its calls are those of that module.
 * hasTexts: its fronts use texts and heapOf; hasNames: those that are made use `read`. with: whose native functions it has in common with another module, and its fronts call:
 * of both modules each is there once.
 */
export const LOADED = {
  headers: {
    resident: words('alloc dealloc resize sizeOf isLow repair destroy'),
    fronts: { reorder: REORDER },
    made: {
      view: 'function (pool, address) { var bytes = $sizeOf(pool, address), heap = bytes && heapOf(pool); return heap ? heap.subarray(address, address + bytes) : null; }',
    },
  },
  tables: {
    resident: words('alloc dealloc addrOf sizeOf pin unpin resize isLow repair destroy'),
    fronts: { reorder: REORDER_TABLES },
    made: { ...CONTENTS, view: VIEW },
  },
  gc: {
    resident: words('alloc getRef setRef step collect open hold close getRoot setRoot repair destroy'),
    made: COLLECTED,
    on: 'tables',
  },
  records: {
    resident: words('alloc dealloc at repair destroy'),
    fronts: { get: GET, set: SET },
    ...ROWS_SHARED,
  },
  queue: {
    resident: words('push shift peek at count repair destroy'),
    // A program writes into the columns of the row that it pushed: `set` is made when it is looked up.
    fronts: { get: GET },
    ...ROWS_SHARED,
  },
  strings: {
    resident: words('dealloc length repair destroy'),
    on: 'tables',
    same: words('attach create dealloc destroy repair'),
    fronts: textOf(stringsOf, 'alloc equals text', true),
    made: textOf(stringsOf, 'set append bytes compare', false),
    hasTexts: true,
  },
  paging: {
    resident: [],
    fronts: PAGED,
    /** Calls that are given no pool. */
    plain: words('hibernate resume sectorsFor sectorsForHeap'),
  },
  messages: {
    resident: words('count destroy'),
    fronts: { push: PUSH },
    made: MESSAGES,
  },
};

/** What a call returns that there is no room for, where cold-calls.js does not say it: by its name, or its module's and its own. The others are false. */
export const FAILURES = {
  ...Object.fromEntries(words('runFinalizers pin copyIn copyOut length next count deref weak strings.set strings.append').map((name) => [name, 'zero'])),
  ...Object.fromEntries(words('view text bytes get peek shift compare messages.attach messages.create').map((name) => [name, 'none'])),
};

/** Calls on a heap; all others are on a pool. */
export const ON_HEAP = words('create attach repairAt');
