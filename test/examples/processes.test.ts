/** The examples of processes, as a person runs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { exampleSays, root } from '../support/project.ts';

test.each([
  ['two-programs', /leaker is over: memory, restart 1[^]*given up[^]*after 4 s: 15 blinks, 1 programs, 1 timers/],
  ['supervised-logger', /the sensor does not answer, restart 1[^]*, 0 of them amiss; all it held is back: true/],
  [
    'banglejs-apps',
    /clock\.js: draws 40, held by it 2 1 5 \d+, before 0 0 3 (\d+), after 4 times 0 0 3 \1, ended by kill,kill/,
  ],
])(
  'node examples/%s/run.mjs',
  async (name, output) => {
    expect(await exampleSays(name)).toMatch(output);
  },
  60000,
);

test('the loader of apps hands names to Function one by one: Espruino takes a list of them for one name, and timers would be its own', () => {
  let handed: string[] = [];
  const sys = { defer: () => 1 };
  const context = vm.createContext({
    Function: function (...values: string[]) {
      handed = values;
      return () => {};
    },
    global: {},
    processes: { spawn: (program: (life: object) => void) => (program(sys), 1) },
  });
  vm.runInContext(readFileSync(join(root, 'examples/banglejs-apps/loader.js'), 'utf8'), context);
  vm.runInContext('appLoader(processes, []).start("the code", "app")', context);
  expect(handed.at(-1)).toBe('the code');
  expect(handed.slice(0, -1)).toEqual([
    ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'changeInterval', 'setWatch', 'clearWatch'],
  ]);
});
