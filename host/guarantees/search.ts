/** The search for what makes each call of a world dearest: random ways, then whatever change makes one dearer. */
import { wordsFrom } from '../support/random.ts';
import type { Prober } from './probe.ts';
import { type Lineage, wayOf } from './way.ts';
import { keyOf } from './world.ts';

/** By call, and what it does that is told apart: where it is dearest, and what it costs there. */
export type Dearest = Map<string, { lineage: Lineage; units: number }>;

/** Long calls are tried at one way in so many. */
const LONG_EVERY = 6;
/** A lineage that is longer than this ends: its call has stopped to become dearer by much. */
const LONGEST = 40;
/** What is dearer by less is not worth a longer lineage. */
const LEAST_GAIN = 1.0005;

/** Goes on with `dearest` for so many ways; a part of them is random, the rest are changes of what is dearest for one call. */
export function search(prober: Prober, trials: number, seed: number, dearest: Dearest = new Map()): Dearest {
  const next = wordsFrom(seed);
  for (let trial = 0; trial < trials; trial++) {
    const calls = [...dearest.keys()];
    const fresh = next() % 1000000;
    const best = trial % 4 && calls.length ? dearest.get(calls[next() % calls.length]!)!.lineage : [];
    const lineage = best.length < LONGEST ? [...best, fresh] : [fresh];
    const isLong = trial % LONG_EVERY === 0;
    for (const { call, apart, units } of prober.costs(wayOf(lineage), (probe) => isLong || !probe.isLong)) {
      const key = keyOf(call, apart);
      const known = dearest.get(key);
      if (!known || units > known.units * LEAST_GAIN) dearest.set(key, { lineage, units });
    }
  }
  return dearest;
}
