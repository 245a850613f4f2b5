/** Names of the top level that no local variable has: then functions and expressions can move without changing what a name means. */
import { freeUses, isFunction, localsOf, walk } from './walk.js';

/** @returns {Map<string, Record<string, any>>} name -> the identifier that declares it */
export function topNames(program) {
  const names = new Map();
  for (const node of program.body) {
    if (node.type === 'FunctionDeclaration') names.set(node.id.name, node.id);
    if (node.type === 'VariableDeclaration') for (const { id } of node.declarations) names.set(id.name, id);
  }
  return names;
}

function localNames(program) {
  const names = new Set();
  walk(program, (node) => {
    if (isFunction(node)) for (const name of localsOf(node)) names.add(name);
  });
  return names;
}

/**
 * Renames what is declared at the top level and also is a local name somewhere.
 * @param {Record<string, any>} program its nodes are changed in place
 */
export function separateNames(program) {
  const locals = localNames(program);
  const top = topNames(program);
  const taken = new Set([...locals, ...top.keys()]);
  const renamed = new Map();
  for (const name of [...top.keys()].filter((one) => locals.has(one))) {
    let other = `${name}_`;
    while (taken.has(other)) other += '_';
    taken.add(other);
    renamed.set(name, other);
  }
  const uses = [...top.values()];
  for (const statement of program.body) freeUses(statement, (node) => void uses.push(node));
  for (const node of uses) node.name = renamed.get(node.name) ?? node.name;
}
