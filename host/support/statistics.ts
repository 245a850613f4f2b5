/** What sums up many values in one. None of these changes the array it is given; of no values each is NaN. */

/** The least value that is above so great a share of the others: 0.5 is the median, the upper one of an even number. O(n log n). */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] : NaN;
}

/** The value in the middle, the upper one of an even number. O(n log n). */
export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** The arithmetic mean. O(n). */
export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The geometric mean, of values above 0. O(n). */
export const geometricMean = (values: number[]): number => Math.exp(mean(values.map(Math.log)));
