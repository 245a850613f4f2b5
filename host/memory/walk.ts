/** All that a program can still reach, at the prices of an engine: what garbage collection would leave. */
import { Contents, tried } from './contents.ts';
import type { FunctionInfo } from './follow/functions.ts';
import { Held } from './held.ts';
import type { Ledger } from './ledger.ts';
import type { Prices } from './prices.ts';
import { Tally } from './tally.ts';

export interface Roots {
  /** Objects of which each property counts that is none of the engine's. */
  global: Record<string, unknown>;
  isOwn(key: string): boolean;
  values: unknown[];
}

export class Walk {
  /** Properties of the global object that the program made. */
  globals = 0;
  readonly #ledger: Ledger;
  readonly #tally = new Tally(this);
  readonly #held: Held;
  readonly #contents: Contents;

  /** `foreign`: what the engine had before the program, and what it brings. */
  constructor(prices: Prices, ledger: Ledger, foreign: WeakSet<object>) {
    this.#ledger = ledger;
    this.#held = new Held(prices, ledger, foreign, this.#tally);
    this.#contents = new Contents(prices, ledger, foreign, this.#tally, this.#held);
  }

  /** In the engine's unit. */
  get total(): number {
    return this.#tally.total;
  }

  /** What of it belongs to each object; to a text, by its number or letters, and to `this` what the program's names have. */
  get sizes(): Map<unknown, number> {
    return this.#tally.sizes;
  }

  /** Code that something holds, or that runs. */
  get infos(): Set<FunctionInfo> {
    return this.#contents.infos;
  }

  /** Buffers that were met, with the bytes of each. */
  get buffers(): Map<ArrayBufferLike, number> {
    return this.#contents.buffers;
  }

  /** Counts all that a program reaches. */
  from(roots: Roots): this {
    this.#names(roots);
    return this.fromValues(roots.values);
  }

  /** Counts all that is reached from these, whatever the program holds. */
  fromValues(values: unknown[]): this {
    for (const value of values) this.#held.value(value, 0);
    for (let value = this.#held.next(); value; value = this.#held.next()) {
      this.#tally.belongsTo(value);
      this.#contents.of(value);
    }
    this.#tally.belongsTo(this);
    this.#contents.countPrototypes();
    this.#held.countShared();
    return this;
  }

  /** What the program's names hold: globals, other names of scripts, and those of calls that run. */
  #names(roots: Roots): void {
    const { g, tops, stack } = this.#ledger;
    const { global } = roots;
    for (const key of Object.getOwnPropertyNames(global))
      // A `var` that the program has not come to is there already, with nothing in it.
      if (roots.isOwn(key)) {
        this.globals++;
        if (key in g || global[key] !== undefined) this.#held.slot(key, global[key], g[key] ?? 0);
      }
    for (const { get, names } of tops) names.forEach((name, i) => this.#held.slot(name, tried(get, i), g[name] ?? 0));
    for (const record of stack) {
      this.#contents.infos.add(record.info);
      this.#contents.scope(record, true);
    }
  }
}
