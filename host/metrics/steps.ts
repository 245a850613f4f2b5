/** examples/migrate: what a weather station leaves of 2,630 variables, a step of its way to pools after the other. Measured like loggers.ts. */

/** process.memory().free with the library in ES5, and as machine code; a program without the library has one figure. */
const STEPS: [what: string, es5: number, native?: number][] = [
  ['0. objects, and an array of texts', 415],
  ['1. readings in a `queue`', 2017, 2092],
  ['2. reports in `messages`', 1862, 2089],
  ['for comparison: two typed arrays, and an array of texts', 2203],
];

const number = (value: number): string => value.toLocaleString('en-US');

/** The table of docs/migrate.md. */
export const stepsTable = (): string =>
  [
    ['free variables', 'ES5', 'machine code'],
    ['---', '--:', '--:'],
    ...STEPS.map(([what, es5, native]) => [what, number(es5), native === undefined ? '' : number(native)]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** The sentence of README. */
export const beforeSentence = (): string =>
  `On a Puck.js, where \`process.memory().free\` is 2,584 at boot, 500 samples leave ${number(STEPS[0]![1])} with the first program and ${number(STEPS[1]![1])} with the second (${number(STEPS[1]![2]!)} with machine code), library included.`;
