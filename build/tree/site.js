/** A call of a function, and what may stand in its place: the statements of that function, with the caller's names. */
import { alwaysReturns, withoutReturns } from './exits.js';
import { firstUse } from './first.js';
import { assigning, constantNode, nameNode } from './make.js';
import { assignedNames, copyOf, has, isName, localsOf, replaceBelow, walk } from './walk.js';

const nothing = () => ({
  type: 'UnaryExpression',
  operator: 'void',
  prefix: true,
  argument: { type: 'Literal', value: 0, raw: '0' },
});

/** Names for what is put into a function: things put in one after the other share theirs, not one that stands within another; and results have their own. */
export class Names {
  /** Names that the function has to declare. */
  added = [];
  #locals;
  #results = 0;

  constructor(fn) {
    this.#locals = localsOf(fn);
  }

  isLocal(name) {
    return this.#locals.has(name);
  }

  /** The nth name for variables of what is put in. */
  shared(n) {
    return this.#use(`_e${n}`);
  }

  result() {
    while (this.#locals.has(`_t${this.#results}`)) this.#results++;
    return this.#use(`_t${this.#results}`);
  }

  #use(name) {
    if (!this.#locals.has(name)) this.added.push(name);
    this.#locals.add(name);
    return name;
  }
}

const isCalledAs = (body, name) =>
  has(body, (node) => /^(Call|New)Expression$/.test(node.type) && node.callee.name === name);

/** What stands for each name of the helper: an expression of the caller or a new name; and the statements that give those their first values. */
function bind(helper, call, names, { changing, isLive }) {
  const own = assignedNames(helper.body);
  const params = helper.params.map(({ name }) => name);
  const meant = new Map();
  const first = [];
  let count = 0;
  const newName = (name) => {
    let other;
    do other = names.shared(count++);
    while (call.arguments.some((value) => has(value, isName(other))) || isLive(other));
    meant.set(name, nameNode(other));
    return other;
  };
  for (const [i, param] of params.entries()) {
    const value = call.arguments[i] ?? nothing();
    const isVariable = value.type === 'Identifier' && !changing.has(value.name);
    if (!own.has(param) && (isVariable || (constantNode(value) && !isCalledAs(helper.body, param))))
      meant.set(param, value);
    else first.push(assigning(newName(param), value));
  }
  for (const name of [...localsOf(helper)].filter((one) => !params.includes(one))) {
    const other = newName(name);
    if (firstUse(name, helper.body) === 'read') first.push(assigning(other, nothing()));
  }
  return { first, meant };
}

/** `var a = 1, b` as `a = 1`: the caller declares what is put into it. */
function withoutDeclarations(block) {
  const stores = ({ declarations }) =>
    declarations.filter(({ init }) => init).map(({ id, init }) => assigning(id.name, init));
  walk(block, (node) => {
    if (Array.isArray(node.body))
      node.body = node.body.flatMap((one) => (one.type === 'VariableDeclaration' ? stores(one) : [one]));
    if (node.type !== 'ForStatement' || node.init?.type !== 'VariableDeclaration') return;
    const expressions = stores(node.init).map(({ expression }) => expression);
    node.init = expressions.length > 1 ? { type: 'SequenceExpression', expressions } : (expressions[0] ?? null);
  });
  return block.body;
}

/** The statements of the helper, as the caller has to write them. */
function statementsOf(helper, { first, meant }) {
  const block = { type: 'BlockStatement', body: helper.body.body.map(copyOf) };
  replaceBelow(block, (node, parent) => {
    const isProperty =
      (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
      (parent.type === 'Property' && parent.value !== node);
    return node.type === 'Identifier' && !isProperty && meant.has(node.name) ? copyOf(meant.get(node.name)) : undefined;
  });
  return [...first, ...withoutDeclarations(block)];
}

/** Whether an expression does nothing but give its value. */
const isIdle = (value) => !value || value.type === 'Identifier' || constantNode(value);

/**
 * What may stand in the place of a call. Each gives statements, or null where there are none that do the same.
 * @typedef {{ call: object, newName: () => string, isSteady: (name: string) => boolean, mayTake: (name: string) => boolean,
 *   asValue: (name: string) => object[] | null, asStatement: () => object[] | null, asReturn: () => object[] }} Site
 *
 * @param {Record<string, any>} helper the function that is called
 * @param {Record<string, any>} call
 * @param {Names} names of the caller
 * @param {Set<string>} changing variables of the top level that are assigned to
 * @param {(name: string) => boolean} isLive whether what a variable of the caller holds is needed behind the call
 * @returns {Site}
 */
export function siteOf(helper, call, names, changing, isLive) {
  const statements = () => statementsOf(helper, bound);
  const bound = bind(helper, call, names, { changing, isLive });
  return {
    call,
    newName: () => names.result(),
    isSteady: (name) => !changing.has(name),
    mayTake: (name) => names.isLocal(name) && !call.arguments.some((value) => has(value, isName(name))),
    asValue: (name) => withoutReturns(statements(), (value) => [assigning(name, value ?? nothing())]),
    asStatement: () =>
      withoutReturns(statements(), (value) =>
        isIdle(value) ? [] : [{ type: 'ExpressionStatement', expression: value }],
      ),
    asReturn() {
      const list = statements();
      return alwaysReturns(list) ? list : [...list, { type: 'ReturnStatement', argument: null }];
    },
  };
}
