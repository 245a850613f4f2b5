/** Expressions: values, conditions, and what is evaluated for its effect alone. */
import ts from 'typescript';
import { assignment, step } from './assignments.js';
import { load } from './bounds.js';
import { call } from './calls.js';
import { as, compare, inWords, join, literal, number, operate, signed, truth, typeFor } from './numbers.js';
import { inOrder } from './temporaries.js';
import { bare, isAssignment, isStep, reasonFor } from './subset.js';
import { newView } from './views.js';

const K = ts.SyntaxKind;
const COMPARISONS = ['===', '!==', '<', '<=', '>', '>='];

/** The value of an expression. With `low`, only its low 32 bits count, so that a sum may wrap. */
export function value(fn, outer, low = false) {
  const node = bare(outer);
  const known = fn.known(node);
  if (typeof known === 'string') return fn.stop(node, 'no strings');
  if (known !== undefined) return literal(known);
  if (node.kind === K.NullKeyword) return { kind: 'none', c: '0' };
  if (ts.isIdentifier(node)) return variable(fn, node);
  if (ts.isPropertyAccessExpression(node)) return property(fn, node);
  if (ts.isElementAccessExpression(node)) return elementOf(fn, node);
  if (ts.isConditionalExpression(node)) return choice(fn, node, low);
  if (isStep(node)) return step(fn, node, true);
  if (ts.isPrefixUnaryExpression(node)) return unary(fn, node, low);
  if (isAssignment(node)) return assignment(fn, node, true);
  if (ts.isBinaryExpression(node)) return binary(fn, node, low);
  if (ts.isCallExpression(node)) return call(fn, node);
  if (ts.isNewExpression(node)) return newView(fn, node);
  if (ts.isObjectLiteralExpression(node)) return fn.made(node);
  return fn.stop(node, reasonFor(node));
}

/** A text that is 0 or not. */
export function condition(fn, outer) {
  const node = bare(outer);
  const known = fn.known(node);
  if (known !== undefined) return known ? '1' : '0';
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken) return `!${condition(fn, node.operand)}`;
  const operator = ts.isBinaryExpression(node) ? node.operatorToken.kind : 0;
  if (operator === K.CommaToken) return `(${effect(fn, node.left)}, ${condition(fn, node.right)})`;
  if (operator === K.AmpersandAmpersandToken || operator === K.BarBarToken) {
    const isAnd = operator === K.AmpersandAmpersandToken;
    const [a, b] = [fn.known(node.left), fn.known(node.right)];
    if (a !== undefined) return !!a === isAnd ? condition(fn, node.right) : isAnd ? '0' : '1';
    if (b !== undefined && !!b === isAnd) return condition(fn, node.left);
    return `(${condition(fn, node.left)} ${isAnd ? '&&' : '||'} ${condition(fn, node.right)})`;
  }
  const found = value(fn, node);
  if (found.kind === 'links') return `(${found.c}->at != 0)`;
  return found.kind === 'number' ? `(${found.c} != 0)` : `(${found.c})`;
}

/** A text for what the expression does. */
export function effect(fn, outer) {
  const node = bare(outer);
  if (isAssignment(node)) return assignment(fn, node, false).c;
  if (isStep(node)) return step(fn, node, false).c;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === K.CommaToken)
    return `${effect(fn, node.left)}, ${effect(fn, node.right)}`;
  return `(void)${value(fn, node).c}`;
}

function variable(fn, node) {
  const symbol = fn.symbolOf(node);
  const declaration = symbol?.valueDeclaration;
  const isOwn =
    declaration &&
    (ts.isParameter(declaration) || (ts.isVariableDeclaration(declaration) && !fn.isGlobal(declaration)));
  if (!isOwn) return fn.stop(node, 'a variable outside functions');
  const type = fn.typeOf(node);
  // A pool that a function is handed, which is the one of the call.
  const c = fn.isHeld(type) && ts.isParameter(declaration) ? `${type.struct}_` : fn.local(node.text);
  if (type.kind === 'number') return fn.numberIn(symbol, c);
  return type.kind === 'bool' ? truth(c) : { ...type, c, isMain: type.kind === 'array' && fn.mains.has(symbol) };
}

function property(fn, node) {
  const object = value(fn, node.expression);
  if (node.name.text === 'length' && object.kind === 'scratch') return number(`${object.c}->length`, 0, fn.scratchBytes, 'i32');
  if (node.name.text === 'length' && object.kind === 'array' && fn.isHeap(node.expression))
    return number(`LENGTH_(${object.c})`, 24, 65536, 'i32');
  if (object.kind !== 'struct') return fn.stop(node, 'no such property in C');
  const type = fn.typeOf(node.name);
  const c = fn.isHeld(type) ? `${type.struct}_` : `${object.c}->${node.name.text}`;
  if (type.kind === 'links') return { ...type, c: `(&${c})` };
  if (type.kind === 'number') return fn.numberIn(fn.symbolOf(node.name), c);
  return type.kind === 'bool' ? truth(c) : { ...type, c, isMain: fn.mains.isMember(fn.symbolOf(node.name)) };
}

function elementOf(fn, node) {
  const half = fn.floatBits(node);
  if (half) return half;
  const parts = [node.expression, node.argumentExpression];
  const isSure = fn.sure.has(...parts);
  return inOrder(fn, parts, (array, index) => load({ ...array, isSure }, signed(index)), (part, i) => value(fn, part, i === 1));
}

/** Both arms in the type that has both. */
function choice(fn, node, low) {
  const known = fn.known(node.condition);
  if (known !== undefined) return value(fn, known ? node.whenTrue : node.whenFalse, low);
  return either(fn, node, condition(fn, node.condition), value(fn, node.whenTrue, low), value(fn, node.whenFalse, low));
}

function either(fn, node, test, a, b) {
  if (a.kind === 'bool' && b.kind === 'bool') return truth(`(${test} ? ${a.c} : ${b.c})`);
  if (a.type && b.type) {
    const { lo, hi, type, isUnsigned } = join(a, b);
    const chosen = { ...number(`(${test} ? ${as(type, a)} : ${as(type, b)})`, lo, hi, type), isUnsigned };
    return type === 'i64' ? inWords(chosen, `(${test} ? ${signed(a)} : ${signed(b)})`) : chosen;
  }
  const object = a.kind === 'none' || a.kind === 'bool' ? b : a;
  // Views of words, which the build has of one width.
  if (a.kind === 'array' && b.kind === 'array' && a.element !== b.element) return { ...a, c: `(${test} ? (void *)${a.c} : (void *)${b.c})` };
  return { ...object, c: `(${test} ? ${asObject(a)} : ${asObject(b)})` };
}

/** What is an object or none, as C has it: none that something is done for is no number. */
export const asObject = (value) => (value.kind === 'none' && value.c !== '0' ? `(${value.c}, (void *)0)` : value.c);

function unary(fn, node, low) {
  if (node.operator === K.ExclamationToken) return truth(`(!${condition(fn, node.operand)})`);
  const operand = value(fn, node.operand, low);
  if (node.operator === K.MinusToken) return operate('-', literal(0), operand, low);
  if (node.operator === K.TildeToken) {
    const isInside = operand.lo >= -0x80000000 && operand.hi <= 0x7fffffff;
    return number(`(~${signed(operand)})`, ...(isInside ? [~operand.hi, ~operand.lo] : [-0x80000000, 0x7fffffff]));
  }
  return operand.type ? operand : fn.stop(node, 'no number');
}

/** `a && b` and `a || b` give one of the two. */
function logical(fn, node, isAnd) {
  const known = fn.known(node.left);
  if (known !== undefined) return !!known === isAnd ? value(fn, node.right) : literal(known);
  const [a, b] = [value(fn, node.left), value(fn, node.right)];
  // `found || null`: what is found; `refuse(...) || null`: nothing, and why.
  if (b.kind === 'none' && !isAnd) {
    if (!a.type) return a;
    return a.lo || a.hi ? fn.stop(node, 'a number or null') : { kind: 'none', c: `(${a.c}, 0)` };
  }
  if (a.kind === 'bool' && b.kind === 'bool') return truth(condition(fn, node));
  if (isAnd) {
    const nothing = a.type ? literal(0) : { kind: 'none', c: '0' };
    return either(fn, node, condition(fn, node.left), b.kind === 'bool' ? number(b.c, 0, 1) : b, nothing);
  }
  const type = a.type && b.type ? join(a, b) : null;
  const name = fn.temporary();
  const c = type ? type.type : 'void *';
  const text = `({ ${c} ${name} = ${type ? as(c, a) : a.c}; ${name} ? ${name} : ${type ? as(c, b) : asObject(b.type ? { kind: 'none', c: b.c } : b)}; })`;
  return type ? { ...number(text, type.lo, type.hi, type.type), isUnsigned: type.isUnsigned } : { ...(a.kind === 'none' || a.type ? b : a), c: text };
}

const SHIFTS = { [K.GreaterThanGreaterThanToken]: true, [K.LessThanLessThanToken]: true, [K.GreaterThanGreaterThanGreaterThanToken]: true };
const BITS = { ...SHIFTS, [K.AmpersandToken]: true, [K.BarToken]: true, [K.CaretToken]: true };

function binary(fn, node, low) {
  const { left, right } = node;
  const kind = node.operatorToken.kind;
  const symbol = node.operatorToken.getText();
  if (kind === K.CommaToken) {
    const last = value(fn, right, low);
    return { ...last, c: `(${effect(fn, left)}, ${last.c})` };
  }
  if (kind === K.AmpersandAmpersandToken || kind === K.BarBarToken)
    return logical(fn, node, kind === K.AmpersandAmpersandToken);
  const exact = symbol === '/' ? bitsDivided(fn, bare(left), fn.known(right)) : null;
  if (exact) return exact;
  if (symbol === '/' || symbol === '%') return fn.stop(node, `${symbol} may give a fraction or NaN: write (a ${symbol} b) | 0`);
  const whole = symbol === '|' && fn.known(right) === 0 && bare(left);
  if (whole && ts.isBinaryExpression(whole) && ['/', '%'].includes(whole.operatorToken.getText())) return quotient(fn, whole);
  // Of operands of a product that is no more than its low bits, all bits count: it may be rounded.
  const isLow = symbol in LOW && (BITS[kind] || low);
  const read = (part) => requireNumber(fn, part, value(fn, part, !!isLow));
  if (COMPARISONS.includes(symbol)) return inOrder(fn, [left, right], (a, b) => equal(fn, node, symbol, a, b), (part) => value(fn, part));
  return inOrder(
    fn,
    [left, right],
    (a, b) => operate(symbol, a, b, low) ?? fn.stop(node, symbol === '*' ? 'a product beyond 2^53, which JavaScript rounds: mask its factors' : `${symbol} is not taken`),
    read,
  );
}

const LOW = { '+': 1, '-': 1, '&': 1, '|': 1, '^': 1, '<<': 1, '>>': 1, '>>>': 1 };

const requireNumber = (fn, node, found) => (found.type ? found : fn.stop(node, 'no number'));

function equal(fn, node, symbol, a, b) {
  if (a.type && b.type) return compare(symbol, a, b);
  if (symbol !== '===' && symbol !== '!==') return fn.stop(node, 'no order');
  return truth(`(${a.c} ${symbol === '===' ? '==' : '!='} ${b.c})`);
}

/** (a & 24) / 8: bits that are taken down, without a rest; null where it is no such thing. */
function bitsDivided(fn, node, by) {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== K.AmpersandToken) return null;
  const bits = fn.known(node.right);
  const isExact = bits > 0 && by > 0 && !(by & (by - 1)) && !(bits & (by - 1));
  return isExact ? operate('>>', value(fn, node), literal(Math.log2(by))) : null;
}

/** (a / b) | 0 and (a % b) | 0: towards 0; by 0 it is 0. */
function quotient(fn, node) {
  const name = node.operatorToken.getText() === '/' ? 'div_' : 'mod_';
  return inOrder(
    fn,
    [node.left, node.right],
    (a, b) => {
      if (typeFor(a.lo, a.hi) !== 'i32' || typeFor(b.lo, b.hi) !== 'i32') fn.stop(node, 'a division of numbers of 2^31 or more');
      return number(`${name}(${a.c}, ${b.c})`, -0x80000000, 0x7fffffff);
    },
    (part) => value(fn, part),
  );
}
