/** The headers pool of the committed blob, in an emulated Cortex-M0+, beside ES5. */
import { Machine } from '../../host/native/machine.ts';
import { seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { forge, play, relay, testCode } from './campaigns.ts';
import { headers, headersScene, newHeaders, replayOn, traces } from './scenes/headers.ts';
import { machineOf, Twin } from './twin.ts';

/** A recorded program on both sides. */
function replay(file: string, heapBytes: number): Twin {
  const twin = new Twin(machineOf('headers'), 'headers', headers, newHeaders(heapBytes));
  replayOn(twin, file, lengthOf(2000, Infinity));
  twin.compare();
  return twin;
}

for (const heapBytes of [12288, 65536])
  test.each(traces)(`in ${heapBytes} bytes, %s`, (file) => {
    expect(replay(file, heapBytes).calls).toBeGreaterThan(1000);
  });

test('random calls with misuse', () => {
  for (const heapBytes of [400, 4096, 65536]) play(headersScene, heapBytes, seedOf(heapBytes), lengthOf(1500, 50000));
});

test('a heap goes from one to the other after any call', () => {
  relay(headersScene, 2048, seedOf(5), lengthOf(600, 20000));
});

test('damaged images, and payloads that imitate headers: nothing outside is touched', () => {
  let refused = 0;
  for (let round = 0; round < lengthOf(60, 3000); round++) refused += play.damaged(headersScene, 4096, seedOf(1) + round, 25);
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
      play.damaged({ ...headersScene, machine }, 4096, seed, 25);
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
  expect(forge(headersScene, 'alloc', 16)).toEqual([]);
  expect(forge(headersScene, 'dealloc', 200)).toEqual([]);
});

test('reorder with a callback is refused, and nothing is moved', () => {
  const pool = newHeaders(1024);
  const blocks = [1, 2, 3].map(() => headers.alloc!(pool, 20));
  headers.dealloc!(pool, blocks[1]);
  const twin = new Twin(machineOf('headers'), 'headers', headers, pool);
  expect(twin.machine.call('headers.reorder', twin.handle, 0x20001000)).toBe(0);
  expect(twin.image[8]).toBe(2);
  twin.image[8] = 0;
  twin.compare();
});
