/** That guards and bounds do what campaigns count on: with a check of src/ taken out, bounded code stays inside, and without bounds the guards end the program. */
import { seedOf } from '../support/random.ts';
import { isSoak } from '../support/soak.ts';
import { playDamaged } from './compiled.ts';
import { committedMutant, compiledMutant, MUTANTS } from './mutants.ts';
import { type Blob, blobRunner, clear, missing } from './runners.ts';
import { SCENES } from './scenes/index.ts';
import type { Scene } from './scenes/scene.ts';

afterAll(clear);

const scenes = Object.fromEntries(SCENES);

/** Damage enough that the check would have been met; attach is not compared, as a mutant may take what ES5 refuses. */
function damage(scene: Scene, blob: Blob): number {
  const runner = { ...blobRunner(scene.set, blob), has: () => false };
  return playDamaged(runner, scene, seedOf(72), 600).calls;
}

function requireBounds(scene: Scene, { bounded, unbounded }: { bounded: Blob; unbounded: Blob }): void {
  expect(damage(scene, bounded)).toBeGreaterThan(1000);
  expect(() => damage(scene, unbounded)).toThrow(/the harness ended with/);
}

const why = missing({ 'arm-none-eabi-gcc': 'gcc-arm-none-eabi', 'qemu-arm': 'qemu-user' });
(why ? describe.skip : describe)(why || 'without a check', () => {
  test('headers', () => {
    requireBounds(scenes.headers!, { bounded: committedMutant('bounded'), unbounded: committedMutant('unbounded') });
  });

  // Each is compiled, which takes ten seconds.
  for (const [name, mutant] of Object.entries(MUTANTS).filter(() => isSoak))
    test(name, () => requireBounds(scenes[name]!, compiledMutant(scenes[name]!.set as 'tables', mutant)));
});
