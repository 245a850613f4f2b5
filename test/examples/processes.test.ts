/** The examples of processes, as a person runs them. */
import { exampleSays } from '../support/project.ts';

test.each([
  ['two-programs', /leaker is over: memory, restart 1[^]*given up[^]*after 4 s: 15 blinks, 1 programs, 1 timers/],
  ['supervised-logger', /the sensor does not answer, restart 1[^]*, 0 of them amiss; all it held is back: true/],
  [
    'banglejs-apps',
    /clock\.js: draws 44, held by it 2 1 5 \d+, before 0 0 3 (\d+), after 4 times 0 0 3 \1, ended by kill,kill/,
  ],
])(
  'node examples/%s/run.mjs',
  async (name, output) => {
    expect(await exampleSays(name)).toMatch(output);
  },
  60000,
);
