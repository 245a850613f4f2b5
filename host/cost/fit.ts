/**
 * Weights from measured scenes: what an executed feature costs, in U. Least squares of the relative error, no
 * weight below 0 (Lawson and Hanson's problem, by coordinate descent), so that a cheap call counts as
 * much as a dear one. How well unseen calls are told is found by leaving each module out in turn.
 */
import type { EngineKind } from './model.ts';
import { mean, median, quantile } from '../support/statistics.ts';
import { type Counts, FEATURES, type Feature } from './features.ts';

/** A scene as an engine ran it. */
export interface MeasuredScene {
  call: string;
  what: string;
  /** Of a turn, all that it runs. */
  units: number;
  counts: Partial<Counts>;
}

export type Weights = Partial<Record<Feature, number>>;

/** How estimates of scenes that had no part in the fit agree with what was measured. */
export interface Agreement {
  scenes: number;
  /** Of the logarithms: 1 is perfect. */
  r2: number;
  /** The error that half of the scenes stay below, and nine in ten; and the worst, as a factor. */
  medianError: number;
  p90Error: number;
  worstFactor: number;
}

const SWEEPS = 4000;
/** Keeps weights that nothing tells apart from running away. */
const RIDGE = 1e-7;

export function estimate(weights: Weights, counts: Partial<Counts>): number {
  return FEATURES.reduce((sum, name) => sum + (weights[name] ?? 0) * (counts[name] ?? 0), 0);
}

/**
 * What no measured scene does, or not enough of, measured alone: `u.indexOf(v)` over 100 and over 1,000 elements of two bytes; arrays of 1,000 and
 * of 20,000 bytes.
 */
const ALONE: Partial<Record<EngineKind, Weights>> = {
  espruino: { elementsSearched: 0.043 },
  jerryscript: { elementsSearched: 0.395, arrayBytes: 0.00066 },
};

export function fitWeights(rows: MeasuredScene[], engine?: EngineKind): Weights {
  const vectors = rows.map(({ counts, units }) => FEATURES.map((name) => (counts[name] ?? 0) / units));
  const size = FEATURES.length;
  const matrix = FEATURES.map((_, a) =>
    FEATURES.map((__, b) => vectors.reduce((sum, row) => sum + row[a] * row[b], 0)),
  );
  const target = FEATURES.map((_, a) => vectors.reduce((sum, row) => sum + row[a], 0));
  const weights = new Float64Array(size);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let a = 0; a < size; a++) {
      if (matrix[a][a] === 0) continue;
      let rest = target[a];
      for (let b = 0; b < size; b++) if (b !== a) rest -= matrix[a][b] * weights[b];
      weights[a] = Math.max(0, rest / (matrix[a][a] * (1 + RIDGE)));
    }
  }
  const fitted = FEATURES.map((name, a) => [name, Number(weights[a].toPrecision(4))]);
  return {
    ...Object.fromEntries(fitted.filter(([, weight]) => weight !== 0)),
    ...(engine && ALONE[engine]),
  } as Weights;
}

const moduleOf = ({ call }: MeasuredScene): string => call.split('.')[0];

/** Each module's calls as told by weights that were fitted without that module. */
export function leftOut(rows: MeasuredScene[]): { row: MeasuredScene; told: number }[] {
  const modules = [...new Set(rows.map(moduleOf))].filter((name) => name !== 'statement');
  return modules.flatMap((module) => {
    const weights = fitWeights(rows.filter((row) => moduleOf(row) !== module));
    return rows.filter((row) => moduleOf(row) === module).map((row) => ({ row, told: estimate(weights, row.counts) }));
  });
}

export function agreementOf(pairs: { row: MeasuredScene; told: number }[]): Agreement {
  const logs = pairs.map(({ row, told }) => [Math.log(row.units), Math.log(told)]);
  const middle = mean(logs.map(([units]) => units));
  const errors = pairs.map(({ row, told }) => Math.abs(told / row.units - 1));
  const squares = logs.reduce((sum, [units, told]) => sum + (units - told) ** 2, 0);
  const spread = logs.reduce((sum, [units]) => sum + (units - middle) ** 2, 0);
  return {
    scenes: pairs.length,
    r2: 1 - squares / spread,
    medianError: median(errors),
    p90Error: quantile(errors, 0.9),
    worstFactor: Math.max(...logs.map(([units, told]) => Math.exp(Math.abs(units - told)))),
  };
}
