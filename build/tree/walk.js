/** The syntax tree of generated code (ESTree, ES5): visiting it, and what its names mean. */

/** @returns {Record<string, any>[]} The nodes right below a node, in the order of the text. A build spends seconds here. */
export function childrenOf(node) {
  const children = [];
  for (const key in node) {
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (typeof value.type === 'string') children.push(value);
    else if (Array.isArray(value))
      for (const child of value) if (child && typeof child.type === 'string') children.push(child);
  }
  return children;
}

/** Calls `visit(node, parent)` for a node and all below it; where it returns false, not for what is below. */
export function walk(node, visit, parent = null) {
  if (visit(node, parent) === false) return;
  const children = childrenOf(node);
  for (let i = 0; i < children.length; i++) walk(children[i], visit, node);
}

/** Whether a node or one below it is such. */
export function has(root, test) {
  let isFound = false;
  walk(root, (node) => {
    isFound ||= test(node);
    return !isFound;
  });
  return isFound;
}

/** Whether a node is an identifier of that name. */
export const isName = (name) => (node) => node.type === 'Identifier' && node.name === name;

export const isFunction = ({ type }) => type === 'FunctionDeclaration' || type === 'FunctionExpression';

/** Whether an identifier is the name of a variable or function that is used, and not of a property or a declaration. */
function isUse(node, parent) {
  if (node.type !== 'Identifier') return false;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed;
  if (parent.type === 'Property') return parent.value === node;
  if (parent.type === 'VariableDeclarator') return parent.init === node;
  if (parent.type === 'CatchClause') return false;
  return !isFunction(parent);
}

/** Names that a function declares: its parameters, its variables, its functions, its catch variables. Not those of functions within. */
export function localsOf(fn) {
  const names = new Set(fn.params.map(({ name }) => name));
  walk(fn.body, (node) => {
    if (node.type === 'VariableDeclarator') names.add(node.id.name);
    if (node.type === 'CatchClause' && node.param) names.add(node.param.name);
    if (node.type === 'FunctionDeclaration') names.add(node.id.name);
    return !isFunction(node);
  });
  return names;
}

/**
 * Every use of a name that is not declared within `root` around it: calls `visit(identifier, parent)`.
 * `root` may be a function, whose own declarations then count.
 */
export function freeUses(root, visit, bound = []) {
  walk(root, (node, parent) => {
    if (isFunction(node) && node !== root) {
      freeUses(node, visit, bound);
      return false;
    }
    if (node === root && isFunction(node)) bound = [...bound, localsOf(node)];
    else if (parent && isUse(node, parent) && !bound.some((names) => names.has(node.name))) visit(node, parent);
    return true;
  });
}

/** A copy of a tree, whose values are nodes, lists and primitive ones, of which nothing is shared with the original. */
export function copyOf(node) {
  if (typeof node !== 'object' || node === null) return node;
  if (node.regex) return { ...node };
  if (Array.isArray(node)) return node.map(copyOf);
  const copy = {};
  for (const key in node) copy[key] = copyOf(node[key]);
  return copy;
}

/** Puts what `replace(node, parent)` returns in the place of each node below `root`, from the inside out; undefined leaves it. */
export function replaceBelow(root, replace) {
  for (const key of Object.keys(root)) {
    const value = root[key];
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        if (!value[i] || typeof value[i].type !== 'string') continue;
        replaceBelow(value[i], replace);
        value[i] = replace(value[i], root) ?? value[i];
      }
    } else if (value && typeof value.type === 'string') {
      replaceBelow(value, replace);
      root[key] = replace(value, root) ?? value;
    }
  }
}

const TARGETS = {
  AssignmentExpression: ({ left }) => left,
  UpdateExpression: ({ argument }) => argument,
  VariableDeclarator: ({ id, init }) => (init ? id : null),
};

/** Names of variables that are assigned to in it. */
export function assignedNames(root) {
  const names = new Set();
  walk(root, (node) => {
    const target = TARGETS[node.type]?.(node);
    if (target?.type === 'Identifier') names.add(target.name);
  });
  return names;
}
