/** Where functions stand at the top level: on Espruino each name there is a variable, and is found by going through those before it. */
import { freeUses } from './walk.js';

/** name -> how often it is used */
function countUses(program) {
  const counts = new Map();
  for (const statement of program.body)
    freeUses(statement, ({ name }) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return counts;
}

/**
 * Functions that stand where they are exported become functions of the top level, so that all are alike.
 * @param {Record<string, any>} program its body is changed in place
 */
export function exportByName(program) {
  const lifted = [];
  const lift = (place, set) => {
    if (place.type !== 'FunctionExpression') return;
    const id = { type: 'Identifier', name: `_exported${lifted.length}` };
    lifted.push(Object.assign(place, { type: 'FunctionDeclaration', id }));
    set({ ...id });
  };
  splitSequences(program);
  for (const node of program.body) {
    const assignment = exportedIn(node);
    if (assignment)
      for (const [place, set] of placesIn(assignment.right, (other) => (assignment.right = other))) lift(place, set);
    if (node.type !== 'VariableDeclaration') continue;
    for (const { init } of node.declarations)
      if (init?.type === 'ObjectExpression') for (const [place, set] of placesIn(init)) lift(place, set);
  }
  program.body.unshift(...lifted);
}

/** One after the other what a comma has joined, at the top level. */
function splitSequences(program) {
  program.body = program.body.flatMap((node) =>
    node.type === 'ExpressionStatement' && node.expression.type === 'SequenceExpression'
      ? node.expression.expressions.map((expression) => ({ type: 'ExpressionStatement', expression }))
      : [node],
  );
}

/** The assignment of `exports.name = value`, or null. */
function exportedIn({ type, expression }) {
  const isExport =
    type === 'ExpressionStatement' &&
    expression.type === 'AssignmentExpression' &&
    expression.left.object?.name === 'exports';
  return isExport ? expression : null;
}

/** Places at the top level that take a value: [get, set]. */
function placesIn(value, set) {
  if (value.type !== 'ObjectExpression') return [[value, set]];
  return value.properties.flatMap((property) => placesIn(property.value, (other) => (property.value = other)));
}

/** The objects that are exported, each with its name and the literal that it is made of. */
export function namespacesOf(program) {
  const variables = program.body
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap(({ declarations }) => declarations);
  return program.body
    .map(exportedIn)
    .filter(Boolean)
    .map(({ left, right }) => ({
      name: left.property.name,
      object: right.type === 'Identifier' ? variables.find(({ id }) => id.name === right.name)?.init : right,
    }))
    .filter(({ object }) => object?.type === 'ObjectExpression');
}

const asExpression = (fn) => ({ ...fn, type: 'FunctionExpression', id: null });

/** What a name stands for that is used nowhere but where it is exported. */
function movable(program, name) {
  for (const node of program.body) {
    if (node.type === 'FunctionDeclaration' && node.id.name === name)
      return { value: asExpression(node), remove: node };
    if (node.type !== 'VariableDeclaration' || node.declarations.length !== 1) continue;
    const [{ id, init }] = node.declarations;
    if (id.name === name && init?.type === 'ObjectExpression') return { value: init, remove: node };
  }
  return null;
}

/**
 * Writes functions and namespaces that are only exported to where they are exported: a name less each.
 * @param {Record<string, any>} program its body is changed in place
 */
export function exportInPlace(program) {
  for (let isDone = false; !isDone;) {
    isDone = true;
    const counts = countUses(program);
    for (const assignment of program.body.map(exportedIn).filter(Boolean)) {
      for (const [place, set] of placesIn(assignment.right, (other) => (assignment.right = other))) {
        const found = place.type === 'Identifier' && counts.get(place.name) === 1 && movable(program, place.name);
        if (!found) continue;
        set(found.value);
        program.body = program.body.filter((node) => node !== found.remove);
        isDone = false;
      }
    }
  }
}

/**
 * Functions to the front, those that run most first. Variables whose values use no function stay before them.
 * @param {Record<string, any>} program its body is changed in place
 * @param {(fn: Record<string, any>) => number} heatOf
 */
export function orderByHeat(program, heatOf) {
  const isFunction = ({ type }) => type === 'FunctionDeclaration';
  const names = new Set(program.body.filter(isFunction).map(({ id }) => id.name));
  let isBefore = true;
  const first = [];
  const last = [];
  for (const node of program.body.filter((one) => !isFunction(one))) {
    freeUses(node, ({ name }) => (isBefore &&= !names.has(name)));
    isBefore &&= node.type === 'VariableDeclaration';
    (isBefore ? first : last).push(node);
  }
  const functions = program.body.filter(isFunction).toSorted((a, b) => heatOf(b) - heatOf(a));
  program.body = [...first, ...functions, ...last];
}
