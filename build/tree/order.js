/** In which order an expression does what it does: what may move past what. */

/**
 * One thing that an expression does: uses a name, reads memory, or has an effect (a call, a store).
 * @typedef {{ kind: 'name' | 'read' | 'effect', node: Record<string, any>, isSure: boolean }} Step
 */

/** Types of nodes whose order of evaluation is told here. Functions and `this` mean something else elsewhere. */
const PARTS = {
  Literal: () => [],
  Identifier: () => [],
  MemberExpression: ({ object, property, computed }) => (computed ? [object, property] : [object]),
  CallExpression: ({ callee, arguments: values }) => [callee, ...values],
  NewExpression: ({ callee, arguments: values }) => [callee, ...values],
  BinaryExpression: ({ left, right }) => [left, right],
  UnaryExpression: ({ argument }) => [argument],
  SequenceExpression: ({ expressions }) => expressions,
  ArrayExpression: ({ elements }) => elements,
};
const KINDS = { Identifier: 'name', MemberExpression: 'read', CallExpression: 'effect', NewExpression: 'effect' };

/** Where an assignment goes to: what is evaluated of it before the value is. */
const targetParts = (target) => (target.type === 'MemberExpression' ? PARTS.MemberExpression(target) : []);

/**
 * The steps of an expression, in order; null where it has something that cannot be moved at all: a function, `this`,
 * an assignment to a variable (see `assigned`).
 * @param {Record<string, any>} node
 * @param {boolean} [isSure] whether it is evaluated whenever the whole is
 * @returns {Step[] | null}
 */
export function stepsOf(node, isSure = true) {
  if (node.type === 'LogicalExpression')
    return joined([
      [node.left, isSure],
      [node.right, false],
    ]);
  if (node.type === 'ConditionalExpression')
    return joined([
      [node.test, isSure],
      [node.consequent, false],
      [node.alternate, false],
    ]);
  if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') return storeSteps(node, isSure);
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return null;
  const parts = PARTS[node.type]?.(node);
  const steps = parts ? joined(parts.map((part) => [part, isSure])) : null;
  return steps && (node.type in KINDS ? [...steps, { kind: KINDS[node.type], node, isSure }] : steps);
}

function joined(parts) {
  const all = parts.map(([node, isSure]) => stepsOf(node, isSure));
  return all.includes(null) ? null : all.flat();
}

function storeSteps(node, isSure) {
  const target = node.left ?? node.argument;
  if (target.type !== 'MemberExpression') return null;
  const before = joined(targetParts(target).map((part) => [part, isSure]));
  const value = node.right ? stepsOf(node.right, isSure) : [];
  if (!before || !value) return null;
  const read = node.operator === '=' ? [] : [{ kind: 'read', node: target, isSure }];
  return [...before, ...read, ...value, { kind: 'effect', node, isSure }];
}

/** Whether two steps may not change places. Names are of variables that no step assigns to. */
const conflict = (a, b) => (a.kind === 'effect' && b.kind !== 'name') || (b.kind === 'effect' && a.kind !== 'name');

/**
 * Whether two orders of the same steps do the same.
 * @param {Step[]} before
 * @param {Step[]} after
 */
export function isSameOrder(before, after) {
  const place = new Map(after.map((step, index) => [step, index]));
  return before.every((step, i) =>
    before.slice(i + 1).every((later) => !conflict(step, later) || place.get(step) < place.get(later)),
  );
}
