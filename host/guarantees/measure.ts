/** What calls cost typically and at worst, counted: in random states, and in those that the long search found to be the most expensive. */
import { readFileSync } from 'node:fs';
import { costsOn } from '../cost/calls.ts';
import { SCENES } from '../cost/scenes.ts';
import { median } from '../support/statistics.ts';
import { isRunning, promiseOf } from './calls.ts';
import { type Cost, Prober } from './probe.ts';
import { type Lineage, wayOf } from './way.ts';
import { type World, callOf, keyOf } from './world.ts';
import { WORLDS } from './worlds/index.ts';

/** What is told of a call. */
export interface Told {
  /** As in 'headers.alloc'. */
  call: string;
  /** What the pool was told before, or what the call did that is told apart: '', 'setPause(pool, 8)', 'settling deferred blocks'. */
  after: string;
  typicalUnits: number;
  worstUnits: number;
  /** Where it costs so much: with what. */
  worst: string;
  /** Turns of loops, and words of the heap that are touched, in the worst case. */
  steps: number;
  words: number;
  /** Of flash in the most expensive case of that, which is not counted in U. */
  erases: number;
  programmedBytes: number;
}

/** The bundle with a module; with its part for inspection where that is asked for. */
export type FileOf = (module: string, isInspection: boolean) => string;

/** By world and call, and what is told apart of it: the way on which the long search found it most expensive. Written by npm run worst. */
export type Lineages = Record<string, Record<string, Lineage>>;

export const lineages = (): Lineages =>
  JSON.parse(readFileSync(new URL('./worst.json', import.meta.url), 'utf8')) as Lineages;

/** Random states from which the typical cost is taken; long calls are tried in the first of them. */
const TYPICAL_SEEDS = [1, 2, 3, 4, 5, 6];
const LONG_SEEDS = 2;

function grouped<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** All that was counted of the calls of a world. */
function costsIn(
  prober: Prober,
  found: Record<string, Lineage>,
  isIn: (call: string) => boolean,
): { usual: Cost[]; all: Cost[] } {
  const usual = TYPICAL_SEEDS.flatMap((seed, i) =>
    prober.costs(wayOf([seed]), ({ call, isLong }) => isIn(call) && (!isLong || i < LONG_SEEDS)),
  );
  const ways = Object.entries(found).filter(([key]) => isIn(callOf(key)));
  const byLineage = grouped(ways, ([, lineage]) => JSON.stringify(lineage));
  const worst = [...byLineage.values()].flatMap((entries) => {
    const calls = entries.map(([key]) => callOf(key));
    return prober.costs(wayOf(entries[0]![1]), ({ call }) => calls.includes(call));
  });
  return { usual, all: [...usual, ...worst] };
}

function toldOf(call: string, after: string, usual: Cost[], all: Cost[]): Told {
  const most = (of: (cost: Cost) => number): number => Math.max(...all.map(of));
  const worst = all.reduce((a, b) => (b.units > a.units ? b : a));
  const taken = usual.filter(({ isUsual }) => isUsual);
  const done = taken.filter(({ isRefused }) => !isRefused);
  return {
    call,
    after,
    typicalUnits: median((done.length ? done : taken.length ? taken : all).map(({ units }) => units)),
    worstUnits: worst.units,
    worst: worst.what,
    steps: most(({ steps }) => steps),
    words: most(({ words }) => words),
    erases: most(({ erases }) => erases),
    programmedBytes: most(({ programmedBytes }) => programmedBytes),
  };
}

/** Of a world in which only some calls differ from those of another, those. */
const isToldIn = ({ after }: World, call: string): boolean => !after || ['alloc', 'resize', 'reorder'].includes(call);

/** Calls that are in a bundle only if `NAME.inspect` is named. */
const INSPECTION = ['walk', 'stats', 'check', 'declaration', 'layout', 'sectors', 'lifetimeDays'];

function toldIn(world: World, board: string, fileOf: FileOf, found: Record<string, Lineage>): Told[] {
  const file = fileOf(world.module, false);
  const withInspection = fileOf(world.module, true);
  const isIn = (call: string): boolean => file === withInspection || !INSPECTION.includes(call);
  const prober = new Prober(world, board, file);
  if (!prober.canGo) return [];
  const own = costsIn(prober, found, isIn);
  const inspected =
    file === withInspection
      ? { usual: [], all: [] }
      : costsIn(new Prober(world, board, withInspection, file), found, (call) => !isIn(call));
  const usual = [...own.usual, ...inspected.usual];
  const all = [...own.all, ...inspected.all];
  const byKey = grouped(all, ({ call, apart }) => keyOf(call, apart));
  return [...byKey].flatMap(([key, costs]) => {
    const { call, apart } = costs[0]!;
    return isToldIn(world, call)
      ? [
          toldOf(
            `${world.module}.${call}`,
            apart || (world.after ?? ''),
            usual.filter((cost) => keyOf(cost.call, cost.apart) === key),
            costs,
          ),
        ]
      : [];
  });
}

/** Calls that no world has, from their scenes: the first is the usual case. */
function toldInScenes(board: string, bundleFile: string, isWanted: (call: string) => boolean): Told[] {
  const costs = costsOn(board, bundleFile, ({ call }) => !!promiseOf(call) && isWanted(call));
  return [...grouped(costs, ({ call }) => call)].map(([call, cases]) => {
    const worst = cases.reduce((a, b) => (b.units > a.units ? b : a));
    return {
      call,
      after: '',
      typicalUnits: cases[0]!.units,
      worstUnits: worst.units,
      worst: worst.case,
      steps: Math.max(...cases.map(({ steps }) => steps)),
      words: Math.max(...cases.map(({ words }) => words)),
      erases: 0,
      programmedBytes: 0,
    };
  });
}

/** Modules and calls that have scenes and no world. */
const SCENES_ALONE = /^(heap|processes)\.|\.(hibernate|resume)$/;

/**
 * What is told of the calls of a bundle, or of several: `fileOf` gives the one that has a module. The weights are those of the board's engine, and
 * all that is in the board's profile beside that is its clock and flash.
 */
export function told(board: string, modules: string[], fileOf: FileOf): Told[] {
  const found = lineages();
  const inWorlds = WORLDS.filter(({ module }) => modules.includes(module)).flatMap((world) =>
    toldIn(world, board, fileOf, found[world.name] ?? {}),
  );
  const alone = [...new Set(SCENES.map(({ call }) => call.split('.')[0]!))].filter((module) =>
    modules.includes(module),
  );
  const inScenes = alone.flatMap((module) =>
    toldInScenes(board, fileOf(module, false), (call) => call.startsWith(`${module}.`) && SCENES_ALONE.test(call)),
  );
  const all = [...inWorlds, ...inScenes];
  return modules.flatMap((module) => {
    const calls = all.filter(({ call }) => call.startsWith(`${module}.`));
    return [...calls.filter(({ call }) => isRunning(call)), ...calls.filter(({ call }) => !isRunning(call))];
  });
}
