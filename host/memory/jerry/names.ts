/** Texts that JerryScript has in its program, and not in its heap: names of its built-ins, and words of the language. */
import { type Names, membersOf } from '../../builtins/names.ts';

/** Beside the names that a board tells: what `typeof` gives, punctuation that its own code joins texts with, single letters. */
const WORDS =
  'undefined object function boolean number string symbol bigint true false null NaN Infinity -Infinity arguments constructor default ' +
  'eval anonymous length prototype name message caller callee get set value writable enumerable configurable next done raw index input ' +
  'toString valueOf toJSON Invalid Date';

export function enginesTexts(names: Names): ReadonlySet<string> {
  const known = new Set(WORDS.split(' '));
  for (const owner of Object.keys(names)) {
    known.add(owner.replace('#', ''));
    for (const { name } of membersOf(names[owner])) known.add(name);
  }
  return known;
}
