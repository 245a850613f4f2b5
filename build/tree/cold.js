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

/** The function at the top level that makes cold calls. */
export const MAKER = '_cold';

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

/** What calls give that there is no room for: their failure value, and the fault that says so. The library has none of these names. */
const refusals = (refuse, fault) => `
  var _zero = function (heap) { return ${refuse}(heap ? heap.u8 || (heap.buffer ? heap : null) : null, ${fault}); };
  var _no = function (heap) { return !!_zero(heap); };
  var _none = function (heap) { return _zero(heap) || null; };
  var _text = function (heap) { return _zero(heap) || 'no room for the call'; };`;

/** Functions of all groups, and for each the object that has its calls, as they are once `passes` went over them. */
function partsOf(groups, functions, pass) {
  const values = groups.flatMap(({ properties }) => properties.map(({ value }) => value));
  const reached = reachedFrom(
    values.map((expression) => ({ type: 'ExpressionStatement', expression })),
    functions,
  );
  const program = {
    type: 'Program',
    body: [...functions.values()].filter(({ id }) => reached.has(id.name)).map(copyOf),
  };
  for (const { name, properties } of groups) {
    const [exported] = statementsOf(`exports.${name} = {}`);
    exported.expression.right.properties = properties;
    program.body.push(exported);
  }
  pass(program);
  exportInPlace(program);
  const made = functionsOf(program);
  const exported = program.body.slice(-groups.length);
  const ways = exported.map((node) => reachedFrom([node], made));
  const isShared = (name) => {
    const users = ways.filter((way) => way.has(name)).length;
    return users > 1 && 2 * users > groups.length;
  };
  return {
    shared: [...made.values()].filter(({ id }) => isShared(id.name)),
    parts: groups.map(({ name, object, properties }, i) => ({
      name,
      object,
      calls: properties.filter(({ value }) => value.type !== 'Literal').map(({ key }) => key.name),
      own: [...made.values()].filter(({ id }) => ways[i].has(id.name) && !isShared(id.name)).map(copyOf),
      result: exported[i].expression.right,
    })),
  };
}

const functionOf = (body) => {
  const [fn] = statementsOf('function f() {}');
  fn.body.body.push(...body);
  return fn;
};

const returning = (argument) => ({ type: 'ReturnStatement', argument });

/** `number === 0 ? values[0] : number === 1 ? values[1] ... ` */
const chosen = (values) =>
  values.reduceRight((otherwise, value, i) => {
    if (!otherwise) return value;
    const [{ expression: test }] = statementsOf(`_group === ${i};`);
    return { type: 'ConditionalExpression', test, consequent: value, alternate: otherwise };
  }, null);

const literal = (value) => ({ type: 'Literal', value, raw: String(value) });
const expressionOf = (text) => statementsOf(`(${text});`)[0].expression;

/** Variables that a call needs for the two calls that lead to its group's functions. */
const ON_THE_WAY = 12;

/**
 * The function that makes a group's calls; or, where there is no room for them, what refuses them. Functions that most groups need
 * stand in it once, and are made whichever is asked for; of the others those alone of that group, each with its own. Groups for which no room
 * is asked have all of theirs in their getters: they are called when there is hardly any.
 */
function makerOf({ shared, parts }, functions, { failureOf, moreOf, refuse, fault }) {
  const rooms = parts.map(
    ({ name, own, result }) =>
      roomOf(functionOf([...shared, ...own, returning(result)]), functions) + moreOf(name) + ON_THE_WAY,
  );
  const refused = parts.map(({ name, calls }) =>
    expressionOf(`{ ${calls.map((call) => `${call}: _${failureOf(name, call)}`).join(', ')} }`),
  );
  const [maker] = statementsOf(`function ${MAKER}(_group) { var _room; }`);
  const [room, test] = statementsOf(`_room = 0;
    if (typeof process !== 'undefined' && process.memory && process.memory(false).free < _room && process.memory().free < _room) {
      ${refusals(refuse, fault)}
    }`);
  room.expression.right = chosen(rooms.map(literal));
  test.consequent.body.push(returning(chosen(refused)));
  const results = parts.map(({ own, result }) =>
    own.length
      ? {
          type: 'CallExpression',
          callee: { ...functionOf([...own, returning(result)]), type: 'FunctionExpression', id: null },
          arguments: [],
        }
      : result,
  );
  maker.body.body.push(room, test, ...shared, returning(chosen(results)));
  return maker;
}

/**
 * Of an object that others inherit from: nothing. Espruino looks for `valueOf` in an object that is compared, or that is the condition of `?:`; it would
 * make the cold calls to find none, and do that when memory is out, too.
 */
const noValueOf = () => expressionOf('{ valueOf: 0 }').properties[0];

/** The getter of a group, with these statements. */
const getterOf = (body) => ({
  type: 'Property',
  kind: 'get',
  computed: false,
  key: { type: 'Identifier', name: '__proto__' },
  value: { ...functionOf(body), type: 'FunctionExpression', id: null },
});

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
  const inherited = groups.flatMap(({ name, isInherited }) => (isInherited ? [name] : []));
  const asked = groups.filter(({ name }) => !cold.isUnasked(name));
  const pass = (part) => passes.cold(part, changing);
  for (const group of groups.filter((one) => !asked.includes(one))) {
    const { shared, parts } = partsOf([group], away, pass);
    if (group.isInherited) group.object.properties.push(noValueOf());
    group.object.properties.push(getterOf([...shared, ...parts[0].own, returning(parts[0].result)]));
  }
  if (asked.length) {
    const all = partsOf(asked, away, pass);
    for (const [i, { object }] of all.parts.entries())
      object.properties.push(getterOf(statementsOf(`return ${MAKER}(${i});`)));
    program.body.push(makerOf(all, kept, cold));
  }
  if (groups.length) program.body.push(...statementsOf(elsewhere(inherited)));
}
