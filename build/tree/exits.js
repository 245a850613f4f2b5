/** The body of a function as statements within another: where it returned, its value is kept and what follows is not run. */
import { blockOf, constantNode, leaving, listOf } from './make.js';
import { isFunction, walk } from './walk.js';

const LOOPS = /^(For|While|DoWhile)Statement$/;

/** Whether there is a `return` in it. */
export function hasReturn(node) {
  let isFound = false;
  walk(node, (one) => {
    if (one.type === 'ReturnStatement') isFound = true;
    return !isFunction(one);
  });
  return isFound;
}

/** Whether every way through the statements ends with `return`, as far as that is plain. */
export function alwaysReturns(list) {
  return list.some(
    (node) =>
      node.type === 'ReturnStatement' ||
      (node.type === 'BlockStatement' && alwaysReturns(node.body)) ||
      (node.type === 'IfStatement' &&
        !!node.alternate &&
        alwaysReturns(listOf(node.consequent)) &&
        alwaysReturns(listOf(node.alternate))),
  );
}

/** A loop that may return from within, and then `return after`: the value is that of `after` unless it leaves early. Null where it cannot be. */
function loopAsStatements(loop, after, keep) {
  const replaced = leaveInstead(loop.body, keep);
  return replaced && (!after || constantNode(after)) ? [...keep(after), { ...loop, body: replaced }] : null;
}

/** A loop's body with `return` made to leave the loop; null where one is in a loop or a switch of its own. */
function leaveInstead(node, keep) {
  if (!hasReturn(node)) return node;
  if (node.type === 'ReturnStatement') return blockOf([...keep(node.argument), leaving()]);
  if (node.type === 'BlockStatement') {
    const body = node.body.map((one) => leaveInstead(one, keep));
    return body.includes(null) ? null : { ...node, body };
  }
  if (node.type !== 'IfStatement') return null;
  const consequent = leaveInstead(node.consequent, keep);
  const alternate = node.alternate && leaveInstead(node.alternate, keep);
  return consequent && (alternate || !node.alternate) ? { ...node, consequent, alternate } : null;
}

function ifAsStatements(node, rest, keep) {
  const yes = listOf(node.consequent);
  const no = listOf(node.alternate);
  const [first, second] = alwaysReturns(yes)
    ? [yes, [...no, ...rest]]
    : alwaysReturns(no)
      ? [[...yes, ...rest], no]
      : rest.length
        ? []
        : [yes, no];
  const consequent = first && withoutReturns(first, keep);
  const alternate = second && withoutReturns(second, keep);
  return consequent && alternate
    ? [{ ...node, consequent: blockOf(consequent), alternate: alternate.length ? blockOf(alternate) : null }]
    : null;
}

/**
 * Statements that do the same as those of a function's body, with `keep(value)` in place of `return value`; null where
 * that needs more than an if.
 * @param {Record<string, any>[]} list
 * @param {(value: Record<string, any> | null) => Record<string, any>[]} keep
 * @returns {Record<string, any>[] | null}
 */
export function withoutReturns(list, keep) {
  const at = list.findIndex(hasReturn);
  if (at < 0) return [...list, ...keep(null)];
  const before = list.slice(0, at);
  const rest = list.slice(at + 1);
  const node = list[at];
  const after =
    node.type === 'ReturnStatement'
      ? keep(node.argument)
      : node.type === 'BlockStatement'
        ? withoutReturns([...node.body, ...rest], keep)
        : node.type === 'IfStatement'
          ? ifAsStatements(node, rest, keep)
          : LOOPS.test(node.type) && !rest.length
            ? loopAsStatements(node, null, keep)
            : LOOPS.test(node.type) && rest[0].type === 'ReturnStatement'
              ? loopAsStatements(node, rest[0].argument, keep)
              : null;
  return after && [...before, ...after];
}
