/** Pieces of a text that are cut out of it. */
export interface Piece {
  from: number;
  to: number;
  /** What takes its place. */
  text?: string;
}

/** `text` without these pieces, and without the commas and signs that stood between them and what stays. */
export function without(text: string, pieces: Piece[]): string {
  const inOrder = pieces.toSorted((a, b) => a.from - b.from);
  let kept = '';
  let at = 0;
  for (const { from, to, text: instead } of inOrder) {
    kept += text.slice(at, from);
    at = to;
    if (instead !== undefined) {
      kept += instead;
      continue;
    }
    const next = text[at];
    // An arm `test ? value :`, one of several parts, or the last of them.
    if (next === '?' || next === ':' || next === ',') at++;
    else if (kept.endsWith(',') && (next === ';' || next === ']')) kept = kept.slice(0, -1);
    else if (next === ';' && /(^|[;{}]|\bvar )$/.test(kept)) {
      kept = kept.replace(/var $/, '');
      at++;
    }
  }
  return kept + text.slice(at);
}
