/**
 * Tools and a board's program in one realm: a worker of a page has no other. The board's realm has few built-ins, and what a program changes
 * of them is its own affair; so the tools ask for each of theirs by the tables of `apart-realm.js`, which were made before anything was deleted.
 * `a.map(f)` becomes `$call(a, "map", f)` and `a.flags` becomes `$get(a, "flags")`, wherever a built-in has such a name.
 */
import { parse, tokenizer } from 'acorn';
import { childrenOf } from '../tree/walk.js';

/** What built-ins are made of, as far as boards change it; `apart-realm.js` has the same in the page. */
const OWNERS = [
  ...[Object, Function, Array, String, Number, Boolean, Date, RegExp, Error, ArrayBuffer, Uint8Array],
  Object.getPrototypeOf(Uint8Array),
  Math,
  JSON,
];
/** These nobody takes away: they are properties of each object, or what syntax stands on. */
const STAY = new Set(['length', 'name', 'prototype', 'constructor', 'message', 'stack', 'arguments', 'caller']);

export const builtIns = new Set(
  OWNERS.flatMap((owner) => [owner, ...(owner.prototype ? [owner.prototype] : [])])
    .flatMap((owner) => Object.getOwnPropertyNames(owner))
    .filter((name) => /^[a-z_]/i.test(name) && !STAY.has(name) && !name.startsWith('__')),
);

/** Of workers, and not of Node. */
const OF_WORKERS = ['addEventListener', 'importScripts', 'postMessage'];
/** These are not the realm's to change. */
const CONSTANT = ['globalThis', 'undefined', 'NaN', 'Infinity'];

/** Globals that `code` may mean by its names: the tools keep them in variables of their own. What it declares itself is none. */
export function globalsIn(code) {
  const names = new Set();
  for (const { type, value } of tokenizer(code, { ecmaVersion: 'latest', sourceType: 'module' }))
    if (type.label === 'name') names.add(value);
  const isOwn = (name) => new RegExp(`\\b(?:class|function|const|let|var)\\s+${name}\\b`).test(code);
  return [...Object.getOwnPropertyNames(globalThis), ...OF_WORKERS]
    .filter((name) => names.has(name) && !CONSTANT.includes(name) && !isOwn(name))
    .sort();
}

const isOurs = ({ type, computed, property, object }) =>
  type === 'MemberExpression' &&
  !computed &&
  property.type === 'Identifier' &&
  builtIns.has(property.name) &&
  object.type !== 'Super';

/** Places that name a property to change it, or whose syntax would not bear a call. */
function isFixed(node, parent) {
  if (!parent) return false;
  if (parent.type === 'AssignmentExpression') return parent.left === node;
  if (parent.type === 'UpdateExpression') return true;
  if (parent.type === 'UnaryExpression') return parent.operator === 'delete';
  if (parent.type === 'TaggedTemplateExpression') return parent.tag === node;
  if (parent.type === 'NewExpression') return parent.callee === node;
  if (/^For(In|Of)Statement$/.test(parent.type)) return parent.left === node;
  return /^(ArrayPattern|AssignmentPattern|RestElement)$/.test(parent.type) && parent.right !== node;
}

/** `code` with its built-ins asked for apart. A chain `a?.b.c` is asked for step by step: each may be absent. */
export function apart(code) {
  const edits = [];
  const put = (from, to, text) => edits.push({ from, to, text, order: edits.length });
  const visit = (node, parent, isInChain, isInNew) => {
    const chain = node.type === 'ChainExpression' || (isInChain && /^(Member|Call)Expression$/.test(node.type));
    const fixed = isInNew || isFixed(node, parent);
    if (node.type === 'CallExpression' && isOurs(node.callee) && !isInNew) {
      const { callee, arguments: values } = node;
      const open = code.indexOf('(', callee.end);
      if (chain) {
        put(node.start, node.start, '$may(');
        put(callee.object.end, open + 1, `,"${callee.property.name}",()=>[`);
        put(node.end - 1, node.end, '])');
      } else {
        put(node.start, node.start, '$call(');
        put(callee.object.end, open + 1, `,"${callee.property.name}"${values.length ? ',' : ''}`);
      }
      visit(callee.object, callee, chain, false);
      for (const value of values) visit(value, node, false, false);
      return;
    }
    if (isOurs(node) && !fixed) {
      put(node.start, node.start, chain ? '$mayGet(' : '$get(');
      put(node.object.end, node.end, `,"${node.property.name}")`);
      visit(node.object, node, chain, false);
      return;
    }
    for (const child of childrenOf(node)) {
      const isCallee = node.type === 'NewExpression' && node.callee === child;
      visit(child, node, chain, isCallee || (isInNew && node.type === 'MemberExpression' && node.object === child));
    }
  };
  visit(
    parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      preserveParens: true,
      allowReturnOutsideFunction: true,
    }),
    null,
    false,
    false,
  );
  return applied(code, edits);
}

/** Of several at one place that which stands further out came first. */
function applied(code, edits) {
  let text = '';
  let at = 0;
  for (const { from, to, text: inserted } of edits.sort((a, b) => a.from - b.from || a.order - b.order)) {
    text += code.slice(at, from) + inserted;
    at = to;
  }
  return text + code.slice(at);
}
