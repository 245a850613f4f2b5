/** Views of the heap, which are addresses in C, and memory of a call's own. */
import ts from 'typescript';
import { ELEMENTS } from './types.js';
import { signed } from './numbers.js';
import { bare } from './subset.js';

/** new Uint16Array(heap.buffer, heap.byteOffset + at, count): its bounds are those of the call, whatever the count. */
export function newView(fn, node) {
  const element = ELEMENTS[node.expression.getText()];
  const [buffer, offset] = node.arguments ?? [];
  const isView = element && buffer && offset && ts.isPropertyAccessExpression(buffer) && buffer.name.text === 'buffer';
  if (!isView || !fn.isHeap(buffer.expression)) return fn.stop(node, 'a view takes heap.buffer and heap.byteOffset');
  const heap = fn.value(buffer.expression).c;
  const place = bare(offset);
  const isStart = (part) => ts.isPropertyAccessExpression(bare(part)) && bare(part).name.text === 'byteOffset';
  if (isStart(place)) return { kind: 'array', element, c: `((${element} *)${heap})` };
  const isSum = ts.isBinaryExpression(place) && place.operatorToken.kind === ts.SyntaxKind.PlusToken;
  // heap.byteOffset + a + b: the first of the sum.
  let first = place;
  const rest = [];
  while (ts.isBinaryExpression(first) && first.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    rest.unshift(first.right);
    first = bare(first.left);
  }
  if (!isSum || !isStart(first)) return fn.stop(node, 'a view starts at heap.byteOffset, or that and more');
  const bytes = rest.map((part) => signed(fn.value(part, true))).join(' + ');
  return { kind: 'array', element, c: `((${element} *)(${heap} + ${bytes}))` };
}

/** Whether it is new Uint8Array(n): memory of a call's own. */
export const isScratch = (node) => ELEMENTS[node.expression.getText()] && node.arguments?.length === 1;

/** Its declaration: as many elements as it can need at most, zeroed, and how many it has. */
export function scratch(fn, symbol, name, node) {
  const element = ELEMENTS[node.expression.getText()];
  const size = fn.value(node.arguments[0]);
  if (size.hi > fn.scratchBytes)
    fn.stop(node, `memory of a call is at most ${fn.scratchBytes} elements; here it may be ${size.hi}`);
  if (element !== 'u8') fn.stop(node, 'memory of a call has elements of one byte');
  const c = fn.local(name.text);
  fn.overrides.set(symbol, { kind: 'scratch', element });
  return `u8 ${c}_bytes[${size.hi}]; struct scratch ${c}_here = { ${c}_bytes, ${size.lo < 0 ? `max_i32(0, ${size.c})` : size.c} }, *${c} = &${c}_here; clear_(${c});`;
}

/** A view whose elements have two bytes or four, which is known at run time only: where it is, and how wide they are. Or none. */
export function links(fn, node, part) {
  const inner = bare(node);
  if (ts.isConditionalExpression(inner))
    return `(${fn.condition(inner.condition)} ? ${links(fn, inner.whenTrue, part)} : ${links(fn, inner.whenFalse, part)})`;
  if (!ts.isNewExpression(inner)) return '0';
  const view = newView(fn, inner);
  return part === 'at' ? `(u8 *)${view.c}` : `(i32)sizeof(${view.element})`;
}
