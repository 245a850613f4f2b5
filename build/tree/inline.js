/**
 * One-line helpers into their callers: `return granules << 2` in place of a call of a function that returns that.
 * On Espruino a function of a module is 6 variables of RAM or more, and a call 5 times what an operator costs.
 */
import { isSameOrder, stepsOf } from './order.js';
import { lengthOf } from './text.js';
import { copyOf, freeUses, localsOf, replaceBelow, walk } from './walk.js';

/** A helper that several functions call may make each call this much longer: text is flash, and takes time to skip. */
const MOST_LONGER = 24;

/** What a helper consists of, or null: {fn, name, params, value, isVoid}. Functions with a directive are to stay functions. */
function helperOf(fn) {
  const [only] = fn.body.body;
  if (fn.body.body.length !== 1 || only.directive) return null;
  const isVoid = only.type === 'ExpressionStatement';
  const value = isVoid ? only.expression : only.type === 'ReturnStatement' && only.argument;
  const params = fn.params.map(({ name }) => name);
  return value ? { fn, name: fn.id.name, params, value, isVoid } : null;
}

/** The names that a statement uses: [identifier, parent] each. `known` has those of statements that did not change since. */
function namesIn(statement, known) {
  if (known.has(statement)) return known.get(statement);
  const found = [];
  freeUses(statement, (node, parent) => void found.push([node, parent]));
  known.set(statement, found);
  return found;
}

/**
 * How functions and variables of the top level are used.
 * @returns {Map<string, {calls: {call: object, within: object}[], isOnlyCalled: boolean, users: Set<object>}>}
 */
function usesIn(program, known) {
  const uses = new Map();
  for (const within of program.body) {
    for (const [node, parent] of namesIn(within, known)) {
      if (!uses.has(node.name)) uses.set(node.name, { calls: [], isOnlyCalled: true, users: new Set() });
      const use = uses.get(node.name);
      use.users.add(within);
      if (parent.type === 'CallExpression' && parent.callee === node) use.calls.push({ call: parent, within });
      else use.isOnlyCalled = false;
    }
  }
  return uses;
}

/** What can be put anywhere, and more than once: constants, and variables that no other function assigns to. */
const isPlain = ({ type, argument, name }, changing) =>
  (type === 'Identifier' && !changing.has(name)) ||
  type === 'Literal' ||
  (type === 'UnaryExpression' && argument.type === 'Literal');

/** Steps as in `stepsOf`; a variable of the top level that functions assign to is memory. */
const stepsWith = (node, changing) =>
  stepsOf(node)?.map((step) =>
    step.kind === 'name' && changing.has(step.node.name) ? { ...step, kind: 'read' } : step,
  ) ?? null;

function isCalled(param, value) {
  let isFound = false;
  walk(value, ({ type, callee }) => {
    if (/^(Call|New)Expression$/.test(type) && callee.name === param) isFound = true;
  });
  return isFound;
}

const NOTHING = {
  type: 'UnaryExpression',
  operator: 'void',
  prefix: true,
  argument: { type: 'Literal', value: 0, raw: '0' },
};

/** The arguments of a call, one for each parameter at least. */
const valuesOf = ({ params }, call) => [...call.arguments, ...params.slice(call.arguments.length).map(() => NOTHING)];

/** Whether the call does the same as the helper's value with the arguments in place of the parameters. */
function canReplace(helper, call, changing) {
  const { params, value } = helper;
  const values = valuesOf(helper, call);
  const steps = stepsWith(value, changing);
  const ofArguments = values.map((one) => stepsWith(one, changing));
  if (!steps || ofArguments.includes(null)) return false;
  const hasEffect = (some) => some.some(({ kind }) => kind === 'effect');
  if (ofArguments.slice(params.length).some(hasEffect)) return false;
  const moved = new Map(); // step that uses a parameter -> steps that take its place
  for (const [i, param] of params.entries()) {
    const uses = steps.filter(({ kind, node }) => kind === 'name' && node.name === param);
    const isFree = isPlain(values[i], changing);
    if (!isFree && !(uses.length === 1 && uses[0].isSure) && (uses.length || hasEffect(ofArguments[i]))) return false;
    if (values[i].type !== 'Identifier' && isCalled(param, value)) return false;
    for (const use of uses) moved.set(use, isFree ? [] : ofArguments[i]);
  }
  return isSameOrder(
    [...new Set([...moved.values()].flat()), ...steps.filter((step) => !moved.has(step))],
    steps.flatMap((step) => moved.get(step) ?? [step]),
  );
}

/** Variables of the caller must not take names that the helper means otherwise. */
function hidesNames({ fn }, within) {
  const locals = new Set();
  walk(within, (node) => {
    if (/^Function/.test(node.type)) for (const name of localsOf(node)) locals.add(name);
  });
  let isHidden = false;
  freeUses(fn, ({ name }) => (isHidden ||= locals.has(name)));
  return isHidden;
}

/** The helper's value with a call's arguments in place of its parameters. */
function valueFor(helper, call) {
  const { params, value } = helper;
  const values = valuesOf(helper, call);
  const holder = { type: 'Holder', value: copyOf(value) };
  replaceBelow(holder, (node, parent) => {
    const isName =
      node.type === 'Identifier' &&
      !(parent.type === 'MemberExpression' && parent.property === node && !parent.computed);
    const at = isName ? params.indexOf(node.name) : -1;
    return at < 0 ? undefined : copyOf(values[at]);
  });
  return holder.value;
}

/** Variables of the top level that are assigned to; names of the top level are nowhere those of local variables. */
export function changingNames(program) {
  const variables = new Set(
    program.body
      .filter(({ type }) => type === 'VariableDeclaration')
      .flatMap(({ declarations }) => declarations.map(({ id }) => id.name)),
  );
  const names = new Set();
  for (const statement of program.body) {
    walk(statement, (node) => {
      const target =
        node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : null;
      if (variables.has(target?.name)) names.add(target.name);
    });
  }
  return names;
}

/** Whether functions are used by this one alone: they can be put into it, and into none of its callers. */
const isHome = ({ fn }, program, uses) =>
  program.body.some(({ type, id }) => {
    const users = type === 'FunctionDeclaration' && uses.get(id.name)?.users;
    return users && users.size === 1 && users.has(fn);
  });

function isWorthIt(helper, { calls }, isCold) {
  if (calls.length === 1 && isCold(calls[0].within)) return true;
  const sum = (nodes) => nodes.reduce((letters, node) => letters + lengthOf(node), 0);
  return calls.every(({ call }) => lengthOf(helper.value) + sum(call.arguments) - lengthOf(call) <= MOST_LONGER);
}

/** Calls within a statement whose values nobody asks for: statements, and what has a comma behind it. */
function dropped(within) {
  const calls = new Set();
  const drop = (node) => {
    if (!node) return;
    if (node.type === 'CallExpression') calls.add(node);
    if (node.type === 'SequenceExpression') drop(node.expressions.at(-1));
    if (node.type === 'LogicalExpression') drop(node.right);
    if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(drop);
  };
  walk(within, (node) => {
    if (node.type === 'ExpressionStatement') drop(node.expression);
    if (node.type === 'SequenceExpression') node.expressions.slice(0, -1).forEach(drop);
  });
  return calls;
}

function inlineOne(program, helper, uses, known, { changing, isCold, mayKeep }) {
  const use = uses.get(helper.name);
  if (!use?.isOnlyCalled || !isWorthIt(helper, use, isCold)) return false;
  if (use.calls.length > 1 && isHome(helper, program, uses)) return false;
  const isFit = ({ call, within }) =>
    within !== helper.fn &&
    canReplace(helper, call, changing) &&
    !hidesNames(helper, within) &&
    (!helper.isVoid || dropped(within).has(call));
  const fit = use.calls.filter(isFit);
  const isKept = fit.length < use.calls.length;
  if (isKept && !(fit.length && use.calls.every((one) => fit.includes(one) || mayKeep(one.within)))) return false;
  const those = new Set(fit.map(({ call }) => call));
  if (!isKept) program.body.splice(program.body.indexOf(helper.fn), 1);
  for (const within of new Set(fit.map((one) => one.within))) {
    replaceBelow(within, (node) => (those.has(node) ? valueFor(helper, node) : undefined));
    known.delete(within);
  }
  return true;
}

/**
 * Puts helpers into their callers, all calls of one or none, until there is none left that can be.
 * @param {Record<string, any>} program its body is changed in place
 * @param {(statement: Record<string, any>) => boolean} isCold whether a function runs rarely, so that what is in it need not be short
 * @param {(statement: Record<string, any>) => boolean} mayKeep whether a function may go on calling a helper that cannot be put there, as it
 *   may have one of its own
 */
export function inlineHelpers(program, isCold, changing = changingNames(program), mayKeep = () => false) {
  const known = new Map();
  let uses = usesIn(program, known);
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const statement of [...program.body]) {
      const helper = statement.type === 'FunctionDeclaration' && helperOf(statement);
      if (!helper || !inlineOne(program, helper, uses, known, { changing, isCold, mayKeep })) continue;
      uses = usesIn(program, known);
      isDone = false;
    }
  }
}
