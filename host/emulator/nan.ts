/**
 * Arithmetic as the RP2040 does it, whose double routines know no NaN: NaN + 1, 0 / 0 and undefined / 512 are
 * Infinity there. Code that leans on NaN, as `x / 512 >= 0 || refuse()`, goes wrong on that chip alone.
 */
import { createRequire } from 'node:module';
import type TypeScript from 'typescript';

let ts: typeof TypeScript;
const load = createRequire(import.meta.url);

/** What the text of a program hands its results to; a text is not a number either, and stays what it is. */
export const arithmeticWithoutNaN =
  'function __arithmetic(result) { return typeof result === "number" && result !== result ? Infinity : result; }';

const done = new Map<string, string>();

/** `source` with each result of + - * / % and of their assignments, and of ++, -- and minus, handed to __arithmetic. */
export function instrumentArithmetic(source: string): string {
  const known = done.get(source);
  if (known !== undefined) return known;
  ts ??= load('typescript') as typeof TypeScript; // large: only loaded where it is needed
  const file = ts.createSourceFile('bundle.js', source, ts.ScriptTarget.ES5, false, ts.ScriptKind.JS);
  let text = '';
  let at = 0;
  const put = (position: number, insert: string): void => {
    text += source.slice(at, position) + insert;
    at = position;
  };
  const visit = (node: TypeScript.Node): void => {
    const isWrapped = isArithmetic(node, file);
    if (isWrapped) put(node.getStart(file), ' __arithmetic(');
    ts.forEachChild(node, visit);
    if (isWrapped) put(node.end, ')');
  };
  visit(file);
  text += source.slice(at);
  done.set(source, text);
  return text;
}

function isArithmetic(node: TypeScript.Node, file: TypeScript.SourceFile): boolean {
  if (ts.isBinaryExpression(node)) return /^[-+*/%]=?$/.test(node.operatorToken.getText(file));
  if (ts.isPostfixUnaryExpression(node)) return true;
  // The sign of a literal is no arithmetic, and + only reads a number.
  return (
    ts.isPrefixUnaryExpression(node) &&
    /^(\+\+|--?)$/.test(ts.tokenToString(node.operator)!) &&
    !ts.isNumericLiteral(node.operand)
  );
}
