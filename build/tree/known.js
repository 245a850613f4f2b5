/**
 * Names that JerryScript knows from its built-ins, for the fields of pools and for functions. It compares such a name by its number, and any
 * other by a call for each name that it passes, and keeps no text of it in RAM.
 */
import { topNames } from './names.js';
import { freeUses, walk } from './walk.js';

/**
 * Of 2 to 8 letters, in 2.4 and in 3.0 (jerry-core/lit/lit-magic-strings.ini), shortest first; none that is reserved, a global, or
 * a name that an object has of itself.
 */
export const KNOWN = (
  'PI LN2 UTC abs add all cos exp log map max min now pop pow raw sin tan LN10 acos asin atan bind call cbrt ceil cosh fill find flat ' +
  'from imul join keys log2 next push race seal sign sinh size some sort sqrt tanh test trim LOG2E SQRT2 acosh apply asinh atan2 atanh ' +
  'clear clz32 every expm1 flags floor hypot index input log10 log1p match parse proxy round shift slice split stack trunc LOG10E assign ' +
  'charAt concat create dotAll filter freeze fround getDay isView keyFor padEnd random reduce reject repeat revoke search source splice ' +
  'sticky substr values EPSILON compile entries flatMap forEach getDate getInt8 getTime getYear indexOf isArray message ownKeys replace ' +
  'resolve reverse setDate setInt8 setTime setYear species toFixed trimEnd unicode unshift endsWith getHours getInt16 getInt32 getMonth ' +
  'getUint8 includes isFrozen isSealed iterator matchAll padStart setHours setInt16 setInt32 setMonth setUint8 trimLeft writable'
).split(' ');

/** How often each property is named; and all other names that stand somewhere. */
function namesIn(program) {
  const properties = new Map();
  const others = new Set();
  walk(program, (node, parent) => {
    if (node.type !== 'Identifier') return;
    if (isProperty(node, parent)) properties.set(node.name, (properties.get(node.name) ?? 0) + 1);
    else others.add(node.name);
  });
  return { properties, others };
}

const isProperty = (node, parent) =>
  !!parent &&
  ((parent.type === 'MemberExpression' && !parent.computed && parent.property === node) ||
    (parent.type === 'Property' && parent.key === node && parent.value !== node));

/**
 * Gives such names to the fields, those named most first, and then to what the top level declares, in its order, as long as there are any that mean nothing else.
 * @param {Record<string, any>} program changed in place
 * @param {string[]} fields those that may have any name
 * @returns {string[]} the names of functions and variables, which are to stay
 */
export function useKnownNames(program, fields) {
  const { properties, others } = namesIn(program);
  const free = KNOWN.filter((name) => !others.has(name) && !properties.has(name));
  const take = (names) => new Map(names.slice(0, free.length).map((name) => [name, free.shift()]));
  const ofFields = take(
    fields.filter((name) => properties.has(name)).sort((a, b) => properties.get(b) - properties.get(a)),
  );
  walk(program, (node, parent) => {
    if (node.type === 'Identifier' && isProperty(node, parent)) node.name = ofFields.get(node.name) ?? node.name;
  });
  const top = topNames(program);
  const ofTop = take([...top.keys()]);
  const uses = [...top.values()];
  for (const statement of program.body) freeUses(statement, (node) => void uses.push(node));
  for (const node of uses) node.name = ofTop.get(node.name) ?? node.name;
  return [...ofTop.values()];
}
