/** Lists of constants that only functions use that run rarely: each makes its own, and none is kept in RAM. */
import { copyOf, freeUses, isFunction, walk } from './walk.js';

/** An array of constants and of names that nothing of the program has. */
const isList = (init, own) =>
  init?.type === 'ArrayExpression' &&
  init.elements.every(({ type, name }) => type === 'Literal' || (type === 'Identifier' && !own.has(name)));

/** What is done with a name at the top level: `fn` is the function right around it; null where something may change it. */
function usesOf(program, name) {
  const uses = [];
  let isSafe = true;
  for (const statement of program.body) {
    freeUses(statement, (node, parent) => {
      if (node.name !== name) return;
      isSafe &&= parent.type === 'MemberExpression' && parent.object === node;
      uses.push({ statement, node });
    });
    walk(statement, ({ type, left, argument }) => {
      const target = type === 'AssignmentExpression' ? left : type === 'UpdateExpression' ? argument : null;
      if (target?.object?.name === name) isSafe = false;
    });
  }
  return isSafe ? uses : null;
}

function innermost(root, node) {
  let found = null;
  walk(root, (one) => {
    if (isFunction(one)) {
      let isWithin = false;
      walk(one, (other) => void (isWithin ||= other === node));
      if (isWithin) found = one;
      return isWithin;
    }
    return true;
  });
  return found;
}

/**
 * @param {Record<string, any>} program its body is changed in place
 * @param {(statement: Record<string, any>) => boolean} isRare whether what uses a list may make it at every call
 */
export function sinkLists(program, isRare) {
  const declarations = program.body.filter(({ type }) => type === 'VariableDeclaration');
  const own = new Set(declarations.flatMap((node) => node.declarations.map(({ id }) => id.name)));
  for (const node of program.body) if (node.type === 'FunctionDeclaration') own.add(node.id.name);
  for (const declaration of declarations) {
    const [{ id, init }] = declaration.declarations;
    const uses = declaration.declarations.length === 1 && isList(init, own) ? usesOf(program, id.name) : null;
    const users = uses?.map(({ statement, node }) => isRare(statement) && innermost(statement, node));
    if (!users?.length || users.some((fn) => !fn)) continue;
    for (const fn of new Set(users)) {
      const at = fn.body.body.filter(({ directive }) => directive).length;
      fn.body.body.splice(at, 0, copyOf(declaration));
    }
    program.body = program.body.filter((node) => node !== declaration);
  }
}
