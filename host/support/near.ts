/** Which of some names somebody meant who wrote another. */

/** Letters to change, add or leave out to make one word of the other. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let k = 1; k <= b.length; k++)
      row[k] = Math.min(above[k]! + 1, row[k - 1]! + 1, above[k - 1]! + Number(a[i - 1] !== b[k - 1]));
    above = row;
  }
  return above[b.length]!;
}

/** More than a third of the letters wrong is another word. */
const MOST_WRONG = 1 / 3;

/** The name that is nearest to `word`, or of which it is the start; undefined when none is near. */
export function nearest(word: string, names: string[]): string | undefined {
  const low = word.toLowerCase();
  const near = names
    .map((name) => ({ name, wrong: name.startsWith(low) && low.length > 1 ? 0 : distance(low, name.toLowerCase()) }))
    .filter(({ name, wrong }) => wrong <= Math.ceil(MOST_WRONG * Math.min(word.length, name.length)));
  return near.sort((a, b) => a.wrong - b.wrong)[0]?.name;
}

/** ` (did you mean X?)`, or nothing. */
export function meant(word: string, names: string[]): string {
  const name = nearest(word, names);
  return name === undefined ? '' : ` (did you mean ${name}?)`;
}
