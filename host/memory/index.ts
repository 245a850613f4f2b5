/**
 * The memory of an emulated board as its engine would count it: see docs/design/memory.md. A text that is to be counted is run as
 * `textOf` gives it.
 */
import { type Emulated, idleBytes } from '../emulator/index.ts';
import { type CountOptions, CountedMemory, type Room } from './counted.ts';
import { chainVariables, espruinoPrices, flatFrom, flatVariables, geometryOf, nameVariables } from './espruino.ts';
import { listenersVariables, timersVariables, watchesVariables } from './engine-own.ts';
import type { ScopeRecord } from './ledger.ts';
import { Places } from './places.ts';
import type { Walk } from './walk.ts';

/** Classes that a program need not name, or that the realm has not. */
const CLASSES = ['String', 'Number', 'Array', 'ArrayBuffer', 'ArrayBufferView', 'RegExp', 'Date', 'Error'];
/** See `#step`. */
const LEAST_STEP = 32;
const COUNTS_A_STEP = 2000;
/** Whose run it is until there is a buffer. */
const PENDING = 'an array that is being made';
/** Of the list of modules, once there is one. */
const MODULE_LIST = 3;
/** Who asks for free memory has them. */
const IDLE_HAS = new Set(['process', 'Object', 'global']);

function depthOf(record: ScopeRecord): number {
  let depth = 0;
  for (let at: ScopeRecord | null = record; at; at = at.outer) depth++;
  return depth;
}

const USED_PROTOTYPE = { isUsed: true, isClass: false, hasCode: true, keys: 0, prototypeKeys: 0 };

export { leavingCold } from './cold.ts';
export { type CountOptions, CountedMemory, Room } from './counted.ts';

export class EspruinoMemory extends CountedMemory {
  readonly #total: number;
  readonly #idle: number;
  readonly #geometry;
  readonly #prices;
  readonly #places: Places;
  readonly #chained = new WeakSet<object>();
  readonly #classes = new Set(CLASSES);
  /** Modules of the engine that the program asked for. */
  readonly #required = new Set<string>();
  #isNextFlat = true;
  /** How often it was counted. */
  #counts = 0;

  constructor(emulated: Emulated, room: Room, { idle }: CountOptions = {}) {
    super(emulated);
    const { board, realm } = emulated;
    this.#total = board.engine.jsvarCount!;
    this.#idle = idle ?? idleBytes(board) / board.engine.jsvarBytes!;
    this.#geometry = geometryOf(board);
    this.#places = new Places(this.#total, this.#geometry.variableBytes, this.#idle);
    this.ledger.small = this.#geometry.most;
    this.#prices = espruinoPrices(
      this.#geometry,
      (buffer) => !this.#chained.has(buffer),
      (text) => this.ledger.mapped.has(text),
      (value) => this.#isPin(value),
    );
    this.noteEngine();
    room.take = (bytes) => this.#take(bytes);
    room.made = (kind, buffer, isNew) => this.#made(kind, buffer, isNew);
    room.isFlat = (buffer) => this.#isFlat(buffer);
    this.ledger.most = this.#total - this.#idle;
    realm.process.memory = () => this.#told();
    if (realm.E) realm.E.getSizeOf = (value: unknown, depth?: number) => this.#sizeOf(value, depth);
  }

  /** `process.memory()`: it collects garbage, and the object it tells is a variable itself. */
  #told(): unknown {
    const usage = this.used() + 1;
    this.#places.collect();
    const total = this.#total;
    return this.emulated.run(
      `(${JSON.stringify({ free: total - usage, usage, total, history: 0, gc: 0, gctime: 1, blocksize: this.#geometry.variableBytes })})`,
    );
  }

  #isPin = (value: unknown): boolean => {
    const { Pin } = this.emulated.realm;
    return typeof Pin === 'function' && value instanceof Pin;
  };

  /** `E.getSizeOf`: variables of a value, whoever else holds it; with a depth, of each name in it, too. */
  #sizeOf(value: unknown, depth = 0): unknown {
    if (!(depth > 0) || typeof value !== 'object' || value === null || ArrayBuffer.isView(value))
      return this.#variablesOf(value);
    return this.emulated.run(`(${JSON.stringify(this.#sizesIn(value, depth))})`);
  }

  #sizesIn(value: object, depth: number): object[] {
    return Object.entries(value).map(([name, part]) => ({
      name,
      size: this.#variablesOf(Object.assign(Object.create(null), { [name]: part })) - 1,
      ...(depth > 1 && typeof part === 'object' && part !== null && { more: this.#sizesIn(part as object, depth - 1) }),
    }));
  }

  /** A value that lies in a name has a variable of its own when it is handed over. */
  #variablesOf(value: unknown): number {
    const isSimple = typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'string';
    if (isSimple || value === null) return value === undefined ? 0 : 1;
    return Math.max(1, this.walkFrom(value, this.#prices).total);
  }

  /** The engine keeps it. */
  override noteRequired(name: string, value: unknown): void {
    if (!this.modules.has(name)) this.#required.add(name);
    super.noteRequired(name, value);
  }

  protected override noteGlobal(key: string, value: unknown): void {
    if (typeof value === 'function' && /^[A-Z]/.test(key)) this.#classes.add(key);
  }

  /** A module of Storage: Espruino's `module` is the scope of its text itself. */
  noteModule(name: string, module: { exports: unknown }): void {
    this.modules.set(name, module.exports);
    // The library looks into its list of heaps, by a number: what arrays have in common is there from then on.
    if (name === 'ckremm') this.ledger.t.Array = 3;
    this.ledger.aliases.set(module, module.exports as object);
  }

  /** Variables in use, garbage left out. Costs a walk over all that the program can reach. */
  used(): number {
    const walk = this.walk(this.#prices);
    const { stack } = this.ledger;
    // Each call has a list of the scopes that it sees.
    const calls = stack.reduce((sum, record) => sum + 2 + depthOf(record), 0);
    const own = this.#engineVariables() + calls;
    const used = Math.round(this.#idle + walk.total + own);
    this.#settle(walk, own);
    this.ledger.spent = 0;
    this.ledger.most = Math.max(1, Math.min(this.#step(), this.#total - used));
    return used;
  }

  /** Variables that are made until it is counted again: few, so that it is known where they lie, and more with each thousand of times, for a count takes time. */
  #step(): number {
    return LEAST_STEP * 2 ** Math.floor(this.#counts++ / COUNTS_A_STEP);
  }

  /** What is gone since it was counted last gives its variables back, and what is new takes some. */
  #settle(walk: Walk, own: number): void {
    const { sizes, buffers } = walk;
    for (const [buffer, bytes] of buffers)
      if (this.#isRun(buffer)) sizes.set(buffer, sizes.get(buffer)! - flatVariables(bytes, this.#geometry));
    sizes.set(this, (sizes.get(walk) ?? 0) + own);
    sizes.delete(walk);
    this.#places.settle(sizes, (owner) => buffers.has(owner as ArrayBufferLike));
  }

  /** Whether the bytes of a buffer lie in a run of variables. */
  #isRun = (buffer: ArrayBufferLike): boolean =>
    buffer.byteLength >= flatFrom(this.#geometry) && !this.#chained.has(buffer);

  get total(): number {
    return this.#total;
  }

  #isFlat(buffer: ArrayBufferLike): boolean {
    if (buffer.byteLength <= this.#geometry.firstChars) return true;
    return this.#isRun(buffer);
  }

  /** What the engine itself keeps for the program. */
  #engineVariables(): number {
    const { events } = this.emulated;
    const name = (text: string): number => nameVariables(text.length, this.#geometry);
    let sum = timersVariables(events) + watchesVariables(events) + listenersVariables(events, name);
    if (this.modules.size + this.#required.size) sum += MODULE_LIST;
    for (const key of this.modules.keys()) sum += name(key);
    for (const key of this.#required) sum += name(key) + 1;
    this.#noteInstances();
    for (const [key, use] of Object.entries(this.ledger.t)) sum += this.#usedGlobal(key, use);
    return sum;
  }

  /** `Serial1` brings its class, which it inherits from. */
  #noteInstances(): void {
    const { t } = this.ledger;
    for (const key of Object.keys(t)) {
      const name = this.#classOf(key);
      if (name) t[name] = 3;
    }
  }

  /** The class of an object of the engine; '': it is none of a class. */
  #classOf(key: string): string {
    const value = Object.getOwnPropertyDescriptor(this.emulated.realm, key)?.value as unknown;
    if (typeof value !== 'object' || value === null || this.#isPin(value)) return '';
    const { name } = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor ?? {};
    return name && name !== 'Object' && this.#classes.has(name) ? name : '';
  }

  /** An object of the engine is made when it is first used; of a class its prototype, too. Functions are not kept. */
  #usedGlobal(key: string, use: 1 | 3): number {
    if (IDLE_HAS.has(key)) return 0;
    const name = nameVariables(key.length, this.#geometry);
    // What is not simulated throws when it is looked at.
    const value = Object.getOwnPropertyDescriptor(this.emulated.realm, key)?.value as unknown;
    if (this.#classes.has(key)) return name + 1 + (use === 3 ? this.#prices.prototype(USED_PROTOTYPE) : 0);
    if (typeof value !== 'object' || value === null || this.#isPin(value)) return 0;
    return name + 1 + (this.#classOf(key) ? this.#prices.inherited : 0);
  }

  protected full(): void {
    const used = this.used();
    if (used > this.#total) throw this.outOfMemory(`${used} variables are in use, and there are ${this.#total}`);
  }

  #take(bytes: number): boolean {
    const free = this.#total - this.used();
    const length = flatVariables(bytes, this.#geometry);
    this.#isNextFlat =
      bytes < flatFrom(this.#geometry) || (length + 2 <= free && this.#places.takeRun(length, PENDING));
    return this.#isNextFlat || chainVariables(bytes, this.#geometry) + 2 <= free;
  }

  #made(kind: string, buffer: ArrayBufferLike, isNew: boolean): void {
    const bytes = buffer.byteLength;
    this.ledger.t[kind] = 3;
    if (!isNew || bytes < flatFrom(this.#geometry)) return;
    if (!this.#isNextFlat) return void this.#chained.add(buffer);
    this.#places.rename(PENDING, buffer);
  }
}
