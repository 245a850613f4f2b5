/** The tables pool and the collector of the committed blobs, in an emulated Cortex-M0+, beside ES5. */
import { seedOf } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { forge, play, relay } from './campaigns.ts';
import { handleScenes } from './scenes/handles.ts';
import { handleOf, Right } from '../../host/native/machine.ts';
import { AT, machineOf } from './twin.ts';

describe.each(handleScenes)('%s', (_name, scene, call, args) => {
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
  const [, scene] = handleScenes[0]!;
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
