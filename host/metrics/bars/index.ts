import type { Bar } from './bar.ts';
import { BOARDS } from './boards.ts';
import { MODULES } from './modules.ts';
import { POOLS } from './pools.ts';

export type { Bar } from './bar.ts';

const list = { ...POOLS, ...MODULES, ...BOARDS };

export type BarName = keyof typeof list;
export const BARS: Record<BarName, Bar> = list;

/** Bars that are measured anew in every run, and gated. */
export const GATED = (Object.keys(list) as BarName[]).filter((name) => !BARS[name].by);

/** Whether what was measured, as printed, meets the bar. */
export function isHeld({ bar, digits = 0, isAtLeast }: Bar, measured: number): boolean {
  const shown = Number(measured.toFixed(digits));
  return isAtLeast ? shown >= bar : shown <= bar;
}

/** Whether it is no worse than it was. */
export function isGated(bar: Bar, measured: number): boolean {
  return isHeld({ ...bar, bar: bar.gate ?? bar.bar }, measured);
}

const at = (name: BarName): number => BARS[name].bar;
/** "control area of a pool (directory row, lock, lists included) <= max(128 bytes, 2 %)" */
export const allowedControlBytes = (heapBytes: number): number => Math.max(128, 0.02 * heapBytes);

/** Those that tests of a module hold their own, harder loads to. */
export const bars = {
  headers: { steps: at('headers.steps'), words: at('headers.words'), settleWords: at('headers.settleWords') },
  records: { thousandRowsBytes: at('records.thousandRows') },
  tables: {
    words: at('tables.words'),
    /** Image header, row, control words and sentinels. */
    controlBytes: 24 + 62 + 4,
  },
};
