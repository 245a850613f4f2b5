/** Watching what single calls of a program take on its board, to say so when one takes long. */
import type { CountingBoard } from './count.ts';
import { nativeTimes } from './native.ts';
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
 * functions of the library's modules are replaced in place. `isNative`: they take what native code takes. A call costs the host some microseconds more.
 */
export function watchCalls(
  counting: CountingBoard,
  model: Model,
  leastMilliseconds: number,
  tell: (taken: TakenCall) => void,
  isNative = false,
): void {
  const perUnit = model.unitMicroseconds / 1000;
  const timeOf = isNative ? nativeTimes(counting.board.board) : (_call: string, counted: number) => counted;
  let depth = 0;
  const watched =
    (call: string, work: (...values: unknown[]) => unknown) =>
    (...values: unknown[]): unknown => {
      const before = counting.units(model);
      depth++;
      try {
        return work(...values);
      } finally {
        const counted = (counting.units(model) - before) * perUnit;
        // What a callback of a call calls is in the time of that call.
        const milliseconds = --depth ? counted : timeOf(call, counted);
        counting.correct((milliseconds - counted) / perUnit);
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
