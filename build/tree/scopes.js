/**
 * Functions that one namespace alone leads to, into a function of their own that makes the namespace. JerryScript as Kaluma has it goes
 * through the names of a scope one by one: in a bundle of two modules a name took up to seven empty calls to be found.
 */
import { freeUses } from './walk.js';

/** Fewer than that are not worth a scope. */
const LEAST = 8;

const isFunction = ({ type }) => type === 'FunctionDeclaration';

/** The assignment of an object to `exports.name`, or null. */
function namespaceIn({ type, expression }) {
  const isNamespace =
    type === 'ExpressionStatement' &&
    expression.type === 'AssignmentExpression' &&
    expression.left.object?.name === 'exports' &&
    expression.right.type === 'ObjectExpression';
  return isNamespace ? expression : null;
}

/** All functions of the top level that a statement leads to. */
function reachedFrom(statement, functions) {
  const reached = new Set();
  const open = [statement];
  while (open.length)
    freeUses(open.pop(), ({ name }) => {
      const used = functions.get(name);
      if (!used || reached.has(used)) return;
      reached.add(used);
      open.push(used);
    });
  return reached;
}

const scopeOf = (functions, value) => ({
  type: 'CallExpression',
  optional: false,
  callee: {
    type: 'FunctionExpression',
    id: null,
    params: [],
    body: { type: 'BlockStatement', body: [...functions, { type: 'ReturnStatement', argument: value }] },
  },
  arguments: [],
});

/**
 * What stood first stands last then, as a name that is met late is found soon: those that run most, where orderByHeat was here before.
 * @param {Record<string, any>} program its body is changed in place
 */
export function separateScopes(program) {
  const functions = new Map(program.body.filter(isFunction).map((fn) => [fn.id.name, fn]));
  const homes = new Map();
  for (const statement of program.body.filter((node) => !isFunction(node)))
    for (const fn of reachedFrom(statement, functions)) homes.set(fn, homes.has(fn) ? null : statement);
  for (const statement of program.body) {
    const namespace = namespaceIn(statement);
    const inner = program.body.filter((fn) => homes.get(fn) === statement);
    if (!namespace || inner.length < LEAST) continue;
    namespace.right = scopeOf(inner.reverse(), namespace.right);
    program.body = program.body.filter((fn) => !inner.includes(fn));
  }
}
