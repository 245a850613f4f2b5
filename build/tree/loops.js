/** Espruino reads what a `for` begins with as a statement, so a function there has to have a name: it gets a 0 before it. */
import { parse } from 'acorn';
import { walk } from './walk.js';

/** @param {string} code a script (ES5), minified */
export function withoutLeadingFunctions(code) {
  const places = [];
  walk(parse(code, { ecmaVersion: 5 }), ({ type, init }) => {
    if (type === 'ForStatement' && init && code.startsWith('function', init.start)) places.push(init.start);
  });
  let text = '';
  let done = 0;
  for (const place of places.sort((a, b) => a - b)) {
    text += `${code.slice(done, place)}0,`;
    done = place;
  }
  return text + code.slice(done);
}
