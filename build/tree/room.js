/** How many variables a call takes on Espruino while it runs, at most: told from the syntax tree. */
import { freeUses, isFunction, localsOf, walk } from './walk.js';

/** Of a function that is made: itself, its name, its text (2), the scope it remembers, its parameters. */
const madeFor = ({ params }) => 6 + params.length;
/** What an expression needs on its way, in one function; a view of memory; a property of an object; and what is left over for the caller. */
const ON_THE_WAY = 6;
const VIEW = 3;
const PROPERTY = 2;
const LEFT_OVER = 20;

const isView = ({ type, callee }) =>
  type === 'NewExpression' || (type === 'CallExpression' && callee.property?.name === 'subarray');

/** Functions right within another, and what its views and objects take. */
function madeIn(fn) {
  const functions = [];
  let variables = 0;
  walk(fn.body, (node) => {
    if (isFunction(node)) functions.push(node);
    if (isView(node)) variables += VIEW;
    if (node.type === 'Property' && !isFunction(node.value)) variables += PROPERTY;
    return !isFunction(node);
  });
  return { functions, variables };
}

/** `open`: functions whose calls lead here; of a circle one round counts. */
function needOf(fn, known, open) {
  const { functions, variables } = madeIn(fn);
  const all = new Map([...known, ...functions.filter(({ id }) => id).map((one) => [one.id.name, one])]);
  const called = new Set(functions.filter(({ id }) => !id));
  freeUses(fn.body, ({ name }) => all.has(name) && called.add(all.get(name)));
  const deepest = Math.max(
    0,
    ...[...called].filter((one) => one !== fn && !open.includes(one)).map((one) => needOf(one, all, [...open, fn])),
  );
  const own = ON_THE_WAY + localsOf(fn).size + variables;
  return own + functions.reduce((sum, one) => sum + madeFor(one), 0) + deepest;
}

/**
 * @param {Record<string, any>} fn
 * @param {Map<string, Record<string, any>>} known functions by name, those within `fn` apart
 */
export const roomOf = (fn, known) => LEFT_OVER + needOf(fn, known, []);
