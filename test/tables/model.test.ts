import { drive } from '../support/model.ts';
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { Model, poolOf } from './support.ts';

const small = (random: Random) => 1 + random.below(40);
const mixed = (random: Random) => (random.oneIn(8) ? 1 + random.below(600) : 1 + random.below(64));
const powers = (random: Random) => 8 << random.below(7);
const large = (random: Random) => (random.oneIn(20) ? 1 + random.below(90000) : 1 + random.below(2000));

/** Heap bytes, operations, block sizes, and how often everything is verified. */
const runs: [string, number, number, (random: Random) => number, number][] = [
  ['96 bytes', 96, 40000, small, 1],
  ['256 bytes', 256, 170000, small, 1],
  ['1 KB', 1024, 250000, mixed, 7],
  ['4 KB', 4096, 250000, mixed, 31],
  ['16 KB', 16384, 200000, powers, 101],
  ['64 KB', 65536, 100000, mixed, 499],
  ['256 KB, blocks above 64 KB among them', 262144, 30000, large, 499],
  ['512 KB, granules of 8 bytes', 524288, 15000, large, 499],
];

describe('any sequence of calls keeps the pool sound and every payload intact', () => {
  test.each(runs)('%s', (_name, heapBytes, operations, sizes, every) => {
    const seed = seedOf(heapBytes + 20261122);
    const model = new Model(poolOf(heapBytes), randomFrom(seed), sizes);
    drive(model, lengthOf(operations / 5, operations), every, seed);
    // A load that never ran out of memory, or never pinned a block, would prove less than it says.
    for (const what of [
      'alloc without space',
      'resize',
      'resize without space',
      'pin',
      'pin refused',
      'step',
      'reorder',
      'copy',
      'misuse refused',
      'pause',
      ...(heapBytes > 100 ? ['not compact yet'] : []),
    ]) {
      expect([what, model.counts[what]]).not.toEqual([what, undefined]);
    }
  });
});
