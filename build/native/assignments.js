/** Assignments to variables, members and elements. The value of one is what was assigned, not what a narrow element keeps of it. */
import ts from 'typescript';
import { load, store } from './bounds.js';
import { literal, number, operate, signed } from './numbers.js';
import { needOrder } from './order.js';
import { bare } from './subset.js';
import { kept } from './temporaries.js';

/** The value in the C type that `fn` has for what is assigned to. */
function toName(fn, place, value, node, isUsed) {
  const symbol = fn.symbolOf(ts.isIdentifier(place) ? place : place.name);
  const type = fn.typeOf(place);
  const target = fn.value(place);
  const text = `${target.c} = ${fn.stored(symbol, value, node, type)}`;
  if (!isUsed) return { ...value, c: text };
  return type.kind === 'number' ? number(`(${text})`, target.lo, target.hi, target.type) : { ...target, c: `(${text})` };
}

/** The store of a value into an element, and the value. */
function toElement(fn, array, index, before, value, isUsed) {
  const put = (text) => store(array, signed(index), text);
  if (!isUsed && !before) return { ...value, c: put(`(${value.c})`) };
  const [text, same] = kept(fn, value);
  return { ...same, c: `({ ${before}${text}${put(same.c)}; ${isUsed ? `${same.c}; ` : ''}})` };
}

/** The array of an element, with whether the access needs bounds. */
const arrayOf = (fn, place) => ({
  ...fn.value(place.expression),
  isSure: fn.sure.has(place.expression, place.argumentExpression),
});

/** `place = value(old)`: what `change` makes of the old value, or the new one where nothing is read. */
function change(fn, place, node, operands, build, isUsed) {
  if (!ts.isElementAccessExpression(place)) {
    const old = build.needsOld ? fn.value(place) : null;
    const values = operands.map(({ read }) => read(false));
    const isOrdered = old && needOrder(fn.program, [place, ...operands.map((one) => one.node)]);
    if (!isOrdered) return toName(fn, place, build(old, ...values), node, isUsed);
    const [text, same] = kept(fn, old);
    const done = toName(fn, place, build(same, ...values), node, isUsed);
    return { ...done, c: `({ ${text}${done.c}; })` };
  }
  if (fn.isFloatStore(place)) return fn.floatStore(operands[0].read(false), node);
  const nodes = [place.expression, place.argumentExpression, ...operands.map((one) => one.node)];
  let before = '';
  let [array, index] = [arrayOf(fn, place), fn.value(place.argumentExpression, true)];
  const isOrdered = needOrder(fn.program, nodes);
  const keep = (value) => {
    const [text, same] = kept(fn, value);
    before += text;
    return same;
  };
  if (isOrdered || build.needsOld) [array, index] = [keep(array), keep(index)];
  let old = build.needsOld ? load(array, signed(index)) : null;
  if (old && isOrdered) old = keep(old);
  const value = build(old, ...operands.map(({ read }) => read(true)));
  return toElement(fn, array, index, before, value, isUsed);
}

/** `a = b`, `a += b` and the like. */
export function assignment(fn, node, isUsed) {
  const place = bare(node.left);
  const symbol = node.operatorToken.getText().slice(0, -1);
  const isNarrowed = ts.isElementAccessExpression(place) && !isUsed;
  const read = (toMemory) => fn.value(node.right, toMemory && isNarrowed && symbol !== '*');
  const operands = [{ node: node.right, read }];
  if (!symbol) return change(fn, place, node, operands, (_old, value) => value, isUsed);
  const build = (old, value) =>
    operate(symbol, old, value, isNarrowed) ?? fn.stop(node, `${symbol}= is not taken, or its result is beyond 2^53`);
  return change(fn, place, node, operands, Object.assign(build, { needsOld: true }), isUsed);
}

/** `++` and `--`, before or after. */
export function step(fn, node, isUsed) {
  const place = bare(node.operand);
  const symbol = node.operator === ts.SyntaxKind.PlusPlusToken ? '+' : '-';
  const isAfter = ts.isPostfixUnaryExpression(node);
  const build = Object.assign((old) => operate(symbol, old, literal(1), !isUsed && ts.isElementAccessExpression(place)), {
    needsOld: true,
  });
  if (!isUsed || !isAfter) return change(fn, place, node, [], build, isUsed);
  // The value is the old one.
  if (ts.isElementAccessExpression(place)) return elementStep(fn, place, symbol);
  const [text, old] = kept(fn, fn.value(place));
  const done = toName(fn, place, operate(symbol, old, literal(1)), node, false);
  return number(`({ ${text}${done.c}; ${old.c}; })`, old.lo, old.hi, old.type);
}

/** `w[i]--` of which the old value is used. */
function elementStep(fn, place, symbol) {
  const [first, array] = kept(fn, arrayOf(fn, place));
  const [second, index] = kept(fn, fn.value(place.argumentExpression, true));
  const [third, old] = kept(fn, load(array, signed(index)));
  const next = operate(symbol, old, literal(1), true);
  const c = `({ ${first}${second}${third}${store(array, signed(index), `(${next.c})`)}; ${old.c}; })`;
  return number(c, old.lo, old.hi, old.type);
}
