/** The memory of an emulated board as JerryScript counts it: see docs/design/memory.md. */
import { type Emulated, idleBytes } from '../../emulator/index.ts';
import { builtinsOf } from '../../builtins/recorded.ts';
import type { Node } from '../../support/syntax.ts';
import { type CountOptions, CountedMemory, type Room } from '../counted.ts';
import type { FunctionInfo } from '../follow/functions.ts';
import { functionsIn } from '../follow/functions.ts';
import { type Compiled, type CompiledText, compile } from './compiler.ts';
import { enginesTexts } from './names.ts';
import { ELEMENTS, OBJECT_BYTES, WORD, jerryPrices, pairs } from './prices.ts';
import { textBytes } from './sizes.ts';
import { engineBytes } from './builtins.ts';

/** Of three literals: a piece of the list that they are in. */
const LIST_BYTES = 16;
const LIST_LITERALS = 3;
const NUMBER_BYTES = 8;
/** What `spend` of the runtime stands for, at most. */
const SPENT_BYTES = 16;

/** Arrays of fewer bytes find a piece anywhere. */
const LARGE_BYTES = 1024;
/** The object that holds what a function was called with, the first time. */
const ARGUMENTS_BYTES = 40;

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
    this.ledger.grow = (elements) => this.#grow(elements);
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
    this.full();
  }

  /** Bytes in use, garbage left out. Costs a walk over all that the program can reach. */
  used(): number {
    const walk = this.walk(this.#prices);
    const held = this.#heldBy(walk.infos);
    let used = this.#idle + walk.total + this.#literalBytes() + this.#topBytes();
    let hasArguments = false;
    for (const { bytes, usesArguments } of held) {
      used += bytes;
      hasArguments ||= usesArguments;
    }
    if (hasArguments) used += ARGUMENTS_BYTES;
    used += engineBytes(this.ledger, this.emulated.realm, walk.globals);
    this.ledger.spent = 0;
    this.ledger.most = Math.max(1, (this.total - used) / SPENT_BYTES);
    return used;
  }

  /** The code of functions that are held, and of what is in them. */
  #heldBy(infos: Iterable<FunctionInfo>): Set<Compiled> {
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
    return held;
  }

  #literalBytes(): number {
    let sum = 0;
    for (const text of this.#texts) sum += textBytes(text);
    for (const { size } of [this.#texts, this.#numbers]) sum += LIST_BYTES * Math.ceil(size / LIST_LITERALS);
    return sum + NUMBER_BYTES * this.#numbers.size;
  }

  /** Variables of scripts that are no properties of the global object are in a scope of their own. */
  #topBytes(): number {
    const names = this.ledger.tops.reduce((sum, top) => sum + top.names.length, 0);
    return names > 0 ? OBJECT_BYTES + pairs(names) : 0;
  }

  protected full(): void {
    const used = this.used();
    if (used > this.total) throw this.outOfMemory(`${used} bytes are in use, and there are ${this.total}`);
  }

  /**
   * An array of many elements that grows is moved when what lies behind it is in use, and needs a piece of that length. Where it was, there is
   * room for what is made next: so it moves now and then, and fails with less free than half of its length.
   */
  #grow(elements: number): void {
    const bytes = WORD * elements;
    if (elements % ELEMENTS !== 1 || bytes < LARGE_BYTES) return;
    const { most, spent } = this.ledger;
    if ((most - spent) * SPENT_BYTES > bytes) return;
    const used = this.used();
    if (used + bytes / 2 > this.total)
      throw this.outOfMemory(
        `no room for an array to grow to ${elements} elements: ${used} of ${this.total} are in use`,
      );
  }

  /** Where there is no room for an array the engine ends. */
  #take(bytes: number): boolean {
    const used = this.used();
    if (used + bytes <= this.total) return true;
    throw this.outOfMemory(`no room for an array of ${bytes} bytes: ${used} of ${this.total} are in use`);
  }
}
