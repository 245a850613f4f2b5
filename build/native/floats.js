/**
 * FLOAT and HALVES of core/float.ts: the upper half of a whole number as a float, in place. A function has a variable for it, which
 * is set by the store to FLOAT[0] and read by HALVES[1]; no call may come between the two.
 */
import ts from 'typescript';
import { number } from './numbers.js';

export function floatsOf(program) {
  const isOf = (node, name, index) =>
    ts.isElementAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === name &&
    program.fileOf(program.symbolOf(node.expression)?.valueDeclaration ?? node) === 'core/float' &&
    node.argumentExpression.getText() === index;

  const isStore = (node) => isOf(node, 'FLOAT', '0');

  /** That a store precedes the read, and no call is between them. */
  function requireStore(node, body) {
    let isSet = false;
    (function visit(at) {
      if (at.getStart() >= node.getStart()) return;
      ts.forEachChild(at, visit);
      if (ts.isCallExpression(at) && at.getEnd() <= node.getStart()) isSet = false;
      if (ts.isBinaryExpression(at) && isStore(at.left) && at.getEnd() <= node.getStart()) isSet = true;
    })(body);
    if (!isSet) program.stop(node, 'FLOAT[0] must be set before, without a call in between');
  }

  return {
    isStore,
    store: (value, node) => {
      if (value.type !== 'i32') program.stop(node, 'a number of 2^31 or more');
      return { ...value, c: `float_ = float_bits_(${value.c})` };
    },
    read(node, body) {
      if (!isOf(node, 'HALVES', '1')) return null;
      requireStore(node, body);
      return number('(i32)(float_ >> 16)', 0, 0xffff, 'i32');
    },
    /** Whether a function needs the variable. */
    uses: (body) => /\bHALVES\[1\]/.test(body.getText()),
  };
}
