/** Workers on one heap: contents stay whole, nobody starves, and killed ones leave the pools in order. */
import { seedOf } from '../support/random.ts';
import { lengthOf, note } from '../support/soak.ts';
import { play } from './scene.ts';

const seed = seedOf(2026);
const KILLS = lengthOf(100, 2000);
const OPERATIONS = lengthOf(300_000, 5_000_000);
const kinds = ['headers', 'tables', 'records', 'queue'];

describe(`seed ${seed}`, () => {
  test.each([2, 4, 8])(
    '%i workers, contents verified by each owner',
    async (workers) => {
      const operations = Math.ceil(OPERATIONS / 3);
      const outcome = await play({ workers, operations, kills: 0, seed, kinds, places: 40 });
      note(`${workers} workers, seed ${seed}: ${JSON.stringify(outcome)}`);
      expect(outcome.operations).toBeGreaterThanOrEqual(operations);
      expect(outcome.strays).toBe(0);
      expect(outcome.recoveries).toBe(0);
    },
    120000,
  );

  test('nobody starves', async () => {
    const outcome = await play({
      workers: 4,
      operations: 0,
      milliseconds: 1500,
      kills: 0,
      seed,
      kinds: ['headers'],
      places: 40,
    });
    note(`fairness, seed ${seed}: ${JSON.stringify(outcome)}`);
    expect(Math.max(...outcome.operationsOf) / Math.min(...outcome.operationsOf)).toBeLessThan(10);
  }, 120000);

  test('workers are killed at any moment, and the others go on', async () => {
    const outcome = await play({ workers: 4, operations: 0, kills: KILLS, seed, kinds, places: 40 });
    note(`kills, seed ${seed}: ${JSON.stringify(outcome)}`);
    expect(outcome.kills).toBe(KILLS);
    expect(outcome.diedHolding).toBeGreaterThan(KILLS / 100);
  }, 600000);
});
