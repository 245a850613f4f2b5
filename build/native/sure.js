/**
 * Accesses that need no bounds: control words of a pool, which lie in each region that a pool was described in. Which they are is declared
 * in modules.js; here it is told by the text alone whether an access is one of them: an element of such a member, or of a variable that
 * never holds anything else, with a constant index, or one that is a member that the index begins at, and a constant. Where those begin is a member of its own of a
 * pool that a register keeps: then neither the array nor the index is looked at.
 */
import ts from 'typescript';
import { bare } from './subset.js';

const K = ts.SyntaxKind;

export function sureOf(program, known) {
  const members = new Map();
  const aliases = new Map();

  /** All that is put into a variable of a function, in its text. */
  function valuesOf(symbol, declaration) {
    const values = declaration.initializer ? [declaration.initializer] : [];
    let owner = declaration;
    while (!ts.isFunctionDeclaration(owner)) owner = owner.parent;
    (function visit(node) {
      const isStore =
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind >= K.FirstAssignment &&
        node.operatorToken.kind <= K.LastAssignment;
      const isStep = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
      const place = isStore ? node.left : isStep ? node.operand : null;
      if (place && ts.isIdentifier(bare(place)) && program.symbolOf(bare(place)) === symbol)
        values.push(isStore && node.operatorToken.kind === K.EqualsToken ? node.right : null);
      ts.forEachChild(node, visit);
    })(owner.body);
    return values;
  }

  /** The member that an expression always is, or undefined. */
  function memberOf(outer) {
    const node = bare(outer);
    if (ts.isPropertyAccessExpression(node)) return program.symbolOf(node.name);
    if (!ts.isIdentifier(node)) return undefined;
    const symbol = program.symbolOf(node);
    const declaration = symbol?.valueDeclaration;
    if (!declaration || !ts.isVariableDeclaration(declaration) || ts.isSourceFile(declaration.parent.parent.parent)) return undefined;
    if (!aliases.has(symbol)) {
      const all = valuesOf(symbol, declaration).map((value) => value && ts.isPropertyAccessExpression(bare(value)) ? memberOf(value) : undefined);
      aliases.set(symbol, all.every((one) => one === all[0]) ? all[0] : undefined);
    }
    return aliases.get(symbol);
  }

  /** An index as a member, or none, and a constant; null where it is nothing of that kind. */
  function partsOf(outer) {
    const node = bare(outer);
    const constant = known(node);
    if (typeof constant === 'number') return { from: undefined, at: constant };
    const isSum = ts.isBinaryExpression(node) && (node.operatorToken.kind === K.PlusToken || node.operatorToken.kind === K.MinusToken);
    if (!isSum) return memberOf(node) ? { from: memberOf(node), at: 0 } : null;
    const left = partsOf(node.left);
    const right = known(node.right);
    if (!left || typeof right !== 'number') return null;
    return { ...left, at: node.operatorToken.kind === K.PlusToken ? left.at + right : left.at - right };
  }

  return {
    /** Elements of a member are sure, from `least` to `most`, counted from element 0 or from what the member `from` holds; `start`: C of where they begin. */
    add: (symbol, from, least, most, start) => members.set(symbol, { from, least, most, start }),
    /** False, or that an access is one of those, with where they begin and the constant. */
    has(array, index) {
      const member = members.get(memberOf(array));
      const parts = member && partsOf(index);
      return !!parts && parts.from === member.from && parts.at >= member.least && parts.at <= member.most && { start: member.start, at: parts.at };
    },
  };
}
