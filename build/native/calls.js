/** Calls: of functions of the sources, of what Math has, and moves of bytes. */
import ts from 'typescript';
import { move } from './bounds.js';
import { number, signed, typeFor, within } from './numbers.js';
import { needOrder } from './order.js';
import { bare } from './subset.js';
import { inOrder, kept } from './temporaries.js';

/** Math.min, Math.max: of two numbers. */
function extreme(fn, node, name) {
  if (node.arguments.length !== 2) return fn.stop(node, 'of two numbers');
  return inOrder(
    fn,
    [...node.arguments],
    (a, b) => {
      const pick = name === 'min' ? Math.min : Math.max;
      const type = typeFor(Math.min(a.lo, b.lo), Math.max(a.hi, b.hi));
      return number(`${name}_${type}(${a.c}, ${b.c})`, pick(a.lo, b.lo), pick(a.hi, b.hi), type);
    },
    (part) => fn.value(part),
  );
}

/** Math.ceil(a / b) and Math.floor(a / b) of whole numbers, b from 1 up. */
function rounded(fn, node, name) {
  const inner = bare(node.arguments[0]);
  if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.SlashToken)
    return fn.stop(node, `Math.${name} of no quotient`);
  return inOrder(
    fn,
    [inner.left, inner.right],
    (a, b) => {
      if (b.lo < 1 || b.hi > 0x7fffffff)
        fn.stop(node, `Math.${name}(a / b) takes b from 1 up, below 2^31; here it is ${b.lo} to ${b.hi}`);
      const round = (part, by) => Math[name](part / by);
      const lo = round(a.lo, a.lo < 0 ? b.lo : b.hi);
      const hi = round(a.hi, a.hi < 0 ? b.hi : b.lo);
      const isPlain = a.lo >= 0 && a.hi <= 0x7fffffff;
      const type = isPlain ? 'i32' : typeFor(lo, hi) === 'i32' ? 'i32' : 'i64';
      return number(`(${type})${name}_${isPlain ? 'i32' : 'i64'}(${a.c}, ${b.c})`, lo, hi, type);
    },
    (part) => fn.value(part),
  );
}

const MATH = {
  min: extreme,
  max: extreme,
  ceil: rounded,
  floor: rounded,
};

/** to.set(from.subarray(start, end), at): in the order JavaScript has. */
function set(fn, node) {
  const source = bare(node.arguments[0]);
  const isPiece =
    ts.isCallExpression(source) &&
    ts.isPropertyAccessExpression(source.expression) &&
    source.expression.name.text === 'subarray' &&
    source.arguments.length === 2 &&
    node.arguments.length === 2;
  if (!isPiece) return fn.stop(node, 'set takes a subarray(start, end) and where to');
  const nodes = [node.expression.expression, source.expression.expression, ...source.arguments, node.arguments[1]];
  const read = (part, i) => fn.value(part, i > 1);
  return inOrder(fn, nodes, (to, from, start, end, at) => {
    if (to.element !== from.element) fn.stop(node, 'of elements of one width');
    return { kind: 'none', c: move(to, signed(at), from, signed(start), signed(end)) };
  }, read);
}

function copyWithin(fn, node) {
  if (node.arguments.length !== 3) return fn.stop(node, 'copyWithin takes where to, start and end');
  const nodes = [node.expression.expression, ...node.arguments];
  return inOrder(fn, nodes, (array, at, start, end) => ({ kind: 'none', c: move(array, signed(at), array, signed(start), signed(end)) }), (part, i) =>
    fn.value(part, i > 0),
  );
}

/** A view of a part is where the part starts: its bounds are those of the call. */
const subarray = (fn, node) =>
  inOrder(
    fn,
    [node.expression.expression, ...node.arguments],
    (array, start) => ({ kind: 'array', element: array.element, c: `(${array.c} + ${signed(start)})` }),
    (part, i) => fn.value(part, i > 0),
  );

const HINT = 'i32 hint_ = 0;';

/** array.indexOf(value, from): within the bounds of the call, which is all that a view has. */
function indexOf(fn, node) {
  if (node.arguments.length !== 2) return fn.stop(node, 'indexOf takes a value and where to begin');
  return inOrder(
    fn,
    [bare(bare(node.expression).expression), ...node.arguments],
    (array, wanted, from) => {
      if (!/^u(8|16)$/.test(array.element)) fn.stop(node, 'of elements of one byte or two');
      // Where the last one was: what is looked for next is often beside it.
      const isHinted = array.element === 'u16' && fn.isUnique;
      if (isHinted && !fn.places.includes(HINT)) fn.places.push(HINT);
      const c = `index_of_${array.element}${isHinted ? '_near_' : '_'}(${array.c}, ${signed(wanted)}, ${signed(from)}${isHinted ? ', &hint_' : ''})`;
      return number(c, -1, 65535, 'i32');
    },
    (part) => fn.value(part),
  );
}

const METHODS = { set, copyWithin, subarray, indexOf };

function method(fn, node) {
  const { expression, name } = bare(node.expression);
  if (ts.isIdentifier(expression) && expression.text === 'Math')
    return MATH[name.text] ? MATH[name.text](fn, node, name.text) : fn.stop(node, 'no such function of Math in C');
  const found = METHODS[name.text];
  return found ? found(fn, node) : fn.stop(node, 'no such method in C');
}

/** A call of a function of the sources; callbacks are not given, and what is not given is 0. */
export function call(fn, node) {
  if (ts.isPropertyAccessExpression(bare(node.expression))) return method(fn, node);
  const callee = fn.program.calleeOf(node);
  if (!callee) return fn.stop(node, 'a call of no plain function');
  const parameters = callee.parameters.map((parameter, i) => ({ parameter, argument: node.arguments[i] }));
  const taken = parameters.filter(({ parameter }) => !fn.types.isFunction(parameter));
  const values = taken.map(({ parameter, argument }) => argument && fn.argument(parameter, fn.value(argument), argument));
  const nodes = taken.filter(({ argument }) => argument).map(({ argument }) => argument);
  let before = '';
  const isOrdered = nodes.length > 1 && needOrder(fn.program, nodes);
  const texts = values.flatMap((value) => {
    if (!value) return '0';
    if (value.isHeld) {
      // One that is made here, before the other arguments are looked at.
      if (!/^\w+$/.test(value.c)) before += `(void)${value.c}; `;
      return [];
    }
    if (!isOrdered) return value.c;
    const [text, same] = kept(fn, value);
    before += text;
    return same.c;
  });
  const result = fn.callOf(callee, texts, node);
  return before ? within(result, (c) => `({ ${before}${c}; })`) : result;
}
