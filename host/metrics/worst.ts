/**
 * npm run worst [-- TRIALS [WORLD]]
 *
 * The long search: for each call the state in which it costs most, written to host/guarantees/worst.json as the way that leads there. What an earlier
 * search found is where it begins, so that it only ever becomes more expensive, but for a library that has become cheaper.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../emulator/index.ts';
import type { Lineages } from '../guarantees/measure.ts';
import { Prober } from '../guarantees/probe.ts';
import { type Worst, search } from '../guarantees/search.ts';
import { wayOf } from '../guarantees/way.ts';
import { type World, callOf, keyOf } from '../guarantees/world.ts';
import { WORLDS } from '../guarantees/worlds/index.ts';
import { BOARD, fileWith, makeBundles } from './bundles.ts';

/** The source of what the build copies. */
const FILE = join(projectFolder, 'host', 'guarantees', 'worst.json');
const USUAL_TRIALS = 2000;
/** Calls that cost the same everywhere, but for so much, need no way. */
const SPREAD = 1.01;

/** What is known, counted anew. */
function known(prober: Prober, found: Lineages[string]): Worst {
  const worst: Worst = new Map();
  for (const [key, lineage] of Object.entries(found))
    for (const { call, apart, units } of prober.costs(wayOf(lineage), (probe) => probe.call === callOf(key)))
      if (keyOf(call, apart) === key && units > (worst.get(key)?.units ?? 0)) worst.set(key, { lineage, units });
  return worst;
}

/** The calls that are more expensive there than in the states that are tried anyway. */
function worthwhile(prober: Prober, worst: Worst): Lineages[string] {
  const anyway = new Map<string, number>();
  for (const seed of [1, 2])
    for (const { call, apart, units } of prober.costs(wayOf([seed]))) {
      const key = keyOf(call, apart);
      anyway.set(key, Math.max(units, anyway.get(key) ?? 0));
    }
  const calls = [...worst].filter(([call, { units }]) => units > (anyway.get(call) ?? 0) * SPREAD);
  return Object.fromEntries(calls.sort(([a], [b]) => (a < b ? -1 : 1)).map(([call, { lineage }]) => [call, lineage]));
}

function worstIn(world: World, trials: number, seed: number, found: Lineages[string] = {}): Lineages[string] {
  // Without walk, stats and check: of these any state of a full pool tells enough.
  const prober = new Prober(world, BOARD, fileWith('espruino', world.module));
  const worst = search(prober, trials, seed, known(prober, found));
  console.log(`${world.name}: ${[...worst].map(([call, { units }]) => `${call} ${Math.round(units)}`).join(', ')}`);
  return worthwhile(prober, worst);
}

function write(found: Lineages): void {
  const rows = Object.entries(found).map(
    ([world, calls]) =>
      `  ${JSON.stringify(world)}: {\n${Object.entries(calls)
        .map(([call, lineage]) => `    ${JSON.stringify(call)}: ${JSON.stringify(lineage).replaceAll(',', ', ')}`)
        .join(',\n')}\n  }`,
  );
  writeFileSync(FILE, `{\n${rows.join(',\n')}\n}\n`);
}

const trials = Number(process.argv[2] ?? USUAL_TRIALS);
const only = process.argv[3];
const found = JSON.parse(readFileSync(FILE, 'utf8')) as Lineages;
await makeBundles();
for (const world of WORLDS) {
  if (only && world.name !== only) continue;
  found[world.name] = worstIn(world, trials, trials, found[world.name]);
  // A search that is ended early has found something, too.
  write(found);
}
