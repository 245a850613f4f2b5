/** How much collecting single calls did: a histogram of units. */

export interface Pauses {
  calls: number;
  units: number;
  most: number;
  /** Calls by units: 0, 1, 2 to 3, 4 to 7, ... */
  bins: { from: number; to: number; calls: number }[];
}

/** `pauses`: the units that each call did. */
export function histogramOf(pauses: ArrayLike<number>): Pauses {
  const result: Pauses = { calls: pauses.length, units: 0, most: 0, bins: [] };
  for (let i = 0; i < pauses.length; i++) {
    const units = pauses[i];
    const bin = units ? 1 + Math.floor(Math.log2(units)) : 0;
    result.units += units;
    result.most = Math.max(result.most, units);
    for (let k = result.bins.length; k <= bin; k++)
      result.bins.push({ from: k ? 2 ** (k - 1) : 0, to: k ? 2 ** k - 1 : 0, calls: 0 });
    result.bins[bin].calls++;
  }
  return result;
}
