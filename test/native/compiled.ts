/** Campaigns of whatever makes the calls of a script, beside ES5: see script.ts. What goes outside the heap ends the program that runs it. */
import { randomFrom } from '../support/random.ts';
import { overwrite } from './campaigns.ts';
import { type Call, oddBytes, quietly, type Scene } from './scenes/scene.ts';
import { Script, type Runner } from './script.ts';
import type { Maker } from './scenes/makers.ts';
import { heap, type Pool } from './twin.ts';

/** Whether a runner can make a call: not all have a word for each argument. */
export type Can = (name: string, args: unknown[]) => boolean;

/** What a campaign did. */
export interface Counts {
  calls: number;
  /** How often the heap went to a program of ES5 that opened it anew, and how often in the middle of something. */
  changes: number;
  midway: number;
}

const all: Can = () => true;

/** Calls of a script; those that the runner has not are not made. */
const callsOf =
  (script: Script, can: Can): Call =>
  (name, ...args) =>
    can(name, args) ? script.call(name, ...args) : 0;

/** Calls of which nothing is asked. */
const triesOf =
  (script: Script, can: Can): Call =>
  (name, ...args) =>
    can(name, args) ? script.try(name, ...args) : 0;

/**
 * Another program of ES5 opens the heap, and goes on with it: it is the one that machine code has, byte by byte. Where machine code has attach, it must say the
 * same.
 */
function changeSides(script: Script, { calls }: Scene): boolean {
  script.compare();
  const { pool } = script;
  const { u8, base } = pool;
  const open = calls.attach ? 'attach' : 'describeBytes';
  const made = script.has(open) ? script.make(open, base) : quietly(pool, () => calls[open]!(u8 as any, base) as Pool | null);
  script.pool = made ?? pool;
  return made !== null;
}

/** Random calls with misuse, contents that imitate what lies between contents, and a heap that changes sides at any point. */
export function play(runner: Runner, scene: Scene, heapBytes: number, seed: number, steps: number, can = all): Counts {
  const script = new Script(runner, scene.module, scene.calls, scene.newPool(heapBytes));
  const random = randomFrom(seed);
  const live: number[] = [];
  const counts = { calls: 0, changes: 0, midway: 0 };
  const call = callsOf(script, can);
  for (let i = 0; i < steps; i++) {
    scene.step(random, live, call, (at, bytes) => script.store(at, bytes));
    const place = random.oneIn(3) && scene.payload?.(script.pool, live, random);
    if (place) script.store(place[0], oddBytes(random, place[1]));
    if (random.oneIn(50)) script.compare();
    if (!random.oneIn(50)) continue;
    if (changeSides(script, scene)) {
      counts.changes++;
      counts.midway += Number(scene.isMidway?.(script.pool) ?? false);
    } else {
      // A forged block was given back, which no pool can tell: it is unsound, and both said so. Another one from here on.
      script.pool = scene.newPool(heapBytes);
      script.load(script.pool.u8);
      live.length = 0;
    }
  }
  script.compare();
  try {
    counts.calls = script.check();
  } catch (error) {
    throw new Error(`seed ${seed}, ${heapBytes} bytes: ${(error as Error).message}`);
  }
  return counts;
}

/** Of damaged images: what was refused, and what was opened. */
export interface Verdicts {
  calls: number;
  opened: number;
  refused: number;
}

/**
 * Damaged images. Of attach, where the runner has it, the answer and the image are those of ES5; of other calls nothing is asked but that they come
 * back and touch nothing outside the region.
 */
export function playDamaged(runner: Runner, scene: Scene, seed: number, rounds: number, can = all): Verdicts {
  const random = randomFrom(seed);
  const script = new Script(runner, scene.module, scene.calls, scene.newPool(4096));
  const { pool } = script;
  const live: number[] = [];
  const counts = { calls: 0, opened: 0, refused: 0 };
  const alone: Call = (name, ...args) => (can(name, args) ? Number(scene.calls[name]!(pool, ...args)) | 0 : 0);
  for (let i = 0; i < 100; i++) scene.step(random, live, alone, (at, bytes) => pool.u8.set(bytes, at));
  const sound = pool.u8.slice();
  for (let round = 0; round < rounds; round++) {
    const image = sound.slice();
    for (let i = random.below(4); i--;) overwrite(random, image, pool.base);
    if (random.oneIn(4)) image[pool.base + random.below(image.length - pool.base)] = random.below(256);
    script.load(image);
    pool.u8.set(image);
    if (script.has('attach')) {
      counts[script.make('attach', pool.base) ? 'opened' : 'refused']++;
      script.compare();
    }
    const handles = [...live];
    for (let i = 0; i < 20; i++) scene.step(random, handles, triesOf(script, can), () => undefined);
    script.compareHead(image, pool.base);
  }
  try {
    counts.calls = script.check();
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`);
  }
  return counts;
}

/** Sizes of pools, and what is none. */
const POOL_BYTES = [0, 23, 80, 100, 300, 600, 601, 900, 1500, 4080, 5000, -1, 0x7fffffff];

/** Several pools of a heap that come and go: made, opened at places where one is or is not, filled by ES5, given back twice. How many were made. */
export function playMakers(runner: Runner, module: string, { calls, more, fill }: Maker, seed: number, steps: number): Counts {
  const random = randomFrom(seed);
  const u8: Uint8Array = heap.format(new Uint8Array(4096));
  const none: Pool = { u8, base: 0 };
  const script = new Script(runner, module, calls, none);
  const pools: Pool[] = [];
  const counts = { calls: 0, changes: 0, midway: 0 };
  const any = (): Pool | undefined => pools[random.below(pools.length || 1)];
  for (let i = 0; i < steps; i++) {
    const kind = random.below(8);
    const pool = any();
    script.pool = none;
    if (kind < 3) {
      const made = script.make('create', POOL_BYTES[random.below(POOL_BYTES.length)]!, ...more[random.below(more.length)]!);
      if (made) pools.push(made);
    } else if (kind < 4) script.make('attach', random.oneIn(3) ? random.below(4096) : (pool?.base ?? 24));
    else if (pool && kind < 6) {
      script.pool = pool;
      if (!script.call('destroy')) counts.changes++;
      // It is kept in hand now and then: a second time it is refused.
      if (!random.oneIn(4)) pools.splice(pools.indexOf(pool), 1);
    } else if (pool && kind < 7) {
      fill(pool, random);
      script.load(u8);
    }
    script.compare();
  }
  try {
    counts.calls = script.check();
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`);
  }
  return counts;
}
