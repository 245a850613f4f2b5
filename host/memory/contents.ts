/** What objects, functions and scopes have in them, at the prices of an engine. */
import type { FunctionInfo } from './follow/functions.ts';
import type { Held } from './held.ts';
import type { Ledger, Said, ScopeRecord } from './ledger.ts';
import type { Prices } from './prices.ts';
import type { Tally } from './tally.ts';

export class Contents {
  /** Code that something holds, or that runs. */
  readonly infos = new Set<FunctionInfo>();
  /** Buffers that were met, with the bytes of each. */
  readonly buffers = new Map<ArrayBufferLike, number>();
  readonly #prices: Prices;
  readonly #ledger: Ledger;
  readonly #foreign: WeakSet<object>;
  readonly #tally: Tally;
  readonly #held: Held;
  readonly #scopes = new Set<ScopeRecord>();
  /** Prototypes that objects have, and functions that need one. */
  readonly #used = new Set<object>();
  readonly #constructors = new Set<object>();

  constructor(prices: Prices, ledger: Ledger, foreign: WeakSet<object>, tally: Tally, held: Held) {
    this.#prices = prices;
    this.#ledger = ledger;
    this.#foreign = foreign;
    this.#tally = tally;
    this.#held = held;
  }

  of(value: object): void {
    if (typeof value === 'function') this.#function(value);
    else if (ArrayBuffer.isView(value)) {
      this.#tally.add(this.#prices.view(value));
      this.#buffer(value.buffer);
    } else if (Array.isArray(value)) this.#array(value);
    else if (isBuffer(value)) this.#buffer(value);
    else this.#object(value);
  }

  #buffer(buffer: ArrayBufferLike): void {
    if (this.buffers.has(buffer) || this.#foreign.has(buffer)) return;
    this.buffers.set(buffer, buffer.byteLength);
    this.#tally.addFor(buffer, this.#prices.buffer(buffer));
  }

  #array(array: unknown[]): void {
    const keys = Object.keys(array);
    const marks = this.#ledger.marks.get(array);
    this.#ledger.hasArrays = true;
    this.#tally.add(this.#prices.array(keys.length, array));
    for (const key of keys) this.#held.slot(key, array[key as unknown as number], marks?.get(key) ?? 0, true);
  }

  #object(object: object): void {
    const kind = Object.prototype.toString.call(object);
    if (kind === '[object Date]') this.#tally.add(this.#prices.date);
    else if (kind === '[object RegExp]') this.#tally.add(this.#prices.regexp(String(object)));
    else if (kind === '[object Map]' || kind === '[object Set]')
      this.#collection(object as Map<unknown, unknown>, kind === '[object Map]');
    else if (kind === '[object Error]' && this.#prices.error !== null) this.#tally.add(this.#prices.error);
    else this.#plain(object);
  }

  #collection(collection: Map<unknown, unknown> | Set<unknown>, isMap: boolean): void {
    this.#tally.add(this.#prices.collection(collection.size, isMap));
    for (const [key, value] of collection.entries()) {
      this.#held.value(key, 0);
      if (isMap) this.#held.value(value, 0);
    }
  }

  #plain(object: object): void {
    const cold = this.#ledger.coldKeys.get(object);
    const keys = Object.getOwnPropertyNames(object).filter((key) => !cold?.has(key));
    this.#tally.add(this.#prices.object(keys.length));
    this.#properties(object, keys);
    const prototype = Object.getPrototypeOf(object) as object | null;
    const maker = prototype && Object.hasOwn(prototype, 'constructor') ? (prototype as any).constructor : undefined;
    if (!prototype || this.#foreign.has(prototype)) return;
    this.#tally.add(this.#prices.inherited);
    if (typeof maker !== 'function' || !this.#ledger.functions.has(maker as object))
      return this.#held.reference(prototype);
    this.#used.add(prototype);
    this.#held.reference(maker as object);
    this.#constructors.add(maker as object);
  }

  #properties(object: object, keys: string[]): void {
    const marks = this.#ledger.marks.get(object);
    for (const key of keys) {
      const { get, set, value } = Object.getOwnPropertyDescriptor(object, key)!;
      this.#held.slot(key, value, marks?.get(key) ?? 0);
      if (!get && !set) continue;
      this.#tally.add(this.#prices.accessor);
      for (const f of [get, set]) if (f) this.#held.slot('get', f, 0);
    }
  }

  #function(f: object): void {
    const record = this.#ledger.functions.get(f)!;
    const keys = keysOfFunction(f);
    this.infos.add(record.info);
    this.#tally.add(this.#prices.func(record, keys.length));
    if (record.scope && record.info.hasCode) this.scope(record.scope, false);
    this.#properties(f, keys);
    const { prototype } = f as { prototype?: object };
    if (typeof prototype !== 'object') return;
    const own = keysOfPrototype(prototype);
    if (own.length || record.isClass) this.#constructors.add(f);
    this.#properties(prototype, own);
  }

  /** The scope of a call that runs, or that a function holds, with those around it. */
  scope(record: ScopeRecord, isRunning: boolean): void {
    for (let at: ScopeRecord | null = record; at && !this.#scopes.has(at); at = at.outer) {
      this.#scopes.add(at);
      this.#tally.add(this.#prices.scope(at));
      const held = this.#prices.names(at, isRunning && at === record);
      at.info.names.forEach((name, i) => {
        if (held === at!.info.names || held.includes(name))
          this.#held.slot(name, tried(at!.get, i), (tried(at!.get, -1 - i) as Said) ?? 0);
      });
    }
  }

  /** Prototypes of functions that make objects: when all objects were met. */
  countPrototypes(): void {
    for (const f of this.#constructors) {
      const { prototype } = f as { prototype: object };
      const { isClass = false, info } = this.#ledger.functions.get(f)!;
      this.#tally.add(
        this.#prices.prototype({
          isUsed: isClass || this.#used.has(prototype),
          isClass,
          hasCode: info.hasCode,
          keys: keysOfFunction(f).length,
          prototypeKeys: keysOfPrototype(prototype).length,
        }),
      );
    }
  }
}

const keysOfFunction = (f: object): string[] =>
  Object.getOwnPropertyNames(f).filter((key) => !/^(length|name|prototype|arguments|caller)$/.test(key));
const keysOfPrototype = (prototype: object): string[] =>
  Object.getOwnPropertyNames(prototype).filter((key) => key !== 'constructor');

/** Names of a block that has not come to them have nothing, and say so by an error. */
export function tried(get: (index: number) => unknown, index: number): unknown {
  try {
    return get(index);
  } catch {
    return undefined;
  }
}

const isBuffer = (value: object): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]';
