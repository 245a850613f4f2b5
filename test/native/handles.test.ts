/** The tables pool and the collector of the committed blobs, in an emulated Cortex-M0+, beside ES5. */
import { seedOf, type Random } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { forge, misuses, play, relay, type Call, type Scene } from './campaigns.ts';
import { handleOf, Right } from '../../host/native/machine.ts';
import { AT, es5, heap, machineOf, type Calls, type Pool } from './twin.ts';

const tables: Calls = { ...es5('tables/index.ts'), verify: es5('tables/verify.ts').verify };
const gc: Calls = {
  ...es5('gc/index.ts'),
  ...es5('gc/cycle.ts'),
  ...es5('gc/roots.ts'),
  verify: es5('gc/verify.ts').verify,
};

const SIZES = [1, 2, 3, 6, 7, 16, 30, 32, 33, 64, 300, 1000];
const sizeFrom = (random: Random): number => (random.oneIn(10) ? misuses(random) : SIZES[random.below(SIZES.length)]!);
const oneOf = (random: Random, live: number[]): number =>
  random.oneIn(10) || !live.length ? misuses(random) : live[random.below(live.length)]!;

function stepTables(random: Random, live: number[], call: Call): void {
  const kind = random.below(24);
  const handle = oneOf(random, live);
  if (kind < 9) {
    const got = call('alloc', sizeFrom(random));
    if (got) live.push(got);
  } else if (kind < 13) {
    // One that is gone stays in hand now and then: a stale handle is refused alike.
    if (call('dealloc', handle) && !random.oneIn(10)) live.splice(live.indexOf(handle), 1);
  } else if (kind < 15) call('resize', handle, sizeFrom(random));
  else if (kind < 16) call('pin', handle);
  else if (kind < 18) call('unpin', handle);
  else if (kind < 19) call('sizeOf', handle);
  else if (kind < 20) call('addrOf', handle);
  else if (kind < 21) call('clean', handle);
  else if (kind < 22) call(random.oneIn(3) ? 'setLow' : 'isLow', random.below(3000));
  else if (random.oneIn(3)) call('reorder', [undefined, 0, -1, random.below(20)][random.below(4)]);
  else if (random.oneIn(4)) call('verify');
  else if (random.oneIn(4)) call('setPause', random.oneIn(2) ? 0 : misuses(random) & 255);
  else if (random.oneIn(20)) call('renew');
}

const TYPES = 4;

/** A collector with leaves, pairs, lists and one with a reference at the end. */
function newCollector(heapBytes: number): Pool {
  const u8 = heap.format(new Uint8Array(heapBytes));
  const pool = gc.create!(u8, heap.freeBytes(u8), heapBytes >> 5) as Pool;
  gc.defineType!(pool, [0, 1]);
  gc.defineType!(pool, 1);
  gc.defineType!(pool, [3], true);
  return pool;
}

function stepCollector(random: Random, live: number[], call: Call): void {
  const kind = random.below(24);
  const handle = oneOf(random, live);
  if (kind < 8) {
    const got = call('alloc', random.below(TYPES + 1), sizeFrom(random));
    if (got) live.push(got);
  } else if (kind < 12) call('setRef', handle, random.oneIn(6) ? misuses(random) : random.below(4), oneOf(random, live));
  else if (kind < 14) call('getRef', handle, random.below(5));
  else if (kind < 16) call('setRoot', random.oneIn(6) ? misuses(random) : random.below(12), random.oneIn(3) ? 0 : handle);
  else if (kind < 17) call('getRoot', random.below(12));
  else if (kind < 18) call('step', random.below(20));
  else if (kind < 19) {
    const scope = call('open');
    call('hold', handle);
    if (!random.oneIn(4)) call('close', scope, random.oneIn(2) ? 0 : handle);
  } else if (kind < 20) {
    const reference = call('weak', handle);
    call('deref', reference);
    if (random.oneIn(2)) call('dropWeak', reference);
  } else if (kind < 21) call('pin', handle);
  else if (kind < 23) call('unpin', handle);
  else if (random.oneIn(4)) call('collect');
  else call('verify');
  if (live.length > 60) live.splice(random.below(live.length), 20);
}

const scenes: [string, Scene, string, number[]][] = [
  [
    'tables',
    {
      set: 'tables',
      module: 'tables',
      calls: tables,
      newPool: (bytes) => {
        const u8 = heap.format(new Uint8Array(bytes));
        return tables.create!(u8, heap.freeBytes(u8)) as Pool;
      },
      step: stepTables,
    },
    'alloc',
    [16],
  ],
  [
    'gc',
    { set: 'tables+gc', module: 'gc', calls: gc, newPool: newCollector, step: stepCollector, regions: 2 },
    'alloc',
    [0, 16],
  ],
];

describe.each(scenes)('%s', (_name, scene, call, args) => {
  test('random calls with misuse', () => {
    for (const heapBytes of [1024, 8192, 65536]) play(scene, heapBytes, seedOf(heapBytes), lengthOf(800, 50000));
  });

  test('a heap goes from one to the other after any call', () => {
    relay(scene, 2048, seedOf(5), lengthOf(500, 20000));
  });

  test('damaged images: nothing outside is touched', () => {
    for (let round = 0; round < lengthOf(25, 2000); round++) play.damaged(scene, 4096, seedOf(1) + round, 25);
  });

  test('a forged pool is refused', () => {
    expect(forge(scene, call, ...args)).toEqual([]);
  });
});

test('reorder with a callback, which no machine code can call, is refused; so is a budget of 0, and none is none', () => {
  const [, scene] = scenes[0]!;
  const machine = machineOf('tables');
  const pool = scene.newPool(1024);
  machine.ram.set(pool.u8, AT);
  machine.forbid();
  machine.allow(AT, AT + 1024, Right.Both);
  const fault = (...args: number[]): unknown[] => [machine.call('tables.reorder', handleOf(AT, pool.base), ...args), machine.ram[AT + 8]];
  const [none, zero, two] = [0x7fc00000, 0, 0x40000000];
  expect(fault(none, 0)).toEqual([1, 0]);
  expect(fault(two, 0)).toEqual([1, 0]);
  expect(fault(none, 0x20001000)).toEqual([0, 2]);
  machine.ram[AT + 8] = 0;
  expect(fault(zero, 0)).toEqual([0, 2]);
});
