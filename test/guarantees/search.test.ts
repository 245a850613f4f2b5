/** The search: it finds its way again, and what is told at worst is what a new search does not exceed. */
import { callsOf } from '../../host/guarantees/calls.ts';
import { lineages, told } from '../../host/guarantees/measure.ts';
import { Prober } from '../../host/guarantees/probe.ts';
import { search } from '../../host/guarantees/search.ts';
import { wayOf } from '../../host/guarantees/way.ts';
import { apartOf, callOf } from '../../host/guarantees/world.ts';
import { WORLDS, worldNamed } from '../../host/guarantees/worlds/index.ts';
import { BOARD, fileOf, fileWith } from '../../host/metrics/bundles.ts';
import { metrics } from '../../host/metrics/file.ts';
import { toldFrom } from '../../host/metrics/told.ts';
import { lengthOf } from '../support/soak.ts';
import type { Metric } from '../../host/metrics/metric.ts';

let measured: Metric[];
beforeAll(async () => {
  measured = await metrics();
}, 300000);

/** What is told is rounded to four digits. */
const ROUNDING = 1.001;

test('a lineage leads to the same words each time, and each change to others', () => {
  expect(wayOf([7, 8, 9])).toEqual(wayOf([7, 8, 9]));
  const ways = [[7], [7, 8], [7, 9], [7, 8, 9], [8]].map((lineage) => JSON.stringify(wayOf(lineage)));
  expect(new Set(ways).size).toBe(ways.length);
});

test('what the long search found is of worlds and calls that there are', () => {
  const known = WORLDS.flatMap(({ name, module }) => callsOf(module).map((call) => `${name}: ${call}`));
  const found = Object.entries(lineages()).flatMap(([name, calls]) =>
    Object.keys(calls).map((key) => `${name}: ${callOf(key)}`),
  );
  expect(found.filter((call) => !known.includes(call))).toEqual([]);
  expect(Object.keys(lineages())).toEqual(WORLDS.map(({ name }) => name));
});

test('the search makes a call more expensive than the first random ways', () => {
  const prober = new Prober(worldNamed('headers'), BOARD, fileOf('headers'));
  const costOf = (trials: number): number => search(prober, trials, 3).get('alloc')!.units;
  expect(costOf(40)).toBeGreaterThan(costOf(1));
});

test.each(WORLDS.map((world) => [world.name, world] as const))(
  '%s: no call costs more than it is told to be; else run `npm run worst` and `metrics --write`',
  (_, world) => {
    const all = toldFrom(measured, 'espruino');
    const found = search(new Prober(world, BOARD, fileWith('espruino', world.module)), lengthOf(2, 1000), 5);
    const above = [...found].flatMap(([key, { units, lineage }]) => {
      const call = `${world.module}.${callOf(key)}`;
      const is = all.find((of) => of.call === call && of.after === (apartOf(key) || (world.after ?? '')));
      return is && units > is.worstUnits * ROUNDING ? [{ key, units, told: is.worstUnits, lineage }] : [];
    });
    expect(above).toEqual([]);
  },
);

test('a bundle without what a world needs is told without it, and none of its calls is made up', () => {
  const calls = told(BOARD, ['headers', 'tables', 'paging'], () => fileOf('headers'));
  expect([...new Set(calls.map(({ call }) => call.split('.')[0]))]).toEqual(['headers']);
});
