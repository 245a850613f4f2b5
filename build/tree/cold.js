/**
 * Calls that a program makes rarely, out of RAM until they are made. On Espruino a function of a module takes 5 variables and one for each
 * parameter, idle or not; the functions of a namespace that are cold take none: a getter `__proto__` makes them when a name is looked up that
 * the namespace itself does not have, and they go when the call is over. Their text is where the module's text is, in flash.
 */
import { parse } from 'acorn';
import { foldConstants } from './constants.js';
import { changingNames } from './inline.js';
import { exportInPlace, namespacesOf } from './place.js';
import { roomOf } from './room.js';
import { copyOf, freeUses } from './walk.js';

const statementsOf = (text) => parse(text, { ecmaVersion: 5, allowReturnOutsideFunction: true }).body;

/** name -> function, of the top level */
const functionsOf = (program) =>
  new Map(program.body.filter(({ type }) => type === 'FunctionDeclaration').map((fn) => [fn.id.name, fn]));

/** Names of functions that some nodes lead to, those in `functions` alone. */
function reachedFrom(nodes, functions) {
  const reached = new Set();
  const visit = (node) =>
    freeUses(node, ({ name }) => {
      if (!functions.has(name) || reached.has(name)) return;
      reached.add(name);
      visit(functions.get(name));
    });
  nodes.forEach(visit);
  return reached;
}

/** Objects of the top level that others inherit from, and that have cold calls: see build/cold-calls.js. */
const inheritedIn = (program, isUnasked) =>
  program.body
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap(({ declarations }) => declarations)
    .filter(({ id, init }) => isUnasked(id.name) && init?.type === 'ObjectExpression')
    .map(({ id, init }) => ({ name: id.name, object: init, isInherited: true }));

/** Takes cold calls and their namespaces' constants out of the namespaces. */
function takeCold(program, isCold, isUnasked) {
  const groups = [];
  for (const space of [...namespacesOf(program), ...inheritedIn(program, isUnasked)]) {
    const { name, object } = space;
    const properties = object.properties.filter(({ key, value }) => isCold(name, key.name, value));
    if (!properties.length) continue;
    object.properties = object.properties.filter((one) => !properties.includes(one));
    groups.push({ ...space, properties });
  }
  return groups;
}

/** Leaves out functions that nothing leads to any more, but for those that are kept. */
function dropUnused(program, isKept) {
  const functions = functionsOf(program);
  const roots = program.body.filter((node) => node.type !== 'FunctionDeclaration' || isKept(node));
  const used = reachedFrom(roots, functions);
  for (const { id } of roots) if (id) used.add(id.name);
  program.body = program.body.filter((node) => node.type !== 'FunctionDeclaration' || used.has(node.id.name));
}

/** What a call gives that there is no room for: its failure value, and the fault that says so. The library has none of these names. */
const refusals = (names, failureOf, refuse, fault) => `
  var _zero = function (heap) { return ${refuse}(heap ? heap.u8 || (heap.buffer ? heap : null) : null, ${fault}); };
  var _no = function (heap) { return !!_zero(heap); };
  var _none = function (heap) { return _zero(heap) || null; };
  var _text = function (heap) { return _zero(heap) || 'no room for the call'; };
  return { ${names.map((name) => `${name}: _${failureOf(name)}`).join(', ')} };`;

/** The functions of a group and the object that has its calls: a program of its own. */
function programOf({ name, properties }, functions) {
  const reached = reachedFrom(
    properties.map(({ value }) => ({ type: 'ExpressionStatement', expression: value })),
    functions,
  );
  const body = [...functions.values()].filter(({ id }) => reached.has(id.name)).map(copyOf);
  const [exported] = statementsOf(`exports.${name} = {}`);
  exported.expression.right.properties = properties;
  return { type: 'Program', body: [...body, exported] };
}

/** Whether the engine has fewer variables free than that. Those that hold garbage are counted last, as that takes time. */
const isShort = (room) => `typeof process !== 'undefined' && process.memory &&
  process.memory(false).free < ${room} && process.memory().free < ${room}`;

/**
 * The function that makes a group's calls; or, where there is no room for them, what refuses them, unless nothing is asked.
 */
function getterOf(group, program, functions, { isUnasked, failureOf, moreOf, refuse, fault }) {
  const exported = program.body.at(-1);
  const calls = group.properties.filter(({ value }) => value.type !== 'Literal').map(({ key }) => key.name);
  const [fn] = statementsOf('function f() {}');
  fn.body.body.push(...program.body.slice(0, -1), { type: 'ReturnStatement', argument: exported.expression.right });
  if (!isUnasked(group.name)) {
    const refused = refusals(calls, (call) => failureOf(group.name, call), refuse, fault);
    fn.body.body.unshift(...statementsOf(`if (${isShort(roomOf(fn, functions) + moreOf(group.name))}) { ${refused} }`));
  }
  return {
    type: 'Property',
    kind: 'get',
    computed: false,
    key: { type: 'Identifier', name: '__proto__' },
    value: { ...fn, type: 'FunctionExpression', id: null },
  };
}

/** Engines on which such a getter is no prototype get all calls at once, as properties like the others. */
const elsewhere = (inherited) => `(function () {
  var spaces = [${inherited}], name, space, calls, call;
  if ({ get __proto__() { return { a: 1 }; } }.a) return;
  for (name in exports) spaces.push(exports[name]);
  for (name in spaces) {
    space = spaces[name];
    if (typeof space === 'object') {
      calls = space.__proto__;
      delete space.__proto__;
      for (call in calls) space[call] = calls[call];
    }
  }
})()`;

/**
 * @param {Record<string, any>} program changed in place; its namespaces are objects of the top level
 * @param {object} cold
 * @param {(namespace: string, name: string, value: Record<string, any>) => boolean} cold.isCold whether a property of a namespace goes
 * @param {(name: string) => boolean} cold.isUnasked whether no room is asked for; and whether a variable is an object that others inherit from, with cold calls
 * @param {(namespace: string, name: string) => 'zero' | 'no' | 'none' | 'text'} cold.failureOf what a call returns that is refused
 * @param {(namespace: string) => number} cold.moreOf variables that its calls need beyond what their text tells
 * @param {string} cold.refuse the name of the function that notes a fault
 * @param {number} cold.fault
 * @param {(name: string, before: string) => void} cold.renamed is told of functions that get another name
 * @param {Record<'resident' | 'cold', (program: Record<string, any>, changing: Set<string>) => void>} passes what makes the functions of a program fewer
 */
export function separateCold(program, cold, passes) {
  const changing = changingNames(program);
  const functions = functionsOf(copyOf(program));
  const reachable = reachedFrom(
    program.body.filter(({ type }) => type !== 'FunctionDeclaration'),
    functions,
  );
  const groups = takeCold(program, cold.isCold, cold.isUnasked);
  const isKept = (fn) => reachable.has(fn.id.name) && passes.isKept(fn);
  dropUnused(program, isKept);
  for (const [name, before] of foldConstants(program)) cold.renamed(name, before);
  dropUnused(program, isKept);
  passes.resident(program, changing);
  const kept = functionsOf(program);
  const away = new Map([...functions].filter(([name]) => !kept.has(name)));
  for (const group of groups) {
    const part = programOf(group, away);
    passes.cold(part, changing);
    exportInPlace(part);
    group.object.properties.push(getterOf(group, part, kept, cold));
  }
  const inherited = groups.flatMap(({ name, isInherited }) => (isInherited ? [name] : []));
  if (groups.length) program.body.push(...statementsOf(elsewhere(inherited)));
}
