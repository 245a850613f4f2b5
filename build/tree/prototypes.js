/** Namespaces as a bundler writes them, without their `__proto__: null`: 15 bytes each, and Duktape lists it as a key. */
import { parse } from 'acorn';
import { walk } from './walk.js';

/** @param {string} code a script (ES5) */
export function withoutPrototypes(code) {
  const cuts = [];
  walk(parse(code, { ecmaVersion: 5 }), ({ type, properties }) => {
    if (type !== 'ObjectExpression') return;
    const at = properties.findIndex(({ key }) => key.name === '__proto__');
    if (at >= 0) cuts.push([properties[at].start, properties[at + 1]?.start ?? properties[at].end]);
  });
  let text = '';
  let done = 0;
  for (const [start, end] of cuts) {
    text += code.slice(done, start);
    done = end;
  }
  return text + code.slice(done);
}
