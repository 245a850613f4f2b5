/** Operands in JavaScript's order: through variables where C's could show. */
import { ofTerms, within } from './numbers.js';
import { needOrder } from './order.js';
import { declared } from './types.js';

const typeOfValue = (value) => (value.type ? value.type : declared(value));

/** A value in a variable of its own, a sum of more than 32 bits in one for each term: its declaration, and the value again. */
export function kept(fn, value) {
  const name = fn.temporary();
  let texts = '';
  const sum = ofTerms(value, (term) => {
    const [text, same] = kept(fn, term);
    texts += text;
    return same;
  });
  if (sum) return [texts, sum];
  return [`${typeOfValue(value)} ${name} = ${value.c}; `, { ...value, c: name }];
}

/** What `build` makes of the values of `nodes`, evaluated from left to right; `read` gives the value of one. */
export function inOrder(fn, nodes, build, read) {
  const values = nodes.map(read);
  if (!needOrder(fn.program, nodes)) return build(...values);
  const parts = values.map((value) => kept(fn, value));
  const result = build(...parts.map(([, value]) => value));
  return within(result, (c) => `({ ${parts.map(([text]) => text).join('')}${c}; })`);
}
