/**
 * A program that is interrupted, as Espruino does it when memory runs out: at any statement, and no `catch` sees it. The emulated
 * board throws a CutOff, which each `catch` of the program has to let through.
 */
import { createRequire } from 'node:module';
import type TypeScript from 'typescript';
import { type Insertion, insert } from './loops.ts';
import { CutOff } from './meter.ts';

let ts: typeof TypeScript;
const load = createRequire(import.meta.url);

const done = new Map<string, string>();

/** `source` with a call of `__statement` before each statement of a function, and `catch` that lets a CutOff through. */
export function instrumentInterrupts(source: string): string {
  const known = done.get(source);
  if (known !== undefined) return known;
  ts ??= load('typescript') as typeof TypeScript; // large: only loaded where programs are interrupted
  const file = ts.createSourceFile('program.js', source, ts.ScriptTarget.ES2015, true, ts.ScriptKind.JS);
  const insertions: Insertion[] = [];
  const visit = (node: TypeScript.Node, isInFunction: boolean): void => {
    if (ts.isCatchClause(node) && node.variableDeclaration)
      insertions.push([node.block.getStart() + 1, `__through(${node.variableDeclaration.name.getText()});`]);
    if (ts.isBlock(node) && isInFunction)
      for (const statement of node.statements)
        if (!ts.isFunctionDeclaration(statement) && !ts.isVariableStatement(statement))
          insertions.push([statement.getStart(), '__statement();']);
    ts.forEachChild(node, (child) => visit(child, isInFunction || ts.isFunctionLike(node)));
  };
  visit(file, false);
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
