/** What users' tests get: types that stand on nothing else, as they are given away with the package. */

export interface BootOptions {
  /** The checked bundle, which throws at misuse, in place of the lean one. */
  checked?: boolean;
  /** Bytes that the engine has free for large arrays; larger ones throw. All but what an idle engine takes when not given. */
  freeBytes?: number;
  /** No array is in one piece, so that the library gets no heap. Espruino only. */
  fragmented?: boolean;
  /** Run this bundle in place of that of the board's profile: a path, as of `npm run build -- --configOut`. */
  bundleFile?: string;
}

/** An emulated board: a realm that has what its engine has, with the library's own bundle in it. */
export interface Board {
  /** Its name: 'puckjs'. */
  name: string;
  /** What the bundle defines, as `require("ckremm")` gives it on the board. */
  ckremm: any;
  /** The global object of the program. */
  global: Record<string, any>;
  /** Lines that the program wrote to its console. */
  output: string[];
  /** Errors that nobody caught in timers, watches and listeners. */
  uncaught: unknown[];
  /** Milliseconds since it booted; they go by in `advance` alone. */
  readonly now: number;
  /** Runs a script; returns the value of its last statement, and throws what it throws. After `mostMilliseconds` of the PC's time it is ended, by an Error. */
  run(source: string, fileName?: string, mostMilliseconds?: number): any;
  /** Lets so many milliseconds go by: timers that are due are called, in their order. */
  advance(milliseconds: number): void;
  /** A pin changes: its watches are called. */
  change(pin: unknown, state?: boolean): void;
  /** An array of zeros as the board's own are, which a heap can be made of: `ckremm.heap.format(board.newHeap(4096))`. */
  newHeap(bytes: number): Uint8Array;
}
