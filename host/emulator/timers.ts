/** Timers of an engine: when each is due. */
export interface Timer {
  due: number;
  /** Of an interval. */
  every: number | null;
  f: (...values: unknown[]) => unknown;
  values: unknown[];
}

/** The shortest time of a timer. */
const LEAST_MILLISECONDS = 1;

export const timeOf = (milliseconds = 0): number => Math.max(LEAST_MILLISECONDS, milliseconds);
