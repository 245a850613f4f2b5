/**
 * Order of evaluation. JavaScript goes from left to right; C leaves it open. Where two operands could tell, they are put into variables
 * first, in JavaScript's order.
 */
import ts from 'typescript';
import { bare, isAssignment, isStep } from './subset.js';

/** What an expression touches: names it reads and writes, and whether it reads or writes memory, calls included. */
function touched(node, program, into = { reads: new Set(), writes: new Set(), loads: false, stores: false }) {
  if (ts.isIdentifier(node)) into.reads.add(program.symbolOf(node));
  else if (ts.isCallExpression(node)) into.loads = into.stores = true;
  else if (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)) into.loads = true;
  if (isAssignment(node) || isStep(node)) {
    const place = bare(isStep(node) ? node.operand : node.left);
    if (ts.isIdentifier(place)) into.writes.add(program.symbolOf(place));
    else into.stores = true;
  }
  ts.forEachChild(node, (child) => void touched(child, program, into));
  return into;
}

const meets = (some, others) => [...some].some((one) => others.has(one));

/** Whether two operands, evaluated in the other order, could give something else. */
function collide(a, b) {
  return (
    meets(a.writes, b.reads) ||
    meets(b.writes, a.reads) ||
    meets(a.writes, b.writes) ||
    (a.stores && (b.loads || b.stores)) ||
    (b.stores && a.loads)
  );
}

/** Whether operands must be put into variables first. */
export function needOrder(program, nodes) {
  const all = nodes.map((node) => touched(node, program));
  return all.some((one, i) => all.some((other, j) => i < j && collide(one, other)));
}
