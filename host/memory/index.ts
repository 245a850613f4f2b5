/**
 * The memory of an emulated board as its engine would count it: see docs/design/memory.md. A text that is to be counted is run as
 * `textOf` gives it.
 */
import { type Emulated, idleBytes } from '../emulator/index.ts';
import { type CountOptions, CountedMemory, type Room } from './counted.ts';
import { chainVariables, espruinoPrices, flatFrom, flatVariables, geometryOf, nameVariables } from './espruino.ts';
import type { ScopeRecord } from './ledger.ts';
import { Pieces } from './pieces.ts';

/** Of a timer, an interval, a watch: the object that the engine keeps, its name, and what is in it but the function. */
const TIMEOUT_VARIABLES = 5;
const INTERVAL_VARIABLES = 7;
const WATCH_VARIABLES = 8;
/** Classes that a program need not name, or that the realm has not. */
const CLASSES = ['String', 'Number', 'Array', 'ArrayBuffer', 'ArrayBufferView', 'RegExp', 'Date', 'Error'];
/** Who asks for free memory has them. */
const PIN = /^([A-H]\d+|LED\d?|BTN\d?)$/;
const IDLE_HAS = new Set(['process', 'Object', 'global']);

const USED_PROTOTYPE = { isUsed: true, isClass: false, hasCode: true, keys: 0, prototypeKeys: 0 };

function depthOf(record: ScopeRecord): number {
  let depth = 0;
  for (let at: ScopeRecord | null = record; at; at = at.outer) depth++;
  return depth;
}

export { leavingCold } from './cold.ts';
export { type CountOptions, CountedMemory, Room } from './counted.ts';

export class EspruinoMemory extends CountedMemory {
  readonly #total: number;
  readonly #idle: number;
  readonly #geometry;
  readonly #prices;
  readonly #pieces: Pieces;
  readonly #chained = new WeakSet<object>();
  readonly #classes = new Set(CLASSES);
  #isNextFlat = true;

  constructor(emulated: Emulated, room: Room, { idle }: CountOptions = {}) {
    super(emulated);
    const { board, realm } = emulated;
    this.#total = board.engine.jsvarCount!;
    this.#idle = idle ?? idleBytes(board) / board.engine.jsvarBytes!;
    this.#geometry = geometryOf(board);
    this.#pieces = new Pieces(this.#total);
    this.ledger.small = this.#geometry.most;
    this.#prices = espruinoPrices(
      this.#geometry,
      (buffer) => !this.#chained.has(buffer),
      (text) => this.ledger.mapped.has(text),
    );
    this.noteEngine();
    room.take = (bytes) => this.#take(bytes);
    room.made = (kind, buffer, isNew) => this.#made(kind, buffer, isNew);
    room.isFlat = (buffer) => !this.#chained.has(buffer);
    this.ledger.most = this.#total - this.#idle;
    realm.process.memory = () => this.#told();
  }

  /** `process.memory()`: it collects garbage, and the object it tells is a variable itself. */
  #told(): unknown {
    const usage = this.used() + 1;
    const total = this.#total;
    return this.emulated.run(
      `(${JSON.stringify({ free: total - usage, usage, total, history: 0, gc: 0, gctime: 1, blocksize: this.#geometry.variableBytes })})`,
    );
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
    const used = Math.round(this.#idle + walk.total + this.#engineVariables() + calls);
    let flat = 0;
    for (const [buffer, bytes] of walk.buffers)
      if (bytes >= flatFrom(this.#geometry) && !this.#chained.has(buffer)) flat += flatVariables(bytes, this.#geometry);
    this.#pieces.keep(walk.buffers as Map<object, number>);
    this.#pieces.note(used - flat);
    this.ledger.spent = 0;
    this.ledger.most = Math.max(1, this.#total - used);
    return used;
  }

  get total(): number {
    return this.#total;
  }

  /** The longest run of free variables, as far as it can be told. */
  get longestRun(): number {
    return this.#pieces.longest;
  }

  /** What the engine itself keeps for the program. */
  #engineVariables(): number {
    const { events } = this.emulated;
    const name = (text: string): number => nameVariables(text.length, this.#geometry);
    let sum = 0;
    for (const { every } of events.timers.values()) sum += every === null ? TIMEOUT_VARIABLES : INTERVAL_VARIABLES;
    sum += WATCH_VARIABLES * events.watches.size;
    for (const each of events.listeners.values())
      for (const [event, list] of each) if (list.length) sum += name(`#on${event}`) + 1 + list.length;
    for (const key of this.modules.keys()) sum += name(key);
    for (const [key, use] of Object.entries(this.ledger.t)) sum += this.#usedGlobal(key, use);
    return sum;
  }

  /** An object of the engine is made when it is first used; of a class its prototype, too. Functions are not kept. */
  #usedGlobal(key: string, use: 1 | 3): number {
    if (IDLE_HAS.has(key)) return 0;
    const name = nameVariables(key.length, this.#geometry);
    // What is not simulated throws when it is looked at.
    const value = Object.getOwnPropertyDescriptor(this.emulated.realm, key)?.value as unknown;
    if (this.#classes.has(key)) return name + 1 + (use === 3 ? this.#prices.prototype(USED_PROTOTYPE) : 0);
    return typeof value === 'object' && value !== null && !PIN.test(key) ? name + 1 : 0;
  }

  protected full(): void {
    const used = this.used();
    if (used > this.#total) throw this.outOfMemory(`${used} variables are in use, and there are ${this.#total}`);
  }

  #take(bytes: number): boolean {
    const free = this.#total - this.used();
    const length = flatVariables(bytes, this.#geometry);
    this.#isNextFlat = bytes < flatFrom(this.#geometry) || (length + 2 <= free && this.#pieces.find(length) >= 0);
    return this.#isNextFlat || chainVariables(bytes, this.#geometry) + 2 <= free;
  }

  #made(kind: string, buffer: ArrayBufferLike, isNew: boolean): void {
    const bytes = buffer.byteLength;
    this.ledger.t[kind] = 3;
    if (!isNew || bytes < flatFrom(this.#geometry)) return;
    if (!this.#isNextFlat) return void this.#chained.add(buffer);
    const length = flatVariables(bytes, this.#geometry);
    this.#pieces.take(this.#pieces.find(length), length, buffer);
  }
}
