/** What the parts of the compiler have in common: the function that they compile, its code, and values on the stack. */
import type { Node } from '../../support/syntax.ts';
import type { Code } from './code.ts';
import type { FunctionCompiler } from './compiler.ts';

/** Bytes of an instruction out of JerryScript's second table: CBC_EXT_OPCODE stands in front of it (byte-code.h). */
export const EXTENDED = 2;

export abstract class Part {
  protected readonly of: FunctionCompiler;

  constructor(of: FunctionCompiler) {
    this.of = of;
  }

  protected get code(): Code {
    return this.of.code;
  }

  /** An expression whose value is wanted. */
  protected value(node: Node): void {
    this.of.expressions.value(node);
  }
}
