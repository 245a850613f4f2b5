/** Operators of a program that is followed: whether what they give is a float, or a text. */
import type { Node } from '../../support/syntax.ts';
import type { Expressions, Said } from './expressions.ts';
import { FLOAT, TEXT } from './kinds.ts';
import type { Scope } from './scope.ts';

/** Operators of which the operands say what the result is. */
export const ARITHMETIC = /^[-+*%]$/;

export function unary(of: Expressions, node: Node, scope: Scope): Said {
  const { operator, argument } = node as Node & { argument: Node };
  if (operator !== '-') return { code: of.parts(node, scope), flag: operator === 'typeof' ? TEXT : '0' };
  const { code, flag } = of.said(argument, scope);
  return { code: `__m.minus((${code}),${flag})`, flag: '__m.r' };
}

export function binary(of: Expressions, node: Node, scope: Scope): Said {
  const operator = String(node.operator);
  if (operator === '/') return { code: of.parts(node, scope), flag: FLOAT };
  if (!ARITHMETIC.test(operator)) return { code: of.parts(node, scope), flag: '0' };
  const left = of.said(node.left as Node, scope);
  const right = of.said(node.right as Node, scope);
  return {
    code: `__m.math("${operator}",(${left.code}),${left.flag},(${right.code}),${right.flag})`,
    flag: '__m.r',
  };
}

export function sequence(of: Expressions, node: Node, scope: Scope): Said {
  const all = node.expressions as Node[];
  const last = of.said(all.at(-1)!, scope);
  const before = all.slice(0, -1).map((each) => `(${of.plain(each, scope)})`);
  return { code: `${before.join()},${last.code}`, flag: last.flag };
}
