/**
 * Machine code as a program for Linux on ARM, and native/ckremm.c on ARM and on this computer: the same as ES5 over recorded programs and random calls,
 * with memory before and behind the heap that ends the program when it is touched.
 */
import { readFileSync } from 'node:fs';
import { cFile, callNumbers, cTexts } from '../../build/native/library.js';
import { codeBlocks } from '../support/fences.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import type { Scene } from './campaigns.ts';
import { handleScenes, headers, headersScene, newHeaders, replayOn, traces } from './scenes.ts';
import { blobRunner, clear, libraryRunner, missing, printedBy, Script, type Runner } from './script.ts';

afterAll(clear);

test('native/ckremm.c and ckremm.h are made of the sources as they are: npm run native', () => {
  for (const [name, text] of Object.entries(cTexts())) expect([name, readFileSync(cFile(name), 'utf8') === text]).toEqual([name, true]);
});

const HEADERS: Scene = headersScene;
const [[, TABLES], [, GC]] = handleScenes as unknown as [[string, Scene], [string, Scene]];

/** Random calls; `has` says which of them the runner can make. */
function play(runner: Runner, scene: Scene, heapBytes: number, seed: number, has: (name: string, args: unknown[]) => boolean): number {
  const script = new Script(runner, scene.module, scene.calls, scene.newPool(heapBytes));
  const random = randomFrom(seed);
  const live: number[] = [];
  for (let i = 0; i < lengthOf(3000, 100000); i++) {
    scene.step(random, live, (name, ...args) => (has(name, args) ? script.call(name, ...args) : 0));
    if (i % 100 === 0) script.compare();
  }
  script.compare();
  return script.check();
}

/** Damaged images, with calls of which nothing is asked but that they come back and touch nothing outside. */
function playDamaged(runner: Runner, scene: Scene, has: (name: string, args: unknown[]) => boolean): number {
  const random = randomFrom(seedOf(71));
  const script = new Script(runner, scene.module, scene.calls, scene.newPool(4096));
  const live: number[] = [];
  for (let i = 0; i < 100; i++) scene.step(random, live, (name, ...args) => (has(name, args) ? script.call(name, ...args) : 0));
  const { u8, base } = script.pool;
  for (let round = 0; round < lengthOf(100, 5000); round++) {
    const image = u8.slice();
    for (let i = 1 + random.below(40); i--;) image[random.oneIn(3) ? base + random.below(120) : base + random.below(4096 - base)] = random.below(256);
    script.load(image);
    const handles = [...live];
    for (let i = 0; i < 20; i++)
      scene.step(random, handles, (name, ...args) => (has(name, args) ? script.try(name, ...args) : 0));
  }
  return script.check();
}

function replay(runner: Runner, file: string): number {
  const script = new Script(runner, 'headers', headers, newHeaders(65536));
  replayOn(script, file, lengthOf(4000, Infinity));
  script.compare();
  return script.check();
}

const numbers = callNumbers();
/** What the library has; 0 as a budget is none to C. */
const inLibrary =
  (module: string) =>
  (name: string, args: unknown[]): boolean =>
    `${module}.${name}` in numbers && !(name === 'reorder' && args[0] === 0);

/** That what is before and behind the heap cannot be touched. */
function requireGuards(runner: Runner): void {
  for (const [at, isInside] of [[0, true], [4095, true], [-1, false], [4096, false]] as const) {
    const script = new Script(runner, 'headers', headers, newHeaders(4096));
    script.touch(at);
    if (isInside) script.check();
    else expect(() => script.check()).toThrow(/the harness ended with/);
  }
}

const withoutArm = missing({ 'arm-none-eabi-gcc': 'gcc-arm-none-eabi', 'qemu-arm': 'qemu-user' });
(withoutArm ? describe.skip : describe)(withoutArm || 'machine code on ARM', () => {
  test.each([HEADERS, TABLES, GC].map((scene): [string, Scene] => [scene.module, scene]))('%s: random calls with misuse, and damage', (_name, scene) => {
    const runner = blobRunner(scene.set);
    let made = 0;
    for (const heapBytes of [4096, 12288, 65536]) made += play(runner, scene, heapBytes, seedOf(heapBytes), () => true);
    made += playDamaged(runner, scene, () => true);
    note(`${scene.module}: ${made} calls of machine code on ARM`);
    expect(made).toBeGreaterThan(5000);
  });

  test('recorded programs', () => {
    const runner = blobRunner('headers');
    requireGuards(runner);
    for (const file of traces) expect(replay(runner, file)).toBeGreaterThan(1000);
  });
});

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

    test.each([HEADERS, TABLES].map((scene): [string, Scene] => [scene.module, scene]))('%s: random calls with misuse, and damage', (module, scene) => {
      const has = inLibrary(module);
      for (const heapBytes of [1024, 8192, 65536]) expect(play(runner, scene, heapBytes, seedOf(heapBytes), has)).toBeGreaterThan(1000);
      expect(playDamaged(runner, scene, has)).toBeGreaterThan(500);
    });

    test('recorded programs', () => {
      requireGuards(runner);
      for (const file of traces) expect(replay(runner, file)).toBeGreaterThan(1000);
    });
  });
