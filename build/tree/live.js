/** Whether a variable may be read behind a statement before it is set: then nothing that is put in the statement's place may set it. */
import { firstUse } from './first.js';
import { childrenOf, has, isName } from './walk.js';

const isLoop = ({ type }) => /^(For|ForIn|While|DoWhile)Statement$/.test(type);
const isJump = ({ type }) => /^(Break|Continue)Statement$/.test(type);

/** The nodes from a function's body down to a statement, the statement first. */
function pathTo(node, statement) {
  if (node === statement) return [node];
  for (const child of childrenOf(node)) {
    const path = pathTo(child, statement);
    if (path) return [...path, node];
  }
  return null;
}

/** Of what follows in a list: 'read', 'set', or '' where neither is sure, also as a jump may pass over it. */
function useIn(name, nodes) {
  for (const [i, node] of nodes.entries()) {
    const use = firstUse(name, node);
    if (use) return use === 'set' && nodes.slice(0, i + 1).some((one) => has(one, isJump)) ? '' : use;
  }
  return '';
}

/** Of another turn of a loop: it may be the last. */
const isReadNext = (name, { test, update, body }) => useIn(name, [update, test, body].filter(Boolean)) === 'read';

/**
 * @param {Record<string, any>} fn a function
 * @param {Record<string, any>} statement within it
 * @param {string} name of a variable
 */
export function isLiveAt(fn, statement, name) {
  if (has(statement, isName(name))) return true;
  const path = pathTo(fn.body, statement);
  for (const [i, parent] of path.entries()) {
    const child = path[i - 1];
    const list = child && Object.values(parent).find((value) => Array.isArray(value) && value.includes(child));
    const use = list ? useIn(name, list.slice(list.indexOf(child) + 1)) : '';
    if (use) return use === 'read';
    if (isLoop(parent) && i && isReadNext(name, parent)) return true;
  }
  return false;
}
