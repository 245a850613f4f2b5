/// <reference lib="dom" />
/**
 * Node's vm in a worker of a page. A worker has one realm, so that it becomes the board's: the tools took their own built-ins along before
 * (build/play/apart.js), and what the board has not is deleted under them.
 */

/** Of workers. */
declare function importScripts(...urls: string[]): void;

const runText = eval;
const load = importScripts.bind(globalThis);

/** Above the global object stand interfaces of the browser, which a board has not either. */
function emptyAbove(): void {
  let above = Object.getPrototypeOf(globalThis) as object | null;
  for (; above && above !== Object.prototype; above = Object.getPrototypeOf(above) as object | null)
    for (const key of Reflect.ownKeys(above)) Reflect.deleteProperty(above, key);
}

/** What `for ... of`, spreading and regular expressions go by: of all engines, and of the tools in this realm. */
function keepSymbols(): void {
  const views = Object.getPrototypeOf(Uint8Array) as { prototype: object };
  const all = [Array, String, RegExp, Date, Function].map(({ prototype }) => prototype as object);
  for (const object of [...all, views.prototype])
    for (const symbol of Object.getOwnPropertySymbols(object))
      Object.defineProperty(object, symbol, { configurable: false });
}

export const constants = {};

export function createContext(): object {
  emptyAbove();
  keepSymbols();
  return {};
}

export class Script {
  readonly #source: string;

  constructor(source: string, { filename }: { filename: string }) {
    this.#source = `${source}\n//# sourceURL=${filename}`;
  }

  /** The value of the last statement; of strict code, whose declarations would otherwise be its own, none. */
  runInContext(): unknown {
    if (!/^\s*(['"])use strict\1/.test(this.#source)) return runText(this.#source);
    load(URL.createObjectURL(new Blob([this.#source], { type: 'text/javascript' })));
    return undefined;
  }
}

export default { constants, createContext, Script };
