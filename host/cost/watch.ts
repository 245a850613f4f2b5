/** Watching what single calls of a program take on its board, to say so when one takes long. */
import type { CountingBoard } from './count.ts';
import type { Model } from './model.ts';

export interface TakenCall {
  /** As in 'tables.alloc'. */
  call: string;
  /** Of the board's time, without a miss of its flash cache and with them; what the engine's own flash takes is not in it. */
  milliseconds: number;
  mostMilliseconds: number;
}

/**
 * From now on `tell` hears of each public call of the board's library that takes `leastMilliseconds` or more, when it returns or throws. The
 * functions of the library's modules are replaced in place. A call costs the host some microseconds more.
 */
export function watchCalls(
  counting: CountingBoard,
  model: Model,
  leastMilliseconds: number,
  tell: (taken: TakenCall) => void,
): void {
  const perUnit = model.unitMicroseconds / 1000;
  const watched =
    (call: string, work: (...values: unknown[]) => unknown) =>
    (...values: unknown[]): unknown => {
      const before = counting.units(model);
      try {
        return work(...values);
      } finally {
        const milliseconds = (counting.units(model) - before) * perUnit;
        const mostMilliseconds = milliseconds * model.slowest;
        if (mostMilliseconds >= leastMilliseconds) tell({ call, milliseconds, mostMilliseconds });
      }
    };
  for (const [module, calls] of Object.entries(counting.board.ckremm as Record<string, any>)) {
    if (typeof calls !== 'object' || calls === null) continue;
    for (const [name, work] of Object.entries(calls))
      if (typeof work === 'function') calls[name] = watched(`${module}.${name}`, work as any);
  }
}
