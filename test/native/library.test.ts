/** native/ckremm.c: made of the sources, and the same as ES5 on ARM and on this computer, where sanitizers watch it; with guards as in compiled.test.ts. */
import { readFileSync } from 'node:fs';
import { callNumbers, cFile, cTexts } from '../../build/native/library.js';
import { codeBlocks } from '../support/fences.ts';
import { seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { type Can, play, playDamaged } from './compiled.ts';
import { replay, requireGuards } from './recorded.ts';
import { clear, libraryRunner, missing, printedBy } from './runners.ts';
import { tablesScene } from './scenes/handles.ts';
import { headersScene, traces } from './scenes/headers.ts';
import type { Scene } from './scenes/scene.ts';
import type { Runner } from './script.ts';

afterAll(clear);

test('native/ckremm.c and ckremm.h are made of the sources as they are: npm run native', () => {
  for (const [name, text] of Object.entries(cTexts())) expect([name, readFileSync(cFile(name), 'utf8') === text]).toEqual([name, true]);
});

const numbers = callNumbers();
/** What the library has; 0 as a budget is none to C. */
const inLibrary =
  (module: string): Can =>
  (name, args) =>
    `${module}.${name}` in numbers && !(name === 'reorder' && args[0] === 0);

const withoutArm = missing({ 'arm-none-eabi-gcc': 'gcc-arm-none-eabi', 'qemu-arm': 'qemu-user' });
const withoutGcc = missing({ gcc: 'gcc' });
(withoutGcc ? test.skip : test)(`docs/c.md: its program prints what stands there${withoutGcc && `: ${withoutGcc}`}`, () => {
  const [program] = codeBlocks('docs/c.md', 'c');
  const [printed] = codeBlocks('docs/c.md', 'text');
  expect(printedBy(program!)).toBe(printed);
});

const RUNS: [string, string, () => Runner][] = [
  ['native/ckremm.c on ARM', withoutArm, () => libraryRunner(true)],
  ['native/ckremm.c on this computer, with sanitizers', withoutGcc, () => libraryRunner(false)],
];
for (const [name, why, make] of RUNS)
  (why ? describe.skip : describe)(why ? `${name}: ${why}` : name, () => {
    let runner: Runner;
    beforeAll(() => void (runner = make()), 60000);

    test.each([headersScene, tablesScene].map((scene): [string, Scene] => [scene.module, scene]))('%s: random calls with misuse, and damage', (module, scene) => {
      const can = inLibrary(module);
      for (const heapBytes of [1024, 8192, 65536])
        expect(play(runner, scene, heapBytes, seedOf(heapBytes), lengthOf(2000, 100000), can).calls).toBeGreaterThan(1000);
      const { opened, refused } = playDamaged(runner, scene, seedOf(71), lengthOf(100, 5000), can);
      expect(Math.min(opened, refused)).toBeGreaterThan(5);
    });

    test('recorded programs', () => {
      requireGuards(runner);
      for (const file of traces) expect(replay(runner, file)).toBeGreaterThan(1000);
    });
  });
