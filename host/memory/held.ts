/** What names and elements hold: numbers and texts at the prices of an engine, and objects, which are gone through later. */
import type { Ledger, Said } from './ledger.ts';
import type { Prices } from './prices.ts';
import type { Tally } from './tally.ts';

export class Held {
  readonly #prices: Prices;
  readonly #ledger: Ledger;
  /** What the engine had before the program, and what it brings: of no cost beyond that of foreign things. */
  readonly #foreign: WeakSet<object>;
  readonly #tally: Tally;
  /** Objects that were met, and those of them that nobody has looked into yet. */
  readonly #seen = new Set<object>();
  readonly #todo: object[] = [];
  /** Numbers of variables that were met, and how many. */
  readonly #variables = new Set<number>();
  #count = 0;
  /** Letters of texts with a variable that is known, and of others. */
  readonly #own = new Set<string>();
  readonly #shared = new Set<string>();

  constructor(prices: Prices, ledger: Ledger, foreign: WeakSet<object>, tally: Tally) {
    this.#prices = prices;
    this.#ledger = ledger;
    this.#foreign = foreign;
    this.#tally = tally;
  }

  /** A name or element with what it holds. */
  slot(key: string, value: unknown, said: Said, isElement = false): void {
    this.#tally.add(this.#prices.slot(key, value, isElement));
    this.value(value, said);
  }

  /** What a value takes beside the name that holds it. */
  value(value: unknown, said: Said): void {
    if (typeof value === 'string') this.#text(value, said);
    else if (typeof value === 'number') {
      const price = this.#prices.number(value, said);
      if (price && !(this.#prices.sharesNumbers && this.#isKnown(said))) this.#tally.add(price);
    } else if ((typeof value === 'object' && value !== null) || typeof value === 'function') this.reference(value);
  }

  #text(text: string, said: Said): void {
    // Where nothing is known of a text, it is that of any other with the same letters.
    if (said < 2) this.#shared.add(text);
    else if (!this.#isKnown(said)) {
      this.#tally.addFor(Math.floor(said / 2), this.#prices.text(text));
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

  reference(named: object): void {
    const value = this.#ledger.aliases.get(named) ?? named;
    const isFollowed = typeof value === 'function' && this.#ledger.functions.has(value);
    if (!isFollowed && (this.#foreign.has(value) || typeof value === 'function')) {
      this.#tally.add(this.#prices.foreign(value));
      return;
    }
    if (this.#seen.has(value)) return;
    this.#seen.add(value);
    this.#todo.push(value);
  }

  /** An object that was met and not yet looked into; undefined: there is none left. */
  next(): object | undefined {
    return this.#todo.pop();
  }

  /** Texts that nothing is known of: each once, when all values were met. */
  countShared(): void {
    for (const text of this.#shared) if (!this.#own.has(text)) this.#tally.addFor(text, this.#prices.text(text));
  }
}
