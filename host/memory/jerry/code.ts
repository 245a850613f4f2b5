/**
 * The byte code of one function, as the parser of JerryScript 2.4 emits it, as far as its length goes. An instruction waits until the next one
 * is known: several become one, and so has it here (jerry-core/parser/js/js-parser-util.c, byte-code.h).
 */

import { aligned } from './sizes.ts';

export type LiteralKind = 'register' | 'name' | 'text' | 'number' | 'function';

/** What an instruction names: a variable in a register, or an entry of the function's table. */
export interface Literal {
  kind: LiteralKind;
  index: number;
}

/** What the next instruction may make one with; all others are plain. Those that are done leave nothing, until somebody wants it. */
export type Form =
  | 'push' // one to three literals
  | 'this'
  | 'this literal'
  | 'number' // with or without a literal in front
  | 'member' // of what is on the stack, of a literal, or of two
  | 'this member'
  | 'not'
  | 'true'
  | 'false'
  | 'super'
  | 'super member'
  | 'unnamed class'
  | 'return'
  | 'done'
  | 'plain';

export interface Instruction {
  form: Form;
  /** Without literals and branches: of an extended one 2. */
  bytes: number;
  literals: Literal[];
  /** Bytes of an argument that is neither. */
  argumentBytes: number;
  /** Of the literal that came last. */
  last: LiteralKind | null;
  /** How far a branch goes, before anything was shortened; 0: it is none. */
  distance: number;
  /** What a number is. */
  value?: number;
}

/** A branch forward whose end is not known yet. */
export interface Branch {
  instruction: Instruction;
  at: number;
}

const BRANCH_BYTES = 3;
const ONE_BYTE = 255;
const MOST_SMALL = 510;
const HALF_BYTE = 127;
const UINT8_HEAD = 12;
const UINT16_HEAD = 20;
/** Of an entry of the table, and of each word after the code. */
const WORD = 4;

export class Code {
  pending: Instruction | null = null;
  registers = 0;
  readonly #code: Instruction[] = [];
  readonly #literals = new Map<string, Literal>();
  #at = 0;
  /** Nothing leads to the end of the code. */
  #isClosed = false;

  /** An entry of the table; two of one kind and key are the same. */
  literal(kind: LiteralKind, key: string | number): Literal {
    const name = `${kind} ${key}`;
    let literal = this.#literals.get(name);
    if (!literal) this.#literals.set(name, (literal = { kind, index: -1 }));
    return literal;
  }

  /** Where the next instruction will be, before anything was shortened. */
  get at(): number {
    return this.#at;
  }

  flush(): void {
    const { pending } = this;
    this.pending = null;
    if (!pending) return;
    this.#isClosed = true;
    this.#code.push(pending);
    this.#at += pending.bytes + 2 * pending.literals.length + pending.argumentBytes;
  }

  emit(form: Form, bytes = 1, literals: Literal[] = [], argumentBytes = 0): Instruction {
    this.flush();
    const last = literals.at(-1)?.kind ?? null;
    this.pending = { form, bytes, literals, argumentBytes, last, distance: 0 };
    return this.pending;
  }

  /** Replaces what waits. */
  become(form: Form, bytes: number, literals: Literal[] = this.pending!.literals, argumentBytes = 0): void {
    Object.assign(this.pending!, { form, bytes, literals, argumentBytes });
  }

  is(form: Form, literals?: number): boolean {
    const { pending } = this;
    return pending?.form === form && (literals === undefined || pending.literals.length === literals);
  }

  /** A line is written down right away, in front of what waits; nothing looks at the order. */
  line(line: number, isFlushed: boolean): void {
    if (isFlushed) this.flush();
    const digits = line < 1 << 7 ? 1 : line < 1 << 14 ? 2 : 3;
    this.#code.push({ form: 'plain', bytes: 2, literals: [], argumentBytes: digits, last: null, distance: 0 });
    this.#at += 2 + digits;
  }

  branch(bytes = 1): Branch {
    this.flush();
    this.#isClosed = true;
    const instruction: Instruction = { form: 'plain', bytes, literals: [], argumentBytes: 0, last: null, distance: 1 };
    const at = this.#at;
    this.#code.push(instruction);
    this.#at += bytes + BRANCH_BYTES;
    return { instruction, at };
  }

  /** A jump, which is left out where it leads to the next instruction. */
  jump(): Branch {
    const branch = this.branch();
    branch.instruction.value = BRANCH_BYTES + 1;
    return branch;
  }

  land({ instruction, at }: Branch): void {
    this.flush();
    this.#isClosed = false;
    instruction.distance = this.#at - at;
  }

  landAll(branches: Branch[]): void {
    for (const each of branches) this.land(each);
  }

  branchBack(to: number, bytes = 1): void {
    this.flush();
    this.#isClosed = true;
    const distance = this.#at - to;
    this.#code.push({ form: 'plain', bytes, literals: [], argumentBytes: 0, last: null, distance });
    this.#at += bytes + branchBytes(distance);
  }

  /** Bytes of the whole in the engine's heap; `words` that follow the code beside the function's name. */
  bytes(words: number): number {
    this.flush();
    const count = this.#number();
    const limit = count <= MOST_SMALL ? ONE_BYTE - 1 : HALF_BYTE;
    let length = 0;
    for (const { bytes, literals, argumentBytes, distance, value } of this.#code) {
      if (distance > 0 && distance === value) continue;
      length += bytes + argumentBytes + (distance > 0 ? branchBytes(distance) : 0);
      for (const { index } of literals) length += index <= limit ? 1 : 2;
    }
    if (!this.#isClosed || this.#code.at(-1)?.form !== 'return') length++;
    const isLarge = count > ONE_BYTE;
    return aligned((isLarge ? UINT16_HEAD : UINT8_HEAD) + WORD * (count - this.registers + words) + length);
  }

  /** Names first, then texts and numbers, the name of the file, functions. Returns how many, registers included. */
  #number(): number {
    let next = this.registers;
    const all = [...this.#literals.values()];
    for (const literal of all) if (literal.kind === 'name') literal.index = next++;
    for (const literal of all) if (literal.kind === 'text' || literal.kind === 'number') literal.index = next++;
    next++;
    for (const literal of all) if (literal.kind === 'function') literal.index = next++;
    return next;
  }
}

const branchBytes = (distance: number): number => (distance < 1 << 8 ? 1 : distance < 1 << 16 ? 2 : 3);
