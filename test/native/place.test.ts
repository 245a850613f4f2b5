/** Where machine code lies, and what stack it takes: at each even address it is the same, and never deeper than it says. */
import { readBlob, SETS } from '../../build/native/blobs.js';
import { seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { play } from './campaigns.ts';
import { SCENES } from './scenes/index.ts';
import { newMachine } from './twin.ts';

/** One scene of each module. */
const scenes = SCENES.filter(([, { module }], i) => i === SCENES.findIndex(([, scene]) => scene.module === module));

test.each(scenes)('%s at an address that is 2 more than a multiple of 4', (_name, scene) => {
  const machine = newMachine(scene.set, 2);
  const { calls } = play({ ...scene, machine }, 4096, seedOf(81), lengthOf(600, 40000));
  expect(calls).toBeGreaterThan(400);
});

test.each(Object.keys(SETS))('%s: the stack is no deeper than stated, and nearly as deep', (set) => {
  const { stackBytes: stated, modules } = readBlob(set) as { stackBytes: number; modules: string[] };
  const machine = newMachine(set);
  for (const [, scene] of scenes.filter(([, { module }]) => modules.includes(module)))
    for (const heapBytes of [4096, 65536]) play({ ...scene, machine }, heapBytes, seedOf(82), lengthOf(set === 'all' ? 300 : 800, 60000));
  note(`${set}: ${machine.stackBytes} of the ${stated} bytes of stack that it states`);
  expect(machine.stackBytes).toBeLessThanOrEqual(stated);
  // What is stated is the deepest way there could be, which no call needs to go.
  expect(machine.stackBytes).toBeGreaterThan(stated / 2);
});
