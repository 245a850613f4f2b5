/**
 * Functions into their callers, statement by statement: a function that is there costs an Espruino board 5 variables of RAM and one
 * for each parameter, and a call of it 5 times what an operator costs; its statements within another cost neither.
 */
import { hasReturn } from './exits.js';
import { holds, placeOf, statementsFor } from './hoist.js';
import { changingNames } from './inline.js';
import { isLiveAt } from './live.js';
import { nameNode } from './make.js';
import { Names, siteOf } from './site.js';
import { lengthOf } from './text.js';
import { assignedNames, childrenOf, copyOf, freeUses, has, isFunction, isName } from './walk.js';

/** Whether a function's statements may stand elsewhere: no directive, no function within, no `this` or `arguments`, no `switch` or `try`. */
const isMovable = ({ body }) =>
  !body.body.some(({ directive }) => directive) &&
  !has(
    body,
    (node) => isFunction(node) || /^(This|(Try|Labeled|Switch)Statement$)/.test(node.type) || isName('arguments')(node),
  );

/** A copy of the caller's body with the helper's statements in the place of a call; null if they cannot be there. */
function bodyWith(caller, helper, call, names, changing) {
  if (call.arguments.length > helper.params.length || call.arguments.some((value) => assignedNames(value).size))
    return null;
  call.mark = true;
  const copy = copyOf(caller);
  delete call.mark;
  let copied = null;
  has(copy, (node) => !!node.mark && !!(copied = node));
  delete copied.mark;
  const place = placeOf(copy, copied);
  const isLive = (name) => isLiveAt(copy, place.statement, name);
  const statements = place && statementsFor(place.statement, siteOf(helper, copied, names, changing, isLive));
  if (!statements) return null;
  putInPlaceOf(place, statements);
  return copy.body;
}

function putInPlaceOf({ parent, statement }, statements) {
  for (const [key, value] of Object.entries(parent)) {
    if (value === statement) parent[key] = { type: 'BlockStatement', body: statements };
    else if (Array.isArray(value)) parent[key] = value.flatMap((one) => (one === statement ? statements : [one]));
  }
}

/** The calls of a name within a statement of the top level, or null when something else is done with it. */
function callsOf(name, fn) {
  const calls = [];
  let isOther = false;
  freeUses(fn, (node, parent) => {
    if (node.name !== name) return;
    if (parent.type === 'CallExpression' && parent.callee === node) calls.push(parent);
    else isOther = true;
  });
  return isOther ? null : calls;
}

function declare(body, added) {
  if (!added.length) return;
  const directives = body.body.filter(({ directive }) => directive).length;
  const declarations = added.map((name) => ({ type: 'VariableDeclarator', id: nameNode(name), init: null }));
  body.body.splice(directives, 0, { type: 'VariableDeclaration', kind: 'var', declarations });
}

/** name -> the statements of the top level that use it */
function usersIn(program) {
  const users = new Map();
  for (const statement of program.body)
    freeUses(
      statement,
      ({ name }) => void (users.has(name) ? users.get(name).add(statement) : users.set(name, new Set([statement]))),
    );
  return users;
}

/** All calls of a helper as {caller, call}, or null when something else is done with it. */
function sitesOf(users, { id: { name } }) {
  const sites = [];
  for (const caller of users.get(name) ?? []) {
    const calls = callsOf(name, caller);
    if (!calls || (calls.length && caller.type !== 'FunctionDeclaration')) return null;
    for (const call of calls) sites.push({ caller, call });
  }
  return sites;
}

/** Puts the helper in the place of all its calls, or of none. */
function embedOne(program, users, helper, changing) {
  const kept = new Map();
  for (let sites = sitesOf(users, helper); sites.length; sites = sitesOf(users, helper)) {
    const [{ caller, call }] = sites;
    const names = new Names(caller);
    const body = has(caller.body, isFunction) ? null : bodyWith(caller, helper, call, names, changing);
    if (!body) {
      for (const [one, before] of kept) one.body = before;
      return;
    }
    if (!kept.has(caller)) kept.set(caller, caller.body);
    declare(body, names.added);
    caller.body = body;
  }
  program.body.splice(program.body.indexOf(helper), 1);
  for (const using of users.values()) if (using.delete(helper)) for (const caller of kept.keys()) using.add(caller);
}

/** Whether a node evaluates this part of it whenever it is evaluated, and once. */
function isAlwaysPart(node, part) {
  if (/^(If|Conditional)/.test(node.type)) return part === node.test;
  if (node.type === 'LogicalExpression') return part === node.left;
  if (node.type === 'ForStatement') return part === node.init;
  if (node.type === 'BlockStatement') return !node.body.slice(0, node.body.indexOf(part)).some(hasReturn);
  return !/^(While|DoWhile|Switch|Try)Statement$/.test(node.type);
}

/** Whether every run of the caller comes to this call, and once. */
function isAlways(caller, call) {
  for (let node = caller.body; node !== call;) {
    const part = childrenOf(node).find((one) => holds(one, call));
    if (!isAlwaysPart(node, part)) return false;
    node = part;
  }
  return true;
}

/** Functions, each behind all that it calls; not those that lead to themselves. */
function calleesFirst(program) {
  const functions = new Map(
    program.body.filter(({ type }) => type === 'FunctionDeclaration').map((fn) => [fn.id.name, fn]),
  );
  const order = new Set();
  const open = new Set();
  const recursive = new Set();
  const visit = (fn) => {
    open.add(fn);
    freeUses(fn, ({ name }) => {
      const used = functions.get(name);
      if (used && open.has(used) && !order.has(used)) recursive.add(used);
      else if (used && !open.has(used)) visit(used);
    });
    order.add(fn);
  };
  for (const fn of functions.values()) if (!open.has(fn)) visit(fn);
  return [...order].filter((fn) => !recursive.has(fn));
}

/**
 * Puts functions into all their callers, where that can be and is worth it. Names of the top level must not be those of local variables.
 * @param {Record<string, any>} program its body is changed in place
 * @param {(helper: Record<string, any>, calls: { caller: Record<string, any>, isAlways: boolean }[], letters: number) => boolean} isWorthIt
 *   `isAlways`: every run of the caller makes the call once; `letters`: how long the helper's body is
 */
export function embedFunctions(program, isWorthIt, changing = changingNames(program)) {
  const users = usersIn(program);
  for (const helper of calleesFirst(program)) {
    const sites = isMovable(helper) && sitesOf(users, helper);
    if (!sites || !sites.length) continue;
    const calls = sites.map(({ caller, call }) => ({ caller, isAlways: isAlways(caller, call) }));
    if (isWorthIt(helper, calls, lengthOf(helper.body))) embedOne(program, users, helper, changing);
  }
}
