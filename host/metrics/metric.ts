/** A figure of the project: measured once, read by the gates, by README's tables and by whoever asks for JSON. */
export interface Metric {
  /** Module and name: "headers.heapPerPeak". */
  id: string;
  what: string;
  /** null: nothing was measured. */
  value: number | null;
  unit: string;
  bar?: number;
  /** What would be better still. */
  stretch?: number;
  /** The bar is a least, not a most. */
  isAtLeast?: boolean;
  /** Not measured in this run, but by that. */
  by?: string;
}

/** The values by id. */
export type Values = (id: string) => number;

export function valuesOf(metrics: Metric[]): Values {
  const values = new Map(metrics.map(({ id, value }) => [id, value]));
  return (id) => {
    const value = values.get(id);
    if (value === undefined || value === null) throw new Error(`there is no metric ${id}`);
    return value;
  };
}
