/** All that a program can still reach, at the prices of an engine: what garbage collection would leave. */
import type { FunctionRecord, Ledger, ScopeRecord } from './ledger.ts';
import { Own } from './ledger.ts';

/** What an engine takes for each, in variables or bytes. */
export interface Prices {
  /** A name with what it holds: the name, and a value that is a number, true, null ... */
  slot(key: string, value: unknown, said: Own, isElement: boolean): number;
  /** The value of a text, wherever it is held. */
  text(text: string): number;
  object(keys: number): number;
  array(elements: number): number;
  /** A function with what is in it, without the scope it holds. */
  func(record: FunctionRecord): number;
  /** What stands for a prototype that is used: of a class, and once it has objects. */
  prototype(isUsed: boolean): number;
  /** What an object holds to know its prototype. */
  inherited: number;
  scope(record: ScopeRecord): number;
  accessor: number;
  /** What an object of the library holds that makes its rare calls when they are called. */
  cold: number;
  view: number;
  buffer(buffer: ArrayBufferLike): number;
  regexp(text: string): number;
  date: number;
  /** A function or object of the engine, or of what it runs on. */
  foreign(value: unknown): number;
}

export interface Roots {
  /** Objects of which each property counts that is none of the engine's. */
  global: Record<string, unknown>;
  isOwn(key: string): boolean;
  values: unknown[];
  /** What the engine had before the program, and what it brings: of no cost beyond that of foreign things. */
  foreign: WeakSet<object>;
}

export class Walk {
  /** In the engine's unit. */
  total = 0;
  /** Buffers that were met, with the bytes of each. */
  readonly buffers = new Map<ArrayBufferLike, number>();
  readonly #prices: Prices;
  readonly #ledger: Ledger;
  readonly #foreign: WeakSet<object>;
  readonly #seen = new Set<object>();
  readonly #used = new Set<object>();
  readonly #constructors = new Set<object>();
  readonly #own = new Set<string>();
  readonly #shared = new Set<string>();
  readonly #todo: object[] = [];

  constructor(prices: Prices, ledger: Ledger, foreign: WeakSet<object>) {
    this.#prices = prices;
    this.#ledger = ledger;
    this.#foreign = foreign;
  }

  /** Counts all that is reached from there. */
  from(roots: Roots): this {
    const { g, tops, stack } = this.#ledger;
    for (const key of Object.getOwnPropertyNames(roots.global))
      if (roots.isOwn(key)) this.#slot(key, roots.global[key], g[key] ?? Own.Nothing, false);
    for (const { get, names } of tops)
      names.forEach((name, i) => this.#slot(name, tried(get, i), g[name] ?? Own.Nothing, false));
    for (const record of stack) this.#scope(record);
    for (const value of roots.values) this.#value(value, Own.Nothing);
    while (this.#todo.length) this.#contents(this.#todo.pop()!);
    for (const f of this.#constructors) {
      const isUsed = this.#ledger.functions.get(f)!.isClass || this.#used.has((f as any).prototype as object);
      this.total += this.#prices.prototype(isUsed);
    }
    for (const text of this.#shared) if (!this.#own.has(text)) this.total += this.#prices.text(text);
    return this;
  }

  #slot(key: string, value: unknown, said: Own, isElement: boolean): void {
    this.total += this.#prices.slot(key, value, said, isElement);
    this.#value(value, said);
  }

  /** What a value takes beside the name that holds it. */
  #value(value: unknown, said: Own): void {
    if (typeof value === 'string') {
      // Texts are shared by all that hold them, but where each was made anew.
      if (said === Own.Text) {
        this.total += this.#prices.text(value);
        this.#own.add(value);
      } else this.#shared.add(value);
    } else if ((typeof value === 'object' && value !== null) || typeof value === 'function') this.#reference(value);
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
      this.total += this.#prices.view;
      this.#buffer(value.buffer);
    } else if (Array.isArray(value)) this.#array(value);
    else if (isBuffer(value)) this.#buffer(value);
    else this.#object(value);
  }

  #buffer(buffer: ArrayBufferLike): void {
    if (this.buffers.has(buffer) || this.#foreign.has(buffer)) return;
    this.buffers.set(buffer, buffer.byteLength);
    this.total += this.#prices.buffer(buffer);
  }

  #array(array: unknown[]): void {
    const keys = Object.keys(array);
    const marks = this.#ledger.marks.get(array);
    this.total += this.#prices.array(keys.length);
    for (const key of keys) this.#slot(key, array[key as unknown as number], marks?.get(key) ?? Own.Nothing, true);
  }

  #object(object: object): void {
    const kind = Object.prototype.toString.call(object);
    if (kind === '[object Date]') this.total += this.#prices.date;
    else if (kind === '[object RegExp]') this.total += this.#prices.regexp(String(object));
    else this.#plain(object);
  }

  #plain(object: object): void {
    const all = Object.getOwnPropertyNames(object);
    const keys = all.filter((key) => !this.#isCold(object, key));
    this.total += this.#prices.object(keys.length) + (keys.length < all.length ? this.#prices.cold : 0);
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

  /** A call of the library that an engine makes when it is called, and drops: on a PC all of them stay. */
  #isCold(object: object, key: string): boolean {
    const { value } = Object.getOwnPropertyDescriptor(object, key)!;
    if (typeof value !== 'function') return false;
    const record = this.#ledger.functions.get(this.#ledger.aliases.get(value as object) ?? (value as object));
    return record !== undefined && !record.info.isFollowed && record.scope !== null && record.scope.outer !== null;
  }

  #properties(object: object, keys: string[]): void {
    const marks = this.#ledger.marks.get(object);
    for (const key of keys) {
      const { get, set, value } = Object.getOwnPropertyDescriptor(object, key)!;
      this.#slot(key, value, marks?.get(key) ?? Own.Nothing, false);
      if (!get && !set) continue;
      this.total += this.#prices.accessor;
      for (const f of [get, set]) if (f) this.#slot('get', f, Own.Nothing, false);
    }
  }

  #function(f: object): void {
    const record = this.#ledger.functions.get(f)!;
    this.total += this.#prices.func(record);
    if (record.scope && record.info.hasCode) this.#scope(record.scope);
    const keys = Object.getOwnPropertyNames(f).filter((key) => !/^(length|name|prototype|arguments|caller)$/.test(key));
    this.#properties(f, keys);
    const { prototype } = f as { prototype?: object };
    if (typeof prototype !== 'object') return;
    const own = Object.getOwnPropertyNames(prototype).filter((key) => key !== 'constructor');
    if (own.length || record.isClass) this.#constructors.add(f);
    this.#properties(prototype, own);
  }

  #scope(record: ScopeRecord): void {
    for (let at: ScopeRecord | null = record; at && !this.#seen.has(at); at = at.outer) {
      this.#seen.add(at);
      this.total += this.#prices.scope(at);
      at.info.names.forEach((name, i) =>
        this.#slot(name, tried(at!.get, i), (tried(at!.get, -1 - i) as Own) ?? Own.Nothing, false),
      );
    }
  }
}

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
