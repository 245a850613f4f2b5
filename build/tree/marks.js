/**
 * Where a function comes from, told to the passes over a whole bundle: the first statement of its body is the string
 * "@MODULE/FILE.NAME". Bundlers and minifiers keep such directives, whatever they rename.
 */
import { parse } from 'acorn';
import { isFunction, walk } from './walk.js';

/** The functions at the top level of a module of dist/es. */
function topFunctions(code) {
  return parse(code, { ecmaVersion: 2015, sourceType: 'module' })
    .body.map((node) => (node.type === 'ExportNamedDeclaration' ? node.declaration : node))
    .filter((node) => node?.type === 'FunctionDeclaration');
}

/**
 * `code`, a module of dist/es, with `textFor(name)` at the start of each function; '' leaves it as it is.
 * @param {(name: string) => string} textFor
 */
export function atStarts(code, textFor) {
  let text = '';
  let done = 0;
  for (const { id, body } of topFunctions(code)) {
    text += code.slice(done, body.start + 1) + textFor(id.name);
    done = body.start + 1;
  }
  return text + code.slice(done);
}

/** The mark of a function. */
export const originMark = (origin) => `"@${origin}";`;

/**
 * Takes the marks out of a tree.
 * @returns {Map<Record<string, any>, string>} function -> where it comes from
 */
export function takeOrigins(program) {
  const origins = new Map();
  walk(program, (node) => {
    if (!isFunction(node)) return;
    const { body } = node.body;
    const at = body.findIndex(({ directive }) => directive?.startsWith('@'));
    if (at >= 0) origins.set(node, body.splice(at, 1)[0].directive.slice(1));
  });
  return origins;
}
