/** Where machine code lies, and what stack it takes: at each even address it is the same, and never deeper than it says. */
import { readBlob } from '../../build/native/blobs.js';
import { seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { play } from './campaigns.ts';
import { handleScenes } from './scenes/handles.ts';
import { headersScene } from './scenes/headers.ts';
import type { Scene } from './scenes/scene.ts';
import { newMachine } from './twin.ts';

const SCENES: Scene[] = [headersScene, ...handleScenes.map(([, scene]) => scene)];

test.each(SCENES.map((scene): [string, Scene] => [scene.module, scene]))('%s at an address that is 2 more than a multiple of 4', (_name, scene) => {
  const machine = newMachine(scene.set, 2);
  const { calls } = play({ ...scene, machine }, 4096, seedOf(81), lengthOf(800, 40000));
  expect(calls).toBeGreaterThan(500);
});

test.each(SCENES.map((scene): [string, Scene] => [scene.module, scene]))('%s: the stack is no deeper than stated, and nearly as deep', (_name, scene) => {
  const { stackBytes: stated } = readBlob(scene.set) as { stackBytes: number };
  const machine = newMachine(scene.set);
  for (const heapBytes of [2048, 65536]) play({ ...scene, machine }, heapBytes, seedOf(82), lengthOf(1500, 60000));
  note(`${scene.set}: ${machine.stackBytes} of the ${stated} bytes of stack that it states`);
  expect(machine.stackBytes).toBeLessThanOrEqual(stated);
  // What is stated is the deepest way there could be, which no call needs to go.
  expect(machine.stackBytes).toBeGreaterThan(stated / 2);
});
