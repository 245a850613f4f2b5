/**
 * Rows of a table as plain functions. The checked layer makes each call by `var alloc = checked(lean, ...)`, which returns a function
 * that does `run(lean, ..., a, b)`. On Espruino that closure, and what it holds on to, are 19 variables of RAM more than a function
 * has. As `function alloc(a, b) { return run(lean, ..., a, b); }` it does the same, and its texts stay in flash.
 */
import { isFunction, walk } from './walk.js';

const namesOf = (list) => list.map(({ name }) => name);
const onlyReturn = ({ body: { body } }) =>
  body.length === 1 && body[0].type === 'ReturnStatement' ? body[0].argument : null;

/** What a maker's function calls: a maker does nothing but return a function that hands the arguments of both to a third one. */
function callOf(node) {
  const inner = node.type === 'FunctionDeclaration' && onlyReturn(node);
  const call = inner && isFunction(inner) && onlyReturn(inner);
  const isHandedOn =
    call &&
    call.type === 'CallExpression' &&
    call.callee.type === 'Identifier' &&
    String(namesOf(call.arguments).sort()) === String(namesOf([...node.params, ...inner.params]).sort());
  return isHandedOn ? call : null;
}

/** What `args` are when the parameters in `values` have these; those at the end that have none are left out, others are 0. */
function filled(args, values) {
  const list = args.map(({ name }) => values.get(name));
  while (!list.at(-1)) list.pop();
  return list.map((value) => value ?? { type: 'Literal', value: 0, raw: '0' });
}

/**
 * The function that `var id = maker(...given)` makes. It has as many parameters as the function that it is made from, which is the
 * first value, unless something follows them in the call.
 */
function made(id, given, maker, functions) {
  const call = callOf(maker);
  const all = onlyReturn(maker).params;
  const values = new Map(maker.params.map(({ name }, i) => [name, given[i]]));
  const isLast = !call.arguments
    .slice(call.arguments.findIndex(({ name }) => name === all[0].name))
    .some(({ name }) => values.get(name));
  const params = all.slice(0, (isLast && functions.get(given[0].name)?.params.length) || all.length);
  for (const param of params) values.set(param.name, param);
  const argument = { ...call, arguments: filled(call.arguments, values) };
  return {
    type: 'FunctionDeclaration',
    id,
    params,
    body: { type: 'BlockStatement', body: [{ type: 'ReturnStatement', argument }] },
  };
}

/** How often a name stands below `node`. */
function countOf(node, name) {
  let count = 0;
  walk(node, ({ type, name: found }) => void (count += Number(type === 'Identifier' && found === name)));
  return count;
}

/** Puts a function in the place of each row, and takes makers out that nobody needs then. Changes `program`, a script (ES5). */
export function rowsToFunctions(program) {
  walk(program, (node) => {
    if (!isFunction(node)) return;
    const list = node.body.body;
    const functions = new Map(
      list.filter(({ type }) => type === 'FunctionDeclaration').map((each) => [each.id.name, each]),
    );
    const makers = new Map([...functions].filter(([, each]) => callOf(each)));
    list.forEach(({ type, declarations }, i) => {
      const { id, init } = type === 'VariableDeclaration' && declarations.length === 1 ? declarations[0] : {};
      const maker = init?.type === 'CallExpression' && makers.get(init.callee.name);
      if (maker) list[i] = made(id, init.arguments, maker, functions);
    });
    for (const [name, maker] of makers) if (countOf(node, name) === 1) list.splice(list.indexOf(maker), 1);
  });
  return program;
}
