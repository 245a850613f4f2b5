/**
 * Arithmetic as the RP2040 does it, whose double routines know no NaN: NaN + 1, 0 / 0 and undefined / 512 are
 * Infinity there. Code that leans on NaN, as `x / 512 >= 0 || refuse()`, goes wrong on that chip alone.
 */
import { type Node, childrenOf, parsed } from '../support/syntax.ts';

/** What the text of a program hands its results to; a text is not a number either, and stays what it is. */
export const arithmeticWithoutNaN =
  'function __arithmetic(result) { return typeof result === "number" && result !== result ? Infinity : result; }';

const done = new Map<string, string>();

/** `source` with each result of + - * / % and of their assignments, and of ++, -- and minus, handed to __arithmetic. */
export function instrumentArithmetic(source: string): string {
  const known = done.get(source);
  if (known !== undefined) return known;
  const program = parsed(source);
  if (!program) return source;
  let text = '';
  let at = 0;
  const put = (position: number, insert: string): void => {
    text += source.slice(at, position) + insert;
    at = position;
  };
  const visit = (node: Node): void => {
    const isWrapped = isArithmetic(node);
    if (isWrapped) put(node.start, ' __arithmetic(');
    childrenOf(node).forEach(visit);
    if (isWrapped) put(node.end, ')');
  };
  visit(program.tree);
  text += source.slice(at);
  done.set(source, text);
  return text;
}

function isArithmetic({ type, operator, argument }: Node): boolean {
  if (type === 'BinaryExpression' || type === 'AssignmentExpression') return /^[-+*/%]=?$/.test(operator as string);
  if (type === 'UpdateExpression') return true;
  // The sign of a literal is no arithmetic, and + only reads a number.
  return type === 'UnaryExpression' && operator === '-' && !isNumber(argument as Node);
}

const isNumber = ({ type, value }: Node): boolean => type === 'Literal' && typeof value === 'number';
