/** Machine code of all modules as a program for Linux on ARM: the same as ES5, with memory before and behind the heap that ends the program when it is touched. */
import { seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { play, playDamaged, playMakers } from './compiled.ts';
import { replay, requireGuards } from './recorded.ts';
import { blobRunner, clear, missing } from './runners.ts';
import { traces } from './scenes/headers.ts';
import { MAKERS } from './scenes/makers.ts';
import { SCENES } from './scenes/index.ts';

afterAll(clear);

const HEAPS = [4096, 12288, 65536];

const why = missing({ 'arm-none-eabi-gcc': 'gcc-arm-none-eabi', 'qemu-arm': 'qemu-user' });
(why ? describe.skip : describe)(why || 'machine code on ARM', () => {
  test.each(SCENES)('%s: random calls with misuse, and a heap that changes sides', (name, scene) => {
    const runner = blobRunner(scene.set);
    const of = HEAPS.map((heapBytes) => play(runner, scene, heapBytes, seedOf(heapBytes), lengthOf(1500, 200000)));
    const sum = (key: 'calls' | 'changes' | 'midway'): number => of.reduce((total, one) => total + one[key], 0);
    note(`${name}: ${sum('calls')} calls of machine code on ARM, ${sum('changes')} changes of sides, ${sum('midway')} of them in the middle of a cycle`);
    expect(sum('calls')).toBeGreaterThan(3000);
    expect(sum('changes')).toBeGreaterThan(20);
    if (scene.isMidway) expect(sum('midway')).toBeGreaterThan(3);
  });

  test.each(SCENES)('%s: damaged images', (name, scene) => {
    const { calls, opened, refused } = playDamaged(blobRunner(scene.set), scene, seedOf(71), lengthOf(100, 10000));
    note(`${name}: ${calls} calls on damaged images, of which attach opened ${opened} and refused ${refused}`);
    expect(calls).toBeGreaterThan(1000);
    if (opened + refused) expect(Math.min(opened, refused)).toBeGreaterThan(5);
  });

  test.each(MAKERS)('%s: pools that come and go', (module, maker) => {
    const { calls, changes } = playMakers(blobRunner(maker.set), module, maker, seedOf(73), lengthOf(400, 40000));
    note(`${module}: ${calls} calls that make, open and end pools, ${changes} on pools that are gone`);
    expect(calls).toBeGreaterThan(300);
    expect(changes).toBeGreaterThan(2);
  });

  test('recorded programs', () => {
    const runner = blobRunner('headers');
    requireGuards(runner);
    for (const file of traces) expect(replay(runner, file)).toBeGreaterThan(1000);
  });
});
