/** All that a program can still reach, at the prices of an engine: what garbage collection would leave. */
import type { FunctionInfo } from './follow/functions.ts';
import type { Ledger, Said, ScopeRecord } from './ledger.ts';
import type { Prices } from './prices.ts';

export interface Roots {
  /** Objects of which each property counts that is none of the engine's. */
  global: Record<string, unknown>;
  isOwn(key: string): boolean;
  values: unknown[];
}

export class Walk {
  /** In the engine's unit. */
  total = 0;
  /** What of it belongs to each object; to a text, by its number or letters, and to `this` what the program's names have. */
  readonly sizes = new Map<unknown, number>();
  #owner: unknown = this;
  #before = 0;
  /** Properties of the global object that the program made. */
  globals = 0;
  /** Code that something holds, or that runs. */
  readonly infos = new Set<FunctionInfo>();
  /** Buffers that were met, with the bytes of each. */
  readonly buffers = new Map<ArrayBufferLike, number>();
  readonly #prices: Prices;
  readonly #ledger: Ledger;
  /** What the engine had before the program, and what it brings: of no cost beyond that of foreign things. */
  readonly #foreign: WeakSet<object>;
  readonly #seen = new Set<object>();
  readonly #used = new Set<object>();
  readonly #constructors = new Set<object>();
  readonly #variables = new Set<number>();
  #count = 0;
  readonly #own = new Set<string>();
  readonly #shared = new Set<string>();
  readonly #todo: object[] = [];

  constructor(prices: Prices, ledger: Ledger, foreign: WeakSet<object>) {
    this.#prices = prices;
    this.#ledger = ledger;
    this.#foreign = foreign;
  }

  /** Counts all that is reached from there; `isAlone`: from the values alone, and not from what runs. */
  from(roots: Roots, isAlone = false): this {
    const { g, tops, stack } = isAlone ? { g: {} as Ledger['g'], tops: [], stack: [] } : this.#ledger;
    for (const key of Object.getOwnPropertyNames(roots.global))
      // A `var` that the program has not come to is there already, with nothing in it.
      if (roots.isOwn(key)) {
        this.globals++;
        if (key in g || roots.global[key] !== undefined) this.#slot(key, roots.global[key], g[key] ?? 0, false);
      }
    for (const { get, names } of tops) names.forEach((name, i) => this.#slot(name, tried(get, i), g[name] ?? 0, false));
    for (const record of stack) {
      this.infos.add(record.info);
      this.#scope(record, true);
    }
    for (const value of roots.values) this.#value(value, 0);
    while (this.#todo.length) {
      const value = this.#todo.pop()!;
      this.#belongsTo(value);
      this.#contents(value);
    }
    this.#belongsTo(this);
    for (const f of this.#constructors) {
      const { prototype } = f as { prototype: object };
      const { isClass = false, info } = this.#ledger.functions.get(f)!;
      this.total += this.#prices.prototype({
        isUsed: isClass || this.#used.has(prototype),
        isClass,
        hasCode: info.hasCode,
        keys: keysOfFunction(f).length,
        prototypeKeys: keysOfPrototype(prototype).length,
      });
    }
    for (const text of this.#shared)
      if (!this.#own.has(text)) {
        this.#belongsTo(text);
        this.total += this.#prices.text(text);
      }
    this.#belongsTo(this);
    return this;
  }

  /** What is added from now on is of another owner. */
  #belongsTo(owner: unknown): void {
    if (this.total > this.#before)
      this.sizes.set(this.#owner, (this.sizes.get(this.#owner) ?? 0) + this.total - this.#before);
    this.#before = this.total;
    this.#owner = owner;
  }

  #slot(key: string, value: unknown, said: Said, isElement: boolean): void {
    this.total += this.#prices.slot(key, value, isElement);
    this.#value(value, said);
  }

  /** What a value takes beside the name that holds it. */
  #value(value: unknown, said: Said): void {
    if (typeof value === 'string') this.#text(value, said);
    else if (typeof value === 'number') {
      const price = this.#prices.number(value, said);
      if (price && !(this.#prices.sharesNumbers && this.#isKnown(said))) this.total += price;
    } else if ((typeof value === 'object' && value !== null) || typeof value === 'function') this.#reference(value);
  }

  #text(text: string, said: Said): void {
    // Where nothing is known of a text, it is that of any other with the same letters.
    if (said < 2) this.#shared.add(text);
    else if (!this.#isKnown(said)) {
      const owner = this.#owner;
      this.#belongsTo(Math.floor(said / 2));
      this.total += this.#prices.text(text);
      this.#belongsTo(owner);
      this.#own.add(text);
    }
  }

  /** Whether the variable of a value was counted already. */
  #isKnown(said: Said): boolean {
    const variable = Math.floor(said / 2);
    if (variable === 0) return false;
    const { size } = this.#variables.add(variable);
    const isKnown = size === this.#count;
    this.#count = size;
    return isKnown;
  }

  #reference(named: object): void {
    const value = this.#ledger.aliases.get(named) ?? named;
    const isFollowed = typeof value === 'function' && this.#ledger.functions.has(value);
    if (!isFollowed && (this.#foreign.has(value) || typeof value === 'function')) {
      this.total += this.#prices.foreign(value);
      return;
    }
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    this.#todo.push(value);
  }

  #contents(value: object): void {
    if (typeof value === 'function') this.#function(value);
    else if (ArrayBuffer.isView(value)) {
      this.total += this.#prices.view(value);
      this.#buffer(value.buffer);
    } else if (Array.isArray(value)) this.#array(value);
    else if (isBuffer(value)) this.#buffer(value);
    else this.#object(value);
  }

  #buffer(buffer: ArrayBufferLike): void {
    if (this.buffers.has(buffer) || this.#foreign.has(buffer)) return;
    this.buffers.set(buffer, buffer.byteLength);
    const owner = this.#owner;
    this.#belongsTo(buffer);
    this.total += this.#prices.buffer(buffer);
    this.#belongsTo(owner);
  }

  #array(array: unknown[]): void {
    const keys = Object.keys(array);
    const marks = this.#ledger.marks.get(array);
    this.#ledger.hasArrays = true;
    this.total += this.#prices.array(keys.length, array);
    for (const key of keys) this.#slot(key, array[key as unknown as number], marks?.get(key) ?? 0, true);
  }

  #object(object: object): void {
    const kind = Object.prototype.toString.call(object);
    if (kind === '[object Date]') this.total += this.#prices.date;
    else if (kind === '[object RegExp]') this.total += this.#prices.regexp(String(object));
    else if (kind === '[object Map]' || kind === '[object Set]')
      this.#collection(object as Map<unknown, unknown>, kind);
    else if (kind === '[object Error]' && this.#prices.error !== null) this.total += this.#prices.error;
    else this.#plain(object);
  }

  #collection(collection: Map<unknown, unknown> | Set<unknown>, kind: string): void {
    const isMap = kind === '[object Map]';
    this.total += this.#prices.collection(collection.size, isMap);
    for (const [key, value] of collection.entries()) {
      this.#value(key, 0);
      if (isMap) this.#value(value, 0);
    }
  }

  #plain(object: object): void {
    const cold = this.#ledger.coldKeys.get(object);
    const keys = Object.getOwnPropertyNames(object).filter((key) => !cold?.has(key));
    this.total += this.#prices.object(keys.length);
    this.#properties(object, keys);
    const prototype = Object.getPrototypeOf(object) as object | null;
    const maker = prototype && Object.hasOwn(prototype, 'constructor') ? (prototype as any).constructor : undefined;
    if (!prototype || this.#foreign.has(prototype)) return;
    this.total += this.#prices.inherited;
    if (typeof maker !== 'function' || !this.#ledger.functions.has(maker as object)) return this.#reference(prototype);
    this.#used.add(prototype);
    this.#reference(maker as object);
    this.#constructors.add(maker as object);
  }

  #properties(object: object, keys: string[]): void {
    const marks = this.#ledger.marks.get(object);
    for (const key of keys) {
      const { get, set, value } = Object.getOwnPropertyDescriptor(object, key)!;
      this.#slot(key, value, marks?.get(key) ?? 0, false);
      if (!get && !set) continue;
      this.total += this.#prices.accessor;
      for (const f of [get, set]) if (f) this.#slot('get', f, 0, false);
    }
  }

  #function(f: object): void {
    const record = this.#ledger.functions.get(f)!;
    const keys = keysOfFunction(f);
    this.infos.add(record.info);
    this.total += this.#prices.func(record, keys.length);
    if (record.scope && record.info.hasCode) this.#scope(record.scope, false);
    this.#properties(f, keys);
    const { prototype } = f as { prototype?: object };
    if (typeof prototype !== 'object') return;
    const own = keysOfPrototype(prototype);
    if (own.length || record.isClass) this.#constructors.add(f);
    this.#properties(prototype, own);
  }

  #scope(record: ScopeRecord, isRunning: boolean): void {
    for (let at: ScopeRecord | null = record; at && !this.#seen.has(at); at = at.outer) {
      this.#seen.add(at);
      this.total += this.#prices.scope(at);
      const held = this.#prices.names(at, isRunning && at === record);
      at.info.names.forEach((name, i) => {
        if (held === at!.info.names || held.includes(name))
          this.#slot(name, tried(at!.get, i), (tried(at!.get, -1 - i) as Said) ?? 0, false);
      });
    }
  }
}

const keysOfFunction = (f: object): string[] =>
  Object.getOwnPropertyNames(f).filter((key) => !/^(length|name|prototype|arguments|caller)$/.test(key));
const keysOfPrototype = (prototype: object): string[] =>
  Object.getOwnPropertyNames(prototype).filter((key) => key !== 'constructor');

/** Names of a block that has not come to them have nothing, and say so by an error. */
function tried(get: (index: number) => unknown, index: number): unknown {
  try {
    return get(index);
  } catch {
    return undefined;
  }
}

const isBuffer = (value: object): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]';
