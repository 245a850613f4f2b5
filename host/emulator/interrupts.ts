/**
 * A program that is interrupted, as Espruino does it when memory runs out: at any statement, and no `catch` sees it. The emulated
 * board throws a CutOff, which each `catch` of the program has to let through.
 */
import { type Insertion, type Node, childrenOf, insert, isFunction, parsed } from '../support/syntax.ts';
import { CutOff } from './meter.ts';

const done = new Map<string, string>();

/** `source` with a call of `__statement` before each statement of a function, and `catch` that lets a CutOff through. */
export function instrumentInterrupts(source: string): string {
  const known = done.get(source);
  if (known !== undefined) return known;
  const program = parsed(source);
  if (!program) return source;
  const insertions: Insertion[] = [];
  const visit = (node: Node, isInFunction: boolean): void => {
    if (node.type === 'CatchClause' && node.param)
      insertions.push([node.body.start + 1, `__through(${source.slice(node.param.start, node.param.end)});`]);
    if (node.type === 'BlockStatement' && isInFunction)
      for (const { type, start } of node.body as Node[])
        if (type !== 'FunctionDeclaration' && type !== 'VariableDeclaration')
          insertions.push([start, '__statement();']);
    for (const child of childrenOf(node)) visit(child, isInFunction || isFunction(node));
  };
  visit(program.tree, false);
  const text = insert(source, insertions);
  done.set(source, text);
  return text;
}

/** What such a text calls: it is cut off when `left` statements have been executed, once. */
export class Interrupts {
  /** Statements until then. */
  left = Infinity;

  globals(): Record<string, unknown> {
    return {
      __statement: () => {
        if (this.left-- > 0) return;
        this.left = Infinity;
        throw new CutOff();
      },
      __through: (error: unknown) => {
        if (error instanceof CutOff) throw error;
      },
    };
  }
}
