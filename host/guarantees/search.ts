/** The search for what makes each call of a world most expensive: random ways, then whatever change makes one more expensive. */
import { wordsFrom } from '../support/random.ts';
import type { Prober } from './probe.ts';
import { type Lineage, wayOf } from './way.ts';
import { keyOf } from './world.ts';

/** By call, and what it does that is told apart: where it is most expensive, and what it costs there. */
export type Worst = Map<string, { lineage: Lineage; units: number }>;

/** Long calls are tried at one way in so many. */
const LONG_EVERY = 6;
/** A lineage that is longer than this ends: its call no longer becomes much more expensive. */
const LONGEST = 40;
/** A gain that is smaller is not worth a longer lineage. */
const LEAST_GAIN = 1.0005;

/** Goes on with `worst` for so many ways; a part of them is random, the rest are changes of what is most expensive for one call. */
export function search(prober: Prober, trials: number, seed: number, worst: Worst = new Map()): Worst {
  const next = wordsFrom(seed);
  for (let trial = 0; trial < trials; trial++) {
    const calls = [...worst.keys()];
    const fresh = next() % 1000000;
    const best = trial % 4 && calls.length ? worst.get(calls[next() % calls.length]!)!.lineage : [];
    const lineage = best.length < LONGEST ? [...best, fresh] : [fresh];
    const isLong = trial % LONG_EVERY === 0;
    for (const { call, apart, units } of prober.costs(wayOf(lineage), (probe) => isLong || !probe.isLong)) {
      const key = keyOf(call, apart);
      const known = worst.get(key);
      if (!known || units > known.units * LEAST_GAIN) worst.set(key, { lineage, units });
    }
  }
  return worst;
}
