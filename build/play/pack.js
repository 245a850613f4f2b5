/**
 * Bundles of boards that have one engine differ in a few figures: the first is there whole, of the others what differs from it,
 * [where in the text, how many characters go, what comes]. host/play/bundles.ts puts them together again.
 */

const wordsOf = (text) => text.match(/[\w$]+|[^\w$]/g) ?? [];
/** After a difference so many words must be the same again, within so many. */
const SURE = 16;
const REACH = 400;

function sameFrom(a, i, b, j) {
  for (let n = 0; n < SURE; n++) if (a[i + n] !== b[j + n]) return false;
  return true;
}

/** The nearest place where both texts go on alike; their ends where there is none. */
function meeting(a, i, b, j) {
  for (let sum = 1; sum < REACH; sum++)
    for (let more = 0; more <= sum; more++)
      if (sameFrom(a, i + more, b, j + sum - more)) return [i + more, j + sum - more];
  return [a.length, b.length];
}

/** What makes `text` of `base`. */
export function editsOf(base, text) {
  const [a, b] = [wordsOf(base), wordsOf(text)];
  const edits = [];
  let at = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (a[i] === b[j]) {
      at += a[i].length;
      i++;
      j++;
      continue;
    }
    const [nextA, nextB] = meeting(a, i, b, j);
    const gone = a.slice(i, nextA).join('').length;
    edits.push([at, gone, b.slice(j, nextB).join('')]);
    at += gone;
    [i, j] = [nextA, nextB];
  }
  return edits;
}

/** @param {{ board: string, engine: string, text: string }[]} bundles */
export function packed(bundles) {
  const bases = {};
  const boards = {};
  for (const { board, engine, text } of bundles) {
    bases[engine] ??= text;
    boards[board] = { base: engine, edits: editsOf(bases[engine], text) };
  }
  return { bases, boards };
}
