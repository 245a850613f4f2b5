/** What is done first with a variable: one that is set before anything reads it needs no value at the start. */
import { childrenOf, has } from './walk.js';

/** The first of several parts that are evaluated one after the other. */
function ofParts(name, parts) {
  for (const part of parts) {
    const use = part ? firstUse(name, part) : '';
    if (use) return use;
  }
  return '';
}

/** Of arms of which one is evaluated: '' also where only some set it, so that what follows counts. */
function ofArms(name, arms) {
  const uses = arms.map((arm) => (arm ? firstUse(name, arm) : ''));
  return uses.includes('read') ? 'read' : uses.every((use) => use === 'set') ? 'set' : '';
}

/** Of a body that may not run: what it sets is not sure to be set behind it. */
const ofMaybe = (name, parts) => (ofParts(name, parts) === 'read' ? 'read' : '');

const isContinue = ({ type }) => type === 'ContinueStatement';

function ofLoop(name, { init, test, update, body }) {
  const before = ofParts(name, [init, test]);
  if (before) return before;
  return ofMaybe(name, [body, update]) || (has(body, isContinue) ? ofMaybe(name, [update]) : '');
}

function ofStore(name, { operator, left, right }) {
  if (left.type !== 'Identifier') return ofParts(name, [left, right]);
  const isOther = left.name !== name;
  return (operator !== '=' && !isOther ? 'read' : firstUse(name, right)) || (isOther ? '' : 'set');
}

const KINDS = {
  Identifier: (name, node) => (node.name === name ? 'read' : ''),
  VariableDeclarator: (name, { id, init }) => (init ? firstUse(name, init) || (id.name === name ? 'set' : '') : ''),
  AssignmentExpression: ofStore,
  MemberExpression: (name, { object, property, computed }) => ofParts(name, computed ? [object, property] : [object]),
  LogicalExpression: (name, { left, right }) => firstUse(name, left) || ofMaybe(name, [right]),
  ConditionalExpression: (name, { test, consequent, alternate }) =>
    firstUse(name, test) || ofArms(name, [consequent, alternate]),
  IfStatement: (name, { test, consequent, alternate }) => firstUse(name, test) || ofArms(name, [consequent, alternate]),
  ForStatement: ofLoop,
  WhileStatement: ofLoop,
  Property: (name, { value }) => firstUse(name, value),
};

/**
 * @param {string} name of a variable
 * @param {Record<string, any>} node
 * @returns {'set' | 'read' | ''} 'read' when anything may read it before it is set, '' when it is not sure to be set
 */
export function firstUse(name, node) {
  return (KINDS[node.type] ?? ((one, { ...rest }) => ofParts(one, childrenOf(rest))))(name, node);
}
