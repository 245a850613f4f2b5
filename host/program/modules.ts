/** `require` of a program: files of Storage, and the engine's own modules, each loaded once. */
import type { Emulated } from '../emulator/index.ts';
import type { Host } from './host.ts';

export class Modules {
  readonly #loaded = new Map<string, unknown>();
  readonly #emulated: Emulated;
  readonly #host: Host;
  readonly #textOf: (name: string) => string | undefined;
  readonly #engines = new Map<string, object>();
  readonly #engineRequire: (name: string) => unknown;

  /** `textOf`: the file of a name, where there is one. */
  constructor(emulated: Emulated, host: Host, textOf: (name: string) => string | undefined) {
    this.#emulated = emulated;
    this.#host = host;
    this.#textOf = textOf;
    this.#engineRequire = emulated.realm.require as (name: string) => unknown;
  }

  get cached(): string[] {
    return [...this.#loaded.keys()];
  }

  /** A module of the engine: what of it is not in `has` says that it is not simulated. Without effect where the engine has none of that name. */
  addEngines(name: string, has: object): void {
    this.#engines.set(name, this.#emulated.fillModule(name, has));
  }

  /** One that the program brings. */
  add(name: string, module: unknown): void {
    this.#loaded.set(name, module);
  }

  remove(name: string): void {
    this.#loaded.delete(name);
  }

  require = (name: string): unknown => {
    if (this.#loaded.has(name)) return this.#loaded.get(name);
    const source = this.#engines.has(name) ? undefined : this.#textOf(name);
    if (source === undefined) return this.#engines.get(name) ?? this.#engineRequire(name);
    const module = this.#host.load(source, name);
    this.#loaded.set(name, module);
    return module;
  };
}
