/** What the build decides: enums, figures of the board, callbacks that are not there. What depends on it is left out. */
import ts from 'typescript';
import { bare, isAssignment, isStep } from './subset.js';

const K = ts.SyntaxKind;

const OPERATORS = {
  [K.PlusToken]: (a, b) => a + b,
  [K.MinusToken]: (a, b) => a - b,
  [K.AsteriskToken]: (a, b) => a * b,
  [K.LessThanLessThanToken]: (a, b) => a << b,
  [K.GreaterThanGreaterThanToken]: (a, b) => a >> b,
  [K.GreaterThanGreaterThanGreaterThanToken]: (a, b) => a >>> b,
  [K.AmpersandToken]: (a, b) => a & b,
  [K.BarToken]: (a, b) => a | b,
  [K.CaretToken]: (a, b) => a ^ b,
  [K.LessThanToken]: (a, b) => a < b,
  [K.GreaterThanToken]: (a, b) => a > b,
  [K.LessThanEqualsToken]: (a, b) => a <= b,
  [K.GreaterThanEqualsToken]: (a, b) => a >= b,
  [K.EqualsEqualsEqualsToken]: (a, b) => a === b,
  [K.ExclamationEqualsEqualsToken]: (a, b) => a !== b,
};

/** Whether an expression does nothing but give a value. */
export function isPure(node) {
  if (ts.isCallExpression(node) || isAssignment(node) || isStep(node)) return false;
  return !ts.forEachChild(node, (child) => (isPure(child) ? undefined : true));
}

/**
 * A function that tells an expression's value, a number, a boolean or, to compare it with another, a text, where the build decides it, and else undefined.
 * @param {object} program of openProgram
 * @param {object} types of typesOf
 * @param {object} options `board`: figures by name; `decided`: comparisons that are known in every call, as 'a.b === a.c'
 */
export function constantsOf(program, types, { board, decided = {} }) {
  const { checker, fileOf, symbolOf, stop } = program;

  function ofName(node) {
    const declaration = symbolOf(node)?.valueDeclaration;
    if (node.text === 'undefined') return false;
    if (!declaration) return undefined;
    if (fileOf(declaration) === 'board') {
      if (!(node.text in board)) stop(node, 'no such figure of the board');
      return board[node.text];
    }
    if (ts.isParameter(declaration) && types.isFunction(declaration)) return false;
    const isFixed =
      ts.isVariableDeclaration(declaration) && declaration.parent.flags & ts.NodeFlags.Const && declaration.initializer;
    return isFixed ? known(declaration.initializer) : undefined;
  }

  function ofBinary(node) {
    const kind = node.operatorToken.kind;
    const text = decided[`${node.left.getText()} ${node.operatorToken.getText()} ${node.right.getText()}`];
    if (text !== undefined) return text;
    const [a, b] = [known(node.left), known(node.right)];
    // 1 / 0, a limit that nothing reaches: nor does anything that is counted reach this.
    if (kind === K.SlashToken && a === 1 && b === 0) return 0x7fffffff;
    const isAnd = kind === K.AmpersandAmpersandToken;
    if (isAnd || kind === K.BarBarToken) {
      if (a !== undefined) return !!a === isAnd ? b : a;
      return b !== undefined && !!b !== isAnd && isPure(node.left) && typeof b === 'boolean' ? b : undefined;
    }
    return a === undefined || b === undefined ? undefined : OPERATORS[kind]?.(a, b);
  }

  function known(outer) {
    const node = bare(outer);
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isStringLiteral(node)) return node.text;
    if (node.kind === K.TrueKeyword) return true;
    if (node.kind === K.FalseKeyword) return false;
    if (ts.isIdentifier(node)) return ofName(node);
    if (ts.isPropertyAccessExpression(node)) {
      // Whether arrays have a method: these have.
      if (node.name.text === 'indexOf' && !ts.isCallExpression(node.parent)) return true;
      const value = checker.getConstantValue(node);
      return typeof value === 'number' ? value : undefined;
    }
    if (ts.isPrefixUnaryExpression(node) && !isStep(node)) {
      const value = known(node.operand);
      if (value === undefined) return undefined;
      return { [K.ExclamationToken]: !value, [K.MinusToken]: -value, [K.TildeToken]: ~value }[node.operator];
    }
    return ts.isBinaryExpression(node) && !isAssignment(node) ? ofBinary(node) : undefined;
  }
  return known;
}
