/** Campaigns that each module with machine code goes through: random calls, a heap that changes sides, damage, forged pools. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Code, handleOf, type Machine, Right } from '../../host/native/machine.ts';
import { root } from '../support/project.ts';
import { randomFrom, type Random } from '../support/random.ts';
import { FORGED, type Call, type Scene } from './scenes/scene.ts';
import { AT, callOf, entryOf, heap, machineOf, protect, Twin } from './twin.ts';

const machineFor = (scene: Scene): Machine => scene.machine ?? machineOf(scene.set);

/** Random calls on both sides; payloads are sound. */
export function play(scene: Scene, heapBytes: number, seed: number, steps: number): Twin {
  const random = randomFrom(seed);
  const twin = new Twin(machineFor(scene), scene.module, scene.calls, scene.newPool(heapBytes), false, scene.regions);
  const live: number[] = [];
  try {
    for (let i = 0; i < steps; i++) {
      scene.step(
        random,
        live,
        (name, ...args) => twin.call(name, ...args),
        (at, bytes) => twin.store(at, bytes),
      );
      if (i % 50 === 0) twin.compare();
    }
    twin.compare();
  } catch (error) {
    throw new Error(`seed ${seed}, ${heapBytes} bytes: ${(error as Error).message}`);
  }
  return twin;
}

/** Bytes of the region are overwritten, at random, or with what reads as a header. */
export function overwrite(random: Random, u8: Uint8Array, base: number): void {
  for (let i = 1 + random.below(6); i--;) {
    const at = random.oneIn(3) ? base + random.below(120) : base + random.below(u8.length - base - 8);
    for (let j = random.oneIn(3) ? 1 + random.below(40) : 1; j-- && at + 2 * j + 1 < u8.length;) {
      const word = random.oneIn(2) ? FORGED[random.below(FORGED.length)]! : random.below(65536);
      u8[at + 2 * j] = word;
      u8[at + 2 * j + 1] = word >> 8;
    }
  }
}

/** Bytes of the region are overwritten, at random or as an overrun of a payload would; calls go on. Returns how many were refused as damaged. */
play.damaged = (scene: Scene, heapBytes: number, seed: number, steps: number): number => {
  const random = randomFrom(seed);
  const machine = machineFor(scene);
  const pool = scene.newPool(heapBytes);
  const live: number[] = [];
  const alone: Call = (name, ...args) => Number(scene.calls[name]!(pool, ...args));
  const { u8, base } = pool;
  for (let i = 0; i < 80; i++) scene.step(random, live, alone, (at, bytes) => u8.set(bytes, at));
  overwrite(random, u8, base);
  machine.ram.set(u8, AT);
  protect(machine, u8, base, scene.regions);
  machine.strays = 0;
  machine.firstStray = '';
  let refused = 0;
  const handle = handleOf(AT, base);
  for (let i = 0; i < steps; i++)
    scene.step(
      random,
      live,
      (name, ...args) => {
        const got = callOf(machine, entryOf(scene.module, name), handle, args);
        if (!got && machine.ram[AT + 8] === 8) refused++;
        return got;
      },
      (at, bytes) => machine.ram.set(bytes.subarray(0, Math.max(0, u8.length - at)), AT + at),
    );
  if (machine.strays) throw new Error(`seed ${seed}: ${machine.strays} accesses outside, first ${machine.firstStray}`);
  return refused;
};

/** One image, each call made by either side; a pool that stayed with ES5 must be the same at the end. */
export function relay(scene: Scene, heapBytes: number, seed: number, steps: number): void {
  const random = randomFrom(seed);
  const machine = machineFor(scene);
  const still = scene.newPool(heapBytes);
  const moving = scene.newPool(heapBytes);
  const handle = handleOf(AT, moving.base);
  const live: number[] = [];
  protect(machine, moving.u8, moving.base, scene.regions);
  for (let i = 0; i < steps; i++)
    scene.step(
      random,
      live,
      (name, ...args) => {
      const wanted = Number(scene.calls[name]!(still, ...args)) | 0;
      let got: number;
      if (random.oneIn(2)) got = Number(scene.calls[name]!(moving, ...args)) | 0;
      else {
        machine.ram.set(moving.u8, AT);
        got = callOf(machine, entryOf(scene.module, name), handle, args);
        moving.u8.set(machine.ram.subarray(AT, AT + heapBytes));
      }
        if (got !== wanted) throw new Error(`seed ${seed}, call ${i}: ${name}(${args}): ${got}, not ${wanted}`);
        return wanted;
      },
      (at, bytes) => [still, moving].forEach(({ u8 }) => u8.set(bytes, at)),
    );
  if (!Buffer.from(still.u8).equals(moving.u8)) throw new Error(`seed ${seed}: the heap that changed sides differs`);
}

/** Pools that are none, as Espruino hands them over: null, undefined, a text, an object and NaN are 0; other numbers are themselves. */
export function forge(scene: Scene, name: string, ...args: number[]): string[] {
  const machine = machineFor(scene);
  const { u8, base } = scene.newPool(4096);
  const words = new Uint32Array(u8.buffer);
  const accepted: string[] = [];
  const attempt = (what: string, handle: number, image: Uint8Array = u8): void => {
    machine.ram.fill(0);
    machine.ram.set(image, AT);
    machine.forbid();
    machine.allow(0, machine.ram.length - 4096, Right.Load);
    machine.allow(AT + 8, AT + 9, Right.Both);
    // What Espruino makes of true and "20" is refused without a look at memory, which need not be there.
    if (handle >= 0 && handle < 16384) machine.forbid();
    machine.strays = 0;
    machine.firstStray = '';
    const before = machine.ram.slice(0, AT + 4096);
    const got = machine.call(entryOf(scene.module, name), handle, ...args);
    before[AT + 8] = machine.ram[AT + 8]!;
    if (got || machine.strays || !Buffer.from(before).equals(machine.ram.subarray(0, AT + 4096))) accepted.push(what);
  };
  const own = handleOf(AT, base);
  for (const number of [0, -1, 1, 20, 16383, base, AT, 0x7fffffff, -0x80000000, own + 1, own - 1, own + 2, own ^ 0x4000, own & ~0x3fff, own | -0x80000000])
    attempt(`the number ${number}`, number);
  attempt('a region beyond the heap', handleOf(AT, 8192));
  const other = heap.format(new Uint8Array(4096));
  attempt('an empty heap', own, other);
  const changed = (what: string, change: (words: Uint32Array, bytes: Uint8Array) => void): void => {
    const image = u8.slice();
    change(new Uint32Array(image.buffer), image);
    attempt(what, own, image);
  };
  changed('another version', (image) => void image[0]!++);
  changed('a length of 3 GB', (image) => void (image[1] = 0xc0000000));
  changed('a heap of 128 KB', (image) => void (image[1] = 131072));
  changed('a length below the least', (image) => void (image[1] = 20));
  changed('a row that is not its inverse', (image) => void image[5]!++);
  changed('a region of another kind', (image) => {
    image[4] = (image[4]! & ~15) | 9;
    image[5] = ~image[4]!;
  });
  changed('a row longer than the heap', (image) => {
    image[4] = (words[4]! + (4096 << 4)) >>> 0;
    image[5] = ~image[4]!;
  });
  return accepted;
}

/** Code that only tests run, see blobs.js: 'constructs', or the mutant with and without its bounds. */
export function testCode(name: string): Code {
  const blob = JSON.parse(readFileSync(join(root, 'test/native/blobs', `${name}.json`), 'utf8'));
  const calls = Object.entries(blob.calls as Record<string, [number, string]>);
  const offsets = Object.fromEntries(calls.map(([call, [offset]]) => [call, offset]));
  return { code: Buffer.from(blob.code.join(''), 'base64'), offsets };
}
