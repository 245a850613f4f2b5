/** What a bar is, and where bars are from. */
export interface Bar {
  /** What is measured. */
  what: string;
  unit: string;
  /** Where the bar is from: a row of the design's section 8, or an issue. */
  source: string;
  bar: number;
  /** What would be better still. */
  stretch?: number;
  isAtLeast?: boolean;
  /** Digits behind the point, 0 when not given. */
  digits?: number;
  /** A miss: nothing may be worse than this. docs/design has the reason. */
  gate?: number;
  /** Measured on real engines or by time, so not again in each run: by what. */
  by?: string;
  /** Then what it was, null where nothing was. Times are never gated. */
  was?: number | null;
}

export const EIGHT = 'design, section 8';
/** Of a call of a running program: 100 ms on a Puck.js, from which on `repl` and `run` warn. */
export const STALL_UNITS = 2160;
export const STALL = '100 ms on a Puck.js, docs/guarantees.md';
/** Hold-outs have no aim of their own: they are to stay as they are. */
export const MADE = 'what was measured when these loads were made';
export const PROCESSES = 'docs/design/processes.md';
export const TIME = 'a time on one machine, never gated: npm run bench';
export const ESPRUINO = 'measured on Espruino 2v29';
export const JERRY = 'measured on JerryScript 2.4, 32 bit, in instructions: host/bench/jerry.ts';
