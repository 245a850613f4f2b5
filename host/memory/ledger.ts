/** What is known of the values of a program that runs in a realm: see follow.ts. */
import { standInForCold } from './cold.ts';
import type { FunctionInfo } from './follow/functions.ts';
import { RUNTIME } from './runtime.ts';

/**
 * What is said of a value that JavaScript does not tell from others: 2 times the number of the variable that the engine made for it, and 1
 * more for a float, which may be a whole number. Whoever gets the value gets the number: they share the variable. 0: it needs none, or
 * nothing is known.
 */
export type Said = number;

/** A call that runs, or whose variables a function holds. */
export interface ScopeRecord {
  info: FunctionInfo;
  outer: ScopeRecord | null;
  /** What name i has; at -1 - i, what is said of it. */
  get(index: number): unknown;
}

export interface FunctionRecord {
  info: FunctionInfo;
  scope: ScopeRecord | null;
  isClass?: true;
}

/** `__m` of the text of a program. */
export interface Ledger {
  /** Of the value that was computed last, and of the arguments of a call that is about to be made. */
  r: Said;
  a: Said[];
  /** Variables that were numbered, and the largest number that needs none. */
  n: number;
  small: number;
  marks: WeakMap<object, Map<string, Said>>;
  functions: WeakMap<object, FunctionRecord>;
  /** What stands in place of a function of the program or the library. */
  aliases: WeakMap<object, object>;
  /** Of objects of the library: what is there on a PC alone. */
  coldKeys: WeakMap<object, Set<string>>;
  /** Called by a bundle with its exports, and other objects that have cold calls. */
  cold(exports: object, others: unknown[]): true;
  infos: FunctionInfo[];
  /** Of a class without a constructor. */
  noConstructor: FunctionInfo;
  stack: ScopeRecord[];
  /** Names of scripts that are no properties of the global object. */
  tops: { get(index: number): unknown; names: string[] }[];
  /** What is said of globals. */
  g: Record<string, Said>;
  /** Globals of the engine that were used: 1; 3: there was an object of such a class. */
  t: Record<string, 1 | 3>;
  /** Variables that were made since they were counted, garbage too, and how many there may be until they are counted again. */
  spent: number;
  most: number;
  full(): void;
  /** An array has so many elements now; null: none moves when it grows. */
  grow: ((elements: number) => void) | null;
  /** The error that out of memory is, once it was thrown. */
  cut: unknown;
  /** Functions of the engine that were found, or names of what tells the length of views, and where each is; null: none is made when it is. */
  natives: Map<unknown, object> | null;
  /** Something was gone through by what the engine steps with: for (x of y), [...y], [x] = y. */
  hasIterated: boolean;
  /** There was an array. */
  hasArrays: boolean;
  /** Functions of the engine that give floats; whose texts lie in flash. */
  floats: Set<unknown>;
  readers: Set<unknown>;
  /** Texts that lie in flash. */
  mapped: Set<string>;
  noteMapped(text: string): void;
  floatArrays: Set<unknown>;
  isPin(value: unknown): boolean;
  /** A number as the engine writes it. */
  textOf(value: number): string;
  isArray(value: unknown): boolean;
  isArguments(value: unknown): boolean;
}

/** Whole numbers or not, these are floats to Espruino. */
const FLOAT_MATH = 'abs acos asin atan atan2 ceil cos exp floor log max min pow random sin sqrt tan'.split(' ');
const FLOAT_GLOBALS = ['getTime', 'parseFloat', 'analogRead'];
const MOST_MAPPED = 200;
const NO_CONSTRUCTOR: FunctionInfo = {
  id: -1,
  params: [],
  names: [],
  ownName: '',
  hasCode: false,
  ramChars: 0,
  hasInner: false,
  isFollowed: true,
};

/** Puts a ledger into a realm, where nothing of the program has run yet. `full` is called when more may be in use than there is. */
export function newLedger(realm: Record<string, any>, run: (source: string) => any, full: () => void): Ledger {
  const mapped = new Set<string>();
  const numberText = realm.Number.prototype.toString as () => string;
  const ledger: Ledger = {
    r: 0,
    a: [],
    n: 0,
    small: 0,
    marks: new WeakMap(),
    functions: new WeakMap(),
    aliases: new WeakMap(),
    coldKeys: new WeakMap(),
    cold(exports, others) {
      for (const [space, keys] of standInForCold([...Object.values(exports), ...Array.prototype.slice.call(others)]))
        ledger.coldKeys.set(space, keys);
      return true;
    },
    infos: [],
    noConstructor: NO_CONSTRUCTOR,
    stack: [],
    tops: [],
    g: Object.create(null) as Ledger['g'],
    t: Object.create(null) as Ledger['t'],
    spent: 0,
    most: Infinity,
    full,
    grow: null,
    cut: null,
    natives: null,
    hasIterated: false,
    hasArrays: false,
    floats: new Set(),
    readers: new Set(),
    mapped,
    noteMapped: (text) => void (mapped.size < MOST_MAPPED && mapped.add(text)),
    floatArrays: new Set([realm.Float32Array, realm.Float64Array]),
    textOf: (value) => Reflect.apply(numberText, value, []) as string,
    isPin: (value) => typeof realm.Pin === 'function' && value instanceof realm.Pin,
    isArray: Array.isArray,
    isArguments: (value) => Object.prototype.toString.call(value) === '[object Arguments]',
  };
  noteNatives(ledger, realm);
  (run(RUNTIME) as (...values: unknown[]) => void)(
    ledger,
    Reflect.apply,
    ArrayBuffer.isView,
    WeakMap,
    Map,
    Set,
    Object.getOwnPropertyDescriptor,
    Object.getPrototypeOf,
    Object,
  );
  Object.defineProperty(realm, '__m', { value: ledger, configurable: true });
  return ledger;
}

/** Natives that a board got since: to be called again when it has all of its own. */
export function noteNatives({ floats }: Ledger, realm: Record<string, any>): void {
  for (const name of FLOAT_MATH) if (realm.Math?.[name]) floats.add(realm.Math[name]);
  for (const name of FLOAT_GLOBALS) if (realm[name]) floats.add(realm[name]);
  if (realm.Date?.now) floats.add(realm.Date.now);
  for (const name of ['getTemperature', 'getAnalogVRef']) if (realm.E?.[name]) floats.add(realm.E[name]);
}
