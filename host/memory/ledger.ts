/** What is known of the values of a program that runs in a realm: see follow.ts. */
import type { FunctionInfo } from './functions.ts';
import { RUNTIME } from './runtime.ts';

/** What is said of a value that JavaScript does not tell from others. */
export const enum Own {
  Nothing = 0,
  /** A float, though it is a whole number. */
  Float = 1,
  /** A text that was made for the place where it is. */
  Text = 2,
}

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
  r: Own;
  a: number;
  marks: WeakMap<object, Map<string, Own>>;
  functions: WeakMap<object, FunctionRecord>;
  /** What stands in place of a function of the program or the library. */
  aliases: WeakMap<object, object>;
  infos: FunctionInfo[];
  /** Of a class without a constructor. */
  noConstructor: FunctionInfo;
  stack: ScopeRecord[];
  /** Names of scripts that are no properties of the global object. */
  tops: { get(index: number): unknown; names: string[] }[];
  /** What is said of globals. */
  g: Record<string, Own>;
  /** Globals of the engine that were used: 1; 3: there was an object of such a class. */
  t: Record<string, 1 | 3>;
  /** Variables that were made since they were counted, garbage too, and how many there may be until they are counted again. */
  spent: number;
  most: number;
  full(): void;
  /** The error that out of memory is, once it was thrown. */
  cut: unknown;
  /** Functions of the engine that give floats; whose texts lie in flash. */
  floats: Set<unknown>;
  readers: Set<unknown>;
  /** Texts that lie in flash. */
  mapped: Set<string>;
  noteMapped(text: string): void;
  floatArrays: Set<unknown>;
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
  text: { nodes: 0, literals: 0, functions: 0, names: [] },
};

/** Puts a ledger into a realm, where nothing of the program has run yet. `full` is called when more may be in use than there is. */
export function newLedger(realm: Record<string, any>, run: (source: string) => any, full: () => void): Ledger {
  const mapped = new Set<string>();
  const ledger: Ledger = {
    r: Own.Nothing,
    a: 0,
    marks: new WeakMap(),
    functions: new WeakMap(),
    aliases: new WeakMap(),
    infos: [],
    noConstructor: NO_CONSTRUCTOR,
    stack: [],
    tops: [],
    g: Object.create(null) as Ledger['g'],
    t: Object.create(null) as Ledger['t'],
    spent: 0,
    most: Infinity,
    full,
    cut: null,
    floats: new Set(),
    readers: new Set(),
    mapped,
    noteMapped: (text) => void (mapped.size < MOST_MAPPED && mapped.add(text)),
    floatArrays: new Set([realm.Float32Array, realm.Float64Array]),
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
    Object.getOwnPropertyDescriptor,
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
