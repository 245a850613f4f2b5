/**
 * The subset of TypeScript that becomes C, in one place: what is taken, and in which words the rest is refused. Taken are
 *
 *   numbers      whole ones. What a variable, an argument or a result holds lies between -2^31 and 2^31 - 1; or, where it gets what
 *                a Uint32Array or `>>>` gives, between 0 and 2^32 - 1. In between, sums and products are exact.
 *   views        typed arrays of whole numbers over the heap; `new Uint8Array(n)` of a bounded n as scratch memory of a call
 *   objects      interfaces of numbers and views, made by one object literal and handed on
 *   functions    plain ones with parameters; an optional callback is not given, and what depends on it is left out
 *   statements   var, if, for, while, do, return, break, continue
 *
 * Nothing is approximated: where C differs from JavaScript, what JavaScript means is written out, or the pass stops.
 */
import ts from 'typescript';

/** Stops the pass: where, why, and what stands there. */
export function stop(file, node, why) {
  const { line } = ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart());
  const text = node.getText().replace(/\s+/g, ' ').slice(0, 80);
  throw new Error(`${file}.ts:${line + 1}: ${why}: ${text}`);
}

/** Why a node is not taken, in words. */
export const REASONS = {
  [ts.SyntaxKind.TryStatement]: 'try has no counterpart',
  [ts.SyntaxKind.ThrowStatement]: 'nothing can be thrown',
  [ts.SyntaxKind.SwitchStatement]: 'switch would need a table',
  [ts.SyntaxKind.ForInStatement]: 'objects have no names at run time',
  [ts.SyntaxKind.ForOfStatement]: 'no iterators',
  [ts.SyntaxKind.LabeledStatement]: 'no labels',
  [ts.SyntaxKind.StringLiteral]: 'no strings',
  [ts.SyntaxKind.TemplateExpression]: 'no strings',
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: 'no strings',
  [ts.SyntaxKind.ArrayLiteralExpression]: 'no arrays of JavaScript',
  [ts.SyntaxKind.FunctionExpression]: 'no functions as values',
  [ts.SyntaxKind.ArrowFunction]: 'no functions as values',
  [ts.SyntaxKind.TypeOfExpression]: 'types are known here',
  [ts.SyntaxKind.DeleteExpression]: 'objects do not change their shape',
};

export const reasonFor = (node) => REASONS[node.kind] ?? `${ts.SyntaxKind[node.kind]} is not taken`;

const K = ts.SyntaxKind;

export const isAssignment = (node) =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= K.FirstAssignment &&
  node.operatorToken.kind <= K.LastAssignment;

/** `++` and `--`. */
export const isStep = (node) =>
  (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
  (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken);

/** What is inside parentheses, casts and `!`, which mean nothing at run time. */
export function bare(node) {
  while (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression?.(node)
  )
    node = node.expression;
  return node;
}
