/** A call within an expression becomes statements before it: what is evaluated before the call stays before it. */
import { assigning, blockOf, choice, doing, leaving, listOf, nameNode, not, returning } from './make.js';
import { stepsOf } from './order.js';
import { assignedNames, childrenOf, has } from './walk.js';

export const holds = (node, call) => has(node, (one) => one === call);

/** The parts of an expression in the order in which they are evaluated, as [part, set]. */
function partsOf(node) {
  const at = (key) => [node[key], (value) => (node[key] = value)];
  const each = (key) => node[key].map((part, i) => [part, (value) => (node[key][i] = value)]);
  switch (node.type) {
    case 'UnaryExpression':
      return node.operator === 'delete' || node.operator === 'typeof' ? null : [at('argument')];
    case 'BinaryExpression':
      return [at('left'), at('right')];
    case 'MemberExpression':
      return node.computed ? [at('object'), at('property')] : [at('object')];
    case 'CallExpression':
      return node.callee.type === 'MemberExpression'
        ? [...partsOf(node.callee), ...each('arguments')]
        : [at('callee'), ...each('arguments')];
    case 'NewExpression':
      return [at('callee'), ...each('arguments')];
    case 'ArrayExpression':
      return each('elements');
    case 'AssignmentExpression':
      if (node.left.type === 'Identifier') return node.operator === '=' ? [at('right')] : [at('left'), at('right')];
      return node.operator === '=' ? [...partsOf(node.left), at('right')] : null;
    default:
      return null;
  }
}

/** Whether a part gives the same after the one that has the call as before it. */
function isSteady(part, later, site) {
  const steps = stepsOf(part);
  const assigned = assignedNames(later);
  return (
    !!steps && steps.every(({ kind, node }) => kind === 'name' && site.isSteady(node.name) && !assigned.has(node.name))
  );
}

/** The statements that make the value of an expression with the call in it, and the expression that then has it; null if that cannot be. */
export function hoisted(node, site) {
  if (node === site.call) {
    const name = site.newName();
    const before = site.asValue(name);
    return before && { before, value: nameNode(name) };
  }
  if (node.type === 'SequenceExpression') return hoistedSequence(node, site);
  if (node.type === 'ConditionalExpression' && !holds(node.test, site.call)) return hoistedArm(node, site);
  if (node.type === 'LogicalExpression' && !holds(node.left, site.call)) return hoistedRight(node, site);
  const parts =
    node.type === 'ConditionalExpression'
      ? [[node.test, (value) => (node.test = value)]]
      : node.type === 'LogicalExpression'
        ? [[node.left, (value) => (node.left = value)]]
        : partsOf(node);
  const index = parts?.findIndex(([part]) => holds(part, site.call)) ?? -1;
  if (index < 0 || !parts.slice(0, index).every(([part]) => isSteady(part, parts[index][0], site))) return null;
  const inner = hoisted(parts[index][0], site);
  if (!inner) return null;
  parts[index][1](inner.value);
  return { before: inner.before, value: node };
}

function hoistedSequence({ expressions }, site) {
  const index = expressions.findIndex((one) => holds(one, site.call));
  const isLast = index === expressions.length - 1;
  const first = expressions.slice(0, index).map(doing);
  const inner = isLast ? hoisted(expressions[index], site) : statementFor(expressions[index], site);
  if (!inner) return null;
  if (isLast) return { before: [...first, ...inner.before], value: inner.value };
  const rest = expressions.slice(index + 1);
  return {
    before: [...first, ...inner],
    value: rest.length === 1 ? rest[0] : { type: 'SequenceExpression', expressions: rest },
  };
}

function hoistedArm({ test, consequent, alternate }, site) {
  const name = site.newName();
  const armOf = (arm) => (holds(arm, site.call) ? assigned(name, arm, site) : [assigning(name, arm)]);
  const [yes, no] = [armOf(consequent), armOf(alternate)];
  return yes && no && { before: [choice(test, blockOf(yes), blockOf(no))], value: nameNode(name) };
}

function hoistedRight({ operator, left, right }, site) {
  const name = site.newName();
  const inner = assigned(name, right, site);
  const test = operator === '&&' ? nameNode(name) : not(nameNode(name));
  return inner && { before: [assigning(name, left), choice(test, blockOf(inner))], value: nameNode(name) };
}

/** name = expression */
function assigned(name, node, site) {
  if (node === site.call) return site.asValue(name);
  const inner = hoisted(node, site);
  return inner && [...inner.before, assigning(name, inner.value)];
}

/** An expression that is a statement. */
export function statementFor(node, site) {
  if (node === site.call) return site.asStatement();
  if (node.type === 'ConditionalExpression' && !holds(node.test, site.call)) {
    const armOf = (arm) => (holds(arm, site.call) ? statementFor(arm, site) : [doing(arm)]);
    const [yes, no] = [armOf(node.consequent), armOf(node.alternate)];
    return yes && no && [choice(node.test, blockOf(yes), blockOf(no))];
  }
  if (node.type === 'LogicalExpression' && !holds(node.left, site.call)) {
    const inner = statementFor(node.right, site);
    return inner && [choice(node.operator === '&&' ? node.left : not(node.left), blockOf(inner))];
  }
  if (node.type === 'SequenceExpression') {
    const index = node.expressions.findIndex((one) => holds(one, site.call));
    const inner = statementFor(node.expressions[index], site);
    return (
      inner && [
        ...node.expressions.slice(0, index).map(doing),
        ...inner,
        ...node.expressions.slice(index + 1).map(doing),
      ]
    );
  }
  if (
    node.type === 'AssignmentExpression' &&
    node.operator === '=' &&
    node.left.type === 'Identifier' &&
    site.mayTake(node.left.name)
  )
    return assigned(node.left.name, node.right, site);
  const inner = hoisted(node, site);
  return inner && [...inner.before, doing(inner.value)];
}

/** return expression */
function returned(node, site) {
  if (node === site.call) return site.asReturn();
  if (node.type === 'ConditionalExpression' && !holds(node.test, site.call)) {
    const armOf = (arm) => (holds(arm, site.call) ? returned(arm, site) : [returning(arm)]);
    const [yes, no] = [armOf(node.consequent), armOf(node.alternate)];
    return yes && no && [choice(node.test, blockOf(yes)), ...no];
  }
  if (node.type === 'LogicalExpression' && !holds(node.left, site.call)) {
    const name = site.newName();
    const inner = returned(node.right, site);
    const test = node.operator === '&&' ? not(nameNode(name)) : nameNode(name);
    return inner && [assigning(name, node.left), choice(test, returning(nameNode(name))), ...inner];
  }
  if (node.type === 'SequenceExpression') {
    const last = node.expressions.at(-1);
    if (holds(last, site.call)) {
      const inner = returned(last, site);
      return inner && [...node.expressions.slice(0, -1).map(doing), ...inner];
    }
  }
  const inner = hoisted(node, site);
  return inner && [...inner.before, returning(inner.value)];
}

const forever = (loop, inner, update) => ({
  type: 'ForStatement',
  init: loop.init ?? null,
  test: null,
  update,
  body: { type: 'BlockStatement', body: [...inner.before, choice(not(inner.value), leaving()), ...listOf(loop.body)] },
});

function declared({ declarations, kind }, site) {
  const index = declarations.findIndex((one) => holds(one, site.call));
  const name = declarations[index].id.name;
  const inner = !site.mayTake(name) ? null : assigned(name, declarations[index].init, site);
  const part = (some) => (some.length ? [{ type: 'VariableDeclaration', kind, declarations: some }] : []);
  return (
    inner && [
      ...part([...declarations.slice(0, index), { ...declarations[index], init: null }]),
      ...inner,
      ...part(declarations.slice(index + 1)),
    ]
  );
}

/** The statements that take the place of a statement that has the call in an expression of its own; null if that cannot be. */
export function statementsFor(node, site) {
  switch (node.type) {
    case 'ExpressionStatement':
      return statementFor(node.expression, site);
    case 'ReturnStatement':
      return returned(node.argument, site);
    case 'VariableDeclaration':
      return declared(node, site);
    case 'IfStatement': {
      const inner = hoisted(node.test, site);
      return inner && [...inner.before, { ...node, test: inner.value }];
    }
    case 'WhileStatement': {
      const inner = hoisted(node.test, site);
      return inner && [forever(node, inner, null)];
    }
    case 'ForStatement': {
      if (node.init && holds(node.init, site.call)) {
        const first =
          node.init.type === 'VariableDeclaration' ? declared(node.init, site) : statementFor(node.init, site);
        return first && [...first, { ...node, init: null }];
      }
      if (!node.test || !holds(node.test, site.call)) return null;
      const inner = hoisted(node.test, site);
      return inner && [forever(node, inner, node.update)];
    }
    default:
      return null;
  }
}

/** The innermost statement that holds the call in an expression of its own, and the list or place it stands in. */
export function placeOf(fn, call) {
  let node = fn.body;
  for (;;) {
    const parent = node;
    const child = childrenOf(parent).find((one) => holds(one, call));
    if (!child) return null;
    if (
      /Statement$|^VariableDeclaration$/.test(child.type) &&
      !(parent.type === 'ForStatement' && parent.init === child)
    ) {
      node = child;
      const next = childrenOf(child).find((one) => holds(one, call));
      if (next && /Statement$/.test(next.type)) continue;
      if (next && next.type === 'VariableDeclaration' && child.type === 'BlockStatement') continue;
      return { statement: child, parent };
    }
    return null;
  }
}
