/** The memory of an emulated board as JerryScript counts it: see docs/design/memory.md. */
import { type Emulated, idleBytes } from '../../emulator/index.ts';
import { builtinsOf } from '../../builtins/recorded.ts';
import type { Node } from '../../support/syntax.ts';
import { type CountOptions, CountedMemory, type Room } from '../counted.ts';
import type { FunctionInfo } from '../functions.ts';
import { functionsIn } from '../functions.ts';
import { type Compiled, type CompiledText, compile } from './compiler.ts';
import { enginesTexts } from './names.ts';
import { jerryPrices, pairs, textBytes } from './prices.ts';

/** Of three literals: a piece of the list that they are in. */
const LIST_BYTES = 16;
const LIST_LITERALS = 3;
const NUMBER_BYTES = 8;
/** An object of the engine that is made when it is first looked for, and a function of one. */
const BUILTIN_BYTES = 32;
const NATIVE_BYTES = 24;
/** What `spend` of the runtime stands for, at most. */
const SPENT_BYTES = 16;

/** A library's text is compiled once. */
const compiled = new WeakMap<Node, CompiledText>();

export class JerryMemory extends CountedMemory {
  readonly total: number;
  readonly #idle: number;
  readonly #prices;
  readonly #codes = new Map<number, Compiled>();
  /** Literals, which stay for ever. */
  readonly #texts = new Set<string>();
  readonly #numbers = new Set<number>();
  readonly #known: ReadonlySet<string>;
  /** Scripts of the turn that runs. */
  #scripts: Compiled[] = [];

  constructor(emulated: Emulated, room: Room, { idle, total }: CountOptions = {}) {
    super(emulated);
    const { board, realm } = emulated;
    this.total = total ?? board.engine.jerryHeapBytes!;
    this.#idle = idle ?? idleBytes(board);
    this.#known = enginesTexts(builtinsOf(board)?.names ?? {});
    this.ledger.natives = new Map();
    this.ledger.small = 2 ** 27 - 1;
    this.#prices = jerryPrices({
      hasText: (text) => this.#texts.has(text) || this.#known.has(text),
      compiledOf: ({ id }) => this.#codes.get(id),
    });
    this.noteEngine();
    room.take = (bytes) => this.#take(bytes);
    this.ledger.most = (this.total - this.#idle) / SPENT_BYTES;
    realm.process.memoryUsage = () => this.#told();
  }

  /** `process.memoryUsage()`, as it is right after garbage was collected. */
  #told(): unknown {
    const heapUsed = this.used();
    return this.emulated.run(`(${JSON.stringify({ heapTotal: this.total, heapUsed, heapPeak: heapUsed })})`);
  }

  override endTurn(): void {
    this.#scripts = [];
  }

  protected override noteText(tree: Node, source: string, firstId: number): void {
    let text = compiled.get(tree);
    if (!text) compiled.set(tree, (text = compile(tree, source)));
    this.#scripts.push(text.program);
    functionsIn(tree).forEach((node, i) => this.#codes.set(firstId + i, text.functions.get(node)!));
    for (const each of text.texts) if (!this.#known.has(each) && textBytes(each) > 0) this.#texts.add(each);
    for (const each of text.numbers) this.#numbers.add(each);
  }

  /** Bytes in use, garbage left out. Costs a walk over all that the program can reach. */
  used(): number {
    const walk = this.walk(this.#prices);
    const used = this.#idle + walk.total + this.#codeBytes(walk.infos) + this.#literalBytes() + this.#engineBytes();
    this.ledger.spent = 0;
    this.ledger.most = Math.max(1, (this.total - used) / SPENT_BYTES);
    return used;
  }

  /** The code of functions that are held, and of what is in them. */
  #codeBytes(infos: Iterable<FunctionInfo>): number {
    const held = new Set<Compiled>();
    const hold = (code: Compiled): void => {
      if (held.has(code)) return;
      held.add(code);
      code.inner.forEach(hold);
    };
    this.#scripts.forEach(hold);
    for (const { id } of infos) {
      const code = this.#codes.get(id);
      if (code) hold(code);
    }
    let sum = 0;
    for (const { bytes } of held) sum += bytes;
    return sum;
  }

  #literalBytes(): number {
    let sum = 0;
    for (const text of this.#texts) sum += textBytes(text);
    for (const { size } of [this.#texts, this.#numbers]) sum += LIST_BYTES * Math.ceil(size / LIST_LITERALS);
    return sum + NUMBER_BYTES * this.#numbers.size;
  }

  /** Objects of the engine are made when they are looked for, and so are their functions. */
  #engineBytes(): number {
    const functions = new Map<object, number>();
    for (const holder of this.ledger.natives!.values()) functions.set(holder, (functions.get(holder) ?? 0) + 1);
    let sum = 0;
    for (const count of functions.values()) sum += BUILTIN_BYTES + pairs(count) + NATIVE_BYTES * count;
    return sum;
  }

  protected full(): void {
    const used = this.used();
    if (used > this.total) throw this.outOfMemory(`${used} bytes are in use, and there are ${this.total}`);
  }

  /** Where there is no room for an array the engine ends. */
  #take(bytes: number): boolean {
    const used = this.used();
    if (used + bytes <= this.total) return true;
    throw this.outOfMemory(`no room for an array of ${bytes} bytes: ${used} of ${this.total} are in use`);
  }
}
