/** Parameters that every call gives the same constant: the constant takes their place, and what it decides is decided. */
import { assignedNames, freeUses, localsOf, replaceBelow } from './walk.js';

/** The calls of each function of the top level; those that something else is done with have none. */
function callsIn(program) {
  const calls = new Map();
  const isOther = new Set();
  for (const { type, id } of program.body) if (type === 'FunctionDeclaration') calls.set(id.name, []);
  for (const statement of program.body)
    freeUses(statement, (node, parent) => {
      if (parent.type === 'CallExpression' && parent.callee === node) calls.get(node.name)?.push(parent);
      else isOther.add(node.name);
    });
  for (const name of isOther) calls.delete(name);
  return calls;
}

/** The constant that all calls give for a parameter, or null. */
function constantOf(fn, calls, index) {
  const first = calls[0]?.arguments[index];
  const isSame = (value) => value?.type === 'Literal' && value.value === first.value;
  const isTold = first?.type === 'Literal' && calls.every((call) => isSame(call.arguments[index]));
  return isTold && !assignedNames(fn.body).has(fn.params[index].name) ? first : null;
}

const armOf = ({ value }, yes, no) => (value ? yes : no);

/** What a node is once its test is a constant; undefined leaves it. */
function decided(node) {
  const test = node.type === 'LogicalExpression' ? node.left : node.test;
  if (test?.type !== 'Literal') return undefined;
  if (node.type === 'ConditionalExpression') return armOf(test, node.consequent, node.alternate);
  if (node.type === 'IfStatement')
    return armOf(test, node.consequent, node.alternate ?? { type: 'BlockStatement', body: [] });
  if (node.type !== 'LogicalExpression') return undefined;
  return node.operator === '&&' ? armOf(test, node.right, test) : armOf(test, test, node.right);
}

function putIn(fn, name, constant) {
  replaceBelow(fn.body, (node, parent) => {
    const isProperty = parent.type === 'MemberExpression' && parent.property === node && !parent.computed;
    if (node.type === 'Identifier' && node.name === name && !isProperty) return { ...constant };
    return decided(node);
  });
}

/**
 * Such a function gets another name, as it is not what it was for others.
 * @param {Record<string, any>} program its body is changed in place
 * @returns {Map<string, string>} new name -> name that it had
 */
export function foldConstants(program) {
  const renamed = new Map();
  const calls = callsIn(program);
  for (const fn of program.body) {
    const those = fn.type === 'FunctionDeclaration' && calls.get(fn.id.name);
    if (!those) continue;
    const { name } = fn.id;
    for (let i = fn.params.length - 1; i >= 0; i--) {
      const constant = constantOf(fn, those, i);
      if (!constant || [...localsOf(fn)].filter((one) => one === fn.params[i].name).length !== 1) continue;
      putIn(fn, fn.params[i].name, constant);
      fn.params.splice(i, 1);
      for (const call of those) call.arguments.splice(i, 1);
      fn.id.name = `${name}_`;
    }
    if (fn.id.name === name) continue;
    for (const call of those) call.callee.name = fn.id.name;
    renamed.set(fn.id.name, name);
  }
  return renamed;
}
