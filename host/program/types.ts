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

export interface RunOptions {
  /** Board time to run for; 60,000 when not given. */
  forMilliseconds?: number;
  /** A turn of the program, or a call of the library, that takes longer is a problem; if not given 1,000, and 5,000 for the boot. */
  stallMilliseconds?: number;
  /** What errors call the program; app.js when not given. */
  fileName?: string;
  /** The checked bundle in place of the lean one. */
  checked?: boolean;
  /** Run this bundle in place of that of the board's profile. */
  bundleFile?: string;
  /** Calls take what they take in ES5, also where the board runs native code. */
  es5?: boolean;
  /**
   * Of the engine's memory: variables of an Espruino, or bytes of JerryScript, that are in use before anything is loaded; bytes of JerryScript's
   * heap. As the board has them when not given.
   */
  counting?: { idle?: number; total?: number };
}

/** Why a program did not run. */
export type ProblemKind = 'error' | 'out of memory' | 'no pool' | 'stall' | 'endless loop' | 'no room in Storage';

export interface Problem {
  kind: ProblemKind;
  message: string;
  atMilliseconds: number;
}

/** The board at a moment. */
export interface Sample {
  atMilliseconds: number;
  /** Variables that Espruino has free; null elsewhere. */
  freeVariables: number | null;
  freeBytes: number;
  /** Of all heaps together, and what blocks, rows, messages and objects in use take of them. */
  heapBytes: number;
  usedBytes: number;
}

export interface CallTime {
  /** 'headers.alloc'. */
  call: string;
  times: number;
  milliseconds: number;
  worstMilliseconds: number;
  /** When the slowest one was made. */
  worstAtMilliseconds: number;
}

export interface ModuleTake {
  module: string;
  times: number;
  milliseconds: number;
  /** What its pools take of the heaps at the end, and how much of that is in use. */
  heapBytes: number;
  usedBytes: number;
}

export interface RunResult {
  board: string;
  program: string;
  /** Whether calls took what they take as native code: the board runs it. Memory is that of ES5 either way. */
  isNative: boolean;
  /** Nothing went wrong. */
  didRun: boolean;
  problems: Problem[];
  /** How much board time went by. */
  milliseconds: number;
  /** Lines of the program's console. */
  output: { atMilliseconds: number; text: string }[];
  /** The state at boot and then at even distances. */
  samples: Sample[];
  /** Turns of the program: the boot, timers, watches, and the slowest of them. */
  turns: { times: number; milliseconds: number; worstMilliseconds: number; worstAtMilliseconds: number };
  /** Calls of the library, the slowest first. */
  calls: CallTime[];
  /** Of calls that keep the board busy for so long that somebody notices, 100 ms or more: how long, and what to do. They are no problems. */
  warnings: string[];
  modules: ModuleTake[];
  /** What the program called of the board that stands in for hardware: 'NRF.setAdvertising'. They are no problems. */
  standIns: StandInCall[];
}

export interface StandInCall {
  call: string;
  /** It went nowhere, its answer is invented, or it listens to what is silent here. */
  kind: 'nowhere' | 'invented' | 'silent';
}
