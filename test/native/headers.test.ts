/** The headers pool of the committed blob, in an emulated Cortex-M0+, beside ES5. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Machine } from '../../host/native/machine.ts';
import { root } from '../support/project.ts';
import { seedOf, type Random } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { forge, misuses, play, relay, testCode } from './campaigns.ts';
import { es5, heap, machineOf, Twin, type Calls, type Pool } from './twin.ts';

const calls: Calls = { ...es5('headers/index.ts'), verify: es5('headers/verify.ts').verify };

function newPool(bytes: number): Pool {
  const u8 = heap.format(new Uint8Array(bytes));
  return calls.create!(u8, heap.freeBytes(u8)) as Pool;
}

const traces = readdirSync(join(root, 'traces')).filter((name) => name.endsWith('.txt'));

function operations(file: string): { what: string; id: number; bytes: number }[] {
  const lines = readFileSync(join(root, 'traces', file), 'utf8').split('\n');
  return lines
    .filter((line) => /^[afr] /.test(line))
    .map((line) => line.split(' '))
    .map(([what, id, bytes]) => ({ what: what!, id: Number(id), bytes: Number(bytes) }));
}

/** A recorded program on both sides, blocks filled with what reads as no header. */
function replay(file: string, heapBytes: number): Twin {
  const twin = new Twin(machineOf('headers'), 'headers', calls, newPool(heapBytes));
  const blocks = new Map<number, number>();
  operations(file)
    .slice(0, lengthOf(2000, Infinity))
    .forEach(({ what, id, bytes }, n) => {
      const block = blocks.get(id);
      if (what === 'f') {
        twin.call('dealloc', block ?? (id * 36) & 0xfffc);
        blocks.delete(id);
      } else if (what === 'a' || block) {
        const got = what === 'a' ? twin.call('alloc', bytes) : twin.call('resize', block!, bytes);
        if (got) {
          blocks.set(id, got);
          twin.store(got, new Uint8Array(bytes).fill((id * 14 + 2) & 254));
        } else if (what === 'a') blocks.delete(id);
      }
      if (n % 500 === 0) twin.compare();
    });
  twin.call('verify');
  for (const block of blocks.values()) twin.call('dealloc', block);
  twin.call('reorder');
  twin.compare();
  return twin;
}

for (const heapBytes of [12288, 65536])
  test.each(traces)(`in ${heapBytes} bytes, %s`, (file) => {
    expect(replay(file, heapBytes).calls).toBeGreaterThan(1000);
  });

const SIZES = [1, 2, 3, 6, 7, 16, 30, 32, 33, 64, 300, 1000];

/** A random call with mostly right arguments, and what it gave, if that is a block. */
function step(random: Random, live: number[], call: (name: string, ...args: number[]) => number): void {
  const bytes = random.oneIn(8) ? misuses(random) : SIZES[random.below(SIZES.length)]!;
  const index = random.below(live.length || 1);
  const address = random.oneIn(10) || !live.length ? misuses(random) : live[index]!;
  const kind = random.below(20);
  if (kind < 8) {
    const got = call('alloc', bytes);
    if (got) live.push(got);
  } else if (kind < 13) {
    if (call('dealloc', address) && address === live[index]) live.splice(index, 1);
  } else if (kind < 15) {
    const got = call('resize', address, bytes);
    if (got && address === live[index]) live[index] = got;
  } else if (kind < 16) {
    const got = call('allocAligned', bytes, random.oneIn(6) ? misuses(random) : 1 << random.below(10));
    if (got) live.push(got);
  } else if (kind < 17) call('sizeOf', address);
  else if (kind < 18) call(random.oneIn(2) ? 'isLow' : 'verify');
  else if (kind < 19) call('clean', address);
  else if (random.oneIn(2)) call('setLow', bytes);
  else call('reorder');
}

const scene = { set: 'headers', module: 'headers', calls, newPool, step };

test('random calls with misuse', () => {
  for (const heapBytes of [400, 4096, 65536]) play(scene, heapBytes, seedOf(heapBytes), lengthOf(1500, 50000));
});

test('a heap goes from one to the other after any call', () => {
  relay(scene, 2048, seedOf(5), lengthOf(600, 20000));
});

test('damaged images, and payloads that imitate headers: nothing outside is touched', () => {
  let refused = 0;
  for (let round = 0; round < lengthOf(60, 3000); round++) refused += play.damaged(scene, 4096, seedOf(1) + round, 25);
  note(`headers: ${refused} calls refused as damaged`);
  expect(refused).toBeGreaterThan(0);
});

/** Seeds of damage among which one meets the check that the mutant has not. */
const MEETING = [2445, 2446, 2447, 2448, 2449, 2450];

/** Accesses outside in a campaign of damage with a mutant that believes what it should not. */
function straysOf(machine: Machine): number {
  let strays = 0;
  for (const seed of MEETING) {
    try {
      play.damaged({ ...scene, machine }, 4096, seed, 25);
    } catch {
      // One that does not come back has touched something, too.
    }
    strays += machine.strays;
  }
  return strays;
}

test('where a check is missing, bounds keep the code inside, and without them the counter counts', () => {
  expect(straysOf(new Machine(testCode('bounded')))).toBe(0);
  expect(straysOf(new Machine(testCode('unbounded')))).toBeGreaterThan(0);
});

test('a forged pool is refused, and nothing is touched', () => {
  expect(forge(scene, 'alloc', 16)).toEqual([]);
  expect(forge(scene, 'dealloc', 200)).toEqual([]);
});

test('reorder with a callback is refused, and nothing is moved', () => {
  const pool = newPool(1024);
  const blocks = [1, 2, 3].map(() => calls.alloc!(pool, 20));
  calls.dealloc!(pool, blocks[1]);
  const twin = new Twin(machineOf('headers'), 'headers', calls, pool);
  expect(twin.machine.call('headers.reorder', twin.handle, 0x20001000)).toBe(0);
  expect(twin.image[8]).toBe(2);
  twin.image[8] = 0;
  twin.compare();
});
