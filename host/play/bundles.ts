/** The bundles of boards, out of what build/play/pack.js made of them. */
import { trimmed } from './trim.ts';

export interface Packed {
  /** Engine -> the bundle of its first board, with all modules. */
  bases: Record<string, string>;
  boards: Record<string, { base: string; edits: [at: number, gone: number, text: string][] }>;
}

/** The lean bundle of a board with all its modules. */
export function wholeBundle({ bases, boards }: Packed, board: string): string {
  const { base, edits } = boards[board]!;
  const from = bases[base]!;
  let text = '';
  let at = 0;
  for (const [where, gone, inserted] of edits) {
    text += from.slice(at, where) + inserted;
    at = where + gone;
  }
  return text + from.slice(at);
}

const made = new Map<string, string>();

/** The lean bundle of a board with these modules: a second the first time, since it is taken apart. */
export function bundleWith(packed: Packed, board: string, modules: string[]): string {
  const key = `${board} ${modules.join()}`;
  const bundle = made.get(key) ?? trimmed(wholeBundle(packed, board), modules);
  made.set(key, bundle);
  return bundle;
}
