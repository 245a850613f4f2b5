import { drive } from '../support/model.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { loadLibrary } from './library.ts';
import type { Load } from './machine.ts';
import { Model } from './model.ts';

/** How much longer a soak is: 30 million operations, each verified less often. */
const times = lengthOf(1, 100);

/** Operations, how often everything is verified, and the load. */
const runs: [string, number, number, Load][] = [
  [
    '6 objects, whose entries use their generations up',
    40000,
    1,
    { heapBytes: 1000, objects: 6, longest: 6, live: 0.8 },
  ],
  ['32 objects', 90000, 3, { heapBytes: 2400, objects: 32, longest: 40, live: 0.7 }],
  ['100 objects', 80000, 13, { heapBytes: 5000, objects: 100, longest: 60, live: 0.6 }],
  ['100 objects, bytes run out first', 50000, 13, { heapBytes: 3400, objects: 100, longest: 60, live: 0.8 }],
  ['500 objects', 40000, 61, { heapBytes: 20000, objects: 500, longest: 200, live: 0.4 }],
];

describe('any sequence of calls loses nothing that is reachable and leaks nothing that is not', () => {
  test.each(runs)(
    '%s',
    (name, operations, every, load) => {
      const seed = seedOf(20261123 + load.objects);
      note(`${name}: ${operations * times} operations, seed ${seed}`);
      const model = new Model(loadLibrary(), randomFrom(seed), load);
      drive(model, operations * times, times > 1 ? 997 : every, seed);
      model.end();
      for (const what of [
        'cycle',
        'loaded too late',
        'weak cleared',
        'revived',
        'finalized',
        'pin',
        'collect',
        'moved marking',
        'moved sweeping',
        'misuse refused',
      ]) {
        expect([what, model.counts[what]]).not.toEqual([what, undefined]);
      }
      note(JSON.stringify(model.counts));
    },
    60000 * times,
  );
});
